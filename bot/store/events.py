"""The audit log: who did what to which object, when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.clock import from_micros, to_micros
from bot.model import new_id
from bot.secrecy import mask
from bot.store.prepared import Prepared
from bot.store.schema import event

_RECORD = Prepared(event.insert().values({name: bindparam(name) for name in event.c.keys()}))  # noqa: SIM118 - columns, not names


def record(conn: Connection, now: datetime, actor: str, action: str, target: str, detail: str = "") -> None:
    """One line of the log, in the transaction of what it tells."""
    _RECORD.run(
        conn, id=new_id(), at=to_micros(now), actor=actor, action=action, object=target, detail=mask(detail)
    )


def list_events(conn: Connection, target: str) -> list[tuple[datetime, str, str, str]]:
    """What happened to an object, oldest first: when, who, what, and the detail."""
    found = conn.execute(select(event).where(event.c.object == target).order_by(event.c.id))
    return [(from_micros(row.at), row.actor, row.action, row.detail) for row in found]


def touched_since(conn: Connection, since: datetime) -> set[str]:
    """The objects to which something happened at or after a moment."""
    return set(conn.execute(select(event.c.object).where(event.c.at >= to_micros(since))).scalars())
