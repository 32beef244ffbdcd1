"""What could not be read, and what may not be whole: told to people, until a look finds otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.clock import from_micros, to_micros
from bot.errors import Problem
from bot.store import rows
from bot.store.schema import doubt, problem


def put_problem(
    conn: Connection, source: str, source_id: str, version: str, problems: Iterable[Problem], now: datetime
) -> None:
    """What is wrong with an entry, until its version changes."""
    values = {
        "version": version,
        "problems": rows.dump_json([_problem_dict(one) for one in problems]),
        "seen_at": to_micros(now),
    }
    rows.put(conn, problem, {"source": source, "source_id": source_id}, values)


def confirm(
    conn: Connection, source: str, source_id: str, digest: str, *, place: str, reason: str, now: datetime
) -> bool:
    """Whether a doubtful entry was seen just so before; if not, it is remembered, to be seen again."""
    values = {"digest": digest, "place": place, "reason": reason, "seen_at": to_micros(now)}
    known = conn.execute(
        select(doubt.c.digest).where(doubt.c.source == source, doubt.c.source_id == source_id)
    ).scalar_one_or_none()
    if known == digest:
        return True
    rows.put(conn, doubt, {"source": source, "source_id": source_id}, values)
    return False


def list_problems(conn: Connection) -> list[tuple[str, str, datetime, list[Problem]]]:
    """Every entry that cannot be read: source, source id, when it was seen, and why."""
    waits = "it is posted when a second look finds the same"
    doubtful = [
        (row.source, row.source_id, from_micros(row.seen_at), [Problem(row.reason, waits, row.place)])
        for row in conn.execute(select(doubt).order_by(doubt.c.source, doubt.c.source_id))
    ]
    found = conn.execute(select(problem).order_by(problem.c.source, problem.c.source_id))
    return doubtful + [
        (
            row.source,
            row.source_id,
            from_micros(row.seen_at),
            [Problem(**one) for one in rows.load_json(row.problems)],
        )
        for row in found
    ]


def _problem_dict(one: Problem) -> dict[str, Any]:
    return {
        "message": one.message,
        "hint": one.hint,
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "severity": one.severity,
    }
