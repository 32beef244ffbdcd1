"""Forgetting what is old: texts, attempts, payloads, the log of posts that are done. Nothing that decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from bot.clock import to_micros
from bot.model import DeliveryState
from bot.store import rows
from bot.store.schema import attempt, delivery, event, revision
from bot.store.sqlite import driver_of

_DONE = (
    DeliveryState.DELIVERED,
    DeliveryState.CANCELLED,
    DeliveryState.SKIPPED,
    DeliveryState.EXPIRED,
)
_DONE_VALUES = [state.value for state in _DONE]
_PAGES = 1000


def _old_bodies(before: datetime) -> Select[Any]:
    """Revisions of articles that nothing waits for."""
    waiting = select(delivery.c.id).where(
        delivery.c.article_id == revision.c.article_id,
        delivery.c.state.not_in(_DONE_VALUES) | (delivery.c.changed_at >= to_micros(before)),
    )
    return select(revision.c.article_id, revision.c.number).where(
        revision.c.created_at < to_micros(before), revision.c.pruned_at.is_(None), ~waiting.exists()
    )


def _old_attempts(before: datetime) -> Select[Any]:
    return (
        select(attempt.c.delivery_id, attempt.c.number)
        .join(delivery, delivery.c.id == attempt.c.delivery_id)
        .where(attempt.c.armed_at < to_micros(before), delivery.c.state.in_(_DONE_VALUES))
    )


def _old_payloads(before: datetime) -> Select[tuple[str]]:
    return select(delivery.c.id).where(
        delivery.c.state == DeliveryState.DELIVERED.value,
        delivery.c.changed_at < to_micros(before),
        delivery.c.payload.is_not(None),
    )


def _old_events(before: datetime) -> Select[tuple[str]]:
    """Of posts alone: what happened to channels and the store stays."""
    return (
        select(event.c.id)
        .join(delivery, delivery.c.id == event.c.object)
        .where(event.c.at < to_micros(before), delivery.c.state.in_(_DONE_VALUES))
    )


_OLD = {
    "bodies": _old_bodies,
    "attempts": _old_attempts,
    "payloads": _old_payloads,
    "events": _old_events,
}


def count_old(conn: Connection, what: str, before: datetime) -> int:
    """How many of `what` (bodies, attempts, payloads, events) may be forgotten."""
    return conn.execute(select(func.count()).select_from(_OLD[what](before).subquery())).scalar_one()


def prune_bodies(conn: Connection, before: datetime, now: datetime, most: int) -> int:
    """Take the text out of at most so many revisions; title, digest and fingerprint stay. How many."""
    found = conn.execute(_old_bodies(before).limit(most)).all()
    for article_id, number in found:
        this = (revision.c.article_id == article_id) & (revision.c.number == number)
        row = conn.execute(select(revision.c.document, revision.c.highlights).where(this)).one()
        document = rows.load_json(row.document) | {"text": "", "title_span": None, "paragraphs": []}
        highlights = rows.load_json(row.highlights) | {
            "figure": None,
            "figures": [],
            "quote": None,
            "quotes": [],
            "summary": None,
        }
        conn.execute(
            update(revision)
            .where(this)
            .values(
                document=rows.dump_json(document),
                highlights=rows.dump_json(highlights),
                pruned_at=to_micros(now),
            )
        )
    return len(found)


def prune_attempts(conn: Connection, before: datetime, now: datetime, most: int) -> int:
    """Forget at most so many tries of posts that are done; how many."""
    del now
    found = conn.execute(_old_attempts(before).limit(most)).all()
    for delivery_id, number in found:
        conn.execute(delete(attempt).where(attempt.c.delivery_id == delivery_id, attempt.c.number == number))
    return len(found)


def prune_payloads(conn: Connection, before: datetime, now: datetime, most: int) -> int:
    """Forget at most so many payloads of posts that are online; their receipts stay. How many."""
    del now
    found = conn.execute(_old_payloads(before).limit(most)).scalars().all()
    conn.execute(update(delivery).where(delivery.c.id.in_(found)).values(payload=None))
    return len(found)


def prune_events(conn: Connection, before: datetime, now: datetime, most: int) -> int:
    """Forget at most so many lines of the log; how many."""
    del now
    found = conn.execute(_old_events(before).limit(most)).scalars().all()
    conn.execute(delete(event).where(event.c.id.in_(found)))
    return len(found)


def give_back(conn: Connection) -> int:
    """Give some megabytes of empty pages back to the disk; how many are left that can be given."""
    driver = driver_of(conn)
    if driver.execute("PRAGMA auto_vacuum").fetchone()[0] != _INCREMENTAL:
        return 0
    empty = int(driver.execute("PRAGMA freelist_count").fetchone()[0])
    for _ in range(min(empty, _PAGES)):
        # Python's module takes one step of this statement, and a step is one page.
        driver.execute("PRAGMA incremental_vacuum(1)")
    return int(driver.execute("PRAGMA freelist_count").fetchone()[0])


_INCREMENTAL = 2


def measure_file(conn: Connection) -> int:
    """The bytes of the database file."""
    driver = driver_of(conn)
    pages, size = (driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)
