"""The sending itself as the outbox keeps it: armed before the call, its outcome and receipt after it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, update

from bot.clock import to_micros
from bot.model import Act, Delivery, DeliveryState, Payload, PostState, Receipt
from bot.secrecy import mask
from bot.store import events, posts, rows, transitions
from bot.store.schema import attempt, delivery, post

CORRECTION = "correction"
"""The occasion of a reply that corrects a post."""

_LONGEST_ANSWER = 2000


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
    expect: Collection[DeliveryState] = (DeliveryState.SENDING, DeliveryState.UNCERTAIN),
) -> bool:
    """Receipt and state in one transaction: the post is online."""
    text = rows.to_json(receipt)
    done = transitions.move(
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
    if done:
        _show(conn, value, receipt, now, actor)
    return done


def _show(conn: Connection, value: Delivery, receipt: Receipt, now: datetime, actor: str) -> None:
    """What followers see from now on; that a new post is online its delivery's own event says."""
    match value.act:
        case Act.CREATE:
            conn.execute(
                update(post)
                .where(post.c.id == value.post_id, post.c.state == PostState.DRAFTED.value)
                .values(state=PostState.ONLINE.value, receipt=rows.to_json(receipt), online_at=to_micros(now))
            )
            if value.occasion == CORRECTION:
                for wrong in posts.of_article(conn, value.article_id, [PostState.WRONG]):
                    if wrong.channel == value.channel:
                        told = f"corrected by a reply: {receipt.url}"
                        posts.move(
                            conn,
                            wrong.id,
                            [PostState.WRONG],
                            PostState.CORRECTED,
                            now,
                            actor=actor,
                            reason=told,
                        )
        case Act.EDIT:
            posts.move(
                conn, value.post_id, posts.VISIBLE, PostState.CORRECTED, now, actor=actor, receipt=receipt
            )
        case Act.DELETE:
            posts.move(conn, value.post_id, posts.VISIBLE, PostState.GONE, now, actor=actor)
