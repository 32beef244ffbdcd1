"""After a call: every outcome becomes a row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, TypeVar

import structlog
from sqlalchemy import Connection

from bot.clock import to_micros
from bot.errors import (
    DeliveryError,
    Duplicate,
    OutcomeUnknown,
    Rejected,
    SecretMissing,
    StoreError,
    Temporary,
    TokenExpired,
    Unauthorized,
)
from bot.flow.decide import Ask, Decision, Fail, Found, Hold, Refresh, RetryAt, Settle, decide, rest_for
from bot.flow.house import House
from bot.flow.pick import ask, means_of
from bot.flow.rerender import GONE
from bot.model import CannotTell, Delivery, DeliveryState, NotThere, Receipt
from bot.plugin import Platform
from bot.secrecy import mask
from bot.store import articles, channels, transitions

log = structlog.get_logger()

T = TypeVar("T")

_GIVE_UP_WRITING = timedelta(seconds=20)


async def keep_writing(house: House, fn: Callable[[Connection], T], stopping: Callable[[], bool]) -> T:
    """Write until it is written: what happened on the network must not be forgotten.

    On a stop it gives up after a while; the armed row then is settled at the next start. Raises StoreError.
    """
    wait, stopped_at = 0.2, None
    while True:
        try:
            return await house.store.write(fn)
        except StoreError as error:
            log.error("an outcome cannot be written yet", reason=str(error))
            if stopping():
                stopped_at = stopped_at or house.clock.monotonic()
                if house.clock.monotonic() - stopped_at > _GIVE_UP_WRITING.total_seconds():
                    raise
            await house.clock.sleep(wait)
            wait = min(wait * 2, 5)


def after_call(
    conn: Connection, house: House, platform: Platform, delivery: Delivery, result: Receipt | Exception
) -> None:
    """The receipt, or what follows from the error; `delivery` is as it was armed."""
    now = house.clock.now()
    if isinstance(result, Receipt):
        transitions.end_attempt(
            conn, delivery.id, delivery.attempts, now, "delivered", result.url or result.id
        )
        transitions.deliver(conn, delivery, result, now)
        channels.resume(conn, delivery.channel)
        log.info("posted", channel=delivery.channel, delivery=delivery.id, url=result.url)
        return
    error = result if isinstance(result, DeliveryError | SecretMissing) else _own_fault(result)
    name = type(error).__name__
    transitions.end_attempt(conn, delivery.id, delivery.attempts, now, name, str(error))
    pauses = channels.get(conn, delivery.channel).pauses
    refreshed = house.lines.refreshed_lately(delivery.channel)
    decision = decide(error, pauses, now, delivery, means_of(platform), refreshed=refreshed)
    log.warning("not posted", channel=delivery.channel, delivery=delivery.id, error=name, reason=str(error))
    apply(conn, delivery, decision, DeliveryState.SENDING, now)


def apply(
    conn: Connection, delivery: Delivery, decision: Decision, expect: DeliveryState, now: datetime
) -> None:
    """Carry a decision out on the row and its channel."""
    channel = delivery.channel
    match decision:
        case Found(receipt):
            transitions.deliver(conn, delivery, receipt, now, reason="it was there already")
        case Fail(reason):
            transitions.move(
                conn, delivery.id, expect, DeliveryState.FAILED, now, reason=reason, nothing_made=True
            )
        case Ask(reason):
            ask(conn, delivery, now, reason)
        case Settle(at, by, reason, rest):
            if rest:
                channels.pause(conn, channel, at, reason, now)
            _make_uncertain(conn, delivery, expect, now, reason, by, at)
        case RetryAt(at, reason):
            channels.pause(conn, channel, at, reason, now)
            _back(conn, delivery, expect, now, reason)
        case Hold(reason):
            channels.hold(conn, channel, reason, now, "worker")
            log.error("channel on hold", channel=channel, reason=mask(reason))
            _back(conn, delivery, expect, now, reason)
        case Refresh():
            _back(conn, delivery, expect, now, "the session ended")


def _make_uncertain(
    conn: Connection,
    delivery: Delivery,
    expect: DeliveryState,
    now: datetime,
    reason: str,
    by: Literal["", "repeat", "find"],
    at: datetime,
) -> None:
    transitions.move(
        conn,
        delivery.id,
        expect,
        DeliveryState.UNCERTAIN,
        now,
        reason=reason,
        settle_by=by,
        not_before=to_micros(at),
    )


def _back(conn: Connection, delivery: Delivery, expect: DeliveryState, now: datetime, reason: str) -> None:
    """Nothing was made by this call: anew if it was the first, else as uncertain as before."""
    if delivery.repeated or expect is DeliveryState.UNCERTAIN:
        _make_uncertain(conn, delivery, expect, now, reason, delivery.settle_by, now)
    else:
        transitions.move(
            conn,
            delivery.id,
            expect,
            DeliveryState.SCHEDULED,
            now,
            reason=reason,
            nothing_made=True,
            not_before=None,
        )
        _hold_if_gone(conn, delivery, now)


def _hold_if_gone(conn: Connection, delivery: Delivery, now: datetime) -> None:
    """What its source took away while it was being sent does not leave by itself any more."""
    since = delivery.first_armed_at
    if since is not None and articles.went_away(conn, delivery.article_id, since):
        transitions.move(conn, delivery.id, DeliveryState.SCHEDULED, DeliveryState.HELD, now, reason=GONE)


async def before_call(house: House, platform: Platform, delivery: Delivery, error: Exception) -> None:
    """Preparing failed: whatever happened, no post was made."""
    known: Exception = error
    if isinstance(error, OutcomeUnknown | TimeoutError):
        known = Temporary(str(error) or "preparing the post took too long")
    elif isinstance(error, Duplicate) or not isinstance(error, DeliveryError | SecretMissing):
        known = Rejected(f"the post could not be prepared: {_describe(error)}")

    def write(conn: Connection) -> None:
        now = house.clock.now()
        pauses = channels.get(conn, delivery.channel).pauses
        refreshed = house.lines.refreshed_lately(delivery.channel)
        decision = decide(known, pauses, now, delivery, means_of(platform), refreshed=refreshed)
        log.warning("not prepared", channel=delivery.channel, delivery=delivery.id, reason=str(known))
        apply(conn, delivery, decision, DeliveryState.SCHEDULED, now)

    await house.store.write(write)
    await refresh_if_asked(house, delivery.channel, known)


def after_look_up(
    conn: Connection,
    house: House,
    platform: Platform,
    delivery: Delivery,
    answer: Receipt | NotThere | CannotTell | Exception,
) -> None:
    """What the platform said about an uncertain post."""
    now = house.clock.now()
    means = means_of(platform)
    match answer:
        case Receipt():
            log.info("found online", channel=delivery.channel, delivery=delivery.id, url=answer.url)
            # Also where a person said "send again" while we looked: it is there.
            again, uncertain = DeliveryState.SCHEDULED, DeliveryState.UNCERTAIN
            transitions.move(conn, delivery.id, again, uncertain, now, reason="found after all")
            transitions.deliver(conn, delivery, answer, now, reason="found on the platform")
        case NotThere() if delivery.lookups + 1 >= means.repeat.empty_answers:
            log.info("not online: sending anew", channel=delivery.channel, delivery=delivery.id)
            transitions.move(
                conn,
                delivery.id,
                DeliveryState.UNCERTAIN,
                DeliveryState.SCHEDULED,
                now,
                reason="looked up: it was not there",
                nothing_made=True,
                not_before=None,
            )
            _hold_if_gone(conn, delivery, now)
        case NotThere():
            transitions.change(
                conn,
                delivery.id,
                DeliveryState.UNCERTAIN,
                now,
                "looked up",
                lookups=delivery.lookups + 1,
                settle_by="find",
                not_before=to_micros(now + means.repeat.lag),
            )
        case CannotTell(reason):
            ask(conn, delivery, now, reason)
        case Temporary():
            until = now + rest_for(answer, channels.get(conn, delivery.channel).pauses)
            channels.pause(conn, delivery.channel, until, str(answer), now)
        case TokenExpired() if not house.lines.refreshed_lately(delivery.channel):
            pass
        case TokenExpired() | Unauthorized() | SecretMissing():
            hold_channel(conn, house, delivery.channel, answer)
        case _:
            ask(conn, delivery, now, _describe(answer))


async def after_verify(house: House, name: str, error: Exception) -> None:
    """Who a channel is could not be learned: rest where that may pass, hold where a person must act."""
    if isinstance(error, TokenExpired) and not house.lines.refreshed_lately(name):
        await refresh_if_asked(house, name, error)
        return

    def write(conn: Connection) -> None:
        if isinstance(error, Temporary | TimeoutError):
            _rest_channel(conn, house, name, error)
        else:
            hold_channel(conn, house, name, error)

    await house.store.write(write)


async def refresh_if_asked(house: House, name: str, error: object) -> None:
    """Fetch new credentials after a session ended; where that fails, rest or hold."""
    if not isinstance(error, TokenExpired) or house.lines.refreshed_lately(name):
        return
    try:
        await house.lines.refresh(name)
    except StoreError:
        raise
    except Exception as failure:  # noqa: BLE001 - a plugin's fault stops its channel, not the house
        known = Unauthorized(str(failure)) if isinstance(failure, TokenExpired) else failure
        await after_verify(house, name, known)
    else:
        log.info("session renewed", channel=name)


async def disarm(house: House, delivery: Delivery) -> None:
    """The call was not made after all: the lease ran out before it."""

    def write(conn: Connection) -> None:
        now = house.clock.now()
        transitions.end_attempt(conn, delivery.id, delivery.attempts, now, "not sent", "the lease had ended")
        _back(conn, delivery, DeliveryState.SENDING, now, "stood still before sending")

    await house.store.write(write)


def set_aside(conn: Connection, house: House, delivery: Delivery, fault: Exception) -> None:
    """A fault that nobody foresaw: one that was not sent has failed, of another a person is asked."""
    now, reason = house.clock.now(), _describe(fault)
    scheduled = DeliveryState.SCHEDULED
    if not transitions.move(
        conn, delivery.id, scheduled, DeliveryState.FAILED, now, reason=reason, nothing_made=True
    ):
        ask(conn, delivery, now, reason)


def clear_the_way(conn: Connection, house: House, name: str, fault: Exception) -> None:
    """What kept a channel from its next step goes aside; where it cannot be found, the channel is held.

    Raises the fault itself where the channel is on hold already.
    """
    if transitions.set_unreadable_aside(conn, name, house.clock.now()):
        return
    if channels.get(conn, name).held_at is not None:
        raise fault
    hold_channel(conn, house, name, fault)


def hold_channel(conn: Connection, house: House, name: str, error: Exception) -> None:
    """The stop switch, thrown by ourselves, with the reason."""
    reason = _describe(error)
    log.error("channel on hold", channel=name, reason=mask(reason))
    channels.hold(conn, name, reason, house.clock.now(), "worker")


def _rest_channel(conn: Connection, house: House, name: str, error: Exception) -> None:
    now = house.clock.now()
    known = error if isinstance(error, Temporary) else Temporary("no answer in time")
    pauses = channels.get(conn, name).pauses
    log.warning("channel rests", channel=name, reason=str(known))
    channels.pause(conn, name, now + rest_for(known, pauses), str(known), now)


def _own_fault(error: Exception) -> OutcomeUnknown:
    """A plugin raised what the contract does not know: nobody can say what was made."""
    return OutcomeUnknown(_describe(error))


def _describe(error: Exception) -> str:
    if isinstance(error, DeliveryError | SecretMissing | StoreError):
        return str(error)
    text = f"a fault in the platform's module: {type(error).__name__}: {error}"
    return text.encode("utf-8", "backslashreplace").decode()
