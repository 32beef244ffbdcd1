"""Arming: the last questions to a delivery, in the transaction that writes down that it is being sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.flow.composing.restricted import judge_names
from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.acts import means_of
from bot.flow.sending.decide import repeat_is_safe
from bot.flow.sending.settling import ask
from bot.flow.sending.turn import Ahead, Turn
from bot.flow.sending.view import tell_due, view_channel
from bot.flow.timing.due import Due
from bot.model import Act, Delivery, DeliveryState, Payload
from bot.store import channels, departures, sending, threads, transitions


def arm(conn: Connection, turn: Turn, delivery: Delivery, payload: Payload) -> Delivery | None:
    """The delivery as it is armed; None where it may not be sent any more."""
    now = turn.house.clock.now()
    turn.house.store.keep_apart()  # what others have read of their own channels holds
    if absence.has_jumped(turn.house):
        return None
    fresh = _look_again(conn, turn.house, delivery, now, once=turn.once)
    return sending.arm(conn, fresh, payload, now) if fresh is not None else None


def arm_ahead(conn: Connection, house: House, ahead: Ahead, now: datetime) -> Delivery | None:
    """The same with a payload that was made ahead; the clock has said in this transaction that it is due.

    None where it is not surely free to leave: then it goes the long way.
    """
    delivery = ahead.candidate.delivery
    late = house.clock.monotonic() > ahead.good_until
    if late or ahead.candidate.newest != delivery.revision or delivery.continues:
        return None
    blocks, asks = _judge_names(house, delivery, now)
    if blocks or _lacks_approval(house, delivery, asks):
        return None
    return sending.arm(conn, delivery, ahead.payload, now)


def _look_again(
    conn: Connection, house: House, delivery: Delivery, now: datetime, *, once: bool
) -> Delivery | None:
    """The delivery as it stands, if it may still be sent.

    What may not leave any more gives its lease back and waits for its next turn.
    """
    fresh = departures.look_again(conn, delivery)
    if fresh.state is not delivery.state or fresh.text_hash != delivery.text_hash:
        return None
    blocks, asks = _judge_names(house, fresh, now)
    if fresh.state is DeliveryState.UNCERTAIN:
        if blocks:
            ask(conn, fresh, now, blocks)
        return fresh if not blocks and _repeats(conn, house, fresh, now) else None
    lacks = _lacks_approval(house, fresh, asks)
    if blocks or lacks:
        to = DeliveryState.HELD if blocks else DeliveryState.AWAITING_APPROVAL
        transitions.move(conn, fresh.id, DeliveryState.SCHEDULED, to, now, reason=blocks or lacks)
        return None
    if fresh.continues and not threads.is_ready(conn, fresh):
        transitions.unclaim(conn, fresh.id, now, not_before=None, why="the post that it needs is not online")
        return None
    verdict = tell_due(conn, view_channel(conn, house, delivery.channel, now, once=once), fresh, now)
    if isinstance(verdict, Due) and (not verdict.silent or _is_silent(delivery)):
        return fresh
    why = "the quiet hours have begun" if isinstance(verdict, Due) else verdict.why
    transitions.unclaim(conn, fresh.id, now, not_before=None, why=why)
    return None


def _is_silent(delivery: Delivery) -> bool:
    """Whether what was prepared notifies nobody."""
    return delivery.act is Act.DELETE or (delivery.post is not None and delivery.post.silent)


def _repeats(conn: Connection, house: House, delivery: Delivery, now: datetime) -> bool:
    """Whether the same payload may be sent once more now."""
    means = means_of(house.lines.platform(delivery.channel), delivery)
    stop = channels.get(conn, delivery.channel).held_at is not None
    return not stop and repeat_is_safe(delivery, means.repeat, now)


def _lacks_approval(house: House, delivery: Delivery, asks: str) -> str:
    """Why a person's word on this text is missing; empty where it is not."""
    if delivery.act is Act.DELETE or delivery.approved_hash == delivery.text_hash:
        return ""
    always = house.settings.channels[delivery.channel].approval == "always"
    return "nobody approved this text yet" if always else asks


def _judge_names(house: House, delivery: Delivery, now: datetime) -> tuple[str, str]:
    """Names under restriction, looked for once more: the list may be newer than the text."""
    if delivery.act is Act.DELETE or delivery.post is None:
        return "", ""
    return judge_names(house, delivery.post, now)
