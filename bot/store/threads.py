"""The rows of a thread: one create after the other, each waiting for the receipt of the one before it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, or_, select

from bot.model import Act, Delivery, DeliveryState
from bot.store import posts, rows
from bot.store.prepared import one_of
from bot.store.schema import delivery, post

_leading = delivery.alias("leading")
_FOLLOWERS = (
    select(delivery.c.id, delivery.c.state)
    .join(
        _leading,
        and_(
            delivery.c.article_id == _leading.c.article_id,
            delivery.c.channel == _leading.c.channel,
            delivery.c.occasion == _leading.c.occasion,
            delivery.c.act == _leading.c.act,
            delivery.c.generation == _leading.c.generation,
            delivery.c.position > _leading.c.position,
        ),
    )
    .where(_leading.c.id == bindparam("id"), _leading.c.act == Act.CREATE.value)
    .order_by(delivery.c.position)
)


def followers(conn: Connection, delivery_id: str) -> list[tuple[str, DeliveryState]]:
    """What comes behind a create in its thread: ids and states, in their order."""
    return [(row.id, DeliveryState(row.state)) for row in conn.execute(_FOLLOWERS, {"id": delivery_id})]


def rows_of(conn: Connection, value: Delivery) -> list[Delivery]:
    """The whole thread of a create, in its order; of another act itself alone."""
    if value.act is not Act.CREATE:
        return [value]
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.article_id == value.article_id,
            delivery.c.channel == value.channel,
            delivery.c.occasion == value.occasion,
            delivery.c.act == value.act.value,
            delivery.c.generation == value.generation,
        )
        .order_by(delivery.c.position)
    )
    return [rows.delivery_of(row) for row in found]


def lead_of(conn: Connection, value: Delivery) -> Delivery:
    """The first of the thread that is not online yet, which the others follow; else the delivery itself."""
    waiting = (row for row in rows_of(conn, value) if row.state is not DeliveryState.DELIVERED)
    return next(waiting, value)


def first_in(conn: Connection, value: Delivery, states: Collection[DeliveryState]) -> Delivery:
    """The first of the thread in one of these states, where the delivery is in one; else itself."""
    if value.state not in states:
        return value
    return next(row for row in rows_of(conn, value) if row.state in states)


def is_ready(conn: Connection, value: Delivery) -> bool:
    """Whether what an act needs is online: the post before it, or the post that it changes."""
    if value.act is not Act.CREATE:
        return posts.get(conn, value.post_id).state in posts.VISIBLE
    if not value.position:
        return True
    ahead = posts.before(conn, value)
    return ahead is not None and ahead.state in posts.VISIBLE


def remove(conn: Connection, value: Delivery) -> None:
    """Forget a row that was never sent, with its post: the thread has become shorter."""
    conn.execute(delete(delivery).where(delivery.c.id == value.id))
    conn.execute(delete(post).where(post.c.id == value.post_id))


_ahead = post.alias("ahead")


def ready_rows() -> ColumnElement[bool]:
    """The same for a query over deliveries."""
    visible = [state.value for state in posts.VISIBLE]
    changed = select(_ahead.c.id).where(_ahead.c.id == delivery.c.post_id, one_of(_ahead.c.state, visible))
    ahead = select(_ahead.c.id).where(
        _ahead.c.article_id == delivery.c.article_id,
        _ahead.c.channel == delivery.c.channel,
        _ahead.c.occasion == delivery.c.occasion,
        _ahead.c.generation == delivery.c.generation,
        _ahead.c.position == delivery.c.position - 1,
        one_of(_ahead.c.state, visible),
    )
    create = delivery.c.act == Act.CREATE.value
    return or_(
        and_(create, delivery.c.position == 0),
        and_(create, delivery.c.position > 0, ahead.exists()),
        and_(~create, changed.exists()),
    )
