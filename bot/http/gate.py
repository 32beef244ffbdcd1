"""Politeness: how many of us may stand before one host at once, and how close behind each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

from bot.clock import Clock, SystemClock

_TIDY_ABOVE = 1_000


@dataclass(slots=True)
class _Lane:
    slots: asyncio.Semaphore
    free_at: float = 0.0
    users: int = 0


class HostGate:
    """Shared by the clients of all sources: per host `at_once` requests, begun at least `gap` apart.

    Each gap is stretched by up to `jitter` of itself (0.5: half as long again), as `spread`, from 0
    to 1, says. Waiting here holds no connection and is no part of a request's time limit.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        at_once: int = 2,
        gap: timedelta = timedelta(milliseconds=250),
        jitter: float = 0.5,
        spread: Callable[[], float] | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._at_once = at_once
        self._gap = gap.total_seconds()
        self._jitter = jitter
        self._spread = spread or SystemRandom().random
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def enter(self, host: str) -> AsyncIterator[None]:
        """Wait for a place before the host, keep it inside the `async with`."""
        lane = self._lane(host)
        lane.users += 1
        try:
            async with lane.slots:
                now = self._clock.monotonic()
                begins_at = max(now, lane.free_at)
                lane.free_at = begins_at + self._gap * (1 + self._jitter * self._spread())
                if begins_at > now:
                    await self._clock.sleep(begins_at - now)
                yield
        finally:
            lane.users -= 1

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes:
            if len(self._lanes) >= _TIDY_ABOVE:
                now = self._clock.monotonic()
                self._lanes = {
                    name: lane for name, lane in self._lanes.items() if lane.users or lane.free_at > now
                }
            self._lanes[host] = _Lane(asyncio.Semaphore(self._at_once))
        return self._lanes[host]
