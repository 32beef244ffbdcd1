"""One try of a delivery: arm it, make the one call, write what came of it."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import Connection

from bot.errors import OutcomeUnknown
from bot.flow.sending import absence, acts, ahead, outcome, session
from bot.flow.sending.arming import arm
from bot.flow.sending.pick import NextStepError, go_on
from bot.flow.sending.queue import holds
from bot.flow.sending.turn import ATTEMPT_TIMEOUT, LEASE, Ahead, Call, Next, Send, Turn
from bot.model import Delivery, Payload, Receipt
from bot.plugin import Platform
from bot.store import channels

log = structlog.get_logger()


async def send(
    turn: Turn,
    platform: Platform,
    delivery: Delivery,
    payload: Payload,
    target: Receipt | None,
    picked: Next,
) -> Next | None:
    """Arm, call, record; the step after it, where it is known already."""
    written = turn.house.store.data_version()
    armed = await turn.house.store.write(lambda conn: arm(conn, turn, delivery, payload))
    if armed is None:
        return None
    following = picked.step.following if isinstance(picked.step, Send) else None
    return await call(turn, platform, Next(Call(armed, following), picked.sight, written), target)


async def call(turn: Turn, platform: Platform, armed: Next, target: Receipt | None = None) -> Next | None:
    """The call of what is armed, and its record."""
    house, step = turn.house, armed.step
    assert isinstance(step, Call)
    delivery = step.delivery
    against, seen = await _find_change_of_mind(turn, armed)
    if against:
        await outcome.disarm(house, delivery, against)
        return None
    result, prepared = await _make_call(turn, platform, step, target)
    if isinstance(result, Exception):
        kind, why = type(result).__name__, session.describe(result)
        log.warning("not posted", channel=delivery.channel, delivery=delivery.id, error=kind, reason=why)

    def record(conn: Connection) -> None:
        outcome.after_call(conn, house, platform, delivery, result)

    def record_and_go_on(conn: Connection) -> Next | None:
        queue = armed.queue if holds(house, armed.queue) else None
        plain = outcome.after_call(conn, house, platform, delivery, result, at_ease=queue is not None)
        if not isinstance(result, Receipt):
            return None
        following = go_on(conn, turn, seen, prepared, queue if plain else None)
        if plain:
            house.store.keep_apart()
        return following

    following: Next | None = None
    try:
        following = await outcome.keep_writing(house, record_and_go_on, turn.stopping)
    except NextStepError:
        # The receipt stays, whatever it is; the next turn meets it again, and tells.
        await outcome.keep_writing(house, record, turn.stopping)
    if isinstance(result, Receipt):
        log.info("posted", channel=delivery.channel, delivery=delivery.id, url=result.url)
    await session.refresh_if_asked(house, turn.name, platform, result)
    return following


async def _make_call(
    turn: Turn, platform: Platform, step: Call, target: Receipt | None
) -> tuple[Receipt | Exception, Ahead | None]:
    """The one call; beside it, what follows is prepared."""
    preparation = ahead.begin(turn, platform, step.following)
    try:
        result = await _call(platform, step.delivery, target)
        following = preparation.ready() if preparation and isinstance(result, Receipt) else None
    finally:
        ahead.end(preparation)
    return result, following


async def _call(platform: Platform, delivery: Delivery, target: Receipt | None) -> Receipt | Exception:
    assert delivery.payload
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            return await acts.carry_out(platform, delivery, delivery.payload, target)
    except TimeoutError:
        return OutcomeUnknown(f"no answer within {ATTEMPT_TIMEOUT:.0f} seconds")
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises, the row must learn of it
        return error


async def _find_change_of_mind(turn: Turn, armed: Next) -> tuple[str, int]:
    """What happened between arming and the call: then nothing is sent. And the store's version now."""
    house, sight = turn.house, armed.sight
    assert sight.seconds is not None
    lease_ends = sight.seconds + LEASE.total_seconds()
    seen = house.store.data_version()
    if house.clock.monotonic() > lease_ends - ATTEMPT_TIMEOUT or absence.has_jumped(house, since=sight):
        # A stopped process, a suspended machine: we stood still since the claim.
        return "stood still before sending", seen
    if seen != armed.written:
        state = await house.store.read(lambda conn: channels.get(conn, turn.name))
        if state.held_at is not None:
            return f"the channel is on hold: {state.hold_reason}", seen
    return "", seen
