"""What the store keeps of sources: their memo, and how the last fetch went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.clock import from_micros, to_micros
from bot.store import rows
from bot.store.schema import baseline, source

_FORGET = delete(baseline).where(
    baseline.c.source == bindparam("of"), baseline.c.source_id == bindparam("which")
)
_MEMO = select(source.c.memo).where(source.c.name == bindparam("source"))


def get_memo(conn: Connection, name: str) -> dict[str, Any]:
    """What the source wanted to remember; {} at first."""
    text = conn.execute(_MEMO, {"source": name}).scalar_one_or_none()
    return rows.load_json(text) if text else {}


def fetched(conn: Connection, name: str, memo: dict[str, Any], now: datetime, error: str = "") -> None:
    """How a fetch went: the new memo, and the error where it failed."""
    rows.put(
        conn,
        source,
        {"name": name},
        {"memo": rows.dump_json(memo), "fetched_at": to_micros(now), "error": error},
    )


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the store knows it: its memo, when it was last fetched, and why that failed."""

    memo: dict[str, Any]
    fetched_at: datetime
    error: str


def get_all(conn: Connection) -> dict[str, SourceState]:
    """Every source that was ever fetched, by name."""
    return {
        row.name: SourceState(rows.load_json(row.memo), from_micros(row.fetched_at), row.error)
        for row in conn.execute(select(source).order_by(source.c.name))
    }


def list_errors(conn: Connection) -> dict[str, str]:
    """Sources whose last fetch failed, with the reason."""
    found = conn.execute(select(source.c.name, source.c.error).where(source.c.error != ""))
    return {row.name: row.error for row in found}


def put_baseline(conn: Connection, name: str, entries: Sequence[tuple[str, str, str | None]]) -> None:
    """Entries that are known and never posted: source id, version, canonical address."""
    if not entries:
        return
    known = [{"of": name, "which": source_id} for source_id, _, _ in entries]
    conn.execute(_FORGET, known)
    conn.execute(
        baseline.insert(),
        [
            {"source": name, "source_id": source_id, "version": version, "url": url}
            for source_id, version, url in entries
        ],
    )


def in_baseline(conn: Connection, name: str, source_id: str, url: str | None) -> bool:
    """Whether an entry stood there before: the same one, or the same address in a source that has a baseline.

    A drop folder has none: what is put there is meant to be posted.
    """
    same = baseline.c.source_id == source_id
    if conn.execute(select(baseline.c.url).where(baseline.c.source == name, same)).first() is not None:
        return True
    if (
        url is None
        or conn.execute(select(baseline.c.url).where(baseline.c.url == url).limit(1)).first() is None
    ):
        return False
    return conn.execute(select(baseline.c.url).where(baseline.c.source == name).limit(1)).first() is not None
