"""Whether the worker was away for long, or its clock was set back: then a person looks first.

A machine that slept, a worker that was stopped or frozen, and a clock that was put forward look the same
from inside, and are treated alike. `run --once` counts as no absence: cron comes and goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.errors import StoreError
from bot.flow.house import House
from bot.flow.sending.acts import means_of
from bot.flow.sending.view import view_channel
from bot.flow.timing.due import ChannelView, ready_at
from bot.flow.timing.slots import find_next
from bot.flow.timing.walltime import quiet_end
from bot.model import Delivery, DeliveryState, Sight
from bot.store import channels, mending, milestones, outbox, transitions
from bot.store.prepared import set_apart
from bot.store.restoring import AWAY

log = structlog.get_logger()

LONGEST = timedelta(hours=1)
"""The longest absence that needs no person."""

REMEMBERED_EVERY = timedelta(minutes=1)
_LAST_MINUTES = 1.5 * REMEMBERED_EVERY
_STEP = timedelta(seconds=2)
_AT_WORK = "worker at work"
_SET_BACK = "the clock was set back"


@dataclass(frozen=True, slots=True)
class Passed:
    """What lies between two looks at the clock: since when nobody was there, whether it was set back."""

    away_since: datetime | None = None
    set_back: bool = False


def compare(before: Sight, now: Sight) -> Passed:
    """What happened between both looks."""
    wall = now.at - before.at
    if before.seconds is None or now.seconds is None:
        set_back = wall < -_STEP
    else:
        set_back = wall < timedelta(seconds=now.seconds - before.seconds) - _STEP
    return Passed(before.at if wall > LONGEST else None, set_back)


def came_due(delivery: Delivery, view: ChannelView, since: datetime, now: datetime) -> bool:
    """Whether a post could have left while nobody was there; a person's hold kept it anyway."""
    if view.held is not None or delivery.continues or ready_at(delivery, view.pace) > now:
        return False
    if view.pace.schedule and delivery.id not in (view.slots.bound if view.slots else ()):
        slot = find_next(view.pace.schedule, view.zone, since)
        return slot is not None and slot.opens_at <= now
    quiet_until = quiet_end(view.pace.quiet, view.zone, since)
    return quiet_until is None or quiet_until <= now


async def begin(house: House, *, once: bool) -> None:
    """At the start of a worker: what came due since the last one was seen. Raises StoreError."""
    now = look(house)

    def write(conn: Connection) -> None:
        seen = milestones.get(conn, _AT_WORK)
        if seen is not None:
            _take_stock(conn, house, compare(Sight(seen.at), now), now.at, once=once)
        milestones.put(conn, _AT_WORK, now.at)

    await house.store.write(write)
    house.sight = now


async def notice(house: House, *, once: bool = False) -> None:
    """Before anything leaves: whether time has jumped since the last look. Raises StoreError."""
    if house.sight is None:
        return
    now = look(house)
    passed = compare(house.sight, now)
    if passed != Passed():
        log.warning("time has jumped", since=str(house.sight.at), now=str(now.at))
        await house.store.write(lambda conn: _take_stock(conn, house, passed, now.at, once=once))
    house.sight = now


async def remember(house: House) -> None:
    """That somebody was there, for the next start. Raises StoreError."""
    await notice(house)
    now = house.clock.now()
    await house.store.write(lambda conn: milestones.put(conn, _AT_WORK, now))


def has_jumped(house: House, since: Sight | None = None) -> bool:
    """Whether `notice` has something to do: until then nothing is sent.

    `since` is a look of one's own, besides: whoever looked after it may have noticed meanwhile.
    """
    now = look(house)
    return any(seen is not None and compare(seen, now) != Passed() for seen in (house.sight, since))


def look(house: House) -> Sight:
    """Both clocks at this moment."""
    return Sight(house.clock.now(), house.clock.monotonic())


def _take_stock(conn: Connection, house: House, passed: Passed, now: datetime, *, once: bool) -> None:
    if passed.set_back:
        _do_for_each(conn, house, now, lambda name: _distrust(conn, house, name, now))
    since = passed.away_since
    if since is not None and not once:
        held = _do_for_each(conn, house, now, lambda name: _hold_due(conn, house, name, since, now))
        log.warning("the worker was away: what came due meanwhile is held", since=str(since), held=held)


def _do_for_each(conn: Connection, house: House, now: datetime, act: Callable[[str], int]) -> int:
    """For every channel; one whose rows cannot be read keeps the others from nothing."""
    done = 0
    for name in house.settings.channels:
        for _ in range(2):
            try:
                with set_apart(conn):
                    done += act(name)
                break
            except StoreError:
                raise
            except Exception:
                log.exception("a channel's posts cannot be looked through", channel=name)
                mending.set_unreadable_aside(conn, name, now)
    return done


def _distrust(conn: Connection, house: House, name: str, now: datetime) -> int:
    """What the clock said before it was set back: rests would last as much longer, for breaking news, too."""
    ended = channels.end_rest(conn, name, now, _SET_BACK) + mending.forget_waits(conn, name, now)
    expired = _expire_repeats(conn, house, name, now)
    return ended + expired + mending.bring_back(conn, name, now)


def _expire_repeats(conn: Connection, house: House, name: str, now: datetime) -> int:
    """How old an attempt is can no longer be told: what was safe for a while is looked up, or asked."""
    return sum(
        transitions.change(
            conn,
            delivery.id,
            DeliveryState.UNCERTAIN,
            now,
            _SET_BACK,
            settle_by="find",
            not_before=None,
        )
        for delivery in outbox.in_state(conn, name, DeliveryState.UNCERTAIN)
        if means_of(house.lines.platform(name), delivery).repeat.safe_for is not None
    )


def _hold_due(conn: Connection, house: House, name: str, since: datetime, now: datetime) -> int:
    span = " to ".join(f"{moment.astimezone(house.zone):%Y-%m-%d %H:%M}" for moment in (since, now))
    told = f"nobody was at work from {span}, and this came due meanwhile"
    view = replace(view_channel(conn, house, name, now), paused_until=None)
    return sum(
        transitions.move(
            conn,
            delivery.id,
            DeliveryState.SCHEDULED,
            DeliveryState.HELD,
            now,
            reason=f"{AWAY} {told}; {_hint(delivery)}",
        )
        for delivery in outbox.unchanged_since(conn, name, since + _LAST_MINUTES)
        if came_due(delivery, view, since, now)
    )


def _hint(delivery: Delivery) -> str:
    acts = f"newscrier post retry {delivery.id} | post settle {delivery.id} --online URL | post cancel"
    return f"see whether it is still right and nobody posted it by hand, then: {acts}"
