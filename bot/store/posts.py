"""Posts as followers see them: their state is one thing, the deliveries that make and change them another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from bot.model import Act, Delivery, DeliveryState, PostStanding, PostState, Receipt
from bot.secrecy import mask
from bot.store import events, rows
from bot.store.schema import article, delivery, post, revision

VISIBLE = (PostState.ONLINE, PostState.WRONG, PostState.CORRECTED)
"""What followers can see."""

_BEFORE = select(post).where(
    post.c.article_id == bindparam("article_id"),
    post.c.channel == bindparam("channel"),
    post.c.occasion == bindparam("occasion"),
    post.c.generation == bindparam("generation"),
    post.c.position == bindparam("position") - 1,
)


def get(conn: Connection, post_id: str) -> PostStanding:
    """The post of a delivery."""
    return _standing_of(conn.execute(select(post).where(post.c.id == post_id)).one())


def before(conn: Connection, value: Delivery) -> PostStanding | None:
    """The post that comes before this one in its thread."""
    given = {
        "article_id": value.article_id,
        "channel": value.channel,
        "occasion": value.occasion,
        "generation": value.generation,
        "position": value.position,
    }
    row = conn.execute(_BEFORE, given).one_or_none()
    return _standing_of(row) if row else None


def of_article(
    conn: Connection, article_id: str, states: Collection[PostState] = VISIBLE
) -> list[PostStanding]:
    """An article's posts in these states, a thread's in their order."""
    found = conn.execute(
        select(post)
        .where(post.c.article_id == article_id, post.c.state.in_([state.value for state in states]))
        .order_by(post.c.channel, post.c.occasion.desc(), post.c.generation, post.c.position)
    )
    return [_standing_of(row) for row in found]


def list_wrong(conn: Connection, most: int = 1000) -> list[tuple[PostStanding, str, str]]:
    """Posts that are online and wrong, with their articles' titles and places, newest first."""
    found = conn.execute(
        select(post, revision.c.title, article.c.place)
        .join(article, article.c.id == post.c.article_id)
        .join(revision, (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision))
        .where(post.c.state == PostState.WRONG.value)
        .order_by(post.c.id.desc())
        .limit(most)
    )
    return [(_standing_of(row), row.title, row.place) for row in found]


def find_shown(conn: Connection, post_id: str) -> Delivery | None:
    """The delivery whose text followers read now: the post's last create or edit that was carried out."""
    row = conn.execute(
        select(delivery)
        .where(
            delivery.c.post_id == post_id,
            delivery.c.act.in_([Act.CREATE.value, Act.EDIT.value]),
            delivery.c.state == DeliveryState.DELIVERED.value,
        )
        .order_by(delivery.c.act.desc(), delivery.c.generation.desc())
        .limit(1)
    ).one_or_none()
    return rows.delivery_of(row) if row else None


def was_edited(conn: Connection, post_id: str) -> bool:
    """Whether an edit of this post was carried out."""
    shown = find_shown(conn, post_id)
    return shown is not None and shown.act is Act.EDIT


def move(
    conn: Connection,
    post_id: str,
    expect: Collection[PostState],
    to: PostState,
    now: datetime,
    *,
    actor: str = "worker",
    reason: str = "",
    receipt: Receipt | None = None,
) -> bool:
    """Compare-and-set with its event: False where the post is not in an expected state any more."""
    values: dict[str, Any] = {"state": to.value, "reason": mask(reason)}
    if receipt is not None:
        values["receipt"] = rows.to_json(receipt)
    changed = conn.execute(
        update(post)
        .where(post.c.id == post_id, post.c.state.in_([state.value for state in expect]))
        .values(**values)
    ).rowcount
    if changed:
        events.record(conn, now, actor, f"the post is {to.value}", post_id, reason)
    return bool(changed)


def _standing_of(row: Row[Any]) -> PostStanding:
    return PostStanding(
        id=row.id,
        article_id=row.article_id,
        channel=row.channel,
        occasion=row.occasion,
        position=row.position,
        generation=row.generation,
        state=PostState(row.state),
        reason=row.reason,
        receipt=rows.from_json(Receipt, row.receipt) if row.receipt else None,
        online_at=rows.moment(row.online_at),
        account=row.account,
    )
