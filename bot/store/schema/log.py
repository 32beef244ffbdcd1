"""What happened: events, moments that later decisions look back to, and troubles that last."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.store.schema.naming import metadata

event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Index(None, "object"),
)

# Moments that later decisions look back to: a restored backup, a released flood.
milestone = Table(
    "milestone",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("detail", Text, nullable=False, default=""),
)

# Troubles that last, and when people were told of them.
alarm = Table(
    "alarm",
    metadata,
    Column("key", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("told_at", BigInteger),
    Column("times", Integer, nullable=False, default=0),
    Column("many", Integer, nullable=False, default=0),
)
