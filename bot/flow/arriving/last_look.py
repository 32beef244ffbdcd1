"""A last look at the article right before its post: gone is held, changed is rendered again.

What came in just now was looked at just now, and costs nothing. Of what has waited the source is asked once
more, where its last look is a minute old: one conditional request for all posts of a minute. Where articles
have pages of their own, the page is asked for once a minute and left at its first line. A folder is watched
anyway; there it is only seen whether the file is still there. What cannot be looked at in three seconds is
sent: a site that is down at the moment takes nothing back.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.flow.editing.rerender import GONE
from bot.flow.house import House, SourceAtWork
from bot.model import Delivery, DeliveryState
from bot.plugin import Revisitable, Watchable
from bot.store import origins, outbox, transitions

log = structlog.get_logger()

_FRESH_FOR = timedelta(minutes=1)
_PATIENCE = 3.0
_LOOK_AGAIN = timedelta(seconds=3)
_MOST_LOOKS = 2
_MOST_KEPT = 1000
_RELEASED = "released"


async def has_moved(house: House, delivery: Delivery) -> bool:
    """Whether a claimed delivery is not what it was any more; it then waits for its next turn."""
    age = house.clock.now() - delivery.created_at
    by_a_person = delivery.reason.startswith(_RELEASED)
    if not house.at_work or delivery.continues or by_a_person or timedelta(0) <= age < _FRESH_FOR:
        return False
    url, offered = await house.store.read(lambda conn: origins.find_places(conn, delivery.article_id))
    known = [(house.at_work[source], one) for source, one in offered if source in house.at_work]
    asked = [(poller, one) for poller, one in known if poller.last_look == "auto"]
    if not asked:
        return False
    await asyncio.gather(*(_poll(house, poller) for poller, _ in asked))
    gone = [await _is_gone(house, poller, one, url) for poller, one in asked]
    return await house.store.write(partial(_judge, house=house, delivery=delivery, gone=_weigh(asked, gone)))


def _weigh(asked: list[tuple[SourceAtWork, str]], gone: list[bool]) -> str:
    """Gone is what is gone everywhere; a file that is away may only be written anew."""
    if not all(gone):
        return ""
    return "away" if any(isinstance(poller.source, Watchable) for poller, _ in asked) else "gone"


async def _poll(house: House, poller: SourceAtWork) -> None:
    """One look at the source for all who ask at the same time; a watched one has told already."""
    looked_at, now = poller.looked_at, house.clock.monotonic()
    fresh = looked_at is not None and now - looked_at < _FRESH_FOR.total_seconds()
    if fresh or isinstance(poller.source, Watchable):
        return
    task = house.last_looks.get(poller.name)
    if task is None or task.done():
        task = house.last_looks[poller.name] = asyncio.create_task(poller.poll(), name="last look")
        task.add_done_callback(_tell)
    await asyncio.wait({task}, timeout=_PATIENCE)


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.info("a last look failed: what is due is sent", reason=str(error))


async def _is_gone(house: House, poller: SourceAtWork, source_id: str, url: str | None) -> bool:
    source = poller.source
    if not isinstance(source, Revisitable):
        return False
    key, now = f"{poller.name} {source_id}", house.clock.monotonic()
    at, gone = house.visits.get(key, (None, False))
    if at is not None and now - at < _FRESH_FOR.total_seconds() and not isinstance(source, Watchable):
        return gone
    try:
        async with asyncio.timeout(_PATIENCE):
            gone = await source.is_gone(source_id, url)
    except Exception as error:  # noqa: BLE001 - whatever a source raises, it has not said that it is gone
        log.info("an article cannot be looked at again: it is sent", reason=type(error).__name__)
        gone = False
    if len(house.visits) >= _MOST_KEPT:
        house.visits.clear()
    house.visits[key] = (now, gone)
    return gone


def _judge(conn: Connection, *, house: House, delivery: Delivery, gone: str) -> bool:
    fresh, now = outbox.get(conn, delivery.id), house.clock.now()
    seen = (delivery.state, delivery.revision, delivery.text_hash)
    if (fresh.state, fresh.revision, fresh.text_hash) != seen:
        return True
    if gone == "gone":
        scheduled, held = DeliveryState.SCHEDULED, DeliveryState.HELD
        return transitions.move(conn, fresh.id, scheduled, held, now, reason=GONE)
    looks = house.waited.get(fresh.id, 0)
    if gone != "away" or looks >= _MOST_LOOKS:
        return False
    house.waited[fresh.id] = looks + 1
    why = "its file is away: it is looked at again"
    transitions.unclaim(conn, fresh.id, now, not_before=now + _LOOK_AGAIN, why=why)
    return True
