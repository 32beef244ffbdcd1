"""Moments that later decisions look back to: a restored backup, a released flood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.clock import from_micros, to_micros
from bot.store import rows
from bot.store.schema import milestone


@dataclass(frozen=True, slots=True)
class Milestone:
    """When it was, and what else is to be known of it."""

    at: datetime
    detail: str


def put(conn: Connection, name: str, at: datetime, detail: str = "") -> None:
    """Remember the newest moment of that name; the one before is forgotten."""
    rows.put(conn, milestone, {"name": name}, {"at": to_micros(at), "detail": detail})


def get(conn: Connection, name: str) -> Milestone | None:
    """The moment of that name; None where there was none."""
    row = conn.execute(select(milestone).where(milestone.c.name == name)).one_or_none()
    return Milestone(from_micros(row.at), row.detail) if row else None
