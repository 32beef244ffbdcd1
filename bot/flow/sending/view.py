"""A channel as the clock sees it: holds, rests, what is uncertain, what was sent, its slots."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.sending.decide import LONGEST_REST
from bot.flow.timing.due import ChannelView, Slots, Verdict, next_due
from bot.flow.timing.slots import OPEN_FOR, find_next, find_open
from bot.flow.timing.walltime import last_midnight
from bot.model import Delivery, DeliveryState, Urgency
from bot.plugin.schedule import Slot
from bot.store import channels, departures, occurrences, outbox, sent

_HOUR = timedelta(hours=1)
_LONGEST_BOUND = timedelta(days=2)
"""How long a post keeps the slot that it has and could not use yet."""


def view_channel(
    conn: Connection, house: House, name: str, now: datetime, *, once: bool = False
) -> ChannelView:
    """A channel as the clock sees it."""
    state, in_hand = departures.look_at_channel(conn, name)
    uncertain = outbox.in_state(conn, name, DeliveryState.UNCERTAIN) if in_hand else []
    return view_of(conn, house, state, uncertain, now, once=once)


def view_of(
    conn: Connection,
    house: House,
    state: channels.ChannelState,
    uncertain: list[Delivery],
    now: datetime,
    *,
    once: bool,
) -> ChannelView:
    """The same where its state and what of it is uncertain were read already."""
    name = state.name
    pace = house.settings.pace(name)
    zone = house.zone
    # What was sent counts for spacing and caps only.
    since = now - max(_HOUR, pace.spacing) if pace.spacing or pace.per_hour else None
    if pace.per_day:
        since = min(since or now, last_midnight(now, zone))
    silent = pace.quiet is not None and pace.quiet.do == "silent"
    return ChannelView(
        name=name,
        pace=pace,
        zone=zone,
        held=state.hold_reason or "no reason given" if state.held_at else None,
        paused_until=_rest_of(state, now),
        pause_reason=state.pause_reason,
        uncertain=tuple(uncertain),
        sent=tuple(sent.sent_since(conn, name, since)) if since else (),
        slots=_view_slots(conn, name, pace.schedule, zone, now) if pace.schedule else None,
        silent=silent and house.lines.platform(name).limits.silent,
        once=once,
    )


def count_breaking(conn: Connection, view: ChannelView, delivery: Delivery, now: datetime) -> ChannelView:
    """With the last hour's breaking posts, where the delivery at hand would be one more: that is seldom."""
    if delivery.urgency is not Urgency.BREAKING or view.breaking or not view.pace.breaking_per_hour:
        return view
    return replace(view, breaking=tuple(sent.breaking_since(conn, view.name, now - _HOUR)))


def tell_due(conn: Connection, view: ChannelView, delivery: Delivery, now: datetime) -> Verdict:
    """What the clock says of a delivery."""
    return next_due(delivery, count_breaking(conn, view, delivery, now), now)


def _view_slots(
    conn: Connection, name: str, schedule: tuple[Slot, ...], zone: ZoneInfo, now: datetime
) -> Slots:
    taken = occurrences.find_taken(conn, name, now - 2 * OPEN_FOR - _LONGEST_BOUND)
    return Slots(
        tuple(find_open(schedule, zone, now, taken)),
        find_next(schedule, zone, now),
        frozenset(one for one, scheduled in taken.values() if scheduled),
    )


def _rest_of(state: channels.ChannelState, now: datetime) -> datetime | None:
    """When a channel's rest ends; None where it does not rest."""
    until = state.paused_until
    return until if until is not None and now < until <= now + LONGEST_REST else None
