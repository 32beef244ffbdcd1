"""What a channel does next: settle what is uncertain, send what is due, or rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot.clock import to_micros
from bot.flow.composing.restricted import judge_names
from bot.flow.house import House
from bot.flow.sending.acts import means_of
from bot.flow.sending.decide import LONGEST_REST, Ask, Means, Settle, repeat_is_safe, settle
from bot.flow.timing.due import (
    AskFirst,
    ChannelView,
    Due,
    Late,
    PassOver,
    Slots,
    Verdict,
    Wait,
    next_due,
    ready_at,
)
from bot.flow.timing.morning import release_morning
from bot.flow.timing.slots import OPEN_FOR, READY_WITHIN, find_next, find_open
from bot.flow.timing.walltime import last_midnight
from bot.model import Act, Delivery, DeliveryState, Urgency
from bot.plugin.schedule import Slot
from bot.secrecy import mask
from bot.store import articles, channels, mending, occurrences, outbox, threads, transitions

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
_HOUR = timedelta(hours=1)
_LONGEST_BOUND = timedelta(days=2)
"""How long a post keeps the slot that it has and could not use yet."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do before `until`; None until something changes."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Verify:
    """Nobody knows yet who this channel is."""


@dataclass(frozen=True, slots=True)
class Send:
    """A claimed delivery that is due, and the number of its article's newest revision.

    `silent` where nobody may be notified of it.
    """

    delivery: Delivery
    newest: int
    silent: bool = False


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
    state, in_hand = outbox.look_at_channel(conn, name)
    broken = [one for one, state in in_hand if state is DeliveryState.SENDING]
    mending.break_off(conn, broken, now, "the attempt was broken off")
    release_morning(conn, house, name, now)
    uncertain = outbox.in_state(conn, name, DeliveryState.UNCERTAIN) if in_hand else []
    view = _view(conn, house, state, uncertain, now, once=once)
    settling = _settle_first(conn, house, state, view, now)
    if not isinstance(settling, Rest):
        return settling
    waits = [settling.until]
    first, silent, aside, seen = None, False, [], 0
    for delivery in outbox.candidates(conn, name, now, newest=bool(view.pace.schedule)):
        seen += 1
        view = _count_breaking(conn, view, delivery, now)
        match next_due(delivery, view, now):
            case Due(silent):
                first = delivery
                break
            case Wait(until):
                waits.append(until)
            case verdict:
                aside.append((delivery.id, verdict))
    moved = _set_aside(conn, name, aside, now)
    if first is not None:
        if state.verified_at is None:
            return Verify()
        transitions.claim(conn, first.id, house.owner, now, now + LEASE)
        _take_slot(conn, first, view, now)
        return Send(first, articles.newest_number(conn, first.article_id), silent)
    if moved and seen >= outbox.MOST_CANDIDATES:
        waits.append(now)  # behind those that were set aside there are others
    waits.append(outbox.next_due_at(conn, name, now))
    return Rest(min((until for until in waits if until is not None), default=None))


_ASIDE: dict[type[Late | PassOver | AskFirst], DeliveryState] = {
    Late: DeliveryState.EXPIRED,
    PassOver: DeliveryState.SKIPPED,
    AskFirst: DeliveryState.AWAITING_APPROVAL,
}


def _set_aside(
    conn: Connection, name: str, found: list[tuple[str, Late | PassOver | AskFirst]], now: datetime
) -> int:
    """What does not leave by itself any more, each with its reason, said aloud."""
    moved = 0
    for one, verdict in found:
        to = _ASIDE[type(verdict)]
        log.warning(to.value, channel=name, delivery=one, reason=verdict.why)
        moved += transitions.move(conn, one, DeliveryState.SCHEDULED, to, now, reason=verdict.why)
    return moved


def _take_slot(conn: Connection, delivery: Delivery, view: ChannelView, now: datetime) -> None:
    """The oldest open slot that it was ready for is this post's, unless it has one or needs none."""
    slots = view.slots
    if slots is None or not slots.opened or delivery.id in slots.bound:
        return
    if delivery.urgency is not Urgency.BREAKING and not delivery.continues:
        ready = ready_at(delivery, view.pace)
        fitting = (one for one in slots.opened if ready <= one.opens_at + READY_WITHIN)
        slot = next(fitting, slots.opened[0])
        occurrences.take(conn, view.name, slot.key, slot.opens_at, delivery.id, now)


def look_again(
    conn: Connection, house: House, delivery: Delivery, now: datetime, *, once: bool
) -> Delivery | None:
    """The delivery as it stands, if it may still be sent; in the transaction that arms it.

    What may not leave any more gives its lease back and waits for its next turn.
    """
    fresh = outbox.look_again(conn, delivery)
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
    view = view_channel(conn, house, delivery.channel, now, once=once)
    verdict = next_due(fresh, _count_breaking(conn, view, fresh, now), now)
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


def view_channel(
    conn: Connection, house: House, name: str, now: datetime, *, once: bool = False
) -> ChannelView:
    """A channel as the clock sees it."""
    state, in_hand = outbox.look_at_channel(conn, name)
    uncertain = outbox.in_state(conn, name, DeliveryState.UNCERTAIN) if in_hand else []
    return _view(conn, house, state, uncertain, now, once=once)


def _view(
    conn: Connection,
    house: House,
    state: channels.ChannelState,
    uncertain: list[Delivery],
    now: datetime,
    *,
    once: bool,
) -> ChannelView:
    name = state.name
    pace = house.settings.pace(name)
    zone = house.zone
    # What was sent counts for spacing and caps only.
    since = now - max(_HOUR, pace.spacing) if pace.spacing or pace.per_hour else None
    if pace.per_day:
        since = min(since or now, last_midnight(now, zone))
    silent = pace.quiet is not None and pace.quiet.do == "silent"
    return ChannelView(
        name=name,
        pace=pace,
        zone=zone,
        held=state.hold_reason or "no reason given" if state.held_at else None,
        paused_until=_rest_of(state, now),
        pause_reason=state.pause_reason,
        uncertain=tuple(uncertain),
        sent=tuple(outbox.sent_since(conn, name, since)) if since else (),
        slots=_view_slots(conn, name, pace.schedule, zone, now) if pace.schedule else None,
        silent=silent and house.lines.platform(name).limits.silent,
        once=once,
    )


def _count_breaking(conn: Connection, view: ChannelView, delivery: Delivery, now: datetime) -> ChannelView:
    """With the last hour's breaking posts, where the delivery at hand would be one more: that is seldom."""
    if delivery.urgency is not Urgency.BREAKING or view.breaking or not view.pace.breaking_per_hour:
        return view
    return replace(view, breaking=tuple(outbox.breaking_since(conn, view.name, now - _HOUR)))


def tell_due(conn: Connection, view: ChannelView, delivery: Delivery, now: datetime) -> Verdict:
    """What the clock says of a delivery, for doors."""
    return next_due(delivery, _count_breaking(conn, view, delivery, now), now)


def _view_slots(
    conn: Connection, name: str, schedule: tuple[Slot, ...], zone: ZoneInfo, now: datetime
) -> Slots:
    taken = occurrences.find_taken(conn, name, now - 2 * OPEN_FOR - _LONGEST_BOUND)
    return Slots(
        tuple(find_open(schedule, zone, now, taken)),
        find_next(schedule, zone, now),
        frozenset(one for one, scheduled in taken.values() if scheduled),
    )


def _rest_of(state: channels.ChannelState, now: datetime) -> datetime | None:
    """When a channel's rest ends; None where it does not rest."""
    until = state.paused_until
    return until if until is not None and now < until <= now + LONGEST_REST else None


def _settle_first(
    conn: Connection, house: House, state: channels.ChannelState, view: ChannelView, now: datetime
) -> Verify | SendAgain | LookUp | Rest:
    """What is uncertain goes before what is scheduled."""
    if not view.uncertain or state.held_at is not None:
        return Rest(None)
    if view.paused_until is not None:
        return Rest(view.paused_until)
    if state.verified_at is None:
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
