"""After a restored backup: articles that the store does not know may have been posted before it was lost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from bot.flow.house import House
from bot.model import DeliveryState
from bot.store import articles, outbox, restoring, transitions


def hold_unknown(conn: Connection, name: str, new: Collection[str], now: datetime) -> int:
    """Hold the posts of new articles that may have come between backup and restore; how many."""
    if not new or not restoring.was_restored(conn):
        return 0
    held = 0
    for article_id in new:
        _, revision = articles.newest(conn, article_id)
        made_at = restoring.find_unknown(conn, name, revision.document.published_at, now)
        if made_at is None:
            continue
        for delivery in outbox.unarmed_of(conn, [article_id]):
            earlier = f"; {delivery.reason}" if delivery.state is DeliveryState.HELD else ""
            hint = restoring.tell_what_helps(delivery.id)
            reason = f"{restoring.tell_restored(made_at)}{hint}{earlier}"
            held += transitions.move(
                conn, delivery.id, delivery.state, DeliveryState.HELD, now, reason=reason
            )
    return held


async def end_look(house: House, name: str) -> None:
    """A source was read to its end: from now on it brings what is new since the restore, if there was one."""
    if house.restored is None:
        house.restored = await house.store.read(restoring.was_restored)
    if not house.restored or name in house.caught_up:
        return
    if await house.store.read(lambda conn: restoring.awaits_fetch(conn, name)):
        now = house.clock.now()
        await house.store.write(lambda conn: restoring.remember_fetch(conn, name, now))
    house.caught_up.add(name)
