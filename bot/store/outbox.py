"""The outbox: the only truth about what is to be sent, is being sent, and was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.clock import from_micros, to_micros
from bot.errors import NotFound
from bot.model import Act, Delivery, DeliveryState
from bot.store import rows
from bot.store.prepared import Prepared
from bot.store.schema import article, attempt, delivery, revision

UNARMED = (
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.SCHEDULED,
    DeliveryState.HELD,
    DeliveryState.FAILED,
)

_OF_CHANNEL = (delivery.c.channel == bindparam("channel"), delivery.c.state == bindparam("state"))
_GET = Prepared(
    select(delivery).where(delivery.c.id >= bindparam("first"), delivery.c.id < bindparam("last")).limit(2)
)
_IN_STATE = Prepared(select(delivery).where(*_OF_CHANNEL).order_by(delivery.c.id))


def get(conn: Connection, delivery_id: str) -> Delivery:
    """The delivery of that id, or of the only id that begins so. Raises NotFound."""
    found = list(_GET.find(conn, first=delivery_id, last=delivery_id + rows.LAST_LETTER))
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


def acts_on(conn: Connection, post_id: str) -> list[Delivery]:
    """Every delivery of one post, oldest first."""
    found = conn.execute(select(delivery).where(delivery.c.post_id == post_id).order_by(delivery.c.id))
    return [rows.delivery_of(row) for row in found]


def next_generation(
    conn: Connection, article_id: str, channel: str, occasion: str, act: Act, position: int
) -> int:
    """The number of the next act of this kind at this place."""
    highest = conn.execute(
        select(func.max(delivery.c.generation)).where(
            delivery.c.article_id == article_id,
            delivery.c.channel == channel,
            delivery.c.occasion == occasion,
            delivery.c.act == act.value,
            delivery.c.position == position,
        )
    ).scalar_one()
    return (highest or 0) + 1


def in_state(conn: Connection, channel: str, state: DeliveryState) -> list[Delivery]:
    """A channel's deliveries in one state, oldest first."""
    return [rows.delivery_of(row) for row in _IN_STATE.find(conn, channel=channel, state=state.value)]


def unchanged_since(conn: Connection, channel: str, since: datetime) -> list[Delivery]:
    """Scheduled deliveries of a channel to which nothing has happened since, oldest first."""
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.channel == channel,
            delivery.c.state == DeliveryState.SCHEDULED.value,
            delivery.c.changed_at <= to_micros(since),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]


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


def list_channels(conn: Connection, states: Collection[DeliveryState]) -> set[str]:
    """The channels that have deliveries in one of these states."""
    found = (
        select(delivery.c.channel).where(delivery.c.state.in_([state.value for state in states])).distinct()
    )
    return set(conn.execute(found).scalars())


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
