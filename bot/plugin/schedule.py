"""The slots at which a channel posts, as a newsroom writes them: weekdays 07:30."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_SLOT = re.compile(r"(?P<days>[a-z,\s–-]+?)\s+(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")
_HINT = 'write for example "weekdays 07:30", "daily 18:00", "sat,sun 09:00" or "mon-thu 12:15"'


@dataclass(frozen=True, slots=True)
class Slot:
    """A wall time on some days of the week (0 is Monday); `text` is how the newsroom wrote it."""

    text: str
    days: frozenset[int]
    at: time


@lru_cache(maxsize=256)
def parse_slot(text: str) -> Slot:
    """The slot that a text means. Raises ValueError."""
    match = _SLOT.fullmatch(" ".join(text.lower().split()))
    days = _parse_days(match["days"]) if match else frozenset[int]()
    if not match or not days:
        raise ValueError(f"{text!r} is not a slot; {_HINT}")
    return Slot(text, days, time(int(match["hour"]), int(match["minute"])))


def _parse_days(text: str) -> frozenset[int]:
    """Empty where a name is not known."""
    found: set[int] = set()
    for part in re.split(r"\s*,\s*", text.strip()):
        first, _, last = re.sub(r"\s*[–-]\s*", "-", part).partition("-")
        numbers = [_find_day(name) for name in (first, last) if name]
        if first in _NAMED and not last:
            found.update(_NAMED[first])
        elif numbers and None not in numbers:
            begin, end = numbers[0] or 0, numbers[-1] or 0
            found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
        else:
            return frozenset()
    return frozenset(found)


def _find_day(name: str) -> int | None:
    """Also written out: monday is mon."""
    whole = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, (short, long) in enumerate(zip(_DAYS, whole, strict=True)):
        if name in {short, long}:
            return number
    return None


def _check_slot(text: str) -> str:
    parse_slot(text)
    return " ".join(text.lower().split())


SlotText = Annotated[str, AfterValidator(_check_slot)]
"""A slot in a config: days and a wall time in the newsroom's zone."""


def longest_gap(schedule: Iterable[Slot]) -> timedelta:
    """The longest time between two slots of a week; zero without a schedule."""
    opens = sorted(
        timedelta(days=day, hours=slot.at.hour, minutes=slot.at.minute)
        for slot in schedule
        for day in slot.days
    )
    if not opens:
        return timedelta(0)
    return max(later - one for one, later in pairwise([*opens, opens[0] + timedelta(days=7)]))
