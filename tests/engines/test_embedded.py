"""The embedded engine: it wakes, ticks, and stops without breaking an attempt in hand."""

import asyncio
from datetime import datetime, timedelta

import pytest
from pace import PATIENCE

from bot.clock import SystemClock
from bot.engine import Every
from bot.engines.embedded import Embedded

SOON = timedelta(milliseconds=60)


class Drainer:
    """Counts turns; a turn may take a while, fail, or ask to be called again."""

    def __init__(self) -> None:
        self.turns: list[str] = []
        self.done: list[str] = []
        self.takes = 0.0
        self.until: datetime | None = None
        self.fault: Exception | None = None
        self.turned = asyncio.Event()

    async def __call__(self, name: str) -> datetime | None:
        self.turns.append(name)
        self.turned.set()
        if self.fault:
            fault, self.fault = self.fault, None
            raise fault
        await asyncio.sleep(self.takes)
        self.done.append(name)
        until, self.until = self.until, None
        return until

    async def wait_for(self, turns: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.turns) < turns:
                self.turned.clear()
                await self.turned.wait()


@pytest.fixture
def drainer() -> Drainer:
    return Drainer()


async def test_every_channel_has_a_first_turn_and_one_per_wake(drainer: Drainer) -> None:
    engine = Embedded(SystemClock(), drainer, ["a", "b"])
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(2)
    engine.wake("b")
    await drainer.wait_for(3)
    await engine.stop()
    await running
    assert drainer.turns == ["a", "b", "b"]


async def test_a_wake_during_a_turn_is_not_lost(drainer: Drainer) -> None:
    drainer.takes = 0.05
    engine = Embedded(SystemClock(), drainer, ["a"])
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(1)
    for _ in range(10):
        engine.wake("a")
    await drainer.wait_for(2)
    await asyncio.sleep(0.15)
    await engine.stop()
    await running
    assert len(drainer.turns) == 2


async def test_it_looks_again_at_the_time_that_a_turn_names(drainer: Drainer) -> None:
    clock = SystemClock()
    drainer.until = clock.now() + SOON
    engine = Embedded(clock, drainer, ["a"])
    began = clock.monotonic()
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(2)
    assert clock.monotonic() - began >= SOON.total_seconds()
    await engine.stop()
    await running


async def test_a_stop_waits_for_the_attempt_in_hand(drainer: Drainer) -> None:
    drainer.takes = 0.2
    engine = Embedded(SystemClock(), drainer, ["a"])
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(1)
    await engine.stop()
    await running
    assert drainer.done == ["a"]


async def test_a_stop_does_not_wait_for_ever(drainer: Drainer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engines.embedded.STOP_WITHIN", 0.1)
    drainer.takes = 3600
    engine = Embedded(SystemClock(), drainer, ["a"])
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(1)
    await engine.stop()
    async with asyncio.timeout(PATIENCE):
        await running
    assert drainer.done == []


async def test_a_turn_that_fails_comes_again(drainer: Drainer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engines.embedded._AFTER_FAULT", 0.01)
    drainer.fault = RuntimeError("a bug")
    engine = Embedded(SystemClock(), drainer, ["a"])
    running = asyncio.create_task(engine.run())
    await drainer.wait_for(2)
    await engine.stop()
    await running
    assert drainer.done == ["a"]


async def test_steps_run_at_once_and_again_and_survive_their_faults(drainer: Drainer) -> None:
    ticks = []
    three = asyncio.Event()

    async def step() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            three.set()
        raise RuntimeError("a bug")

    engine = Embedded(SystemClock(), drainer, [])
    engine.every(Every("tick", SOON), step)
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(PATIENCE):
        await three.wait()
    await engine.stop()
    await running
    assert len(ticks) >= 3


async def test_a_slow_step_never_runs_twice_at_the_same_time(drainer: Drainer) -> None:
    inside = most = times = 0
    thrice = asyncio.Event()

    async def step() -> None:
        nonlocal inside, most, times
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(2 * SOON.total_seconds())
        inside -= 1
        times += 1
        if times == 3:
            thrice.set()

    engine = Embedded(SystemClock(), drainer, [])
    engine.every(Every("slow", SOON), step)
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(PATIENCE):
        await thrice.wait()
    await engine.stop()
    await running
    assert most == 1


async def test_no_step_goes_on_behind_the_end(drainer: Drainer) -> None:
    engine = Embedded(SystemClock(), drainer, [])
    began, ended = asyncio.Event(), asyncio.Event()

    async def step() -> None:
        began.set()
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.05)
            ended.set()

    engine.every(Every("long", SOON), step)
    running = asyncio.create_task(engine.run())
    async with asyncio.timeout(PATIENCE):
        await began.wait()
    await engine.stop()
    await running
    assert ended.is_set()
