"""What the store keeps of sources: their memo, and how the last fetch went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, literal_column, or_, select

from bot.clock import from_micros, to_micros
from bot.store import rows
from bot.store.schema import baseline, source

_ROWS_AT_ONCE = 200  # four values each: older SQLite takes 999
# Both SQLite and PostgreSQL know this form; SQLAlchemy has it only in the dialects' own ways.
_PUT_KNOWN = (
    "INSERT INTO baseline (source, source_id, version, url) VALUES {}"
    " ON CONFLICT (source, source_id) DO UPDATE SET version = excluded.version, url = excluded.url"
)
_PUT_LOOKS = (
    "INSERT INTO source (name, memo, fetched_at, error) VALUES {}"
    " ON CONFLICT (name) DO UPDATE"
    " SET memo = excluded.memo, fetched_at = excluded.fetched_at, error = excluded.error"
)
# Written once: building a statement takes longer than carrying it out.
_OF_SOURCE = select(baseline.c.url).where(baseline.c.source == bindparam("source"))
_OF_ADDRESS = select(baseline.c.url).where(baseline.c.url == bindparam("url"))
_IN_BASELINE: Select[Any] = select(literal_column("1")).where(
    or_(
        _OF_SOURCE.where(baseline.c.source_id == bindparam("source_id")).exists(),
        and_(_OF_ADDRESS.exists(), _OF_SOURCE.exists()),
    )
)


def get_memos(conn: Connection) -> dict[str, dict[str, Any]]:
    """What each source that was ever fetched wanted to remember, by name."""
    found = conn.execute(select(source.c.name, source.c.memo))
    return {row.name: rows.load_json(row.memo) for row in found}


def fetched(conn: Connection, name: str, memo: dict[str, Any], now: datetime, error: str = "") -> None:
    """How a fetch went: the new memo, and the error where it failed."""
    _put(conn, _PUT_LOOKS, [(name, rows.dump_json(memo), to_micros(now), error)])


def note_looks(conn: Connection, looks: Sequence[tuple[str, dict[str, Any], datetime]]) -> None:
    """Many fetches that went well: name, new memo and time of each; of two of one name the last."""
    newest = {name: (name, rows.dump_json(memo), to_micros(at), "") for name, memo, at in looks}
    _put(conn, _PUT_LOOKS, list(newest.values()))


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


@dataclass(frozen=True, slots=True)
class Baseline:
    """What stood in a source before Newscrier came; of each entry source id, version, canonical address."""

    source: str
    entries: Sequence[tuple[str, str, str | None]]
    memo: dict[str, Any]
    fetched_at: datetime


def put_baselines(conn: Connection, found: Sequence[Baseline]) -> None:
    """The first looks at several sources: their entries, which are never posted, and their memos."""
    _put_known(conn, [(one.source, *entry) for one in found for entry in one.entries])
    note_looks(conn, [(one.source, one.memo, one.fetched_at) for one in found])


def put_baseline(conn: Connection, name: str, entries: Sequence[tuple[str, str, str | None]]) -> None:
    """Entries that are known and never posted: source id, version, canonical address."""
    _put_known(conn, [(name, *entry) for entry in entries])


def _put_known(conn: Connection, known: Sequence[tuple[str, str, str, str | None]]) -> None:
    _put(conn, _PUT_KNOWN, list({row[:2]: row for row in known}.values()))


def _put(conn: Connection, statement: str, found: Sequence[tuple[object, ...]]) -> None:
    """Rows of four values, no two of one key. Past SQLAlchemy, many with a statement: half of the time."""
    mark = "?" if conn.dialect.paramstyle == "qmark" else "%s"
    for start in range(0, len(found), _ROWS_AT_ONCE):
        put = found[start : start + _ROWS_AT_ONCE]
        conn.exec_driver_sql(_write_put(statement, mark, len(put)), tuple(chain.from_iterable(put)))


@lru_cache(maxsize=64)
def _write_put(statement: str, mark: str, count: int) -> str:
    return statement.format(", ".join([f"({mark}, {mark}, {mark}, {mark})"] * count))


def in_baseline(conn: Connection, name: str, source_id: str, url: str | None) -> bool:
    """Whether an entry stood there before: the same one, or the same address in a source that has a baseline.

    A drop folder has none: what is put there is meant to be posted.
    """
    return (
        conn.execute(_IN_BASELINE, {"source": name, "source_id": source_id, "url": url}).first() is not None
    )
