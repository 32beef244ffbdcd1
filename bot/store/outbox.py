"""The outbox: the only truth about what is to be sent, is being sent, and was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from bot.clock import from_micros, to_micros
from bot.errors import NotFound
from bot.model import Act, Delivery, DeliveryState, Receipt
from bot.store import rows, threads
from bot.store.schema import article, attempt, delivery, post, revision

UNARMED = (
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.SCHEDULED,
    DeliveryState.HELD,
    DeliveryState.FAILED,
)

MOST_CANDIDATES = 200
"""How many deliveries are looked at for the next step."""


def of_channel(name: str) -> ColumnElement[bool]:
    """The deliveries of one channel."""
    return delivery.c.channel == name


def get(conn: Connection, delivery_id: str) -> Delivery:
    """The delivery of that id, or of the only id that begins so. Raises NotFound."""
    found = conn.execute(select(delivery).where(rows.begins_with(delivery.c.id, delivery_id)).limit(2)).all()
    if len(found) != 1:
        why = "more than one post's id begins with" if found else "no post has the id"
        raise NotFound(f"{why} {delivery_id!r}", "newscrier post list shows the ids")
    return rows.delivery_of(found[0])


def find(
    conn: Connection,
    *,
    states: Collection[DeliveryState] = (),
    channel: str | None = None,
    source: str | None = None,
    article_id: str | None = None,
    most: int = 1000,
) -> list[tuple[Delivery, str]]:
    """Deliveries with their articles' titles, newest first."""
    query = (
        select(delivery, revision.c.title)
        .join(article, article.c.id == delivery.c.article_id)
        .join(revision, (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision))
        .order_by(delivery.c.id.desc())
        .limit(most)
    )
    if states:
        query = query.where(delivery.c.state.in_([state.value for state in states]))
    if channel:
        query = query.where(delivery.c.channel == channel)
    if source:
        query = query.where(article.c.source == source)
    if article_id:
        query = query.where(delivery.c.article_id == article_id)
    return [(rows.delivery_of(row), row.title) for row in conn.execute(query)]


def candidates(conn: Connection, channel: str, now: datetime) -> Iterator[Delivery]:
    """Scheduled deliveries of a channel whose time may have come, in the order in which they leave."""
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.channel == channel,
            delivery.c.state == DeliveryState.SCHEDULED.value,
            delivery.c.due_at <= to_micros(now),
            threads.ready_rows(),
        )
        .order_by(delivery.c.urgency, delivery.c.due_at, delivery.c.id)
        .limit(MOST_CANDIDATES)
    ).all()
    return (rows.delivery_of(row) for row in found)


def next_due_at(conn: Connection, channel: str, now: datetime) -> datetime | None:
    """The earliest time at which a further delivery of the channel comes due."""
    value = conn.execute(
        select(func.min(delivery.c.due_at)).where(
            delivery.c.channel == channel,
            delivery.c.state == DeliveryState.SCHEDULED.value,
            delivery.c.due_at > to_micros(now),
        )
    ).scalar_one()
    return rows.moment(value)


def acts_on(conn: Connection, post_id: str) -> list[Delivery]:
    """Every delivery of one post, oldest first."""
    found = conn.execute(select(delivery).where(delivery.c.post_id == post_id).order_by(delivery.c.id))
    return [rows.delivery_of(row) for row in found]


def in_state(conn: Connection, channel: str, state: DeliveryState) -> list[Delivery]:
    """A channel's deliveries in one state, oldest first."""
    found = conn.execute(
        select(delivery)
        .where(delivery.c.channel == channel, delivery.c.state == state.value)
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]


def sent_since(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """When posts of the channel went online at or after `since`, oldest first."""
    found = conn.execute(
        select(post.c.online_at)
        .where(post.c.channel == channel, post.c.online_at >= to_micros(since))
        .order_by(post.c.online_at)
    ).scalars()
    return [from_micros(value) for value in found]


def last_receipt(conn: Connection, channel: str, before: datetime) -> Receipt | None:
    """The channel's newest receipt from before a moment."""
    text = conn.execute(
        select(post.c.receipt)
        .where(
            post.c.channel == channel,
            post.c.online_at < to_micros(before),
            post.c.receipt.is_not(None),
            # What a person wrote down is an address, whose end need not be an id of the platform.
            post.c.receipt.not_like('%"settled_by"%'),
        )
        .order_by(post.c.online_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return rows.from_json(Receipt, text) if text else None


def list_attempts(conn: Connection, delivery_id: str) -> list[dict[str, Any]]:
    """Every try of a delivery, oldest first."""
    found = conn.execute(
        select(attempt).where(attempt.c.delivery_id == delivery_id).order_by(attempt.c.number)
    )
    return [
        {
            "number": row.number,
            "armed_at": from_micros(row.armed_at),
            "ended_at": rows.moment(row.ended_at),
            "outcome": row.outcome,
            "answer": row.answer,
        }
        for row in found
    ]


def count_states(conn: Connection) -> dict[str, int]:
    """How many deliveries are in each state."""
    found = conn.execute(select(delivery.c.state, func.count().label("many")).group_by(delivery.c.state))
    return {row.state: row.many for row in found}


def waiting_since(conn: Connection, source: str, since: datetime) -> list[Delivery]:
    """What waits to leave or to be approved, of a source's articles first seen at or after `since`."""
    waiting = (DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL)
    found = conn.execute(
        select(delivery)
        .join(article, article.c.id == delivery.c.article_id)
        .where(
            article.c.source == source,
            article.c.first_seen_at >= to_micros(since),
            delivery.c.state.in_([state.value for state in waiting]),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]


def unarmed_of(conn: Connection, article_ids: Iterable[str]) -> list[Delivery]:
    """Creates and edits of these articles that may still be rendered again."""
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.article_id.in_(list(article_ids)),
            delivery.c.act != Act.DELETE.value,
            delivery.c.state.in_([state.value for state in UNARMED]),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]
