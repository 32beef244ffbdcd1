"""Many feeds, cold and warm: the whole way into the store against bare loops in the same run.

The bare loops are what every poller must at least do, over the client that the worker has: its guard of
addresses, its limits to bytes, time and redirects, its connections kept alive; 16 fetches at a time and all
feeds asked for at once, as the pipeline does. `fetched` reads the whole answers, `fetched and parsed` makes
items of them with the pipeline's own parser, `asked` sends what the last answer gave (ETag) and gets a 304.
None of them decides what is new, remembers anything or has a store. The pipeline is `flow.ingest.poll`, as
the worker calls it, until everything is in the database on the disk: its time ends after the last COMMIT.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bot.flow.arriving.ingest import poll
from bot.flow.house import House
from bot.http import Client
from bot.sources.feed import FeedOptions, Feeds
from bot.sources.feed.parsing.reading import read_feed
from bot.store import origins
from polling.house import open_bare_house, peak_memory
from polling.server import serve_feeds

_ROUNDS = 3
_SLICES = 5
_READ_SHARE = 10
_ACCEPT = {"accept": "application/rss+xml"}

Step = Callable[[int], Awaitable[object]]


@dataclass(slots=True)
class Pace:
    """How much was done in which time; `seconds` on the clock, `cpu_seconds` of this process."""

    done: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def rate(self) -> float:
        """So many a second."""
        return self.done / self.seconds

    @property
    def cpu_rate(self) -> float:
        """So many a second of the processor."""
        return self.done / self.cpu_seconds

    async def add(self, numbers: Iterable[int], step: Step, end: Callable[[], None] | None = None) -> None:
        """Take all these steps; they begin at once, as in the worker, and the client lets some through."""
        awaited = [step(number) for number in numbers]
        cpu, begun = time.process_time(), time.perf_counter()
        await asyncio.gather(*awaited)
        if end:
            end()
        self.seconds += time.perf_counter() - begun
        self.cpu_seconds += time.process_time() - cpu
        self.done += len(awaited)


@dataclass(slots=True)
class Paces:
    """Of each loop, in feeds, and peaks of memory in MB; `cold` is the baseline, `read` has every text."""

    fetched: Pace = field(default_factory=Pace)
    parsed: Pace = field(default_factory=Pace)
    cold: Pace = field(default_factory=Pace)
    asked: Pace = field(default_factory=Pace)
    warm: Pace = field(default_factory=Pace)
    read: Pace = field(default_factory=Pace)
    memory_before: float = 0.0
    memory_after: float = 0.0


async def measure_feeds(feeds: int, entries: int, at_once: int) -> Paces:
    """Poll `feeds` feeds of `entries` entries, `at_once` fetches at a time.

    Loops and pipeline take turns by a fifth of the feeds, so that what else the machine does meets all.
    """
    paces = Paces()
    with serve_feeds(feeds, entries) as site:
        options = {str(n): FeedOptions(source="feed", url=f"{site}/{n}") for n in range(feeds)}
        slices = [range(at, feeds, _SLICES) for at in range(min(_SLICES, feeds))]
        async with AsyncExitStack() as stack:
            bare = _Bare(site, await stack.enter_async_context(make_client(at_once)))
            await Pace().add(slices[0], bare.fetch_and_parse)  # imports and the like
            paces.memory_before = peak_memory()
            house = stack.enter_context(open_bare_house(options))
            pipeline = _Pipeline(house, options, await stack.enter_async_context(make_client(at_once)))
            for part in slices:
                await paces.fetched.add(part, bare.fetch)
                await paces.parsed.add(part, bare.fetch_and_parse)
                await paces.cold.add(part, pipeline.poll, pipeline.settle)
            for part in slices * _ROUNDS:
                await paces.asked.add(part, bare.ask)
                await paces.warm.add(part, pipeline.poll, pipeline.settle)
            known = await pipeline.count_known()
            assert known == feeds * entries, f"{known} entries stored"
        paces.memory_after = peak_memory()
        await _read_some(options, at_once, paces.read)
    return paces


async def _read_some(options: Mapping[str, FeedOptions], at_once: int, pace: Pace) -> None:
    some = range(max(len(options) // _READ_SHARE, 1))
    posted = {str(n): options[str(n)].model_copy(update={"first_run": "post"}) for n in some}
    with open_bare_house(posted) as house:
        async with make_client(at_once) as client:
            pipeline = _Pipeline(house, posted, client)
            await pace.add(some, pipeline.poll, pipeline.settle)


class _Bare:
    """The loop that every poller must at least run: the same client, and nothing behind it."""

    def __init__(self, site: str, client: Client) -> None:
        self._site = site
        self._client = client
        self._known: dict[int, dict[str, str]] = {}

    async def fetch(self, number: int) -> None:
        fetched = await self._client.fetch(f"{self._site}/{number}", headers=_ACCEPT)
        assert fetched.changed
        self._known[number] = fetched.conditions

    async def fetch_and_parse(self, number: int) -> None:
        fetched = await self._client.fetch(f"{self._site}/{number}", headers=_ACCEPT)
        feed = await read_feed(fetched.content, fetched.charset, fetched.url)
        assert feed.items

    async def ask(self, number: int) -> None:
        headers = _ACCEPT | self._known[number]
        assert not (await self._client.fetch(f"{self._site}/{number}", headers=headers)).changed


class _Pipeline:
    """What the worker does with each source: `flow.ingest.poll`."""

    def __init__(self, house: House, options: Mapping[str, FeedOptions], client: Client) -> None:
        self._house = house
        self._sources = {name: Feeds(one, client) for name, one in options.items()}

    async def poll(self, number: int) -> None:
        await poll(self._house, str(number), self._sources[str(number)])

    def settle(self) -> None:
        """Have the store take what is noted, but not yet written."""
        self._house.looks.close()

    async def count_known(self) -> int:
        return int(
            await self._house.store.read(
                lambda conn: sum(len(origins.known_versions(conn, name)) for name in self._sources)
            )
        )


def make_client(at_once: int) -> Client:
    """The client of all sources, but for the pauses it makes before one and the same host."""
    return Client(at_once=at_once, allow_private=["127.0.0.0/8"])
