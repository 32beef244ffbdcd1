"""What was read: articles, their revisions, and where each comes from."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from bot.store.schema.naming import metadata

article = Table(
    "article",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("url", Text),
    Column("fingerprint", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("first_seen_at", BigInteger, nullable=False),
    Column("duplicate_of", Text, ForeignKey("article.id")),
    Index(None, "url"),
    Index(None, "fingerprint", "first_seen_at"),
    Index(None, "source", "first_seen_at"),
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", Text, ForeignKey("article.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("highlights", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("pruned_at", BigInteger),
    PrimaryKeyConstraint("article_id", "number"),
)

# Where an article comes from: one story may be listed in several sources.
origin = Table(
    "origin",
    metadata,
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("article_id", Text, ForeignKey("article.id"), nullable=False),
    Column("version", Text, nullable=False),
    Column("gone_at", BigInteger),
    PrimaryKeyConstraint("source", "source_id"),
    Index(None, "article_id"),
)
