"""What the store has of a channel or a source that the newsroom calls otherwise now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, delete, func, select, update

from bot.store import channels, events
from bot.store.schema import (
    article,
    baseline,
    channel,
    credential,
    delivery,
    doubt,
    milestone,
    occurrence,
    origin,
    post,
    problem,
    source,
)

_OF_SOURCE = (
    (origin, "source_id"),
    (baseline, "source_id"),
    (problem, "source_id"),
    (doubt, "source_id"),
)


def rename_channel(conn: Connection, old: str, new: str, now: datetime) -> bool:
    """Posts, account, hold, session and slots of `old` are those of `new` from now on; False: it has none.

    What `new` has of an article already stays, and so does what `old` has of it, under the old name: of
    both only one may be posted. The account that `old` posted to is the one to be met again.
    """
    both = (
        conn.execute(
            select(post.c.article_id)
            .where(post.c.channel == new)
            .intersect(select(post.c.article_id).where(post.c.channel == old))
        )
        .scalars()
        .all()
    )
    ours = {table: (table.c.channel == old) & table.c.article_id.not_in(both) for table in (delivery, post)}
    moved = [
        conn.execute(update(table).where(mine).values(channel=new)).rowcount for table, mine in ours.items()
    ]
    if not any(moved) and channels.get(conn, old) == channels.ChannelState(old):
        return False
    _move_rest(conn, occurrence, "channel", old, new, ("slot", "wall"))
    _move_rest(conn, credential, "channel", old, new, ())
    _merge_state(conn, old, new)
    _rename_moments(conn, ("morning: ",), old, new)
    events.record(conn, now, channels.WORKER, "renamed", f"channel {new}", f"it was {old}; posts: {moved[1]}")
    return True


def rename_source(conn: Connection, old: str, new: str, now: datetime) -> bool:
    """Articles, baseline and memo of `old` are those of `new` from now on; False: it has none."""
    moved = conn.execute(update(article).where(article.c.source == old).values(source=new)).rowcount
    for table, key in _OF_SOURCE:
        _move_rest(conn, table, "source", old, new, (key,))
    known = _move_rest(conn, source, "name", old, new, ())
    if not moved and not known:
        return False
    _rename_moments(conn, ("flood released: ", "fetched since the restore: ", "awaited: "), old, new)
    events.record(conn, now, channels.WORKER, "renamed", f"source {new}", f"it was {old}; articles: {moved}")
    return True


def _merge_state(conn: Connection, old: str, new: str) -> None:
    """A hold stays one under the new name; whose account it is, is asked again."""
    before, after = channels.get(conn, old), channels.get(conn, new)
    if channels.ChannelState(old) == before:
        return
    _move_rest(conn, channel, "name", old, new, ())
    values: dict[str, str | None] = {"verified_at": None}
    kept = conn.execute(select(channel).where(channel.c.name == new)).one()
    if before.account_id and kept.account_id != before.account_id:
        values |= {"account_id": before.account_id, "account_name": before.account_name}
    if before.held_at is not None and after.held_at is None and kept.held_at is None:
        channels.hold(conn, new, before.hold_reason, before.held_at, before.held_by)
    conn.execute(update(channel).where(channel.c.name == new).values(values))


def _move_rest(conn: Connection, table: Table, column: str, old: str, new: str, keys: tuple[str, ...]) -> int:
    """Every row under its new name; where that has one of the same keys, it stays, and the old one goes."""
    other = table.alias()
    there = select(other.c[column]).where(
        other.c[column] == new, *(other.c[key] == table.c[key] for key in keys)
    )
    dropped = conn.execute(delete(table).where(table.c[column] == old, there.exists())).rowcount
    return dropped + conn.execute(update(table).where(table.c[column] == old).values({column: new})).rowcount


def _rename_moments(conn: Connection, begins: tuple[str, ...], old: str, new: str) -> None:
    for one in begins:
        known = conn.execute(select(func.count()).where(milestone.c.name == f"{one}{new}")).scalar_one()
        if not known:
            conn.execute(
                update(milestone).where(milestone.c.name == f"{one}{old}").values(name=f"{one}{new}")
            )
