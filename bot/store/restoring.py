"""What a restored backup does not know: whatever left after it was made. Nothing of it leaves by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select

from bot.clock import from_micros, to_micros
from bot.model import DeliveryState
from bot.store import events, milestones, transitions
from bot.store.schema import credential, delivery

RESTORED = "restored:"
"""How the reasons begin of posts that may have left after the backup was made."""

AWAY = "away:"
"""How the reasons begin of posts that came due while no worker was there."""

ORPHANED = "gone: the channel"
"""How the reasons begin of posts whose channel is not in the config any more."""

_NAME = "backup restored"
_WAITED = (
    DeliveryState.SCHEDULED,
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.HELD,
    DeliveryState.FAILED,
)
_UNKNOWN = (DeliveryState.SENDING, DeliveryState.UNCERTAIN)


def hold_restored(conn: Connection, made_at: datetime, now: datetime, actor: str) -> int:
    """Hold every post that had not left when the backup was made, and remember the restore; how many.

    What was being sent then, or was uncertain, is for a person too: it may have been sent again since,
    with another key.
    """
    found = conn.execute(
        select(delivery.c.id, delivery.c.state, delivery.c.reason)
        .where(delivery.c.state.in_([state.value for state in (*_WAITED, *_UNKNOWN)]))
        .order_by(delivery.c.id)
    ).all()
    for row in found:
        before, unknown = DeliveryState(row.state), row.state in {state.value for state in _UNKNOWN}
        earlier = f"; before that: {row.reason}" if row.reason else ""
        hint = tell_what_helps(row.id, again="settle --again" if unknown else "retry")
        transitions.move(
            conn,
            row.id,
            before,
            DeliveryState.UNCERTAIN if unknown else DeliveryState.HELD,
            now,
            actor=actor,
            reason=f"{tell_restored(made_at)}{hint}{earlier}",
            asked=unknown,
            settle_by="",
        )
    milestones.put(conn, _NAME, now, str(to_micros(made_at)))
    events.record(
        conn, now, actor, "restored", "store", f"backup of {made_at.isoformat()}, held: {len(found)}"
    )
    return len(found)


def forget_sessions(conn: Connection) -> None:
    """What was sealed with a key that is lost opens no more: the channels log in anew."""
    conn.execute(delete(credential))


def tell_restored(made_at: datetime) -> str:
    """Why a post is held."""
    moment = made_at.astimezone(UTC)
    return f"{RESTORED} the backup is of {moment:%Y-%m-%d %H:%M} UTC, and this may be online already; "


def tell_what_helps(delivery_id: str, *, again: str = "retry") -> str:
    """What a person does about it."""
    acts = f"newscrier post settle {delivery_id} --online URL | post {again} | post cancel"
    return f"look at the account, then: {acts}"


def find_unknown(
    conn: Connection, name: str, published_at: datetime | None, now: datetime
) -> datetime | None:
    """When the restored backup was made, if an article that is new to the store may have come after that.

    So may whatever a source brings at its first good fetch since the restore, and what was published
    before the restore, whenever it comes. None where there was no restore, or it does not concern this one.
    """
    restored = milestones.get(conn, _NAME)
    if restored is None:
        return None
    before = published_at is not None and published_at <= restored.at
    unknown = before or now < restored.at or awaits_fetch(conn, name)
    return from_micros(int(restored.detail)) if unknown else None


def was_restored(conn: Connection) -> bool:
    """Whether this store came out of a backup."""
    return milestones.get(conn, _NAME) is not None


def awaits_fetch(conn: Connection, name: str) -> bool:
    """Whether the store was restored, and the source was not yet fetched to its end since."""
    restored = milestones.get(conn, _NAME)
    seen = milestones.get(conn, _seen(name)) if restored else None
    return restored is not None and (seen is None or seen.at < restored.at)


def remember_fetch(conn: Connection, name: str, now: datetime) -> None:
    """A source was fetched to its end: what it brings from now on is new."""
    restored = milestones.get(conn, _NAME)
    if restored is not None:
        milestones.put(conn, _seen(name), max(now, restored.at))


def _seen(name: str) -> str:
    return f"fetched since the restore: {name}"
