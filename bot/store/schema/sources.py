"""What is known of each source: its memo, what stood there before, and what could not be read."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, PrimaryKeyConstraint, Table, Text

from bot.store.schema.naming import metadata

source = Table(
    "source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("memo", Text, nullable=False),
    Column("fetched_at", BigInteger, nullable=False),
    Column("error", Text, nullable=False, default=""),
)

# What stood in a source before Newscrier came: known, and never posted.
baseline = Table(
    "baseline",
    metadata,
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("url", Text),
    PrimaryKeyConstraint("source", "source_id"),
    Index(None, "url"),
)

problem = Table(
    "problem",
    metadata,
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("source", "source_id"),
)

# What was seen once and may not be whole: a second look must find the same.
doubt = Table(
    "doubt",
    metadata,
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("source", "source_id"),
)
