"""Counts for monitoring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.clock import from_micros
from bot.model import DeliveryState
from bot.store.schema import attempt, delivery


def count_posts(conn: Connection) -> list[tuple[str, str, int]]:
    """How many deliveries each channel has in each state."""
    counted = select(delivery.c.channel, delivery.c.state, func.count()).group_by(
        delivery.c.channel, delivery.c.state
    )
    return [(channel, state, many) for channel, state, many in conn.execute(counted)]


def count_attempts(conn: Connection) -> list[tuple[str, str, int]]:
    """How many tries of each channel had each outcome; those in hand have none yet."""
    counted = (
        select(delivery.c.channel, attempt.c.outcome, func.count())
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(attempt.c.outcome != "")
        .group_by(delivery.c.channel, attempt.c.outcome)
    )
    return [(channel, outcome, many) for channel, outcome, many in conn.execute(counted)]


def find_oldest_due(conn: Connection) -> dict[str, datetime]:
    """Since when the oldest scheduled delivery of each channel is due."""
    oldest = (
        select(delivery.c.channel, func.min(delivery.c.due_at))
        .where(delivery.c.state == DeliveryState.SCHEDULED.value)
        .group_by(delivery.c.channel)
    )
    return {channel: from_micros(due_at) for channel, due_at in conn.execute(oldest)}
