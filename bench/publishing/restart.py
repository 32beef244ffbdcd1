"""A worker that starts over a full outbox: how long its event loop stops, and how soon breaking news leaves.

All of `newscrier run` but the reading of its signals, in this process, so that a ticker can stand beside it.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from polling.documents import write_article
from sqlalchemy import Connection, func, select

from bot.engines.embedded import Embedded
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.reload import Shifts
from bot.flow.working.worker import open_workhouse
from bot.model import DeliveryState, Urgency
from bot.store.schema import attempt, delivery
from publishing.project import FOLDER, TOKEN, TOKEN_NAME, lay_project, serve_posts, write_channels

_SOURCE = "wire"
_QUIET = 0.4
_TICK = 0.005
_BREAKING = 3  # more in an hour wait for a person
_FIRST_BREAKING = 900_000
_WITHIN = 300.0


@dataclass(frozen=True)
class Restart:
    """Seconds. `gaps`: what the event loop took for a tick of 5 ms beyond it; `cpu_gaps`: what this process
    had of the processor meanwhile, on a machine that others use, too. `waits`: from a breaking article's
    arrival in the store to the arming of each of its posts. All ascending.
    """

    due: int
    seconds: float
    gaps: list[float]
    cpu_gaps: list[float]
    waits: list[float]


async def measure_restart(channels: int, articles: int) -> Restart:
    """So many articles wait on each channel when the worker starts; breaking ones come meanwhile."""
    os.environ[TOKEN_NAME] = TOKEN
    with (
        serve_posts() as server,
        lay_project(write_channels(server, channels), {_SOURCE: FOLDER}) as project,
    ):
        with open_workhouse(project) as house:
            _drop(project, range(articles))
            await asyncio.sleep(_QUIET)
            await poll(house, _SOURCE, make_source(house, _SOURCE))
            await house.lines.close()
        loop, gaps = asyncio.get_running_loop(), list[tuple[float, float]]()
        with open_workhouse(project) as house:
            begun = loop.time()
            async with _tick(gaps), _work(house):
                await _come_in_between(house, project, articles * channels)
                await _wait(house, (articles + _BREAKING) * channels)
                seconds = loop.time() - begun
            waits = await house.store.read(_read_waits)
    assert len(waits) == _BREAKING * channels
    walls, cpus = (sorted(each) for each in zip(*gaps, strict=True))
    return Restart(articles * channels, seconds, walls, cpus, sorted(waits))


async def _come_in_between(house: House, project: Path, due: int) -> None:
    """The breaking articles one by one, while everything else still waits on every channel."""
    for number in range(_BREAKING):
        await _wait(house, due * (1 + 2 * number) // 10)
        _drop(project, range(_FIRST_BREAKING + number, _FIRST_BREAKING + number + 1), "urgency: breaking\n")


async def _wait(house: House, many: int) -> None:
    online = select(func.count()).where(delivery.c.state == DeliveryState.DELIVERED.value)
    async with asyncio.timeout(_WITHIN):
        # Nobody tells us: the worker must not know that it is measured.
        while await house.store.read(lambda conn: conn.execute(online).scalar_one()) < many:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _drop(project: Path, numbers: range, more: str = "") -> None:
    for number in numbers:
        text = write_article(number).replace("---\n", f"---\n{more}", 1)
        (project / "inbox" / f"{number:06}.txt").write_text(text, encoding="utf-8")


def _read_waits(conn: Connection) -> list[float]:
    found = conn.execute(
        select((attempt.c.armed_at - delivery.c.created_at) / 1_000_000.0)
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(delivery.c.urgency == int(Urgency.BREAKING))
    )
    return [float(value) for value in found.scalars()]


@asynccontextmanager
async def _work(house: House) -> AsyncIterator[None]:
    shifts = Shifts(house, _make_engine)
    running = asyncio.create_task(shifts.run())
    try:
        yield
    finally:
        await shifts.stop()
        await running


def _make_engine(house: House) -> Embedded:
    engine = Embedded(
        house.clock,
        lambda name: drain(house, name, stopping=lambda: engine.stopping),
        house.settings.channels,
    )
    return engine


@asynccontextmanager
async def _tick(gaps: list[tuple[float, float]]) -> AsyncIterator[None]:
    async def tick() -> None:
        loop = asyncio.get_running_loop()
        while True:
            begun, cpu = loop.time(), time.process_time()
            await asyncio.sleep(_TICK)
            gaps.append((loop.time() - begun - _TICK, time.process_time() - cpu))

    task = asyncio.create_task(tick())
    try:
        yield
    finally:
        task.cancel()
