"""The flood guard: too many new articles at once are more likely a mistake than news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.flow.timing.due import BY_A_PERSON
from bot.model import Delivery, DeliveryState
from bot.store import articles, milestones, outbox, transitions

WINDOW = timedelta(minutes=30)
FLOOD = "flood:"
"""How the reasons begin of posts that came too thick."""


def guard_flood(conn: Connection, source: str, most: int, new: list[str], now: datetime) -> int:
    """Hold what is new when `source` brought more than `most` articles in half an hour; how many posts.

    Posts of the same window that have not left yet are held with them: the first eight of a flood
    are no better than the rest. What a person released or approved stays so, and a release covers what
    the source brings in the rest of that half hour. `most` 0 is no limit.
    """
    released = milestones.get(conn, _released(source))
    covered_until = released.at if released is not None and released.at <= now + WINDOW else None
    if not most or not new or (covered_until is not None and now < covered_until):
        return 0
    since = max(now - WINDOW, covered_until) if covered_until is not None else now - WINDOW
    many = articles.count_new(conn, source, since)
    if many <= most:
        return 0
    reason = (
        f"{FLOOD} {many} new articles from {source} within half an hour, more than {most}; "
        f"post them with `newscrier post retry --state held --source {source}`, "
        f"or drop them with `newscrier post cancel --state held --source {source}`"
    )
    held = 0
    for delivery in outbox.waiting_since(conn, source, since):
        if not delivery.reason.startswith(BY_A_PERSON):
            held += transitions.move(
                conn, delivery.id, delivery.state, DeliveryState.HELD, now, reason=reason
            )
    return held


def remember_release(conn: Connection, released: Iterable[Delivery]) -> None:
    """A person has looked at these floods: their sources may go on for the half hour after their last."""
    covers: dict[str, datetime] = {}
    for delivery in released:
        if delivery.state is DeliveryState.HELD and delivery.reason.startswith(FLOOD):
            article = articles.get_article(conn, delivery.article_id)
            until = article.first_seen_at + WINDOW
            covers[article.source] = max(until, covers.get(article.source, until))
    for source, until in covers.items():
        milestones.put(conn, _released(source), until)


def _released(source: str) -> str:
    return f"flood released: {source}"
