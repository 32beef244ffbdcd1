"""What a channel has sent: when, and with which receipt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.clock import from_micros, to_micros
from bot.model import Act, Receipt
from bot.store import rows
from bot.store.prepared import Prepared
from bot.store.schema import delivery, post

_SENT = Prepared(
    select(post.c.online_at)
    .where(post.c.channel == bindparam("channel"), post.c.online_at >= bindparam("since"))
    .order_by(post.c.online_at)
)
_SENT_BREAKING = Prepared(
    select(post.c.online_at)
    .join(delivery, delivery.c.post_id == post.c.id)
    .where(
        post.c.channel == bindparam("channel"),
        post.c.online_at >= bindparam("since"),
        delivery.c.act == Act.CREATE.value,
        delivery.c.urgency == 0,
        delivery.c.position == 0,
        delivery.c.target.is_(None),
    )
    .order_by(post.c.online_at)
)


def sent_since(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """When posts of the channel went online at or after `since`, oldest first."""
    return [from_micros(row.online_at) for row in _SENT.find(conn, channel=channel, since=to_micros(since))]


def breaking_since(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """The same of breaking news."""
    found = _SENT_BREAKING.find(conn, channel=channel, since=to_micros(since))
    return [from_micros(row.online_at) for row in found]


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
