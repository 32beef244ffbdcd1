"""What is online on a channel by our own doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.clock import to_micros
from bot.model import Receipt
from bot.store import rows
from bot.store.schema import post

_LATEST = 500


def list_receipts(conn: Connection, channel: str) -> set[str]:
    """The platform's ids of the channel's latest posts."""
    latest = (
        select(post.c.receipt)
        .where(post.c.channel == channel, post.c.receipt.is_not(None))
        .order_by(post.c.online_at.desc())
        .limit(_LATEST)
    )
    return {rows.from_json(Receipt, receipt).id for receipt in conn.execute(latest).scalars()}


def newest_post(conn: Connection, now: datetime) -> datetime | None:
    """When the newest post of all channels went online; what a clock dated ahead that was wrong is none."""
    newest = select(func.max(post.c.online_at)).where(post.c.online_at <= to_micros(now))
    return rows.moment(conn.execute(newest).scalar_one_or_none())
