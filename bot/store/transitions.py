"""Changes of the outbox: every change of state is one compare-and-set with its event, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, update

from bot.clock import to_micros
from bot.model import Act, Delivery, DeliveryState, Post, PostState
from bot.secrecy import mask
from bot.store import events, rows, threads
from bot.store.outbox import UNARMED
from bot.store.prepared import Prepared, one_of
from bot.store.schema import delivery, post

_NOTHING_MADE = {
    "payload": None,
    "first_armed_at": None,
    "last_armed_at": None,
    "lookups": 0,
    "asked": False,
    "settle_by": "",
    "lease_owner": None,
    "lease_until": None,
}


_OF_ITS_OWN = frozenset({"rendered", "payload", "receipt", "seen", "detail"})
"""Values of one post of a thread that its followers do not share."""

_UNSENT = frozenset(DeliveryState) - {
    DeliveryState.SENDING,
    DeliveryState.UNCERTAIN,
    DeliveryState.DELIVERED,
}


def add(conn: Connection, value: Delivery, actor: str = "worker") -> None:
    """A new delivery; a create with its post."""
    if value.act is Act.CREATE:
        conn.execute(
            post.insert().values(
                id=value.post_id,
                article_id=value.article_id,
                channel=value.channel,
                occasion=value.occasion,
                position=value.position,
                generation=value.generation,
                state=PostState.DRAFTED.value,
            )
        )
    conn.execute(
        delivery.insert().values(changed_at=to_micros(value.created_at), **rows.delivery_values(value))
    )
    events.record(conn, value.created_at, actor, value.state.value, value.id, value.reason)


def change(
    conn: Connection,
    delivery_id: str,
    expect: DeliveryState | Collection[DeliveryState],
    now: datetime,
    action: str,
    *,
    actor: str = "worker",
    detail: str = "",
    seen: str | None = None,
    **values: Any,
) -> bool:
    """Compare-and-set: False where the delivery is not in an expected state any more.

    `seen` is the hash of the text that whoever decided this had before them: another text is left alone.
    """
    states = (expect,) if isinstance(expect, DeliveryState) else tuple(expect)
    given = {f"{_NEW}{name}": value for name, value in values.items()}
    changed = _prepare_change(states, tuple(values), seen is not None).run(
        conn, which=delivery_id, now=to_micros(now), seen=seen, **given
    )
    if changed:
        events.record(conn, now, actor, action, delivery_id, detail or str(values.get("reason", "")))
    return bool(changed)


_NEW = "new_"


@cache
def _prepare_change(states: tuple[DeliveryState, ...], names: tuple[str, ...], seen: bool) -> Prepared:
    expected = one_of(delivery.c.state, [state.value for state in states])
    statement = update(delivery).where(delivery.c.id == bindparam("which"), expected)
    if seen:
        statement = statement.where(delivery.c.text_hash == bindparam("seen"))
    values: dict[str, Any] = {name: bindparam(f"{_NEW}{name}") for name in names}
    return Prepared(statement.values(changed_at=bindparam("now"), **values))


def move(
    conn: Connection,
    delivery_id: str,
    expect: DeliveryState | Collection[DeliveryState],
    to: DeliveryState,
    now: datetime,
    *,
    reason: str = "",
    actor: str = "worker",
    nothing_made: bool = False,
    action: str = "",
    **values: Any,
) -> bool:
    """Another state, with its reason; `nothing_made` drops payload and key together.

    `action` is what the log calls it, where it is not the state's name. What waits behind it in a thread
    goes with it.
    """
    extra = _NOTHING_MADE if nothing_made else {"lease_owner": None, "lease_until": None}
    values = {"state": to.value, "reason": mask(reason), **extra, **values}
    done = change(conn, delivery_id, expect, now, action or to.value, actor=actor, **values)
    if done and to in _UNSENT:
        shared = {name: value for name, value in values.items() if name not in _OF_ITS_OWN}
        for follower, state in threads.followers(conn, delivery_id):
            if state in _UNSENT and not state is to is DeliveryState.SCHEDULED and _goes_along(state, to):
                change(conn, follower, state, now, action or to.value, actor=actor, **shared)
    return done


def _goes_along(state: DeliveryState, to: DeliveryState) -> bool:
    """A part that a person cancelled comes back with its thread, and else stays where it is."""
    return state is not DeliveryState.CANCELLED or to in {
        DeliveryState.SCHEDULED,
        DeliveryState.AWAITING_APPROVAL,
    }


def rewrite(
    conn: Connection,
    delivery_id: str,
    now: datetime,
    *,
    state: DeliveryState,
    reason: str,
    number: int,
    rendered: Post | None,
    text_hash: str,
    template: str,
    urgency: int,
    due_at: datetime,
    embargo_at: datetime | None,
    expires_at: datetime | None,
    **more: Any,
) -> bool:
    """Put a fresh rendering in the place of the old one; never once a payload is armed."""
    return change(
        conn,
        delivery_id,
        UNARMED,
        now,
        "rendered again",
        detail=reason,
        state=state.value,
        reason=reason,
        revision=number,
        rendered=rows.to_json(rendered) if rendered else None,
        text_hash=text_hash,
        template=template,
        urgency=urgency,
        due_at=to_micros(due_at),
        embargo_at=rows.micros(embargo_at),
        expires_at=rows.micros(expires_at),
        **more,
    )


def claim(conn: Connection, delivery_id: str, owner: str, now: datetime, until: datetime) -> bool:
    """A lease on a scheduled row; claiming is not sending."""
    return change(
        conn,
        delivery_id,
        DeliveryState.SCHEDULED,
        now,
        "claimed",
        actor=owner,
        lease_owner=owner,
        lease_until=to_micros(until),
    )


def unclaim(
    conn: Connection, delivery_id: str, now: datetime, *, not_before: datetime | None, why: str
) -> bool:
    """Give a lease back with nothing sent."""
    return change(
        conn,
        delivery_id,
        DeliveryState.SCHEDULED,
        now,
        "unclaimed",
        detail=why,
        lease_owner=None,
        lease_until=None,
        not_before=rows.micros(not_before),
    )
