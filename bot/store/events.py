"""The audit log: who did what to which object, when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.clock import to_micros
from bot.model import new_id
from bot.secrecy import mask
from bot.store.schema import event


def record(conn: Connection, now: datetime, actor: str, action: str, target: str, detail: str = "") -> None:
    """One line of the log, in the transaction of what it tells."""
    conn.execute(
        event.insert().values(
            id=new_id(), at=to_micros(now), actor=actor, action=action, object=target, detail=mask(detail)
        )
    )


def list_events(conn: Connection, target: str) -> list[Row[Any]]:
    """What happened to an object, oldest first."""
    return list(conn.execute(select(event).where(event.c.object == target).order_by(event.c.id)))
