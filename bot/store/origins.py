"""Where articles come from: which source offers which entry, in which version, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, text, update

from bot.clock import to_micros
from bot.store.articles import newest
from bot.store.schema import article, baseline, doubt, origin, problem

# What every new entry asks is written once: building a statement takes longer than carrying it out.
_ORIGINS = select(origin.c.source_id, origin.c.version).where(
    origin.c.source == bindparam("source"), origin.c.gone_at.is_(None)
)
_PROBLEMS = select(problem.c.source_id, problem.c.version).where(problem.c.source == bindparam("source"))
_BASELINE = select(baseline.c.source_id, baseline.c.version).where(baseline.c.source == bindparam("source"))
_ORIGIN = select(origin).where(
    origin.c.source == bindparam("source"), origin.c.source_id == bindparam("source_id")
)
# Both SQLite and PostgreSQL know this form; SQLAlchemy has it only in the dialects' own ways.
_PUT_ORIGIN = text(
    "INSERT INTO origin (source, source_id, article_id, version)"
    " VALUES (:source, :source_id, :article_id, :version) ON CONFLICT (source, source_id)"
    " DO UPDATE SET article_id = excluded.article_id, version = excluded.version, gone_at = NULL"
)
_SOLVED = [
    delete(table).where(table.c.source == bindparam("source"), table.c.source_id == bindparam("source_id"))
    for table in (problem, doubt)
]


def known_versions(conn: Connection, source: str) -> dict[str, str]:
    """What the store has of a source: source id to version, problems included, without what is gone."""
    known = {row.source_id: row.version for row in conn.execute(_ORIGINS, {"source": source})}
    for others in (_BASELINE, _PROBLEMS):
        known |= {row.source_id: row.version for row in conn.execute(others, {"source": source})}
    return known


def find_origin(conn: Connection, source: str, source_id: str) -> Row[Any] | None:
    """The row of an entry seen before: article_id, version, gone_at."""
    return conn.execute(_ORIGIN, {"source": source, "source_id": source_id}).one_or_none()


def find_places(conn: Connection, article_id: str) -> tuple[str | None, list[tuple[str, str]]]:
    """An article's address as its newest revision gives it, and the sources that offer it, with its ids."""
    _, newest_one = newest(conn, article_id)
    found = conn.execute(
        select(origin.c.source, origin.c.source_id)
        .where(origin.c.article_id == article_id, origin.c.gone_at.is_(None))
        .order_by(origin.c.source, origin.c.source_id)
    )
    return newest_one.document.url, [(row.source, row.source_id) for row in found]


def put_origin(conn: Connection, source: str, source_id: str, version: str, article_id: str) -> None:
    """Where the article was seen, and in which version; a problem of the same entry is solved by it."""
    entry = {"source": source, "source_id": source_id}
    conn.execute(_PUT_ORIGIN, {**entry, "article_id": article_id, "version": version})
    for statement in _SOLVED:
        conn.execute(statement, entry)


def mark_gone(conn: Connection, source: str, source_ids: Iterable[str], now: datetime) -> list[str]:
    """Entries that their source no longer offers; the ids of the articles that have no origin left."""
    lonely = []
    for source_id in source_ids:
        row = find_origin(conn, source, source_id)
        conn.execute(delete(problem).where(problem.c.source == source, problem.c.source_id == source_id))
        if row is None or row.gone_at is not None:
            continue
        conn.execute(
            update(origin)
            .where(origin.c.source == source, origin.c.source_id == source_id)
            .values(gone_at=to_micros(now))
        )
        left = conn.execute(
            select(func.count()).where(origin.c.article_id == row.article_id, origin.c.gone_at.is_(None))
        ).scalar_one()
        if not left:
            lonely.append(row.article_id)
    return lonely


def went_away(conn: Connection, article_id: str, since: datetime) -> bool:
    """Whether no source offers the article any more, and one took it away at or after `since`."""
    found = conn.execute(select(origin.c.gone_at).where(origin.c.article_id == article_id)).scalars().all()
    gone = [at for at in found if at is not None]
    return bool(gone) and len(gone) == len(found) and max(gone) >= to_micros(since)


def offered_as_twin(conn: Connection, article_id: str) -> bool:
    """Whether a source still offers the same content under another identity (a renamed file)."""
    same = select(article.c.fingerprint).where(article.c.id == article_id).scalar_subquery()
    twins = (
        select(origin.c.source_id)
        .join(article, article.c.id == origin.c.article_id)
        .where(
            article.c.fingerprint == same, article.c.duplicate_of == article_id, origin.c.gone_at.is_(None)
        )
    )
    return conn.execute(twins.limit(1)).first() is not None
