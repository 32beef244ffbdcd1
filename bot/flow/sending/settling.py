"""What nobody knows the outcome of is settled before anything else leaves: how, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.clock import to_micros
from bot.flow.house import House
from bot.flow.sending.acts import means_of
from bot.flow.sending.decide import Ask, Means, Settle, settle
from bot.flow.sending.turn import LookUp, Rest, SendAgain, Verify
from bot.flow.timing.due import ChannelView
from bot.model import Act, Delivery, DeliveryState
from bot.secrecy import mask
from bot.store import channels, transitions


def settle_first(
    conn: Connection, house: House, state: channels.ChannelState, view: ChannelView, now: datetime
) -> Verify | SendAgain | LookUp | Rest:
    """What is uncertain goes before what is scheduled."""
    if not view.uncertain or state.held_at is not None:
        return Rest(None)
    if view.paused_until is not None:
        return Rest(view.paused_until)
    if not house.lines.knows(state):
        return Verify()
    return _settle_next(conn, house, view.uncertain, now)


def _settle_next(
    conn: Connection, house: House, uncertain: tuple[Delivery, ...], now: datetime
) -> SendAgain | LookUp | Rest:
    """The oldest uncertain delivery whose time has come; what only a person can settle is marked so."""
    waits = []
    for delivery in uncertain:
        if delivery.asked:
            continue
        plan = _plan(delivery, means_of(house.lines.platform(delivery.channel), delivery), now)
        if isinstance(plan, Ask):
            ask(conn, delivery, now, plan.reason)
        elif plan.at > now:
            _keep_plan(conn, delivery, plan, now)
            waits.append(plan.at)
        else:
            return SendAgain(delivery) if plan.by == "repeat" else LookUp(delivery)
    return Rest(min(waits, default=None))


def _plan(delivery: Delivery, means: Means, now: datetime) -> Settle | Ask:
    """As decided after the last call, unless repeating became unsafe meanwhile."""
    plan = settle(delivery, means, now, delivery.reason)
    if isinstance(plan, Ask) or delivery.settle_by not in {"find", plan.by}:
        return plan
    last, at = delivery.last_armed_at, delivery.not_before
    if at is None or (last is not None and last > now and at > plan.at):
        at = plan.at
    return Settle(at, delivery.settle_by or plan.by, plan.reason)


def _keep_plan(conn: Connection, delivery: Delivery, plan: Settle, now: datetime) -> None:
    """After the clock was set back a plan counts from now, and must not move on with every look."""
    armed_at, kept = delivery.last_armed_at, delivery.not_before
    if armed_at is None or armed_at <= now or (kept is not None and kept <= plan.at):
        return
    transitions.change(
        conn,
        delivery.id,
        DeliveryState.UNCERTAIN,
        now,
        "the clock was set back",
        settle_by=plan.by,
        not_before=to_micros(plan.at),
    )


def ask(conn: Connection, delivery: Delivery, now: datetime, reason: str) -> None:
    """Nobody but a person can tell whether this post is online."""
    done = "--gone" if delivery.act is Act.DELETE else "--online URL"
    hint = f"look at the account, then: newscrier post settle {delivery.id} {done} | --again"
    transitions.change(
        conn,
        delivery.id,
        (DeliveryState.UNCERTAIN, DeliveryState.SENDING),
        now,
        "a person is asked",
        state=DeliveryState.UNCERTAIN.value,
        reason=mask(f"{reason} ({hint})"),
        asked=True,
    )
