"""Channels: accounts, holds and pauses, sealed credentials, and the slots of a schedule that are taken."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from bot.store.schema.naming import metadata

channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),
    Column("account_id", Text, nullable=False, default=""),
    Column("account_name", Text, nullable=False, default=""),
    Column("learned", Text, nullable=False, default="{}"),
    Column("verified_at", BigInteger),
    Column("verified_as", Text, nullable=False, default=""),
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
