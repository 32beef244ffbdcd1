"""A stop is asked for once, however often a signal is sent; nothing is raised inside the loop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from bot.cli.asking.signals import Stops
from bot.cli.frame import run_command
from bot.cli.run import _came_to_its_end
from bot.clock import SystemClock
from bot.errors import StoreError


class StillClock(SystemClock):
    """However long the machine takes between two signals, they come at once."""

    def monotonic(self) -> float:
        return 0.0


STILL = StillClock()


@pytest.fixture(autouse=True)
def answers() -> Iterator[None]:
    """They stay to the end of a process that was told to stop: not so here."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for one, answer in before.items():
        signal.signal(one, answer)


@pytest.mark.parametrize(("sent", "interrupted"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
async def test_a_signal_sent_twice_is_one_stop(sent: signal.Signals, *, interrupted: bool) -> None:
    heard: list[signal.Signals] = []
    with Stops(STILL) as stops:
        stops.lead_to(heard.append)
        for _ in range(3):
            os.kill(os.getpid(), sent)
        assert heard == [], "it waits until the step is done"
        await asyncio.sleep(0)
        assert heard == [sent]
        assert stops.interrupted is interrupted


async def test_a_pass_that_is_told_to_stop_is_cancelled_and_raises_nothing() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)
        finally:
            ended.append("in good order")

    with Stops(STILL) as stops:
        assert not await _came_to_its_end(work(), stops)
    assert ended == ["in good order"]


async def test_a_pass_that_fails_raises_its_fault() -> None:
    async def work() -> None:
        raise StoreError("the disk is full")

    with Stops() as stops, pytest.raises(StoreError):
        await _came_to_its_end(work(), stops)


def test_an_interrupt_before_the_work_ends_the_command() -> None:
    with Stops() as stops, pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    assert stops.interrupted


def test_a_word_about_the_config_ends_no_start(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SIGHUP that comes while the worker's house is still being opened."""
    opened: list[Path] = []

    def refuse(folder: Path) -> NoReturn:
        os.kill(os.getpid(), signal.SIGHUP)
        opened.append(folder)
        raise StoreError("not here")

    monkeypatch.setattr("bot.flow.working.worker.open_workhouse", refuse)
    assert run_command(["--dir", str(project), "run"]) == 1
    assert opened


def test_without_a_stop_the_answers_are_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stops():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
