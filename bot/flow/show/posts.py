"""What doors show of posts: lists, and one with its attempts and events."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from bot.flow.composing.pictures import show_picture
from bot.flow.composing.restricted import names
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.sending.waiting import tell_waits
from bot.model import Delivery, DeliveryState
from bot.store import articles, events, outbox, posts, threads

_ALL = 1_000_000


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
