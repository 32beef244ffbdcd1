"""What is looked at anew after an absence, or after the clock was set back: row by row, for each channel."""

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
from bot.store import channels, mending, outbox, transitions
from bot.store.prepared import set_apart
from bot.store.restoring import AWAY

log = structlog.get_logger()

LONGEST = timedelta(hours=1)
"""The longest absence that needs no person."""

REMEMBERED_EVERY = timedelta(minutes=1)
_LAST_MINUTES = 1.5 * REMEMBERED_EVERY
_STEP = timedelta(seconds=2)
_SET_BACK = "the clock was set back"
_STARTED_ANEW = "the machine was started anew"


@dataclass(frozen=True, slots=True)
class Passed:
    """What lies between two looks at the clock: since when nobody was there, whether it was set back."""

    away_since: datetime | None = None
    set_back: bool = False


def compare(before: Sight, now: Sight) -> Passed:
    """What happened between both looks."""
    wall = longest = now.at - before.at
    if before.seconds is None or now.seconds is None:
        set_back = wall < -_STEP
    else:
        surely = timedelta(seconds=now.seconds - before.seconds)
        set_back, longest = wall < surely - _STEP, max(wall, surely)
    return Passed(before.at if longest > LONGEST else None, set_back)


def came_due(delivery: Delivery, view: ChannelView, since: datetime, now: datetime) -> bool:
    """Whether a post could have left while nobody was there; a person's hold kept it anyway."""
    if view.held is not None or delivery.continues or ready_at(delivery, view.pace) > now:
        return False
    if view.pace.schedule and delivery.id not in (view.slots.bound if view.slots else ()):
        slot = find_next(view.pace.schedule, view.zone, since)
        return slot is not None and slot.opens_at <= now
    quiet_until = quiet_end(view.pace.quiet, view.zone, since)
    return quiet_until is None or quiet_until <= now


def take(
    conn: Connection, house: House, passed: Passed, now: datetime, *, once: bool, unseen: float = 0.0
) -> None:
    """What a set-back clock said is forgotten, and what came due while nobody was there is held.

    `unseen` are the seconds since the last look, in which something may have come in by the new clock.
    """
    if passed.set_back:
        turned_at = now - timedelta(seconds=unseen)
        _do_for_each(conn, house, now, lambda name: _distrust(conn, house, name, now, turned_at))
    since = passed.away_since
    if since is not None and not once:
        held = _do_for_each(conn, house, now, lambda name: _hold_due(conn, house, name, since, now))
        log.warning("the worker was away: what came due meanwhile is held", since=str(since), held=held)


def trust_no_age(conn: Connection, house: House, now: datetime) -> None:
    """The machine was started anew: its clock may have been set, and how old an attempt is nobody knows."""
    _do_for_each(conn, house, now, lambda name: _expire_repeats(conn, house, name, now, _STARTED_ANEW))


def hold_behind(conn: Connection, house: House, seen_at: datetime, now: datetime) -> None:
    """The clock is behind the moment of the last work: for how long there was none nobody knows."""
    held = _do_for_each(conn, house, now, lambda name: _hold_all(conn, house, name, seen_at, now))
    log.warning("the clock is behind the last work: what was due is held", since=str(seen_at), held=held)


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


def _distrust(conn: Connection, house: House, name: str, now: datetime, turned_at: datetime) -> int:
    """What the clock said before it was set back: rests would last as much longer, for breaking news, too."""
    rests = channels.end_rest(conn, name, now, _SET_BACK)
    waits = mending.forget_waits(conn, name, now, turned_at)
    expired = _expire_repeats(conn, house, name, now, _SET_BACK)
    return rests + waits + expired + mending.bring_back(conn, name, now)


def _expire_repeats(conn: Connection, house: House, name: str, now: datetime, why: str) -> int:
    """How old an attempt is can no longer be told: what was safe for a while is looked up, or asked."""
    return sum(
        transitions.change(
            conn,
            delivery.id,
            DeliveryState.UNCERTAIN,
            now,
            why,
            settle_by="find",
            not_before=None,
        )
        for delivery in outbox.in_state(conn, name, DeliveryState.UNCERTAIN)
        if means_of(house.lines.platform(name), delivery).repeat.safe_for is not None
    )


def _hold_due(conn: Connection, house: House, name: str, since: datetime, now: datetime) -> int:
    span = " to ".join(_show(house, moment) for moment in (since, now))
    told = f"nobody was at work from {span}, and this came due meanwhile"
    view = replace(view_channel(conn, house, name, now), paused_until=None)
    return sum(
        _hold(conn, delivery, now, told)
        for delivery in outbox.unchanged_since(conn, name, since + _LAST_MINUTES)
        if came_due(delivery, view, since, now)
    )


def _hold_all(conn: Connection, house: House, name: str, seen_at: datetime, now: datetime) -> int:
    last, here = _show(house, seen_at), _show(house, now)
    told = f"somebody was at work until {last}, and now this machine's clock says {here}"
    view = view_channel(conn, house, name, now)
    return sum(
        _hold(conn, delivery, now, told)
        for delivery in outbox.unchanged_since(conn, name, seen_at + _LAST_MINUTES)
        if view.held is None and not delivery.continues and ready_at(delivery, view.pace) <= seen_at
    )


def _show(house: House, moment: datetime) -> str:
    return f"{moment.astimezone(house.zone):%Y-%m-%d %H:%M}"


def _hold(conn: Connection, delivery: Delivery, now: datetime, told: str) -> bool:
    reason = f"{AWAY} {told}; {_hint(delivery)}"
    scheduled, held = DeliveryState.SCHEDULED, DeliveryState.HELD
    return transitions.move(conn, delivery.id, scheduled, held, now, reason=reason)


def _hint(delivery: Delivery) -> str:
    acts = f"newscrier post retry {delivery.id} | post settle {delivery.id} --online URL | post cancel"
    return f"see whether it is still right and nobody posted it by hand, then: {acts}"
