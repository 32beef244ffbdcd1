"""Slots and quiet hours on every night of 2027 on which ten zones change their clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.flow.timing.slots import OPEN_FOR, Occurrence, find_next, find_open
from bot.flow.timing.walltime import (
    first_instant,
    last_instant,
    last_quiet_end,
    next_midnight,
    quiet_end,
    shifted_instant,
)
from bot.plugin import QuietHours
from bot.plugin.schedule import Slot, longest_gap, parse_slot

ZONES = (
    "Europe/Warsaw",
    "Europe/London",
    "Europe/Dublin",
    "Atlantic/Azores",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
SCHEDULES = (
    *(
        "daily 00:00",
        "daily 00:30",
        "daily 01:00",
        "daily 01:30",
        "daily 01:59",
        "daily 02:00",
        "daily 02:15",
    ),
    *(
        "daily 02:30",
        "daily 02:59",
        "daily 03:00",
        "daily 03:30",
        "daily 07:30",
        "daily 23:00",
        "daily 23:30",
    ),
    *(
        "daily 23:59",
        "weekdays 07:30",
        "weekdays 02:30",
        "weekends 02:30",
        "sun 01:30",
        "sun 02:30",
        "sat 23:30",
    ),
    *("sat,sun 09:00", "mon-thu 00:15", "fri-mon 02:45", "thu,fri 00:30"),
)
HOURS = (
    "23:00-06:00",
    "01:30-02:30",
    "02:00-03:00",
    "00:30-02:15",
    "02:10-02:40",
    "22:00-02:30",
    "12:00-13:00",
)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """Every instant of 2027 at which the zone's offset changes."""
    tz, found = ZoneInfo(zone), []
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    while moment.year == 2027:
        after = moment + HOUR
        if moment.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            found.append(after)
        moment = after
    return tuple(found)


def test_every_zone_changes_its_clocks_twice() -> None:
    assert len(SCHEDULES) == 25
    assert {zone: len(transitions(zone)) for zone in ZONES} == dict.fromkeys(ZONES, 2)


def walls(slot: Slot, first: date, last: date) -> list[str]:
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [f"{day}T{slot.at:%H:%M}" for day in days if day.weekday() in slot.days]


def run_worker(schedule: list[Slot], zone: ZoneInfo, begin: datetime, end: datetime) -> list[Occurrence]:
    """Takes whatever is open at each wake-up: at the next opening, and at odd times besides."""
    used: dict[tuple[str, str], datetime] = {}
    taken: list[Occurrence] = []
    now = begin
    while now < end:
        for one in find_open(schedule, zone, now, used):
            assert one.opens_at <= now < one.opens_at + OPEN_FOR
            assert one.key not in used
            used[one.key] = now
            taken.append(one)
        upcoming = find_next(schedule, zone, now)
        assert upcoming
        assert upcoming.opens_at > now
        now = min(upcoming.opens_at, now + timedelta(minutes=97))
    return taken


@pytest.mark.parametrize("zone", ZONES)
def test_no_slot_comes_twice_and_none_is_missed_when_clocks_change(zone: str) -> None:
    tz, slots = ZoneInfo(zone), [parse_slot(text) for text in SCHEDULES]
    for change in transitions(zone):
        day = change.astimezone(tz).date()
        first, last = day - timedelta(days=1), day + timedelta(days=2)
        begin = first_instant(first, time(), tz)
        taken = run_worker(slots, tz, begin, last_instant(last + timedelta(days=1), time(), tz))
        inside = [one for one in taken if str(first) <= one.wall[:10] <= str(last)]
        expected = [(slot.text, wall) for slot in slots for wall in walls(slot, first, last)]
        assert sorted(one.key for one in inside) == sorted(expected)
        for one in inside:
            told = one.opens_at.astimezone(tz).replace(tzinfo=None)
            wanted = datetime.fromisoformat(one.wall)
            # A time that is left out comes later by what is left out; every other is the wall clock's own.
            assert told == wanted or (wanted < told <= wanted + HOUR and _is_left_out(wanted, tz))


def _is_left_out(wall: datetime, tz: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz)
    return there.replace(tzinfo=None) != wall


def _minutes(change: datetime) -> Iterator[datetime]:
    for minute in range(-26 * 60, 26 * 60, 15):
        yield change + timedelta(minutes=minute)


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_hours_are_whole_when_clocks_change(zone: str) -> None:
    tz = ZoneInfo(zone)
    for hours in HOURS:
        quiet = QuietHours(hours=hours, do="wait")
        first, last = quiet.span
        for change in transitions(zone):
            for now in _minutes(change):
                end, clock = quiet_end(quiet, tz, now), now.astimezone(tz).time()
                reads_quiet = first <= clock < last if first < last else clock >= first or clock < last
                if end is None:
                    assert not reads_quiet
                    before = last_quiet_end(quiet, tz, now)
                    assert before
                    assert before <= now
                    continue
                # It is quiet where the wall clock says so, and in between where an hour comes twice.
                assert reads_quiet or abs(now - change) <= HOUR
                assert now < end <= now + timedelta(hours=9)
                assert quiet_end(quiet, tz, end) is None
                assert quiet_end(quiet, tz, end - SECOND) == end
                assert last_quiet_end(quiet, tz, end) == end


def test_a_day_begins_after_the_hour_that_is_left_out() -> None:
    santiago = ZoneInfo("America/Santiago")
    begin = next_midnight(datetime(2027, 9, 5, 3, 0, tzinfo=UTC), santiago)
    assert begin == datetime(2027, 9, 5, 4, 0, tzinfo=UTC)
    assert begin.astimezone(santiago).time() == time(1)
    left_out = date(2027, 9, 5), time(0, 30), santiago
    assert first_instant(*left_out) == last_instant(*left_out) == begin
    assert shifted_instant(*left_out) == begin + HOUR / 2


@pytest.mark.parametrize(
    ("text", "days", "at"),
    [
        ("weekdays 07:30", {0, 1, 2, 3, 4}, time(7, 30)),
        ("Sat, Sun  9:00", {5, 6}, time(9)),
        ("fri-mon 00:00", {4, 5, 6, 0}, time(0)),
        ("monday 23:59", {0}, time(23, 59)),
        ("daily 18:00", set(range(7)), time(18)),
        ("weekends,wed 18:00", {2, 5, 6}, time(18)),
    ],
)
def test_slots_as_newsrooms_write_them(text: str, days: set[int], at: time) -> None:
    slot = parse_slot(text)
    assert (set(slot.days), slot.at) == (days, at)


@pytest.mark.parametrize(
    "text", ["07:30", "weekdays", "someday 07:30", "mon 24:00", "mon-xyz 07:30", "", "mon 7"]
)
def test_what_is_no_slot(text: str) -> None:
    with pytest.raises(ValueError, match="write for example"):
        parse_slot(text)


@pytest.mark.parametrize(
    ("texts", "hours"),
    [
        ((), 0),
        (("daily 07:30",), 24),
        (("weekdays 07:30",), 72),
        (("mon 06:00",), 168),
        (("daily 07:00", "daily 18:00"), 13),
    ],
)
def test_the_longest_time_between_two_slots(texts: tuple[str, ...], hours: int) -> None:
    assert longest_gap(map(parse_slot, texts)) == hours * HOUR
