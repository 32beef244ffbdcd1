"""The flood guard: too many new articles at once are more likely a mistake than news."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.flow.rerender import BY_A_PERSON
from bot.model import DeliveryState
from bot.store import articles, outbox, transitions

WINDOW = timedelta(minutes=30)


def guard_flood(conn: Connection, source: str, most: int, new: list[str], now: datetime) -> int:
    """Hold what is new when `source` brought more than `most` articles in half an hour; how many posts.

    Posts of the same window that have not left yet are held with them: the first eight of a flood
    are no better than the rest. What a person released or approved stays so. `most` 0 is no limit.
    """
    if not most or not new:
        return 0
    many = articles.count_new(conn, source, now - WINDOW)
    if many <= most:
        return 0
    reason = (
        f"flood: {many} new articles from {source} within half an hour, more than {most}; "
        f"post them with `newscrier post retry --state held --source {source}`, "
        f"or drop them with `newscrier post cancel --state held --source {source}`"
    )
    held = 0
    for delivery in outbox.waiting_since(conn, source, now - WINDOW):
        if not delivery.reason.startswith(BY_A_PERSON):
            held += transitions.move(
                conn, delivery.id, delivery.state, DeliveryState.HELD, now, reason=reason
            )
    return held
