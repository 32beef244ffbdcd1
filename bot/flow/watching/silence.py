"""Silence that should not be: no article from a source, or articles and no post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.watching.findings import Finding
from bot.plugin.hours import Expectation
from bot.plugin.values import show_duration
from bot.store import articles, milestones, online

_WEEKEND = (5, 6)


def find_silence(conn: Connection, house: House) -> Iterator[Finding]:
    """What was expected by now, and did not come."""
    now, zone = house.clock.now(), house.zone
    for name, options in house.settings.sources.items():
        came_at = articles.newest_of(conn, name, now) or _awaited_since(conn, name)
        if options.expect and is_overdue(options.expect, came_at, now, zone):
            what = f"no article from source {name} for over {show_duration(options.expect.within)}"
            yield Finding("warning", what, f"newscrier source test {name}", f"source {name} is silent")
    expected = house.settings.alerts.expect_posts
    if expected is None:
        return
    # From the first that could have been posted: one that came just now is no silence yet, and one that
    # came long ago does not end it.
    waited_since = articles.first_awaited(
        conn, house.settings.sources.keys(), online.newest_post(conn, now), now
    )
    if is_overdue(expected, waited_since, now, zone):
        what = f"articles came, and nothing was posted for over {show_duration(expected.within)}"
        yield Finding("warning", what, "newscrier post list", "nothing is posted")


def is_overdue(expected: Expectation, last_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the silence has lasted too long, counted from the beginning of the hours at the earliest.

    `last_at` None is nothing to wait for.
    """
    opened_at = _find_opening(expected, now, zone)
    if last_at is None or opened_at is None:
        return False
    return now - max(last_at, opened_at) > expected.within


def begin_waiting(conn: Connection, house: House) -> None:
    """Remember since when each source is awaited: one that never brings anything is silent, too."""
    for name, options in house.settings.sources.items():
        if options.expect and _awaited_since(conn, name) is None:
            milestones.put(conn, _awaited(name), house.clock.now())


def _awaited_since(conn: Connection, name: str) -> datetime | None:
    known = milestones.get(conn, _awaited(name))
    return known.at if known else None


def _awaited(name: str) -> str:
    return f"awaited: {name}"


def _find_opening(expected: Expectation, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the hours began in which `now` lies; None outside them."""
    local = now.astimezone(zone)
    first, last = expected.span
    if first == last:
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return None if _is_off(expected, day) else _walk_back(expected, day, zone)
    today = datetime.combine(local.date(), first, zone)
    opened = today if local >= today else datetime.combine(local.date() - timedelta(days=1), first, zone)
    if _is_off(expected, opened) or not _within(local, opened, last, zone):
        return None
    return opened


def _within(local: datetime, opened: datetime, last: time, zone: ZoneInfo) -> bool:
    closes = datetime.combine(opened.date(), last, zone)
    if closes <= opened:
        closes = datetime.combine(opened.date() + timedelta(days=1), last, zone)
    return local < closes


def _walk_back(expected: Expectation, day: datetime, zone: ZoneInfo) -> datetime:
    """The first midnight of the days in a row that count: silence of a whole week-end does not."""
    while expected.days == "weekdays" and day.weekday() > 0:
        day = datetime.combine(day.date() - timedelta(days=1), time(), zone)
    return day if expected.days == "weekdays" else day - timedelta(days=365)


def _is_off(expected: Expectation, day: datetime) -> bool:
    return expected.days == "weekdays" and day.weekday() in _WEEKEND
