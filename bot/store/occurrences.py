"""The occurrences of channels' schedules: which post took which slot."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.clock import to_micros
from bot.model import DeliveryState
from bot.store import rows
from bot.store.schema import delivery, occurrence

_KEPT_FOR = timedelta(days=60)
_USED = (
    DeliveryState.SCHEDULED,
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
    DeliveryState.DELIVERED,
)
"""Whose slot is taken; what fails, is held or cancelled gives it back."""


def find_taken(conn: Connection, channel: str, since: datetime) -> dict[tuple[str, str], tuple[str, bool]]:
    """The slots that were taken, with the post's id, and whether that is still to be sent.

    Keys are slot and wall time.
    """
    found = conn.execute(
        select(occurrence, delivery.c.state)
        .join(delivery, delivery.c.id == occurrence.c.delivery_id)
        .where(
            occurrence.c.channel == channel,
            occurrence.c.opens_at >= to_micros(since),
            delivery.c.state.in_([state.value for state in _USED]),
        )
    )
    scheduled = DeliveryState.SCHEDULED.value
    return {(row.slot, row.wall): (row.delivery_id, row.state == scheduled) for row in found}


def take(
    conn: Connection, channel: str, key: tuple[str, str], opens_at: datetime, delivery_id: str, now: datetime
) -> None:
    """This slot is that post's; one that gave it back is forgotten, as are those of long ago."""
    conn.execute(
        delete(occurrence).where(
            occurrence.c.channel == channel, occurrence.c.opens_at < to_micros(now - _KEPT_FOR)
        )
    )
    slot, wall = key
    rows.put(
        conn,
        occurrence,
        {"channel": channel, "slot": slot, "wall": wall},
        {"opens_at": to_micros(opens_at), "delivery_id": delivery_id},
    )
