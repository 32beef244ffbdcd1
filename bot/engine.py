"""The port of engines: they carry wake-ups, and nothing that must not be lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

Step = Callable[[], Awaitable[None]]
"""One turn of work; it may be called too often, never too seldom."""


@dataclass(frozen=True, slots=True)
class Every:
    """A repeated step: its name, its interval, and how far a run may stray from it."""

    name: str
    interval: timedelta
    jitter: timedelta = timedelta(0)


class Engine(Protocol):
    """Four verbs; every decision is a row in the store, so an engine may be killed at any instant."""

    def wake(self, channel: str) -> None:
        """Tell the drainer of `channel` that its rows may have changed."""

    def every(self, spec: Every, step: Step) -> None:
        """Run `step` at once and then at the given interval, never twice at the same time."""

    async def run(self) -> None:
        """Work until `stop`."""

    async def stop(self) -> None:
        """Finish the attempts in hand and come to rest within 30 seconds."""
