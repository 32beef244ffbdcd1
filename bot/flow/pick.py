"""What a channel does next: settle what is uncertain, send what is due, or rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.flow.decide import Ask, Means, Settle, settle
from bot.flow.due import ChannelView, Due, Late, Wait, next_due
from bot.flow.house import House
from bot.model import Delivery, DeliveryState
from bot.plugin import Findable, Platform
from bot.secrecy import mask
from bot.store import channels, outbox, transitions
from bot.store.outbox import of_channel

LEASE = timedelta(minutes=2)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do before `until`; None until something changes."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Verify:
    """Nobody knows yet who this channel is."""


@dataclass(frozen=True, slots=True)
class Send:
    """A claimed delivery that is due."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class SendAgain:
    """An uncertain delivery whose payload may be repeated safely."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class LookUp:
    """An uncertain delivery for which the platform is asked."""

    delivery: Delivery


Step = Rest | Verify | Send | SendAgain | LookUp


def pick(conn: Connection, *, house: House, name: str, once: bool) -> Step:
    """The channel's next step; a delivery to be sent is claimed in the same transaction."""
    now = house.clock.now()
    # Nobody else sends on this channel, and we are not sending now.
    transitions.break_off(conn, of_channel(name), now, "the attempt was broken off")
    state = channels.get(conn, name)
    view = view_channel(conn, house, name, now, once=once)
    waits = [outbox.next_due_at(conn, name, now)]
    resting = state.paused_until is not None and state.paused_until > now
    if state.held_at is None and not resting:
        if view.uncertain and state.verified_at is None:
            return Verify()
        settling = _settle_next(conn, house, view.uncertain, now)
        if not isinstance(settling, Rest):
            return settling
        waits.append(settling.until)
    elif view.uncertain and state.held_at is None:
        waits.append(state.paused_until)
    for delivery in outbox.candidates(conn, name, now):
        match next_due(delivery, view, now):
            case Due() if state.verified_at is None:
                return Verify()
            case Due():
                transitions.claim(conn, delivery.id, house.owner, now, now + LEASE)
                return Send(delivery)
            case Late(why):
                scheduled, expired = DeliveryState.SCHEDULED, DeliveryState.EXPIRED
                transitions.move(conn, delivery.id, scheduled, expired, now, reason=why)
            case Wait(until):
                waits.append(until)
    return Rest(min((until for until in waits if until is not None), default=None))


def look_again(
    conn: Connection, house: House, delivery: Delivery, now: datetime, *, once: bool
) -> Delivery | None:
    """The delivery as it stands, if it may still be sent; in the transaction that arms it.

    What may not leave any more gives its lease back and waits for its next turn.
    """
    fresh = outbox.get(conn, delivery.id)
    if fresh.state is not delivery.state or fresh.text_hash != delivery.text_hash:
        return None
    if fresh.state is DeliveryState.UNCERTAIN:
        return None if channels.get(conn, delivery.channel).held_at is not None else fresh
    verdict = next_due(fresh, view_channel(conn, house, delivery.channel, now, once=once), now)
    if isinstance(verdict, Due):
        return fresh
    transitions.unclaim(conn, fresh.id, now, not_before=None, why=verdict.why)
    return None


def view_channel(
    conn: Connection, house: House, name: str, now: datetime, *, once: bool = False
) -> ChannelView:
    """A channel as the clock sees it."""
    state = channels.get(conn, name)
    pace = house.settings.pace(name)
    return ChannelView(
        pace=pace,
        zone=house.zone,
        held=state.hold_reason or "no reason given" if state.held_at else None,
        paused_until=state.paused_until,
        pause_reason=state.pause_reason,
        uncertain=tuple(outbox.in_state(conn, name, DeliveryState.UNCERTAIN)),
        sent=tuple(outbox.sent_since(conn, name, now - max(_HOUR, pace.spacing))),
        once=once,
    )


def means_of(platform: Platform) -> Means:
    """What can be done about an unknown outcome there."""
    return Means(platform.repeat, isinstance(platform, Findable))


def _settle_next(
    conn: Connection, house: House, uncertain: tuple[Delivery, ...], now: datetime
) -> SendAgain | LookUp | Rest:
    """The oldest uncertain delivery whose time has come; what only a person can settle is marked so."""
    waits = []
    for delivery in uncertain:
        if delivery.asked:
            continue
        plan = _plan(delivery, means_of(house.lines.platform(delivery.channel)), now)
        if isinstance(plan, Ask):
            ask(conn, delivery, now, plan.reason)
        elif plan.at > now:
            waits.append(plan.at)
        else:
            return SendAgain(delivery) if plan.by == "repeat" else LookUp(delivery)
    return Rest(min(waits, default=None))


def _plan(delivery: Delivery, means: Means, now: datetime) -> Settle | Ask:
    """As decided after the last call, unless repeating became unsafe meanwhile."""
    plan = settle(delivery, means, now, delivery.reason)
    if isinstance(plan, Ask) or delivery.settle_by not in {"find", plan.by}:
        return plan
    return Settle(delivery.not_before or plan.at, delivery.settle_by or plan.by, plan.reason)


def ask(conn: Connection, delivery: Delivery, now: datetime, reason: str) -> None:
    """Nobody but a person can tell whether this post is online."""
    hint = f"look at the account, then: newscrier post settle {delivery.id} --online URL | --again"
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
