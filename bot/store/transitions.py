"""Changes of the outbox: every change of state is one compare-and-set with its event, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from bot.clock import to_micros
from bot.model import Act, Delivery, DeliveryState, Payload, Post, PostState, Receipt
from bot.secrecy import mask
from bot.store import events, rows
from bot.store.outbox import UNARMED
from bot.store.schema import attempt, delivery, post

_LONGEST_ANSWER = 2000
_NOTHING_MADE = {
    "payload": None,
    "first_armed_at": None,
    "last_armed_at": None,
    "lookups": 0,
    "asked": False,
    "settle_by": "",
    "lease_owner": None,
    "lease_until": None,
}


def add(conn: Connection, value: Delivery) -> None:
    """A new delivery with its post."""
    conn.execute(
        post.insert().values(
            id=value.post_id,
            article_id=value.article_id,
            channel=value.channel,
            occasion=value.occasion,
            position=value.position,
            state=PostState.DRAFTED.value,
        )
    )
    conn.execute(
        delivery.insert().values(changed_at=to_micros(value.created_at), **rows.delivery_values(value))
    )
    events.record(conn, value.created_at, "worker", value.state.value, value.id, value.reason)


def change(
    conn: Connection,
    delivery_id: str,
    expect: DeliveryState | Collection[DeliveryState],
    now: datetime,
    action: str,
    *,
    actor: str = "worker",
    detail: str = "",
    **values: Any,
) -> bool:
    """Compare-and-set: False where the delivery is not in an expected state any more."""
    states = [expect] if isinstance(expect, DeliveryState) else expect
    changed = conn.execute(
        update(delivery)
        .where(delivery.c.id == delivery_id, delivery.c.state.in_([state.value for state in states]))
        .values(changed_at=to_micros(now), **values)
    ).rowcount
    if changed:
        events.record(conn, now, actor, action, delivery_id, detail or str(values.get("reason", "")))
    return bool(changed)


def move(
    conn: Connection,
    delivery_id: str,
    expect: DeliveryState | Collection[DeliveryState],
    to: DeliveryState,
    now: datetime,
    *,
    reason: str = "",
    actor: str = "worker",
    nothing_made: bool = False,
    **values: Any,
) -> bool:
    """Another state, with its reason; `nothing_made` drops payload and key together."""
    extra = _NOTHING_MADE if nothing_made else {"lease_owner": None, "lease_until": None}
    return change(
        conn,
        delivery_id,
        expect,
        now,
        to.value,
        actor=actor,
        state=to.value,
        reason=mask(reason),
        **{**extra, **values},
    )


def rewrite(
    conn: Connection,
    delivery_id: str,
    now: datetime,
    *,
    state: DeliveryState,
    reason: str,
    number: int,
    rendered: Post | None,
    text_hash: str,
    template: str,
    urgency: int,
    due_at: datetime,
    embargo_at: datetime | None,
    expires_at: datetime | None,
) -> bool:
    """Put a fresh rendering in the place of the old one; never once a payload is armed."""
    return change(
        conn,
        delivery_id,
        UNARMED,
        now,
        "rendered again",
        detail=reason,
        state=state.value,
        reason=reason,
        revision=number,
        rendered=rows.to_json(rendered) if rendered else None,
        text_hash=text_hash,
        template=template,
        urgency=urgency,
        due_at=to_micros(due_at),
        embargo_at=rows.micros(embargo_at),
        expires_at=rows.micros(expires_at),
    )


def claim(conn: Connection, delivery_id: str, owner: str, now: datetime, until: datetime) -> bool:
    """A lease on a scheduled row; claiming is not sending."""
    return change(
        conn,
        delivery_id,
        DeliveryState.SCHEDULED,
        now,
        "claimed",
        actor=owner,
        lease_owner=owner,
        lease_until=to_micros(until),
    )


def unclaim(
    conn: Connection, delivery_id: str, now: datetime, *, not_before: datetime | None, why: str
) -> bool:
    """Give a lease back with nothing sent."""
    return change(
        conn,
        delivery_id,
        DeliveryState.SCHEDULED,
        now,
        "unclaimed",
        detail=why,
        lease_owner=None,
        lease_until=None,
        not_before=rows.micros(not_before),
    )


def arm(conn: Connection, value: Delivery, payload: Payload, now: datetime) -> bool:
    """Write `sending`, the attempt and the payload together, if nothing changed since `value` was read.

    A scheduled delivery gets its first attempt with this payload; an uncertain one another with the
    same payload.
    """
    first = value.state is DeliveryState.SCHEDULED
    armed = conn.execute(
        update(delivery)
        .where(
            delivery.c.id == value.id,
            delivery.c.state == value.state.value,
            delivery.c.revision == value.revision,
            delivery.c.text_hash == value.text_hash,
            delivery.c.attempts == value.attempts,
        )
        .values(
            state=DeliveryState.SENDING.value,
            reason="",
            payload=rows.to_json(payload),
            first_armed_at=to_micros(now) if first else rows.micros(value.first_armed_at),
            last_armed_at=to_micros(now),
            attempts=value.attempts + 1,
            changed_at=to_micros(now),
        )
    ).rowcount
    if armed:
        conn.execute(
            attempt.insert().values(
                delivery_id=value.id, number=value.attempts + 1, key=payload.key, armed_at=to_micros(now)
            )
        )
        events.record(conn, now, "worker", "armed", value.id, f"attempt {value.attempts + 1}")
    return bool(armed)


def end_attempt(
    conn: Connection, delivery_id: str, number: int, now: datetime, outcome: str, answer: str
) -> None:
    """What came back, trimmed and without secrets."""
    conn.execute(
        update(attempt)
        .where(attempt.c.delivery_id == delivery_id, attempt.c.number == number)
        .values(ended_at=to_micros(now), outcome=outcome, answer=str(mask(answer))[:_LONGEST_ANSWER])
    )


def deliver(
    conn: Connection,
    value: Delivery,
    receipt: Receipt,
    now: datetime,
    *,
    actor: str = "worker",
    reason: str = "",
) -> bool:
    """Receipt and state in one transaction: the post is online."""
    text = rows.to_json(receipt)
    expect = (DeliveryState.SENDING, DeliveryState.UNCERTAIN)
    done = move(
        conn,
        value.id,
        expect,
        DeliveryState.DELIVERED,
        now,
        actor=actor,
        reason=reason,
        receipt=text,
        asked=False,
    )
    if done and value.act is Act.CREATE:
        conn.execute(
            update(post)
            .where(post.c.id == value.post_id)
            .values(state=PostState.ONLINE.value, receipt=text, online_at=to_micros(now))
        )
    return done


def recover(conn: Connection, now: datetime) -> tuple[int, int]:
    """After a start: leases are given back, what was armed is uncertain. How many of each.

    The caller holds the worker's lock, so that nobody else can be sending.
    """
    leased = conn.execute(
        update(delivery)
        .where(delivery.c.state == DeliveryState.SCHEDULED.value, delivery.c.lease_owner.is_not(None))
        .values(lease_owner=None, lease_until=None)
    ).rowcount
    reason = "the worker stopped in the middle of sending"
    return leased, break_off(conn, delivery.c.state == DeliveryState.SENDING.value, now, reason)


def break_off(conn: Connection, which: ColumnElement[bool], now: datetime, reason: str) -> int:
    """What was being sent, with nobody sending it any more: uncertain. How many.

    How and when it was to be settled was decided before this attempt, so that is decided anew.
    """
    state = DeliveryState.SENDING
    broken = conn.execute(select(delivery.c.id).where(which, delivery.c.state == state.value)).scalars().all()
    return sum(
        move(conn, one, state, DeliveryState.UNCERTAIN, now, reason=reason, settle_by="", not_before=None)
        for one in broken
    )


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
            aside += move(conn, row.id, waiting, to, now, reason=reason, asked=sent)
    return aside


def expire(conn: Connection, now: datetime) -> int:
    """What could not leave in time and waits for a person: expired, with the reason."""
    late = conn.execute(
        select(delivery.c.id).where(
            delivery.c.state.in_([DeliveryState.AWAITING_APPROVAL.value, DeliveryState.HELD.value]),
            delivery.c.expires_at <= to_micros(now),
        )
    ).scalars()
    return sum(
        move(
            conn,
            delivery_id,
            (DeliveryState.AWAITING_APPROVAL, DeliveryState.HELD),
            DeliveryState.EXPIRED,
            now,
            reason="nobody released it before it was too old (stale_after)",
        )
        for delivery_id in late.all()
    )
