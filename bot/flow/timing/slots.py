"""The slots of a channel's schedule as occurrences, each once, whatever the clocks do. Pure.

An occurrence is known by the slot and the wall time without fold: the hour that an autumn night has twice
makes one of it, and a time that a spring night leaves out comes as much later as the clocks were put forward.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.flow.timing.walltime import shifted_instant
from bot.plugin.schedule import Slot

OPEN_FOR = timedelta(hours=1)
"""How long a slot waits for a worker or platform that is away; a longer absence is for a person to judge."""

READY_WITHIN = timedelta(minutes=15)
"""What is ready so soon after the slot's time may still take it."""

_DAY = timedelta(days=1)
_LONGEST_WAIT = 10


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One slot on one day: `wall` is its local time without fold, `opens_at` the instant."""

    slot: str
    wall: str
    opens_at: datetime

    @property
    def key(self) -> tuple[str, str]:
        """What no other occurrence of the channel has."""
        return self.slot, self.wall


def find_open(
    schedule: Iterable[Slot], zone: ZoneInfo, now: datetime, taken: Collection[tuple[str, str]]
) -> list[Occurrence]:
    """The occurrences at which a post may leave now, the oldest first; `taken` are the keys of used ones."""
    found = [
        one
        for slot in schedule
        for one in _list_from(slot, zone, now - OPEN_FOR, days=3)
        if now - OPEN_FOR < one.opens_at <= now and one.key not in taken
    ]
    return sorted(found, key=lambda one: (one.opens_at, one.key))


def find_next(schedule: Iterable[Slot], zone: ZoneInfo, now: datetime) -> Occurrence | None:
    """The occurrence that opens next; None without a schedule."""
    found = (
        next(one for one in _list_from(slot, zone, now, days=_LONGEST_WAIT) if one.opens_at > now)
        for slot in schedule
    )
    return min(found, key=lambda one: one.opens_at, default=None)


def _list_from(slot: Slot, zone: ZoneInfo, moment: datetime, *, days: int) -> Iterator[Occurrence]:
    """The slot's occurrences from the day before a moment on: a shifted one may end up on the next day."""
    first = moment.astimezone(zone).date() - _DAY
    for step in range(days):
        day = first + step * _DAY
        if day.weekday() in slot.days:
            wall = f"{day.isoformat()}T{slot.at:%H:%M}"
            yield Occurrence(slot.text, wall, shifted_instant(day, slot.at, zone))
