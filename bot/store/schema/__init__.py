"""The tables: one schema on SQLite and PostgreSQL.

Times are whole microseconds since 1970 in UTC, ids are UUIDv7, values with structure are JSON.
`urgency` is stored ascending (0 = breaking), so that no index needs DESC, which SQLite's batch
migrations lose.
"""

from __future__ import annotations

from bot.store.schema.articles import article, origin, revision
from bot.store.schema.channels import channel, credential, occurrence
from bot.store.schema.log import alarm, event, milestone
from bot.store.schema.naming import metadata
from bot.store.schema.outbox import attempt, delivery, post
from bot.store.schema.sources import baseline, doubt, problem, source

__all__ = [
    "alarm",
    "article",
    "attempt",
    "baseline",
    "channel",
    "credential",
    "delivery",
    "doubt",
    "event",
    "metadata",
    "milestone",
    "occurrence",
    "origin",
    "post",
    "problem",
    "revision",
    "source",
]
