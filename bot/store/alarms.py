"""Troubles that people are told of: since when, and when they were told last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.clock import from_micros, to_micros
from bot.model import DeliveryState
from bot.store import rows
from bot.store.schema import alarm, delivery


@dataclass(frozen=True, slots=True)
class Alarm:
    """A trouble that lasts; `times` counts how often people were told, the last time at `told_at`.

    `many` is how many posts it concerned then.
    """

    what: str
    since: datetime
    told_at: datetime | None = None
    times: int = 0
    many: int = 0


def get_all(conn: Connection) -> dict[str, Alarm]:
    """Every trouble that lasts, by its key."""
    return {
        row.key: Alarm(row.what, from_micros(row.since), rows.moment(row.told_at), row.times, row.many)
        for row in conn.execute(select(alarm).order_by(alarm.c.key))
    }


def put(conn: Connection, found: Mapping[str, Alarm]) -> None:
    """Remember these."""
    for key, one in found.items():
        values = {
            "what": one.what,
            "since": to_micros(one.since),
            "told_at": rows.micros(one.told_at),
            "times": one.times,
            "many": one.many,
        }
        rows.put(conn, alarm, {"key": key}, values)


def forget(conn: Connection, keys: Collection[str]) -> None:
    """These are over."""
    conn.execute(delete(alarm).where(alarm.c.key.in_(keys)))


def count_waiting(conn: Connection, channel: str) -> tuple[int, datetime | None]:
    """How many posts wait to leave on a channel, and when the first of them expires."""
    row = conn.execute(
        select(func.count().label("many"), func.min(delivery.c.expires_at).label("first")).where(
            delivery.c.channel == channel, delivery.c.state == DeliveryState.SCHEDULED.value
        )
    ).one()
    return row.many, rows.moment(row.first)


def count_asked(conn: Connection) -> int:
    """How many posts only a person can settle."""
    return conn.execute(
        select(func.count()).where(
            delivery.c.state == DeliveryState.UNCERTAIN.value, delivery.c.asked.is_(True)
        )
    ).scalar_one()


def count_expired(conn: Connection, since: datetime) -> int:
    """Posts that expired at or after a moment; what was too old when it came is none of them."""
    query = select(func.count()).where(
        delivery.c.state == DeliveryState.EXPIRED.value,
        delivery.c.changed_at >= to_micros(since),
        delivery.c.expires_at > delivery.c.created_at,
    )
    return conn.execute(query).scalar_one()


def count_held(conn: Connection, reason: str) -> int:
    """Posts that are held for a reason that begins so."""
    held = delivery.c.state == DeliveryState.HELD.value
    return conn.execute(
        select(func.count()).where(held, delivery.c.reason.startswith(reason, autoescape=True))
    ).scalar_one()


def count_failed(conn: Connection) -> dict[str, int]:
    """How many posts of each channel have failed."""
    failed = delivery.c.state == DeliveryState.FAILED.value
    found = select(delivery.c.channel, func.count()).where(failed).group_by(delivery.c.channel)
    return dict(conn.execute(found.order_by(delivery.c.channel)).all())


def count_breaking(conn: Connection) -> int:
    """Breaking posts that wait for a person."""
    awaiting = delivery.c.state == DeliveryState.AWAITING_APPROVAL.value
    return conn.execute(select(func.count()).where(awaiting, delivery.c.urgency == 0)).scalar_one()
