"""What could stop the ticker or a drainer without a word."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from pace import PATIENCE

from bot.clock import SystemClock
from bot.engine import Every
from bot.engines.embedded import Embedded


class SteppedClock(SystemClock):
    """The machine's clock, set back by whoever keeps it."""

    back = timedelta(0)

    def now(self) -> datetime:
        return super().now() - self.back


async def test_a_clock_that_is_set_back_does_not_stop_the_ticker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engines.embedded._LOOK_AT_CLOCK", 0.02)
    clock, ticks, turns = SteppedClock(), asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def step() -> None:
        ticks.release()

    async def drain(_name: str) -> datetime | None:
        turns.release()
        return datetime(2999, 1, 1, tzinfo=UTC)

    engine = Embedded(clock, drain, ["a"])
    engine.every(Every("poll", timedelta(hours=1)), step)
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(PATIENCE):
        await ticks.acquire()
        await turns.acquire()
        clock.back = timedelta(days=1)
        await ticks.acquire()
        await turns.acquire()
    await engine.stop()
    await running
    assert ticks.locked()


async def test_a_stray_cancellation_does_not_end_a_drainer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engines.embedded._AFTER_FAULT", 0.01)
    turns: list[str] = []
    again = asyncio.Event()

    async def drain(name: str) -> datetime | None:
        turns.append(name)
        if len(turns) == 1:
            raise asyncio.CancelledError
        again.set()
        return None

    engine = Embedded(SystemClock(), drain, ["a"])
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(PATIENCE):
        await again.wait()
    await engine.stop()
    await running
    assert turns == ["a", "a"]
