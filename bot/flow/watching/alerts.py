"""Alerts: people are told when something stops, again after four hours, then daily, and when it is over.

They read the same findings as `health`. An alert says what stopped, since when, what waits and the command
that mends it; never a text, a title or a name of an article.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.errors import NewscrierError, StoreError
from bot.flow.house import House
from bot.flow.row import show_moment
from bot.flow.watching.clocks import find_wrong_clock
from bot.flow.watching.findings import Finding
from bot.flow.watching.health import STORE_REFUSES, look
from bot.flow.watching.silence import find_silence
from bot.http import raise_for_refusal
from bot.store import alarms, events
from bot.store.alarms import Alarm
from bot.watch.messenger import Messenger

log = structlog.get_logger()

LOOK_EVERY = timedelta(minutes=1)
AGAIN_AFTER = timedelta(hours=4)
THEN_EVERY = timedelta(days=1)
WHERE_MORE_AFTER = timedelta(minutes=15)
"""How soon people are told again of a trouble that has grown."""
_RETRY_AFTER = timedelta(minutes=10)
"""How long nobody is told anything after an alert that no address took; the log would fill up else."""

_HEARTBEAT_WITHIN = 10.0
_DOCTOR = "newscrier doctor"

Send = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """One trouble to be told of, or that it is over; `finding` is None then."""

    key: str
    alarm: Alarm
    finding: Finding | None


def plan(found: Iterable[Finding], known: Mapping[str, Alarm], now: datetime) -> list[Notice]:
    """What nobody was told of yet, what is to be told again or has grown, and what is over. Pure.

    A trouble that nobody was told of and that went by itself is not mentioned at all.
    """
    present = {finding.key: finding for finding in found if finding.key}
    notices = []
    for key, finding in present.items():
        alarm = known.get(key, Alarm(finding.what, now))
        if _is_due(alarm, finding, now):
            notices.append(Notice(key, replace(alarm, what=finding.what, many=finding.many), finding))
    over = (key for key, alarm in known.items() if key not in present and alarm.times)
    return [*notices, *(Notice(key, known[key], None) for key in over)]


def _is_due(alarm: Alarm, finding: Finding, now: datetime) -> bool:
    if alarm.told_at is None or alarm.told_at > now:
        return now - alarm.since >= finding.patience
    usual = AGAIN_AFTER if alarm.times == 1 else THEN_EVERY
    return now - alarm.told_at >= (WHERE_MORE_AFTER if finding.many > alarm.many else usual)


def word(house: House, notice: Notice) -> tuple[str, str]:
    """Title and body, for people."""
    newsroom = house.settings.newsroom.name
    since = show_moment(notice.alarm.since, house.zone)
    if notice.finding is None:
        return f"{newsroom}: solved", f"Solved: {notice.alarm.what} (since {since})."
    finding = notice.finding
    what = finding.what[:1].upper() + finding.what[1:]
    lines = [f"{what}.", f"Since {since}" + (f"; {finding.detail}." if finding.detail else ".")]
    lines += [f"What to do: {finding.mend}"] if finding.mend else []
    again = " (still)" if notice.alarm.times else ""
    return f"{newsroom}: {notice.key}{again}", "\n".join(lines)


async def watch(house: House, messenger: Messenger) -> None:
    """One look: tell what is to be told, remember it, and give the heartbeat."""
    found = await asyncio.to_thread(_look, house)
    now = house.clock.now()
    try:
        known = await house.store.read(alarms.get_all)
    except StoreError:
        known = dict(messenger.unwritten)
    # Nothing began in the future, whatever a clock said that was set back since.
    lasting = {key: replace(alarm, since=min(alarm.since, now)) for key, alarm in known.items()}
    notices = [] if _rests(house, messenger) else plan(found, lasting, now)
    told = {notice.key: notice for notice in notices if await _tell(house, messenger, notice)}
    present = {finding.key: finding for finding in found if finding.key}
    fresh = {
        key: told[key].alarm if key in told else lasting.get(key, Alarm(finding.what, now))
        for key, finding in present.items()
    }
    for key in told.keys() & present.keys():
        fresh[key] = replace(fresh[key], told_at=now, times=fresh[key].times + 1)
    over = [key for key, alarm in known.items() if key not in present and (key in told or not alarm.times)]
    await _remember(house, messenger, known, fresh, over, told)
    if STORE_REFUSES not in present:
        await _beat(house)


def _look(house: House) -> list[Finding]:
    """A store that cannot be read is a finding, too."""
    try:
        silence = house.store.read_now(lambda conn: list(find_silence(conn, house)))
        return [*look(house, alive=True), *silence, *find_wrong_clock(house)]
    except StoreError as error:
        return [Finding("error", f"the store cannot be read: {error}", _DOCTOR, STORE_REFUSES)]


def _rests(house: House, messenger: Messenger) -> bool:
    failed_at = messenger.failed_at
    return failed_at is not None and house.clock.monotonic() - failed_at < _RETRY_AFTER.total_seconds()


async def _tell(house: House, messenger: Messenger, notice: Notice) -> bool:
    title, body = word(house, notice)
    over = notice.finding is None
    (log.info if over else log.error)("solved" if over else "alert", title=title, body=body)
    sent = await asyncio.to_thread(messenger.send, title, body)
    messenger.failed_at = None if sent else house.clock.monotonic()
    return sent


async def _remember(
    house: House,
    messenger: Messenger,
    known: Mapping[str, Alarm],
    fresh: Mapping[str, Alarm],
    over: list[str],
    told: Mapping[str, Notice],
) -> None:
    changed = {key: alarm for key, alarm in fresh.items() if known.get(key) != alarm}
    if not changed and not over:
        return

    def write(conn: Connection) -> None:
        alarms.put(conn, changed)
        alarms.forget(conn, over)
        for key, notice in told.items():
            action = "people were told" if notice.finding else "people were told that it is over"
            events.record(conn, house.clock.now(), "worker", action, "alerts", key)

    try:
        await house.store.write(write)
        messenger.unwritten = {}
    except StoreError:
        # A full disk is the very thing to tell of, and once is enough.
        messenger.unwritten = dict(fresh)


async def _beat(house: House) -> None:
    address = house.settings.alerts.heartbeat
    if address is None:
        return
    try:
        async with asyncio.timeout(_HEARTBEAT_WITHIN):
            answer = await house.lines.client("alerts: heartbeat").call("GET", address.reveal())
        raise_for_refusal(answer)
    except (NewscrierError, TimeoutError) as error:
        log.warning("the heartbeat cannot be given", reason=str(error) or "no answer in time")
