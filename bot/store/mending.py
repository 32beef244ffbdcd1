"""What became of deliveries that nobody is working on any more: broken off, unreadable, too late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, case, func, select, update

from bot.clock import from_micros, to_micros
from bot.model import DeliveryState
from bot.store import rows, transitions
from bot.store.restoring import AWAY, RESTORED
from bot.store.schema import delivery

_NOT_LEFT = (
    DeliveryState.SCHEDULED,
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.HELD,
    DeliveryState.FAILED,
    # What a person may bring back.
    DeliveryState.CANCELLED,
    DeliveryState.EXPIRED,
    DeliveryState.SKIPPED,
)

_ARMED = (DeliveryState.SENDING, DeliveryState.UNCERTAIN)


def recover(conn: Connection, now: datetime) -> tuple[int, int]:
    """After a start: leases are given back, what was armed is uncertain. How many of each.

    The caller holds the worker's lock, so that nobody else can be sending.
    """
    leased = conn.execute(
        update(delivery)
        .where(delivery.c.state == DeliveryState.SCHEDULED.value, delivery.c.lease_owner.is_not(None))
        .values(lease_owner=None, lease_until=None)
    ).rowcount
    sending = select(delivery.c.id).where(delivery.c.state == DeliveryState.SENDING.value)
    armed = conn.execute(sending).scalars().all()
    return leased, break_off(conn, armed, now, "the worker stopped in the middle of sending")


def break_off(conn: Connection, delivery_ids: Iterable[str], now: datetime, reason: str) -> int:
    """What of these was being sent, with nobody sending it any more: uncertain. How many.

    How and when it was to be settled was decided before this attempt, so that is decided anew.
    """
    sending, uncertain = DeliveryState.SENDING, DeliveryState.UNCERTAIN
    return sum(
        transitions.move(conn, one, sending, uncertain, now, reason=reason, settle_by="", not_before=None)
        for one in delivery_ids
    )


def forget_waits(conn: Connection, channel: str, now: datetime, since: datetime) -> int:
    """What has not left yet waits for no moment of another clock, but for its embargo; how many.

    Nor will what is uncertain, should it turn out that it is not there. `since` is the earliest moment of
    this clock: what the other one dated comes before what came in from then on.
    """
    ours, all_ours = (
        (delivery.c.channel == channel, delivery.c.state.in_([state.value for state in states]))
        for states in (_NOT_LEFT, (*_NOT_LEFT, *_ARMED))
    )
    moment, embargo = to_micros(now), func.coalesce(delivery.c.embargo_at, 0)
    embargoed = (embargo > moment, embargo)
    begins_at = case(embargoed, (delivery.c.created_at > moment, to_micros(since)), else_=moment)
    waits = update(delivery).where(*ours, delivery.c.not_before > moment).values(not_before=None)
    late = delivery.c.due_at > case(embargoed, else_=moment)
    due = update(delivery).where(*all_ours, late).values(due_at=begins_at)
    return conn.execute(waits).rowcount + conn.execute(due).rowcount


def bring_back(conn: Connection, channel: str, now: datetime) -> int:
    """What was armed at a moment that has not come any more was armed before now; how many.

    Else a post that leaves from now on would seem to be older, and a look-up that ends at the post before
    would end at it, without having come to the one that is looked for.
    """
    moment = to_micros(now)
    # Whether it was sent more than once is told by both moments: they stay apart.
    first = case(
        (delivery.c.first_armed_at == delivery.c.last_armed_at, moment),
        (delivery.c.first_armed_at < moment, delivery.c.first_armed_at),
        else_=moment - 1,
    )
    ours = (delivery.c.channel == channel, delivery.c.state.in_([state.value for state in _ARMED]))
    armed = update(delivery).where(*ours, delivery.c.last_armed_at > moment)
    # When it is to be settled was a moment of the other clock, too.
    return conn.execute(armed.values(first_armed_at=first, last_armed_at=moment, not_before=None)).rowcount


def set_unreadable_aside(conn: Connection, channel: str, now: datetime) -> int:
    """Rows of a channel whose JSON cannot be read any more: without it, for a person. How many."""
    waiting = (DeliveryState.SCHEDULED, DeliveryState.UNCERTAIN)
    aside = 0
    for row in conn.execute(
        select(delivery).where(
            delivery.c.channel == channel, delivery.c.state.in_([state.value for state in waiting])
        )
    ).all():
        broken = rows.unreadable_columns(row)
        if broken:
            reason = f"what the store has of this post cannot be read: {', '.join(broken)}"
            sent = row.state == DeliveryState.UNCERTAIN.value
            to = DeliveryState.UNCERTAIN if sent else DeliveryState.FAILED
            conn.execute(update(delivery).where(delivery.c.id == row.id).values(dict.fromkeys(broken)))
            aside += transitions.move(conn, row.id, waiting, to, now, reason=reason, asked=sent)
    return aside


_FOR_A_PERSON = (DeliveryState.AWAITING_APPROVAL, DeliveryState.HELD)


def expire(conn: Connection, now: datetime) -> int:
    """What could not leave in time and waits for a person: expired, with the reason."""
    late = conn.execute(
        select(delivery.c.id, delivery.c.reason, delivery.c.created_at, delivery.c.expires_at).where(
            delivery.c.state.in_([state.value for state in _FOR_A_PERSON]),
            delivery.c.expires_at <= to_micros(now),
            # The rest of a thread goes with its first post, and stays where that is online.
            delivery.c.position == 0,
        )
    ).all()
    return sum(
        transitions.move(
            conn,
            row.id,
            _FOR_A_PERSON,
            DeliveryState.EXPIRED,
            now,
            reason=_tell_late(row.reason, came_late=row.expires_at <= row.created_at),
        )
        for row in late
    )


def next_expiry(conn: Connection) -> datetime | None:
    """When the next of what waits for a person expires."""
    soonest = select(func.min(delivery.c.expires_at)).where(
        delivery.c.state.in_([state.value for state in _FOR_A_PERSON]), delivery.c.position == 0
    )
    return rows.moment(conn.execute(soonest).scalar_one())


def next_lateness(conn: Connection, now: datetime) -> dict[str, datetime]:
    """When, after `now`, the next of what a channel has scheduled becomes too late to leave, by channel."""
    soonest = (
        select(delivery.c.channel, func.min(delivery.c.expires_at).label("at"))
        .where(delivery.c.state == DeliveryState.SCHEDULED.value, delivery.c.expires_at > to_micros(now))
        .group_by(delivery.c.channel)
    )
    return {row.channel: from_micros(row.at) for row in conn.execute(soonest)}


def _tell_late(reason: str, *, came_late: bool) -> str:
    told = "the article was too old when it came" if came_late else "nobody released it before it was too old"
    told = f"{told} (stale_after)"
    # That it may be online already stays to be read by whoever wants to revive it; of the rest, why it
    # waited, without the commands that helped then.
    if reason.startswith((RESTORED, AWAY)):
        return f"{told}; {reason}"
    settled = came_late or reason.startswith("released")
    why = "" if settled else reason.partition("; ")[0]
    return f"{told}; {why}" if why else told
