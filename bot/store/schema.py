"""The tables: one schema on SQLite and PostgreSQL.

Times are whole microseconds since 1970 in UTC, ids are UUIDv7, values with structure are JSON.
`urgency` is stored ascending (0 = breaking), so that no index needs DESC, which SQLite's batch
migrations lose (reference/engine.md, section 5).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

source = Table(
    "source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("memo", Text, nullable=False),
    Column("fetched_at", BigInteger, nullable=False),
    Column("not_before", BigInteger),
    Column("error", Text, nullable=False, default=""),
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

channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),
    Column("account_id", Text, nullable=False, default=""),
    Column("account_name", Text, nullable=False, default=""),
    Column("learned", Text, nullable=False, default="{}"),
    Column("verified_at", BigInteger),
    Column("token_ends_at", BigInteger),
    Column("held_at", BigInteger),
    Column("held_by", Text, nullable=False, default=""),
    Column("hold_reason", Text, nullable=False, default=""),
    Column("paused_until", BigInteger),
    Column("pause_reason", Text, nullable=False, default=""),
    Column("pauses", Integer, nullable=False, default=0),
)

credential = Table(
    "credential",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("stored_at", BigInteger, nullable=False),
)

post = Table(
    "post",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", Text, ForeignKey("article.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("generation", Integer, nullable=False, default=1),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("receipt", Text),
    Column("online_at", BigInteger),
    UniqueConstraint("article_id", "channel", "occasion", "position", "generation"),
    Index(None, "channel", "online_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("article_id", Text, ForeignKey("article.id"), nullable=False),
    Column("post_id", Text, ForeignKey("post.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("urgency", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("embargo_at", BigInteger),
    Column("expires_at", BigInteger),
    Column("not_before", BigInteger),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lookups", Integer, nullable=False, default=0),
    Column("asked", Boolean, nullable=False, default=False),
    Column("settle_by", Text, nullable=False, default=""),
    Column("first_armed_at", BigInteger),
    Column("last_armed_at", BigInteger),
    Column("lease_owner", Text),
    Column("lease_until", BigInteger),
    Column("template", Text, nullable=False, default=""),
    Column("rendered", Text),
    Column("text_hash", Text, nullable=False, default=""),
    Column("approved_hash", Text, nullable=False, default=""),
    Column("edited_by", Text, nullable=False, default=""),
    Column("vouched_by", Text, nullable=False, default=""),
    Column("revived_at", BigInteger),
    Column("target", Text),
    Column("payload", Text),
    Column("receipt", Text),
    UniqueConstraint("article_id", "channel", "occasion", "act", "position", "generation"),
    Index(None, "channel", "state", "urgency", "due_at", "id"),
    Index(None, "state", "changed_at"),
    Index(None, "post_id"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("delivery_id", Text, ForeignKey("delivery.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("armed_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", Text, nullable=False, default=""),
    Column("answer", Text, nullable=False, default=""),
    PrimaryKeyConstraint("delivery_id", "number"),
)

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
)

# Which post took which slot of a channel's schedule; `wall` is the local time without fold.
occurrence = Table(
    "occurrence",
    metadata,
    Column("channel", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("wall", Text, nullable=False),
    Column("opens_at", BigInteger, nullable=False),
    Column("delivery_id", Text, ForeignKey("delivery.id"), nullable=False),
    PrimaryKeyConstraint("channel", "slot", "wall"),
)
