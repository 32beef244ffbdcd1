"""Queries on articles, their origins and revisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, text, update

from bot.clock import to_micros
from bot.errors import NotFound
from bot.model import Article, DeliveryState, Revision
from bot.store import rows
from bot.store.prepared import Prepared
from bot.store.schema import article, baseline, delivery, doubt, origin, problem, revision

# What every new entry asks is written once: building a statement takes longer than carrying it out.
_ORIGINS = select(origin.c.source_id, origin.c.version).where(
    origin.c.source == bindparam("source"), origin.c.gone_at.is_(None)
)
_PROBLEMS = select(problem.c.source_id, problem.c.version).where(problem.c.source == bindparam("source"))
_BASELINE = select(baseline.c.source_id, baseline.c.version).where(baseline.c.source == bindparam("source"))
_ORIGIN = select(origin).where(
    origin.c.source == bindparam("source"), origin.c.source_id == bindparam("source_id")
)
_BY_URL = select(article).where(article.c.url == bindparam("url")).order_by(article.c.id).limit(1)
_TWIN = (
    select(article.c.id)
    .where(
        article.c.fingerprint == bindparam("fingerprint"),
        article.c.first_seen_at >= bindparam("since"),
        article.c.duplicate_of.is_(None),
    )
    .order_by(article.c.id)
    .limit(1)
)
_LOOK = Prepared(
    select(
        article.c.revision,
        select(origin.c.source_id)
        .where(origin.c.article_id == article.c.id, origin.c.gone_at.is_(None))
        .exists()
        .label("there"),
    ).where(article.c.id == bindparam("id"))
)
_ADD_ARTICLE, _ADD_REVISION = article.insert(), revision.insert()
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


def find_by_url(conn: Connection, url: str) -> Article | None:
    """The article of that canonical address, the oldest where there are several."""
    row = conn.execute(_BY_URL, {"url": url}).one_or_none()
    return rows.article_of(row) if row else None


def find_twin(conn: Connection, fingerprint: str, since: datetime) -> str | None:
    """The id of an article with the same content first seen at or after `since`."""
    given = {"fingerprint": fingerprint, "since": to_micros(since)}
    return conn.execute(_TWIN, given).scalar_one_or_none()


def get_article(conn: Connection, article_id: str) -> Article:
    """The article of that id, or of the only id that begins so. Raises NotFound."""
    found = conn.execute(select(article).where(rows.begins_with(article.c.id, article_id)).limit(2)).all()
    if len(found) != 1:
        why = "more than one article's id begins with" if found else "no article has the id"
        raise NotFound(f"{why} {article_id!r}", "newscrier article list shows the ids")
    return rows.article_of(found[0])


def get_revision(conn: Connection, article_id: str, number: int) -> Revision:
    """One revision of an article. Raises NotFound."""
    row = conn.execute(
        select(revision).where(revision.c.article_id == article_id, revision.c.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound(f"article {article_id} has no revision {number}")
    return rows.revision_of(row)


def newest(conn: Connection, article_id: str) -> tuple[Article, Revision]:
    """An article with its newest revision. Raises NotFound."""
    article_now = get_article(conn, article_id)
    return article_now, get_revision(conn, article_now.id, article_now.revision)


def look(conn: Connection, article_id: str) -> tuple[int, bool]:
    """The number of an article's newest revision, and whether a source offers it still."""
    row = _LOOK.find_one(conn, id=article_id)
    return row.revision, bool(row.there)


def list_revisions(conn: Connection, article_id: str) -> list[Revision]:
    """All revisions of an article, oldest first."""
    found = conn.execute(
        select(revision).where(revision.c.article_id == article_id).order_by(revision.c.number)
    )
    return [rows.revision_of(row) for row in found]


def find_places(conn: Connection, article_id: str) -> tuple[str | None, list[tuple[str, str]]]:
    """An article's address as its newest revision gives it, and the sources that offer it, with its ids."""
    _, newest_one = newest(conn, article_id)
    found = conn.execute(
        select(origin.c.source, origin.c.source_id)
        .where(origin.c.article_id == article_id, origin.c.gone_at.is_(None))
        .order_by(origin.c.source, origin.c.source_id)
    )
    return newest_one.document.url, [(row.source, row.source_id) for row in found]


def list_revisions_since(conn: Connection, since: datetime) -> list[tuple[Article, Revision]]:
    """Every revision of the articles first seen at or after `since`, in the order in which they came.

    Those whose text was pruned are left out.
    """
    found = conn.execute(
        select(revision)
        .join(article, article.c.id == revision.c.article_id)
        .where(article.c.first_seen_at >= to_micros(since), revision.c.pruned_at.is_(None))
        .order_by(revision.c.created_at, article.c.id)
    ).all()
    return [(get_article(conn, row.article_id), rows.revision_of(row)) for row in found]


def get_fingerprint(conn: Connection, article_id: str) -> str:
    """The content fingerprint of an article's newest revision."""
    return str(conn.execute(select(article.c.fingerprint).where(article.c.id == article_id)).scalar_one())


def list_articles(conn: Connection, most: int) -> list[tuple[Article, str]]:
    """The newest articles with their titles, newest first."""
    found = conn.execute(
        select(article, revision.c.title)
        .join(revision, (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision))
        .order_by(article.c.id.desc())
        .limit(most)
    )
    return [(rows.article_of(row), row.title) for row in found]


def newest_of(conn: Connection, source: str) -> datetime | None:
    """When the newest article of a source was first seen."""
    newest = select(func.max(article.c.first_seen_at)).where(article.c.source == source)
    return rows.moment(conn.execute(newest).scalar_one())


def insert_article(conn: Connection, value: Article, fingerprint: str) -> None:
    """A new article."""
    conn.execute(
        _ADD_ARTICLE,
        {
            "id": value.id,
            "source": value.source,
            "place": value.place,
            "url": value.url,
            "fingerprint": fingerprint,
            "revision": value.revision,
            "first_seen_at": to_micros(value.first_seen_at),
            "duplicate_of": value.duplicate_of,
        },
    )


def insert_revision(conn: Connection, value: Revision, fingerprint: str, url: str | None) -> None:
    """A revision, which becomes its article's newest; `url` is its canonical address."""
    conn.execute(
        _ADD_REVISION,
        {
            "article_id": value.article_id,
            "number": value.number,
            "digest": value.digest,
            "title": value.document.title,
            "document": rows.to_json(value.document),
            "highlights": rows.to_json(value.highlights),
            "created_at": to_micros(value.created_at),
        },
    )
    if value.number == 1:  # the article came with the rest
        return
    conn.execute(
        update(article)
        .where(article.c.id == value.article_id)
        .values(revision=value.number, fingerprint=fingerprint, url=url or article.c.url)
    )


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


def count_new(conn: Connection, source: str, since: datetime) -> int:
    """How many articles of a source that may be posted were first seen at or after `since`.

    Baselines, duplicates and what a note keeps back are not counted.
    """
    posts = select(delivery.c.id).where(
        delivery.c.article_id == article.c.id, delivery.c.state != DeliveryState.SKIPPED.value
    )
    return conn.execute(
        select(func.count(article.c.id)).where(
            article.c.source == source,
            article.c.first_seen_at >= to_micros(since),
            posts.exists(),
        )
    ).scalar_one()
