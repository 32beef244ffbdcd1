"""A draft's posts put into the rows of a thread, mostly one; what is online already stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clock import from_micros
from bot.model import Delivery, Post, Urgency, new_id
from bot.store import events, threads, transitions


def add(conn: Connection, first: Delivery, posts: Sequence[Post]) -> None:
    """A new delivery, and one for each further post of its thread."""
    transitions.add(conn, first)
    for position, post in enumerate(posts[1:], 1):
        transitions.add(conn, _behind(first, position, post))


def rewrite(
    conn: Connection, lead: Delivery, posts: Sequence[Post | None], now: datetime, **values: Any
) -> None:
    """Put these posts in the place of the lead's and of what waits behind it; `values` go to each row.

    The thread grows and shrinks with them, which no post of it that is online ever does.
    """
    waiting = {row.position: row for row in threads.rows_of(conn, lead) if row.position >= lead.position} or {
        lead.position: lead
    }
    for position, post in enumerate(posts or [None], lead.position):
        row = waiting.pop(position, None)
        if row is not None:
            transitions.rewrite(conn, row.id, now, rendered=post, **values)
        elif post is not None:
            transitions.add(conn, _behind(_as_rewritten(lead, values), position, post))
    for row in waiting.values():
        threads.remove(conn, row)
        events.record(conn, now, "worker", "removed", row.id, "the thread has become shorter")


def _behind(first: Delivery, position: int, post: Post) -> Delivery:
    return replace(
        first,
        id=new_id(),
        post_id=new_id(),
        position=position,
        post=post,
        payload=None,
        receipt=None,
        attempts=0,
        first_armed_at=None,
        last_armed_at=None,
        not_before=None,
    )


def _as_rewritten(lead: Delivery, values: dict[str, Any]) -> Delivery:
    known = {name: value for name, value in values.items() if name not in {"number", "urgency"}}
    if isinstance(known.get("revived_at"), int):
        known["revived_at"] = from_micros(known["revived_at"])
    return replace(lead, revision=values["number"], urgency=Urgency(values["urgency"]), **known)
