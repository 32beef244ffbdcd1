"""Deliveries that change what is online: an edit, a delete, a reply that corrects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.model import CORRECTION, Act, Delivery, DeliveryState, Post, PostStanding, Urgency, new_id
from bot.store import channels, outbox, posts, transitions

LEAVES = frozenset({DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL})
"""The states in which a draft may begin that nothing is wrong with."""

ONLY_BY_HAND = "delete it by hand:"
"""How the reasons begin of deletes that the platform cannot do."""

_STOPPABLE = (*outbox.UNARMED, DeliveryState.EXPIRED)


def add_edit(
    conn: Connection,
    standing: PostStanding,
    post: Post,
    now: datetime,
    *,
    actor: str = "worker",
    **about: Any,
) -> Delivery:
    """An edit of a post that is online; it takes the place of one that has not left yet."""
    stop_edits(conn, standing.id, now, "a newer correction takes its place", actor)
    return _add(conn, standing, Act.EDIT, now, actor, post=post, **about)


def add_delete(
    conn: Connection, standing: PostStanding, now: datetime, *, actor: str, state: DeliveryState, reason: str
) -> Delivery:
    """A delete of a post that is online, or will turn out to be; edits of it are of no use any more."""
    stop_edits(conn, standing.id, now, reason, actor)
    return _add(conn, standing, Act.DELETE, now, actor, state=state, reason=reason)


def add_reply(
    conn: Connection, standing: PostStanding, post: Post, now: datetime, *, actor: str, **about: Any
) -> Delivery:
    """A post of its own below the one that is wrong."""
    return _add(conn, standing, Act.CREATE, now, actor, post=post, **about)


def stop_edits(conn: Connection, post_id: str, now: datetime, reason: str, actor: str) -> int:
    """Cancel the edits of a post that have not left; how many."""
    return sum(
        transitions.move(conn, one.id, _STOPPABLE, DeliveryState.CANCELLED, now, reason=reason, actor=actor)
        for one in outbox.acts_on(conn, post_id)
        if one.act is Act.EDIT and one.state in _STOPPABLE
    )


def stop_withdrawn(conn: Connection, delivery: Delivery, now: datetime) -> None:
    """A create that a person withdrew while nobody knew its outcome, and that is not online: it ends here."""
    if delivery.act is not Act.CREATE:
        return
    stopped = (DeliveryState.SCHEDULED, DeliveryState.HELD, DeliveryState.FAILED)
    for one in outbox.acts_on(conn, delivery.post_id):
        if one.act is Act.DELETE and one.state not in {DeliveryState.DELIVERED, DeliveryState.CANCELLED}:
            cancelled = DeliveryState.CANCELLED
            if transitions.move(
                conn, delivery.id, stopped, cancelled, now, reason=f"it was not online; {one.reason}"
            ):
                transitions.move(conn, one.id, one.state, cancelled, now, reason="the post never was online")


def tell_hold(conn: Connection, channel: str) -> str:
    """What keeps an act from leaving that a person has just asked for."""
    held = channels.get(conn, channel).held_at is not None
    return f"; the channel is on hold, it leaves after: newscrier channel release {channel}" if held else ""


def _add(
    conn: Connection, standing: PostStanding, act: Act, now: datetime, actor: str, **about: Any
) -> Delivery:
    reply = act is Act.CREATE
    occasion = CORRECTION if reply else standing.occasion
    position = 0 if reply else standing.position
    given = {"revision": _revision(conn, standing), "target": standing.receipt} | about
    value = Delivery(
        id=new_id(),
        article_id=standing.article_id,
        post_id=new_id() if reply else standing.id,
        channel=standing.channel,
        occasion=occasion,
        act=act,
        position=position,
        generation=outbox.next_generation(
            conn, standing.article_id, standing.channel, occasion, act, position
        ),
        # What is wrong and online cannot wait for what is new.
        urgency=Urgency.BREAKING,
        due_at=now,
        created_at=now,
        **given,
    )
    transitions.add(conn, value, actor)
    return value


def _revision(conn: Connection, standing: PostStanding) -> int:
    shown = posts.find_shown(conn, standing.id)
    return shown.revision if shown else 1
