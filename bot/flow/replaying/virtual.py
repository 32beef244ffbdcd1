"""The virtual engine: happenings and every channel's turn, each at its time, on a clock that never waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.replaying.rehearsal import VirtualClock
from bot.flow.sending.deliver import drain
from bot.store import mending


@dataclass(frozen=True, slots=True)
class Happening:
    """Something done at a moment; who may have work from it, it wakes."""

    at: datetime
    do: Callable[[], Awaitable[None]]


@dataclass(slots=True)
class VirtualEngine:
    """Carries wake-ups over a virtual day; the house has a VirtualClock."""

    house: House
    _wakes: dict[str, datetime | None] = field(default_factory=dict)

    def wake_all(self) -> None:
        """Every channel has its turn now."""
        self._wakes = dict.fromkeys(self.house.settings.channels, self.house.clock.now())

    async def run(self, happenings: Iterable[Happening], until: datetime) -> None:
        """Let time pass to `until`, from one thing that is due to the next.

        `happenings` come in the order of their times; of what is due at the same moment they are first.
        Raises StoreError, and what a happening raises.
        """
        store, clock = self.house.store, self.house.clock
        assert isinstance(clock, VirtualClock)
        coming = iter(happenings)
        ahead = next(coming, None)
        while True:
            expiry, late = await store.read(self._look_ahead)
            known = (*self._wakes.values(), *late.values(), expiry, ahead.at if ahead else None)
            moments = [moment for moment in known if moment is not None]
            if not moments or min(moments) > until:
                return
            clock.turn_to(min(moments))
            if ahead is not None and ahead.at <= clock.now():
                await ahead.do()
                ahead = next(coming, None)
            if expiry is not None and expiry <= clock.now():
                await store.write(lambda conn: mending.expire(conn, clock.now()))
            self._wakes |= {name: moment for name, moment in late.items() if moment <= clock.now()}
            await self._drain_due()

    def _look_ahead(self, conn: Connection) -> tuple[datetime | None, dict[str, datetime]]:
        """When what waits for a person expires next, and what each channel has scheduled."""
        return mending.next_expiry(conn), mending.next_lateness(conn, self.house.clock.now())

    async def _drain_due(self) -> None:
        now = self.house.clock.now()
        for name in [name for name, moment in self._wakes.items() if moment is not None and moment <= now]:
            self._wakes[name] = None
            again_at = await drain(self.house, name)
            # Its own last look at an article may have brought what every channel is woken for.
            self._wakes[name] = self._wakes[name] or again_at
