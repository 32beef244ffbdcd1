"""Between wall times of the newsroom and instants, on the nights when clocks are changed too. Pure.

An hour that an autumn night has twice begins with the first of them and ends with the second; a wall time
that a spring night leaves out is the instant at which the clocks were put forward.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.plugin import QuietHours

_DAY = timedelta(days=1)


def first_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the wall clock shows this for the first time, in UTC."""
    return _instant(datetime.combine(day, at, zone))


def last_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the wall clock shows this for the last time, in UTC."""
    return _instant(datetime.combine(day, at, zone).replace(fold=1))


def shifted_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """As `first_instant`; a time that is left out comes as much later as the clocks were put forward."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the newsroom's next day begins, in UTC."""
    return first_instant(now.astimezone(zone).date() + _DAY, time(), zone)


def last_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the newsroom's day began, in UTC."""
    return min(first_instant(now.astimezone(zone).date(), time(), zone), now)


def quiet_end(quiet: QuietHours | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the quiet hours around `now` end, in UTC; None where it is not quiet."""
    if quiet is None:
        return None
    return next((end for begin, end in _nights(quiet, zone, now) if begin <= now < end), None)


def last_quiet_end(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the last quiet hours before `now` ended, in UTC; None while it is quiet."""
    if quiet_end(quiet, zone, now) is not None:
        return None
    return max((end for begin, end in _nights(quiet, zone, now) if begin < end <= now), default=None)


def _nights(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The quiet hours of these days: begin and end, in UTC."""
    first, last = quiet.span
    if first == last:
        return
    today = now.astimezone(zone).date()
    for day in (today - 2 * _DAY, today - _DAY, today):
        end_day = day if first < last else day + _DAY
        yield first_instant(day, first, zone), last_instant(end_day, last, zone)


def _instant(local: datetime) -> datetime:
    found = local.astimezone(UTC)
    if found.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    # Left out: somewhere between both readings of it the clocks were put forward.
    early, late = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    before = early.astimezone(local.tzinfo).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(local.tzinfo).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
