"""What doors show of articles: lists, one with its highlights and posts, and what its revisions changed."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import Connection

from bot.flow.arriving.showing import show_highlights
from bot.flow.house import House
from bot.flow.revisions import compare
from bot.flow.row import Row
from bot.flow.show.posts import post_row
from bot.store import articles, outbox


def list_articles(house: House, most: int = 50) -> list[Row]:
    """The newest articles: id, title, source, place, when first seen, revisions, and their posts' states."""

    def read(conn: Connection) -> list[Row]:
        found = []
        for article, title in articles.list_articles(conn, most):
            posts = outbox.find(conn, article_id=article.id)
            found.append(
                {
                    "id": article.id,
                    "title": title,
                    "source": article.source,
                    "place": article.place,
                    "first_seen_at": article.first_seen_at,
                    "revision": article.revision,
                    "duplicate_of": article.duplicate_of,
                    "posts": {delivery.channel: delivery.state.value for delivery, _ in posts},
                }
            )
        return found

    return house.store.read_now(read)


def show_article(house: House, article_id: str) -> Row:
    """One article: its newest revision, highlights, posts and revisions. Raises NotFound."""

    def read(conn: Connection) -> Row:
        article, revision = articles.newest(conn, article_id)
        document = revision.document
        return {
            "id": article.id,
            "source": article.source,
            "place": article.place,
            "url": article.url,
            "first_seen_at": article.first_seen_at,
            "duplicate_of": article.duplicate_of,
            "title": document.title,
            "published_at": document.published_at,
            "language": document.language,
            "byline": document.byline,
            "section": document.section,
            "tags": list(document.tags),
            "body": document.body,
            "highlights": show_highlights(revision.highlights),
            "revisions": [
                {"number": one.number, "created_at": one.created_at, "title": one.document.title}
                for one in articles.list_revisions(conn, article.id)
            ],
            "posts": [
                post_row(delivery, title) for delivery, title in outbox.find(conn, article_id=article.id)
            ],
        }

    return house.store.read_now(read)


def show_revisions(house: House, article_id: str) -> list[Row]:
    """Every revision of an article with what it changed, oldest first. Raises NotFound."""

    def read(conn: Connection) -> list[Row]:
        article = articles.get_article(conn, article_id)
        found = articles.list_revisions(conn, article.id)
        rows = [{"number": 1, "created_at": found[0].created_at, "changes": []}]
        for old, new in pairwise(found):
            changes = [
                {"what": change.what, "before": change.before, "after": change.after, "marked": change.marked}
                for change in compare(old.document, new.document)
            ]
            rows.append({"number": new.number, "created_at": new.created_at, "changes": changes})
        return rows

    return house.store.read_now(read)
