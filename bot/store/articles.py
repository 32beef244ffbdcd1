"""Articles and their revisions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.clock import from_micros, to_micros
from bot.errors import NotFound
from bot.model import Article, DeliveryState, Revision
from bot.store import rows
from bot.store.prepared import Prepared
from bot.store.schema import article, delivery, origin, revision

# What every new entry asks is written once: building a statement takes longer than carrying it out.
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
        select(delivery.c.id)
        .where(
            delivery.c.article_id == article.c.id,
            delivery.c.channel == bindparam("channel"),
            # As a value, so that SQLite does not look through all that is scheduled on the channel.
            func.lower(delivery.c.state) == DeliveryState.SCHEDULED.value,
        )
        .exists()
        .label("more"),
    ).where(article.c.id == bindparam("id"))
)
_ADD_ARTICLE, _ADD_REVISION = article.insert(), revision.insert()


def find_by_url(conn: Connection, url: str) -> Article | None:
    """The article of that canonical address, the oldest where there are several."""
    row = conn.execute(_BY_URL, {"url": url}).one_or_none()
    return rows.article_of(row) if row else None


def find_twin(conn: Connection, fingerprint: str, since: datetime) -> str | None:
    """The id of an article with the same content first seen at or after `since`."""
    given = {"fingerprint": fingerprint, "since": to_micros(since)}
    return conn.execute(_TWIN, given).scalar_one_or_none()


def find_left(conn: Connection, fingerprint: str, place: str, sources: Collection[str]) -> Article | None:
    """The article with this content at this place that another source brought, which is there no more."""
    left = select(article).where(
        article.c.fingerprint == fingerprint, article.c.place == place, article.c.source.not_in(sources)
    )
    row = conn.execute(left.order_by(article.c.id).limit(1)).one_or_none()
    return rows.article_of(row) if row else None


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


def look(conn: Connection, article_id: str, channel: str) -> tuple[int, bool, bool]:
    """The number of an article's newest revision, if a source has it, if more of it waits on a channel."""
    row = _LOOK.find_one(conn, id=article_id, channel=channel)
    return row.revision, bool(row.there), bool(row.more)


def list_revisions(conn: Connection, article_id: str) -> list[Revision]:
    """All revisions of an article, oldest first."""
    found = conn.execute(
        select(revision).where(revision.c.article_id == article_id).order_by(revision.c.number)
    )
    return [rows.revision_of(row) for row in found]


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


def newest_of(conn: Connection, source: str, now: datetime) -> datetime | None:
    """When the newest article of a source was first seen; one that a wrong clock dated ahead is none."""
    newest = select(func.max(article.c.first_seen_at)).where(
        article.c.source == source, article.c.first_seen_at <= to_micros(now)
    )
    return rows.moment(conn.execute(newest).scalar_one())


def first_awaited(
    conn: Connection, names: Collection[str], posted_at: datetime | None, now: datetime
) -> datetime | None:
    """When these sources brought the first article since then that could be online; None where there is none.

    The same story from another source is none, and neither is one under embargo.
    """
    since = from_micros(0) if posted_at is None else posted_at
    banned = select(delivery.c.id).where(
        delivery.c.article_id == article.c.id, delivery.c.embargo_at > to_micros(now)
    )
    first = select(func.min(article.c.first_seen_at)).where(
        article.c.source.in_(names),
        article.c.first_seen_at > to_micros(since),
        article.c.duplicate_of.is_(None),
        ~banned.exists(),
    )
    return rows.moment(conn.execute(first).scalar_one())


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
