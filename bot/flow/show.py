"""What doors show of articles, posts and channels, as plain JSON-ready values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice, pairwise

from sqlalchemy import Connection

from bot.flow.arriving.reading import Row
from bot.flow.arriving.showing import show_highlights
from bot.flow.composing.pictures import show_picture
from bot.flow.composing.restricted import names
from bot.flow.house import House
from bot.flow.revisions import compare
from bot.flow.timing.waiting import tell_waits
from bot.model import Delivery, DeliveryState
from bot.store import articles, channels, events, outbox, posts, sources, threads, unread

_ALL = 1_000_000


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


def list_problems(house: House) -> list[Row]:
    """Everything that needs a look: what could not be read, failing sources, posts that are wrong.

    Each with source (of posts the channel), place, message, hint, and since when.
    """

    def read(conn: Connection) -> list[Row]:
        found: list[Row] = [
            {"source": name, "place": "", "message": error, "hint": "", "seen_at": None}
            for name, error in sources.list_errors(conn).items()
        ]
        for source, source_id, seen_at, problems in unread.list_problems(conn):
            found.extend(
                {
                    "source": source,
                    "place": problem.file or source_id,
                    "line": problem.line,
                    "column": problem.column,
                    "message": problem.message,
                    "hint": problem.hint,
                    "seen_at": seen_at,
                }
                for problem in problems
            )
        return found + _wrong_posts(conn, most=1000)

    return house.store.read_now(read)


def _wrong_posts(conn: Connection, most: int) -> list[Row]:
    """What is online and needs a look."""
    rows: list[Row] = []
    for standing, title, place in posts.list_wrong(conn, most):
        message, _, hint = standing.reason.partition("; newscrier ")
        where = standing.receipt.url if standing.receipt else ""
        rows.append(
            {
                "source": standing.channel,
                "place": place,
                "message": f"“{title}” is online ({where}) and needs a look: {message}",
                "hint": f"newscrier {hint}" if hint else f"newscrier article show {standing.article_id}",
                "seen_at": standing.online_at,
                "article": standing.article_id,
            }
        )
    return rows


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


def list_posts(
    house: House,
    *,
    states: Collection[DeliveryState] = (),
    channel: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    naming: str = "",
    most: int = 50,
) -> list[Row]:
    """The newest posts: id, channel, state with its reason, title, text, address and times.

    Those that are scheduled have `waits_for`, and `leaves_at` where that is known. `naming` keeps those that
    have a phrase, found as names under restriction are.
    """
    most_read = _ALL if naming else most

    def read(conn: Connection) -> list[Row]:
        found = outbox.find(conn, states=states, channel=channel, source=source, most=most_read)
        kept = (
            (delivery, title)
            for delivery, title in found
            if (since is None or delivery.created_at >= since) and _names(delivery, naming)
        )
        listed = list(islice(kept, most))
        waits = tell_waits(conn, house, (delivery for delivery, _ in listed))
        return [{**post_row(delivery, title), **_tell_wait(waits, delivery)} for delivery, title in listed]

    return house.store.read_now(read)


def _tell_wait(waits: Mapping[str, Row], delivery: Delivery) -> Row:
    wait = waits.get(delivery.id)
    return {"waits_for": wait["told"] if wait else "", "leaves_at": wait["leaves_at"] if wait else None}


def _names(delivery: Delivery, phrase: str) -> bool:
    return not phrase or (delivery.post is not None and names(delivery.post, phrase))


def show_post(house: House, delivery_id: str) -> Row:
    """One post with its text, every attempt and every event. Raises NotFound."""

    def read(conn: Connection) -> Row:
        delivery = outbox.get(conn, delivery_id)
        article, revision = articles.newest(conn, delivery.article_id)
        standing, thread = posts.get(conn, delivery.post_id), threads.rows_of(conn, delivery)
        return {
            **post_row(delivery, revision.document.title),
            **_tell_wait(tell_waits(conn, house, [delivery]), delivery),
            "post_state": standing.state.value,
            "post_reason": standing.reason,
            "target": delivery.target.url if delivery.target else "",
            "thread": [
                {
                    "id": one.id,
                    "state": one.state.value,
                    "text": one.post.text.text if one.post else "",
                    "url": one.receipt.url if one.receipt else "",
                }
                for one in thread
                if len(thread) > 1
            ],
            "article": article.id,
            "place": article.place,
            "template": delivery.template,
            "payload": delivery.payload.body if delivery.payload else None,
            **show_picture(house, delivery, revision.document),
            "attempts": outbox.list_attempts(conn, delivery.id),
            "events": [
                {"at": at, "actor": actor, "action": action, "detail": detail}
                for at, actor, action, detail in sorted(
                    [*events.list_events(conn, delivery.id), *events.list_events(conn, delivery.post_id)],
                    key=lambda event: event[0],
                )
            ],
        }

    return house.store.read_now(read)


def list_channels(house: House) -> list[Row]:
    """Every configured channel: platform, account, hold or pause with its reason, and what waits."""

    def read(conn: Connection) -> list[Row]:
        known = channels.get_all(conn)
        rows = []
        for name, options in house.settings.channels.items():
            state = known.get(name, channels.ChannelState(name))
            waiting = outbox.find(conn, states=[DeliveryState.SCHEDULED], channel=name, most=10_000)
            rows.append(
                {
                    "channel": name,
                    "platform": options.platform,
                    "account": state.account_name,
                    "verified_at": state.verified_at,
                    "held_at": state.held_at,
                    "hold_reason": state.hold_reason,
                    "paused_until": state.paused_until,
                    "pause_reason": state.pause_reason,
                    "waiting": len(waiting),
                    "approval": options.approval,
                }
            )
        return rows

    return house.store.read_now(read)


def post_row(delivery: Delivery, title: str) -> Row:
    """A post as lists show it."""
    post = delivery.post
    return {
        "id": delivery.id,
        "channel": delivery.channel,
        "act": delivery.act.value,
        "occasion": delivery.occasion,
        "position": delivery.position,
        "generation": delivery.generation,
        "state": delivery.state.value,
        "reason": delivery.reason,
        "title": title,
        "text": post.text.text if post else "",
        "text_hash": delivery.text_hash,
        "edited_by": delivery.edited_by,
        "vouched_by": delivery.vouched_by,
        "language": post.language if post else "",
        "url": delivery.receipt.url if delivery.receipt else "",
        "due_at": delivery.due_at,
        "expires_at": delivery.expires_at,
        "embargo_at": delivery.embargo_at,
        "attempts_made": delivery.attempts,
        "created_at": delivery.created_at,
    }
