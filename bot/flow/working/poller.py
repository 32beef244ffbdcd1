"""Looks after one source: when it is asked, and what it brought told to the channels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.errors import StoreError
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.complaining import be_content, complain
from bot.flow.house import House
from bot.flow.working.steps import AFTER_STORE_ERROR, shielded
from bot.plugin import Source, Watchable

_LONGEST_NAP = 30.0
_LONGEST_REST = 2 * 24 * 3600.0
"""Seconds that a source may stay away by its own word: nothing that it says silences it for years."""


@dataclass(slots=True)
class Poller:
    """Polls one source, never twice at the same time, and sooner again where it asks for it."""

    house: House
    name: str
    wake: Callable[[], None]
    source: Source = field(init=False)
    again_at: datetime | None = None
    looked_at: float | None = None
    _rest: tuple[datetime, float] | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.source = make_source(self.house, self.name)
        self.house.at_work[self.name] = self

    @property
    def last_look(self) -> Literal["auto", "never"]:
        """Whether its articles are looked at once more right before they are posted."""
        return self.house.settings.sources[self.name].last_look

    async def poll(self) -> None:
        """One fetch, unless it is too early; what it brought wakes the channels. Raises StoreError."""
        clock = self.house.clock
        async with self._lock:
            if self._is_too_early():
                self.again_at = None
                return
            intake = await poll(self.house, self.name, self.source)
            self.again_at = intake.again_at
            self.looked_at = clock.monotonic()
            until = intake.not_before
            if until is not None:
                longest = min((until - clock.now()).total_seconds(), _LONGEST_REST)
                self._rest = until, self.looked_at + longest
        if intake.new or intake.revised:
            self.wake()

    def _is_too_early(self) -> bool:
        """By both clocks: one stands still in a suspended machine, the other may be set back."""
        if self._rest is None:
            return False
        until, at_the_latest = self._rest
        return self.house.clock.now() < until and self.house.clock.monotonic() < at_the_latest

    async def poll_until_quiet(self) -> None:
        """Poll, and again at the times that the source asks for (a file that is still being written)."""
        await self.poll()
        while self.again_at is not None:
            rest = (self.again_at - self.house.clock.now()).total_seconds()
            # A clock that was set back meanwhile must not keep this source waiting.
            await self.house.clock.sleep(min(max(rest, 0.05), _LONGEST_NAP))
            await self.poll()

    async def poll_until_stored(self) -> None:
        """As `poll_until_quiet`, again and again where the store takes no changes."""
        while True:
            try:
                await self.poll_until_quiet()
            except StoreError as error:
                # The next look by itself may be far away, and nobody tells of the same change twice.
                told = "the store takes no changes: articles wait"
                complain(self.house, f"source {self.name}", told, str(error), source=self.name)
                await self.house.clock.sleep(AFTER_STORE_ERROR)
            else:
                return be_content(self.house, f"source {self.name}")

    async def watch(self) -> None:
        """Poll whenever the source says that something changed."""
        assert isinstance(self.source, Watchable)
        async for _ in self.source.changes():
            await shielded(f"poll {self.name}", self.poll_until_stored)
