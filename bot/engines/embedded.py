"""The default engine: one process, one event loop, a drainer per channel, APScheduler as the ticker.

APScheduler keeps its jobs in memory and its jobs only signal: with its own job stores a kill lost
every post that was due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.engine import Every, Step

log = structlog.get_logger()

Drain = Callable[[str], Awaitable[datetime | None]]
"""One channel's turn; returns when to look again at the latest."""

STOP_WITHIN = 28.0
"""Seconds that a stop waits for the attempts in hand."""

_AFTER_FAULT = 5.0
_LOOK_AT_CLOCK = 5.0
_JUMP = 2.0
_JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Embedded:
    """Runs drainers until `stop`; nothing durable lives in it."""

    def __init__(self, clock: Clock, drain: Drain, channels: Iterable[str]) -> None:
        self._clock = clock
        self._drain = drain
        self._wakes = {name: asyncio.Event() for name in channels}
        self._steps: list[tuple[Every, Step]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._ticker = AsyncIOScheduler(timezone="UTC", job_defaults=_JOB_DEFAULTS)

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping.is_set()

    def wake(self, channel: str) -> None:
        """Tell the drainer of `channel` that its rows may have changed."""
        if channel in self._wakes:
            self._wakes[channel].set()

    def every(self, spec: Every, step: Step) -> None:
        """Run `step` at once and then at the given interval, never twice at the same time."""
        self._steps.append((spec, step))

    async def run(self) -> None:
        """Work until `stop`, then finish the attempts in hand."""
        self._ticker.start()
        for spec, step in self._steps:
            trigger = IntervalTrigger(
                seconds=max(spec.interval.total_seconds(), 0.05), jitter=spec.jitter.total_seconds() or None
            )
            first_at = self._clock.now()
            self._ticker.add_job(
                self._guard(spec.name, step), trigger, id=spec.name, name=spec.name, next_run_time=first_at
            )
        drainers = [asyncio.create_task(self._drainer(name), name=f"drain {name}") for name in self._wakes]
        minder = asyncio.create_task(self._mind_the_clock(), name="clock")
        try:
            await self._stopping.wait()
            for event in self._wakes.values():
                event.set()
            if drainers:
                await asyncio.wait(drainers, timeout=STOP_WITHIN)
        finally:
            self._ticker.shutdown(wait=False)
            unfinished = (*drainers, minder, *self._running)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def stop(self) -> None:
        """Finish the attempts in hand and come to rest within 30 seconds."""
        self._stopping.set()

    async def _drainer(self, name: str) -> None:
        wake = self._wakes[name]
        while not self.stopping:
            wake.clear()
            try:
                until = await self._drain(name)
            except (Exception, asyncio.CancelledError):
                task = asyncio.current_task()
                if task is not None and task.cancelling():
                    raise
                log.exception("a channel's turn failed", channel=name)
                await self._clock.sleep(_AFTER_FAULT)
                continue
            if until is not None:
                self._ring_at(name, until)
            if not self.stopping:
                await wake.wait()

    async def _mind_the_clock(self) -> None:
        """Let everything come now where the wall clock jumped.

        The ticker waits for times on that clock: one set back by a day would stop it for a day.
        """
        before = self._offset()
        while True:
            await self._clock.sleep(_LOOK_AT_CLOCK)
            offset = self._offset()
            if abs(offset - before) > _JUMP:
                log.warning("the clock has jumped: looking at everything anew", seconds=offset - before)
                for job in self._ticker.get_jobs():
                    job.modify(next_run_time=self._clock.now())
                for name in self._wakes:
                    self.wake(name)
            before = offset

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    def _ring_at(self, name: str, moment: datetime) -> None:
        async def ring() -> None:
            self.wake(name)

        self._ticker.add_job(ring, DateTrigger(moment), id=f"due {name}", replace_existing=True)

    def _guard(self, name: str, step: Step) -> Step:
        """A step that fails is told and comes again; the ticker goes on."""

        async def run() -> None:
            task = asyncio.current_task()
            assert task
            # Whoever waits for the end of `run` may count on it that no step goes on behind it.
            self._running.add(task)
            try:
                await step()
            except Exception:
                log.exception("a step failed", step=name)
            except asyncio.CancelledError:
                # The ticker would tell it as a fault.
                if not self.stopping:
                    raise
            finally:
                self._running.discard(task)

        return run
