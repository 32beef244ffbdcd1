"""The sending itself as the outbox keeps it: armed before the call, its outcome and receipt after it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.clock import to_micros
from bot.model import CORRECTION, Act, Delivery, DeliveryState, Payload, PostState, Receipt
from bot.secrecy import mask
from bot.store import events, posts, rows, transitions
from bot.store.prepared import Prepared, one_of
from bot.store.schema import attempt, channel, delivery, post

_LONGEST_ANSWER = 2000

_ARM = Prepared(
    update(delivery)
    .where(
        delivery.c.id == bindparam("which"),
        *(
            delivery.c[name] == bindparam(f"seen_{name}")
            for name in ("state", "revision", "text_hash", "attempts")
        ),
    )
    .values(
        state=DeliveryState.SENDING.value,
        reason="",
        payload=bindparam("frozen"),
        first_armed_at=bindparam("first_at"),
        last_armed_at=bindparam("now"),
        attempts=bindparam("number"),
        changed_at=bindparam("now"),
    )
)
_ADD_ATTEMPT = Prepared(
    attempt.insert().values(
        delivery_id=bindparam("delivery_id"),
        number=bindparam("number"),
        key=bindparam("key"),
        armed_at=bindparam("armed_at"),
        outcome="",
        answer="",
    )
)
_END_ATTEMPT = Prepared(
    update(attempt)
    .where(attempt.c.delivery_id == bindparam("which"), attempt.c.number == bindparam("try_"))
    .values(ended_at=bindparam("now"), outcome=bindparam("became"), answer=bindparam("said"))
)
_CALLED = (DeliveryState.SENDING, DeliveryState.UNCERTAIN)
_DELIVER = Prepared(
    update(delivery)
    .where(delivery.c.id == bindparam("which"), one_of(delivery.c.state, [one.value for one in _CALLED]))
    .values(
        state=DeliveryState.DELIVERED.value,
        reason=bindparam("why"),
        receipt=bindparam("given"),
        asked=False,
        lease_owner=None,
        lease_until=None,
        changed_at=bindparam("now"),
    )
)
_GO_ONLINE = Prepared(
    update(post)
    .where(post.c.id == bindparam("which"), post.c.state == PostState.DRAFTED.value)
    .values(
        state=PostState.ONLINE.value,
        receipt=bindparam("given"),
        online_at=bindparam("now"),
        account=func.coalesce(
            select(channel.c.account_id).where(channel.c.name == post.c.channel).scalar_subquery(), ""
        ),
    )
)


def arm(conn: Connection, value: Delivery, payload: Payload, now: datetime) -> Delivery | None:
    """Write `sending`, the attempt and the payload together, if nothing changed since `value` was read.

    A scheduled delivery gets its first attempt with this payload; an uncertain one another with the
    same payload. Returns it as it is then; None where something changed.
    """
    first = value.state is DeliveryState.SCHEDULED
    number, at = value.attempts + 1, to_micros(now)
    armed = _ARM.run(
        conn,
        which=value.id,
        seen_state=value.state.value,
        seen_revision=value.revision,
        seen_text_hash=value.text_hash,
        seen_attempts=value.attempts,
        frozen=rows.to_json(payload),
        first_at=at if first else rows.micros(value.first_armed_at),
        now=at,
        number=number,
    )
    if not armed:
        return None
    _ADD_ATTEMPT.run(conn, delivery_id=value.id, number=number, key=payload.key, armed_at=at)
    events.record(conn, now, "worker", "armed", value.id, f"attempt {number}")
    return replace(
        value,
        state=DeliveryState.SENDING,
        reason="",
        payload=payload,
        first_armed_at=now if first else value.first_armed_at,
        last_armed_at=now,
        attempts=number,
    )


def end_attempt(
    conn: Connection, delivery_id: str, number: int, now: datetime, outcome: str, answer: str
) -> None:
    """What came back, trimmed and without secrets."""
    said = str(mask(answer))[:_LONGEST_ANSWER]
    _END_ATTEMPT.run(conn, which=delivery_id, try_=number, now=to_micros(now), became=outcome, said=said)


def deliver(
    conn: Connection,
    value: Delivery,
    receipt: Receipt,
    now: datetime,
    *,
    actor: str = "worker",
    reason: str = "",
    expect: Collection[DeliveryState] = _CALLED,
) -> bool:
    """Receipt and state in one transaction: the post is online."""
    text, to = rows.to_json(receipt), DeliveryState.DELIVERED
    if expect is _CALLED:
        done = bool(_DELIVER.run(conn, which=value.id, why=mask(reason), given=text, now=to_micros(now)))
        if done:
            events.record(conn, now, actor, to.value, value.id, reason)
    else:
        done = transitions.move(
            conn, value.id, expect, to, now, actor=actor, reason=reason, receipt=text, asked=False
        )
    if done:
        _show(conn, value, receipt, text, now, actor)
    return done


def _show(conn: Connection, value: Delivery, receipt: Receipt, text: str, now: datetime, actor: str) -> None:
    """What followers see from now on; that a new post is online its delivery's own event says."""
    match value.act:
        case Act.CREATE:
            _GO_ONLINE.run(conn, which=value.post_id, given=text, now=to_micros(now))
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
