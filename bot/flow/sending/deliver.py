"""One channel's turn: pick what may leave, prepare it, arm it, make the one call, write the receipt.

Claiming is not sending, arming is written before the call and the receipt after it, so that a kill
at any instant leaves a row that says what is known (design, section 6).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.errors import NotFound, OutcomeUnknown, StoreError
from bot.flow.arriving.last_look import has_moved
from bot.flow.composing.rerender import Digests, bring_up_to_date, is_current
from bot.flow.house import House
from bot.flow.sending import absence, acts, already, outcome, session
from bot.flow.sending.pick import LEASE, LookUp, Rest, Send, SendAgain, Step, Verify, look_again, pick
from bot.model import CannotTell, Delivery, NotThere, Payload, Receipt
from bot.plugin import Findable, Platform
from bot.store import channels, outbox, sending
from bot.store.prepared import set_apart

log = structlog.get_logger()

ATTEMPT_TIMEOUT = 25.0
"""Seconds for one act with all its calls; less than the 30 that a stop may take."""

_AFTER_STORE_ERROR = timedelta(seconds=5)
_SURELY_BEFORE = timedelta(minutes=1)
_SAY_AGAIN_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One channel while it is drained; `lease_ends` is on the clock that never steps back."""

    house: House
    name: str
    once: bool
    stopping: Callable[[], bool]
    digests: Digests
    lease_ends: float = 0.0


@dataclass(frozen=True, slots=True)
class Next:
    """What was picked, and until when it is ours."""

    step: Step
    lease_ends: float


async def drain(
    house: House, name: str, *, once: bool = False, stopping: Callable[[], bool] = lambda: False
) -> datetime | None:
    """Deliver what is due on a channel, one act after the other.

    Returns when to look again at the latest; None where only a change can bring work.
    """
    turn = Turn(house, name, once, stopping, Digests(house))
    picked: Next | None = None
    while picked is not None or not stopping():
        try:
            await absence.notice(house, once=once)
            picked = picked or await _pick(turn)
            if picked is None:
                continue
            if isinstance(picked.step, Rest):
                house.complaints.pop(name, None)
                return picked.step.until
            picked = await _take(replace(turn, lease_ends=picked.lease_ends), picked.step)
        except StoreError as error:
            # What cannot be recorded is not sent.
            _complain(house, name, str(error))
            return house.clock.now() + _AFTER_STORE_ERROR
    return None


def _complain(house: House, name: str, reason: str) -> None:
    """Said once, and every hour again while it stays so: a line every five seconds would fill a log."""
    said, at = house.complaints.get(name, ("", 0.0))
    now = house.clock.monotonic()
    if reason != said or now - at >= _SAY_AGAIN_AFTER:
        house.complaints[name] = (reason, now)
        log.error(
            "the store cannot give or take what is needed: nothing is sent", channel=name, reason=reason
        )


async def verify(house: House, name: str) -> None:
    """Ask who the channel is; a refusal holds it, an unreachable platform pauses it."""
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            account = await house.lines.verify(name)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - a plugin's fault stops its channel, not the house
        await session.after_verify(house, name, error)
    else:
        log.info("channel verified", channel=name, account=account.name)


async def _pick(turn: Turn) -> Next | None:
    """The next step; None where something stood in the way and was moved out of it."""
    house = turn.house
    try:
        return await house.store.write(lambda conn: _pick_now(conn, turn))
    except StoreError:
        raise
    except Exception as error:
        log.exception("a channel's next step cannot be told", channel=turn.name)
        fault = error
    await house.store.write(lambda conn: session.clear_the_way(conn, house, turn.name, fault))
    return None


def _pick_now(conn: Connection, turn: Turn) -> Next | None:
    if absence.has_jumped(turn.house):
        return None
    lease_ends = turn.house.clock.monotonic() + LEASE.total_seconds()
    return Next(pick(conn, house=turn.house, name=turn.name, once=turn.once), lease_ends)


def _go_on(conn: Connection, turn: Turn) -> Next | None:
    """The next step in the transaction of the receipt, which saves a post one wait for the disk.

    Whatever stands in the way costs the receipt nothing: the next turn meets it again, and tells.
    """
    if turn.stopping():
        return None
    try:
        with set_apart(conn):
            return _pick_now(conn, turn)
    except Exception:  # noqa: BLE001 - the receipt stays, whatever it is
        return None


async def _take(turn: Turn, step: Send | SendAgain | LookUp | Verify) -> Next | None:
    """One step; a fault that nobody foresaw sets its post aside, or holds the channel, and is told.

    Returns the step after it, where it is known already.
    """
    house = turn.house
    try:
        platform = house.lines.platform(turn.name)
    except StoreError:
        raise
    except Exception as error:
        log.exception("a platform cannot be made", channel=turn.name)
        fault = error
        await house.store.write(lambda conn: session.hold_channel(conn, house, turn.name, fault))
        return None
    try:
        return await _carry_out(turn, platform, step)
    except Exception as error:
        if isinstance(step, Verify) or (isinstance(error, StoreError) and not isinstance(error, NotFound)):
            raise
        log.exception("a post is set aside", channel=turn.name, delivery=step.delivery.id)
        fault, delivery = error, step.delivery
        await outcome.keep_writing(
            house, lambda conn: outcome.set_aside(conn, house, delivery, fault), turn.stopping
        )
    return None


async def _carry_out(turn: Turn, platform: Platform, step: Send | SendAgain | LookUp | Verify) -> Next | None:
    match step:
        case Verify():
            await verify(turn.house, turn.name)
        case LookUp(delivery):
            await _look_up(turn, platform, delivery)
        case SendAgain(delivery):
            assert delivery.payload
            target = await _find_target(turn.house, delivery)
            return await _send(turn, platform, delivery, delivery.payload, target)
        case Send(delivery, newest, silent):
            if await has_moved(turn.house, delivery):
                return None
            current = is_current(turn.house, delivery, newest, turn.digests)
            moved = not current and await bring_up_to_date(turn.house, delivery)
            if not moved and not await already.pass_over(turn.house, platform, delivery):
                return await _send_first(turn, platform, _hush(delivery) if silent else delivery)
    return None


def _hush(delivery: Delivery) -> Delivery:
    """The same, notifying nobody."""
    return replace(delivery, post=replace(delivery.post, silent=True)) if delivery.post else delivery


async def _find_target(house: House, delivery: Delivery) -> Receipt | None:
    """Most posts concern no other, and need not be asked for."""
    if not delivery.continues:
        return None
    return await house.store.read(lambda conn: acts.find_target(conn, delivery))


async def _send_first(turn: Turn, platform: Platform, delivery: Delivery) -> Next | None:
    target = await _find_target(turn.house, delivery)
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            payload = await acts.prepare(turn.house, platform, delivery, target)
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises before the call, nothing was made
        await outcome.before_call(turn.house, platform, delivery, error)
        return None
    return await _send(turn, platform, delivery, payload, target)


async def _send(
    turn: Turn, platform: Platform, delivery: Delivery, payload: Payload, target: Receipt | None
) -> Next | None:
    """Arm, call, record."""
    house = turn.house
    written = house.store.data_version()
    armed = await house.store.write(lambda conn: _arm(conn, turn, delivery, payload))
    if armed is None:
        return None
    if against := await _find_change_of_mind(turn, written):
        await outcome.disarm(house, armed, against)
        return None
    result = await _call(platform, armed, payload, target)

    def record(conn: Connection) -> Next | None:
        outcome.after_call(conn, house, platform, armed, result)
        return _go_on(conn, turn) if isinstance(result, Receipt) else None

    following = await outcome.keep_writing(house, record, turn.stopping)
    await session.refresh_if_asked(house, turn.name, platform, result)
    return following


async def _find_change_of_mind(turn: Turn, written: int) -> str:
    """What happened between arming and the call; then nothing is sent. `written` is from before arming."""
    house = turn.house
    if house.clock.monotonic() > turn.lease_ends - ATTEMPT_TIMEOUT or absence.has_jumped(house):
        # A stopped process, a suspended machine: we stood still since the claim.
        return "stood still before sending"
    if house.store.data_version() != written:
        state = await house.store.read(lambda conn: channels.get(conn, turn.name))
        if state.held_at is not None:
            return f"the channel is on hold: {state.hold_reason}"
    return ""


def _arm(conn: Connection, turn: Turn, delivery: Delivery, payload: Payload) -> Delivery | None:
    now = turn.house.clock.now()
    if absence.has_jumped(turn.house):
        return None
    fresh = look_again(conn, turn.house, delivery, now, once=turn.once)
    return sending.arm(conn, fresh, payload, now) if fresh is not None else None


async def _call(
    platform: Platform, delivery: Delivery, payload: Payload, target: Receipt | None
) -> Receipt | Exception:
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            return await acts.carry_out(platform, delivery, payload, target)
    except TimeoutError:
        return OutcomeUnknown(f"no answer within {ATTEMPT_TIMEOUT:.0f} seconds")
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises, the row must learn of it
        return error


async def _look_up(turn: Turn, platform: Platform, delivery: Delivery) -> None:
    """Ask the platform whether an uncertain post is there."""
    house = turn.house
    answer: Receipt | NotThere | CannotTell | Exception
    try:
        answer = await _find(house, platform, delivery)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises, the row must learn of it
        answer = error
    await house.store.write(lambda conn: outcome.after_look_up(conn, house, platform, delivery, answer))
    await session.refresh_if_asked(house, turn.name, platform, answer)


async def _find(house: House, platform: Platform, delivery: Delivery) -> Receipt | NotThere | CannotTell:
    since = delivery.first_armed_at
    if not isinstance(platform, Findable) or delivery.payload is None or since is None:
        return CannotTell(f"{platform.label} cannot be asked for this post")
    # A later post seems older where the clock was set back by less than is noticed, and would end the look.
    before = since - _SURELY_BEFORE
    after = await house.store.read(lambda conn: outbox.last_receipt(conn, delivery.channel, before))
    async with asyncio.timeout(ATTEMPT_TIMEOUT):
        return await platform.find(delivery.payload, since, after)
