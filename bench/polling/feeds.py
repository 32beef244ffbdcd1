"""Many feeds, cold and warm: the whole way into the store against a loop that only fetches."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median

from bot.flow.house import House
from bot.flow.ingest import poll
from bot.http import Client
from bot.sources.feed import FeedOptions, Feeds
from bot.sources.feed.reading import read_feed
from bot.store import articles
from polling.house import open_bare_house, peak_memory
from polling.server import serve_feeds

_ROUNDS = 3
_READ_SHARE = 10
_ACCEPT = {"accept": "application/rss+xml"}

Step = Callable[[int], Awaitable[object]]


@dataclass(frozen=True)
class Rates:
    """Feeds per second, and peaks of memory in MB; `cold` is the baseline, `read` with every entry's text."""

    fetched: float
    fetched_and_parsed: float
    cold: float
    read: float
    asked: float
    warm: float
    memory_before: float
    memory_after: float


async def measure_feeds(feeds: int, entries: int, at_once: int) -> Rates:
    """Poll `feeds` feeds of `entries` entries, `at_once` fetches at a time; loop and pipeline take turns."""
    with serve_feeds(feeds, entries) as site:
        options = {str(n): FeedOptions(source="feed", url=f"{site}/{n}") for n in range(feeds)}
        bare = _Bare(site, at_once)
        await bare.rate(min(feeds, 100), bare.fetch)  # imports and the like
        begun = await bare.rate(feeds, bare.fetch)
        parsed = await bare.rate(feeds, bare.fetch_and_parse)
        before = peak_memory()
        with open_bare_house(options) as house:
            pipeline = _Pipeline(house, options, at_once)
            cold = await pipeline.rate(feeds)
            fetched = median([begun, await bare.rate(feeds, bare.fetch)])
            asked, warm = [], []
            for _ in range(_ROUNDS):
                asked.append(await bare.rate(feeds, bare.ask))
                warm.append(await pipeline.rate(feeds))
            known = await pipeline.count_known()
        assert known == feeds * entries, f"{known} entries stored"
        after, read = peak_memory(), max(feeds // _READ_SHARE, 1)
        posted = {
            name: one.model_copy(update={"first_run": "post"}) for name, one in list(options.items())[:read]
        }
        with open_bare_house(posted) as house:
            whole = await _Pipeline(house, posted, at_once).rate(read)
        return Rates(fetched, parsed, cold, whole, median(asked), median(warm), before, after)


class _Bare:
    """The loop that every poller must at least run: the same client, and nothing behind it."""

    def __init__(self, site: str, at_once: int) -> None:
        self._site = site
        self._at_once = at_once
        self._known: dict[int, dict[str, str]] = {}

    async def rate(self, feeds: int, step: Callable[[Client, int], Awaitable[object]]) -> float:
        async with make_client(self._at_once) as client:
            return await rate(feeds, lambda number: step(client, number))

    async def fetch(self, client: Client, number: int) -> None:
        fetched = await client.fetch(f"{self._site}/{number}", headers=_ACCEPT)
        assert fetched.changed
        self._known[number] = fetched.conditions

    async def fetch_and_parse(self, client: Client, number: int) -> None:
        fetched = await client.fetch(f"{self._site}/{number}", headers=_ACCEPT)
        feed = await read_feed(fetched.content, fetched.charset, fetched.url)
        assert feed.items

    async def ask(self, client: Client, number: int) -> None:
        headers = _ACCEPT | self._known[number]
        assert not (await client.fetch(f"{self._site}/{number}", headers=headers)).changed


class _Pipeline:
    """What the worker does with each source: `flow.ingest.poll`."""

    def __init__(self, house: House, options: Mapping[str, FeedOptions], at_once: int) -> None:
        self._house = house
        self._options = options
        self._at_once = at_once

    async def rate(self, feeds: int) -> float:
        async with make_client(self._at_once) as client:
            sources = [Feeds(self._options[str(n)], client) for n in range(feeds)]
            return await rate(feeds, lambda number: poll(self._house, str(number), sources[number]))

    async def count_known(self) -> int:
        return int(
            await self._house.store.read(
                lambda conn: sum(len(articles.known_versions(conn, name)) for name in self._options)
            )
        )


def make_client(at_once: int) -> Client:
    """The client of all sources, but for the pauses it makes before one and the same host."""
    return Client(at_once=at_once, allow_private=["127.0.0.0/8"])


async def rate(count: int, step: Step) -> float:
    """How many steps a second; all begin at once, as in the worker, and the client lets some through."""
    begun = time.perf_counter()
    await asyncio.gather(*(step(number) for number in range(count)))
    return count / (time.perf_counter() - begun)
