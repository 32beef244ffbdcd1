"""What a channel does next: settle what is uncertain, send what is due, or rest."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.arming import arm_ahead
from bot.flow.sending.choice import Choice, choose
from bot.flow.sending.queue import READ_AHEAD, keep
from bot.flow.sending.settling import settle_first
from bot.flow.sending.turn import LEASE, Ahead, Call, Next, Queue, Rest, Send, Step, Turn, Verify
from bot.flow.sending.view import view_of
from bot.flow.timing.due import AskFirst, ChannelView, Late, PassOver, ready_at
from bot.flow.timing.morning import release_morning
from bot.flow.timing.slots import READY_WITHIN
from bot.model import Delivery, DeliveryState, Urgency
from bot.store import departures, mending, occurrences, outbox, transitions
from bot.store.channels import ChannelState
from bot.store.departures import Candidate

log = structlog.get_logger()


class NextStepError(Exception):
    """What a channel does next cannot be told."""


def pick_next(
    conn: Connection, turn: Turn, written: int, ahead: Ahead | None = None, queue: Queue | None = None
) -> Next | None:
    """What a turn does next; None where time has jumped. `written` is the store's version before this."""
    sight = absence.look(turn.house)
    if absence.lies_behind(turn.house, sight):
        return None
    step, behind = pick(conn, house=turn.house, name=turn.name, once=turn.once, ahead=ahead, queue=queue)
    return Next(step, sight, written, behind)


def go_on(
    conn: Connection, turn: Turn, written: int, ahead: Ahead | None, queue: Queue | None
) -> Next | None:
    """The same in the transaction of a receipt, which saves a post a wait for the disk, or two.

    Raises NextStepError, whatever stands in the way: the receipt is to be written without it then.
    """
    if turn.stopping():
        return None
    try:
        return pick_next(conn, turn, written, ahead, queue)
    except Exception as error:
        raise NextStepError from error


def pick(
    conn: Connection,
    *,
    house: House,
    name: str,
    once: bool,
    ahead: Ahead | None = None,
    queue: Queue | None = None,
) -> tuple[Step, Queue | None]:
    """The channel's next step; a delivery to be sent is claimed in the same transaction.

    What is next and was prepared `ahead` is armed at once, and what waits behind it is told. That is not
    read again where a `queue` that holds is given.
    """
    now = house.clock.now()
    uncertain: list[Delivery] = []
    if queue is None or release_morning(conn, house, name, now):
        queue = None
        state, uncertain = _look_at_channel(conn, house, name, now)
    else:
        state = queue.state
    view = view_of(conn, house, state, uncertain, now, once=once)
    settling = settle_first(conn, house, state, view, now)
    if not isinstance(settling, Rest):
        return settling, None
    choice, behind = _choose(conn, view, now, ahead, queue)
    if queue is not None and choice.looked_at != 1:
        return pick(conn, house=house, name=name, once=once, ahead=ahead)
    moved = _set_aside(conn, name, choice.aside, now)
    if choice.first is not None:
        if not house.lines.knows(state):
            return Verify(), None
        step = _take(conn, house, choice, choice.first, ahead, now)
        return step, keep(conn, house, state, behind, queue, now) if isinstance(step, Call) else None
    waits = [settling.until, *choice.waits, departures.next_due_at(conn, name, now)]
    if moved and choice.looked_at >= departures.MOST_CANDIDATES:
        waits.append(now)  # behind those that were set aside there are others
    return Rest(min((until for until in waits if until is not None), default=None)), None


def _look_at_channel(
    conn: Connection, house: House, name: str, now: datetime
) -> tuple[ChannelState, list[Delivery]]:
    """Its state, and what of it is uncertain; what the night let pile up is passed over."""
    # Nobody else sends on this channel, and we are not sending now.
    state, in_hand = departures.look_at_channel(conn, name)
    broken = [one for one, state in in_hand if state is DeliveryState.SENDING]
    mending.break_off(conn, broken, now, "the attempt was broken off")
    release_morning(conn, house, name, now)
    return state, outbox.in_state(conn, name, DeliveryState.UNCERTAIN) if in_hand else []


def _choose(
    conn: Connection, view: ChannelView, now: datetime, ahead: Ahead | None, queue: Queue | None
) -> tuple[Choice, tuple[Any, ...]]:
    """What leaves now, and the rows behind it."""
    known = ahead.candidate if ahead else None
    if queue is not None:
        return choose(conn, departures.candidates(queue.waiting, known), view, now), queue.waiting[1:]
    newest = bool(view.pace.schedule)
    with closing(departures.read_waiting(conn, view.name, now, newest=newest)) as waiting:
        choice = choose(conn, departures.candidates(waiting, known), view, now)
        if known is None or choice.following is None or choice.looked_at != 1:
            return choice, ()
        return choice, (choice.following.row, *islice(waiting, READ_AHEAD))


def _take(
    conn: Connection,
    house: House,
    choice: Choice,
    first: Candidate,
    ahead: Ahead | None,
    now: datetime,
) -> Send | Call:
    """Ours from now on: armed where it was prepared ahead, else claimed."""
    delivery, armed = first.delivery, None
    if ahead is not None and first is ahead.candidate and not choice.silent:
        armed = arm_ahead(conn, house, ahead, now)
    if armed is None:
        transitions.claim(conn, delivery.id, house.owner, now, now + LEASE)
    _take_slot(conn, delivery, choice.view, now)
    if armed is not None:
        return Call(armed, choice.following)
    return Send(delivery, first.newest, choice.silent, choice.following)


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
