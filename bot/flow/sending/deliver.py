"""One channel's turn: pick what may leave, prepare it, arm it, make the one call, write the receipt.

Claiming is not sending, arming is written before the call and the receipt after it, so that a kill
at any instant leaves a row that says what is known (docs/explanation/exactly-once.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.errors import NotFound, StoreError
from bot.flow.arriving.last_look import has_moved
from bot.flow.complaining import be_content, complain
from bot.flow.editing.rerender import Digests, bring_up_to_date, is_current
from bot.flow.house import House
from bot.flow.sending import absence, acts, already, attempt, outcome, session
from bot.flow.sending.lookup import look_up
from bot.flow.sending.pick import pick_next
from bot.flow.sending.turn import ATTEMPT_TIMEOUT, Call, LookUp, Next, Rest, Send, SendAgain, Turn, Verify
from bot.model import Delivery, Receipt
from bot.plugin import Platform

log = structlog.get_logger()

_NOTHING_SENT = "the store cannot give or take what is needed: nothing is sent"
_AFTER_STORE_ERROR = timedelta(seconds=5)


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
            # What is armed is called, or disarmed, before anything else is looked at.
            if picked is None or not isinstance(picked.step, Call):
                await absence.notice(house, once=once)
            picked = picked or await _pick(turn)
            if picked is None:
                continue
            if isinstance(picked.step, Rest):
                be_content(house, name)
                return picked.step.until
            picked = await _take(turn, picked)
        except StoreError as error:
            # What cannot be recorded is not sent.
            complain(house, name, _NOTHING_SENT, str(error), channel=name)
            return house.clock.now() + _AFTER_STORE_ERROR
    return None


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
        written = house.store.data_version()
        return await house.store.write(lambda conn: _pick_apart(conn, turn, written))
    except StoreError:
        raise
    except Exception as error:
        log.exception("a channel's next step cannot be told", channel=turn.name)
        fault = error
    await house.store.write(lambda conn: session.clear_the_way(conn, house, turn.name, fault))
    return None


def _pick_apart(conn: Connection, turn: Turn, written: int) -> Next | None:
    turn.house.store.keep_apart()  # it concerns this channel alone: what others have read of theirs holds
    return pick_next(conn, turn, written)


async def _take(turn: Turn, picked: Next) -> Next | None:
    """One step; a fault that nobody foresaw sets its post aside, or holds the channel, and is told.

    Returns the step after it, where it is known already.
    """
    house, step = turn.house, picked.step
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
        return await _carry_out(turn, platform, picked)
    except Exception as error:
        if isinstance(step, Rest | Verify) or (
            isinstance(error, StoreError) and not isinstance(error, NotFound)
        ):
            raise
        log.exception("a post is set aside", channel=turn.name, delivery=step.delivery.id)
        fault, delivery = error, step.delivery
        await outcome.keep_writing(
            house, lambda conn: outcome.set_aside(conn, house, delivery, fault), turn.stopping
        )
    return None


async def _carry_out(turn: Turn, platform: Platform, picked: Next) -> Next | None:
    match picked.step:
        case Verify():
            await verify(turn.house, turn.name)
        case LookUp(delivery):
            await look_up(turn, platform, delivery)
        case Call():
            return await attempt.call(turn, platform, picked)
        case SendAgain(delivery):
            assert delivery.payload
            target = await _find_target(turn.house, delivery)
            return await attempt.send(turn, platform, delivery, delivery.payload, target, picked)
        case Send(delivery, newest, silent):
            if await has_moved(turn.house, delivery):
                return None
            current = is_current(turn.house, delivery, newest, turn.digests)
            moved = not current and await bring_up_to_date(turn.house, delivery)
            if not moved and not await already.pass_over(turn.house, platform, delivery):
                return await _send_first(turn, platform, _hush(delivery) if silent else delivery, picked)
    return None


def _hush(delivery: Delivery) -> Delivery:
    """The same, notifying nobody."""
    return replace(delivery, post=replace(delivery.post, silent=True)) if delivery.post else delivery


async def _find_target(house: House, delivery: Delivery) -> Receipt | None:
    """Most posts concern no other, and need not be asked for."""
    if not delivery.continues:
        return None
    return await house.store.read(lambda conn: acts.find_target(conn, delivery))


async def _send_first(turn: Turn, platform: Platform, delivery: Delivery, picked: Next) -> Next | None:
    try:
        target = await _find_target(turn.house, delivery)
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            payload = await acts.prepare(turn.house, platform, delivery, target)
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises before the call, nothing was made
        await outcome.before_call(turn.house, platform, delivery, error)
        return None
    return await attempt.send(turn, platform, delivery, payload, target, picked)
