"""Posts a second: from the outbox to the receipt, against a loop that makes the same calls.

The bare loop is what every publisher must at least do: it has the payloads already, frozen, and sends each
of them with the worker's own client (`Client.create`), one client to a channel and one call at a time on
each, as the pipeline does. It claims nothing, renders nothing, remembers nothing. The pipeline is
`flow.deliver.drain`, as the engine calls it for each channel: it claims, looks at the article again,
prepares, arms, calls and writes the receipt, until everything is in the database on the disk. A round
begins with nothing under way, and that counts: what leaves first on a channel is claimed and armed in
transactions of its own, what follows it is armed with the receipt before it.
"""

import asyncio
import cProfile
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from polling.documents import write_article

from bot.flow.arriving.ingest import make_source, poll
from bot.flow.house import House
from bot.flow.lines import REQUEST_TIMEOUT
from bot.flow.sending.deliver import drain, verify
from bot.flow.working.worker import open_workhouse, settle_down
from bot.http import Client, wire
from bot.model import Delivery, DeliveryState, Payload
from bot.store import outbox
from publishing.project import FOLDER, TOKEN, TOKEN_NAME, lay_project, serve_posts, write_channels

_ROUNDS = 5
_SOURCE = "wire"
_QUIET = 0.4
_MANY = 1_000_000

Payloads = dict[str, list[Payload]]


@dataclass(slots=True)
class Pace:
    """How many posts in which time; `seconds` on the clock, `cpu_seconds` of this process."""

    posts: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Posts a second."""
        return self.posts / self.seconds

    @property
    def cpu_rate(self) -> float:
        """Posts a second of the processor."""
        return self.posts / self.cpu_seconds

    async def add(self, posts: int, steps: Iterable[Awaitable[object]]) -> None:
        """All channels at once."""
        cpu, begun = time.process_time(), time.perf_counter()
        await asyncio.gather(*steps)
        self.seconds += time.perf_counter() - begun
        self.cpu_seconds += time.process_time() - cpu
        self.posts += posts


@dataclass(slots=True)
class Paces:
    """Of the two, in turns."""

    bare: Pace = field(default_factory=Pace)
    pipeline: Pace = field(default_factory=Pace)


async def measure_posts(
    channels: int, articles: int, *, profile: bool = False, successor: ModuleType | None = None
) -> Paces:
    """`articles` posts to each channel, a fifth at a time: first by the bare loop, then by the pipeline.

    With a `successor` of httpx, of the same interface, the pipeline's clients are made from that, and those
    of the bare loop from httpx as ever.
    """
    os.environ[TOKEN_NAME] = TOKEN
    paces = Paces()
    with (
        serve_posts() as server,
        serve_posts() as bare,  # another: what stands on the account already would be passed over
        lay_project(write_channels(server, channels), {_SOURCE: FOLDER}) as project,
        open_workhouse(project) as house,
    ):
        names = list(house.settings.channels)
        clients = {name: Client(timeout=REQUEST_TIMEOUT) for name in names}
        if successor is not None:
            vars(wire)["httpx"] = successor
        profiler = cProfile.Profile()
        try:
            for name in names:
                await verify(house, name)
            for part in range(_ROUNDS + 1):
                counted = paces if part else Paces()  # in the first round: imports, connections and the like
                each = max(articles // _ROUNDS, 1) if part else 1
                payloads = await _schedule(house, project, part * articles, each)
                many = sum(map(len, payloads.values()))
                assert many == each * channels, f"{many} posts scheduled"
                await counted.bare.add(many, (_post(clients[n], bare, payloads[n]) for n in names))
                if not part:
                    settle_down()  # as the worker does, for the bare loop as well
                if profile and part:
                    profiler.enable()
                await counted.pipeline.add(many, (drain(house, name) for name in names))
                profiler.disable()
                assert not await _scheduled(house)
            await _check(house, channels * (each * _ROUNDS + 1))
        finally:
            for client in clients.values():
                await client.close()
            await house.lines.close()
    if profile:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
    return paces


async def _schedule(house: House, project: Path, first: int, many: int) -> Payloads:
    """Take in so many articles; what their posts would send, frozen, with keys that the bare loop may use."""
    for number in range(first, first + many):
        (project / "inbox" / f"{number:06}.txt").write_text(write_article(number), encoding="utf-8")
    await asyncio.sleep(_QUIET)
    source = make_source(house, _SOURCE)
    assert not (await poll(house, _SOURCE, source)).again_at
    payloads: Payloads = defaultdict(list)
    for delivery in await _scheduled(house):
        assert delivery.post
        platform = house.lines.platform(delivery.channel)
        payloads[delivery.channel].append(await platform.prepare(delivery.post, f"bare-{delivery.id}", None))
    return payloads


async def _post(client: Client, server: str, payloads: list[Payload]) -> None:
    for payload in payloads:
        answer = await client.create(
            "POST",
            f"{server}/api/v1/statuses",
            headers={
                "Authorization": f"Bearer {TOKEN}",
                "Accept": "application/json",
                "Idempotency-Key": payload.key,
            },
            json=payload.body,
        )
        assert answer.ok


async def _check(house: House, many: int) -> None:
    """Every post has its receipt, and no receipt stands twice."""
    found = await house.store.read(
        lambda conn: outbox.find(conn, states=(DeliveryState.DELIVERED,), most=_MANY)
    )
    ids = {delivery.receipt.id for delivery, _ in found if delivery.receipt}
    assert len(found) == len(ids) == many, f"{len(found)} delivered, {len(ids)} receipts, {many} expected"


async def _scheduled(house: House) -> list[Delivery]:
    found = await house.store.read(
        lambda conn: outbox.find(conn, states=(DeliveryState.SCHEDULED,), most=_MANY)
    )
    return [delivery for delivery, _ in found]
