"""A person approves exactly the text that was shown, or rejects the post."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.flow.editing.examining import find_doubts, find_refusals
from bot.flow.editing.refusing import NotFaithful, WrongState, require_options, tell
from bot.flow.house import House
from bot.model import Delivery, DeliveryState
from bot.store import articles, outbox, threads, transitions

_AWAITING = DeliveryState.AWAITING_APPROVAL
_REJECTED = frozenset({_AWAITING, DeliveryState.SCHEDULED, DeliveryState.HELD, DeliveryState.FAILED})
_SHORTEST_HASH = 8


def approve(house: House, delivery_id: str, text_hash: str, *, sure: bool = False) -> Delivery:
    """A person has seen exactly this text and wants it posted; the hash's first eight characters will do.

    The approval stands for this text alone. `sure` is the word of a person for figures and quotations
    of a hand-made text that the article does not have. Raises NotFound, WrongState, NotFaithful.
    """

    def write(conn: Connection) -> Delivery:
        now, delivery = house.clock.now(), threads.lead_of(conn, outbox.get(conn, delivery_id))
        _require_seen(delivery, text_hash, now)
        thread = threads.rows_of(conn, delivery)
        doubts = "; ".join(
            told
            for row in thread
            if row.position >= delivery.position and (told := _examine(conn, house, row, sure=sure))
        )
        transitions.move(
            conn,
            delivery.id,
            _AWAITING,
            DeliveryState.SCHEDULED,
            now,
            action="approved",
            actor=house.actor,
            reason=f"approved by {house.actor}",
            detail=f"text {delivery.text_hash}" + (f"; sure, although {doubts}" if doubts else ""),
            seen=delivery.text_hash,
            approved_hash=delivery.text_hash,
            vouched_by=house.actor if doubts else delivery.vouched_by,
        )
        return outbox.get(conn, delivery.id)

    return house.store.write_now(write)


def _require_seen(delivery: Delivery, text_hash: str, now: datetime) -> None:
    """That it waits, in time still, and with the text that was shown. Raises WrongState."""
    if delivery.state is not _AWAITING:
        raise WrongState(f"post {delivery.id} is {delivery.state.value}", "only waiting posts are approved")
    if len(text_hash) < _SHORTEST_HASH or not delivery.text_hash.startswith(text_hash):
        raise WrongState(
            "this is not the hash of its text: it has changed since it was shown",
            f"newscrier post show {delivery.id}",
        )
    if delivery.expires_at is not None and delivery.expires_at <= now:
        raise WrongState(
            f"post {delivery.id} is too old by now",
            f"newscrier post revive {delivery.id}, once it has expired",
        )


def _examine(conn: Connection, house: House, delivery: Delivery, *, sure: bool) -> str:
    """What a person is sure of although the article does not have it; "" mostly."""
    require_options(house, delivery)
    if delivery.post is None:
        raise WrongState(f"post {delivery.id} has no text", f"newscrier post edit {delivery.id}")
    if refusals := find_refusals(house, delivery.channel, delivery.post):
        raise WrongState(
            f"{delivery.channel} will not take this text: {tell(refusals)}",
            f"newscrier post edit {delivery.id}",
        )
    if not delivery.edited_by or delivery.vouched_by:
        return ""
    _, revision = articles.newest(conn, delivery.article_id)
    doubts = find_doubts(delivery.post, revision.document, revision.highlights)
    if doubts and not sure:
        raise NotFaithful(doubts)
    return tell(doubts)


def reject(house: House, delivery_id: str, reason: str) -> Delivery:
    """This post shall not leave, whatever becomes of its article. Raises NotFound, WrongState."""

    def write(conn: Connection) -> Delivery:
        delivery = threads.lead_of(conn, outbox.get(conn, delivery_id))
        if not transitions.move(
            conn,
            delivery.id,
            _REJECTED,
            DeliveryState.CANCELLED,
            house.clock.now(),
            action="rejected",
            actor=house.actor,
            reason=f"rejected by {house.actor}: {reason}",
        ):
            hint = f"newscrier post settle {delivery.id}" if delivery.state is DeliveryState.UNCERTAIN else ""
            raise WrongState(
                f"post {delivery.id} is {delivery.state.value}: it can no longer be rejected", hint
            )
        return outbox.get(conn, delivery.id)

    return house.store.write_now(write)
