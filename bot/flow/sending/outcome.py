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
from bot.flow.composing.rerender import GONE
from bot.flow.editing import wrong
from bot.flow.editing.changing import stop_withdrawn
from bot.flow.house import House
from bot.flow.sending.acts import means_of
from bot.flow.sending.decide import (
    Ask,
    Decision,
    Fail,
    Found,
    Hold,
    Refresh,
    RetryAt,
    Settle,
    decide,
    rest_for,
)
from bot.flow.sending.pick import ask
from bot.flow.sending.session import describe, hold_channel, refresh_if_asked
from bot.model import Act, CannotTell, Delivery, DeliveryState, NotThere, Receipt
from bot.plugin import Platform
from bot.secrecy import mask
from bot.store import articles, channels, sending, transitions

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
        sending.end_attempt(conn, delivery.id, delivery.attempts, now, "delivered", result.url or result.id)
        sending.deliver(conn, delivery, result, now)
        wrong.look_after(conn, house, delivery)
        channels.resume(conn, delivery.channel)
        _spare(conn, house, delivery.channel, now)
        log.info("posted", channel=delivery.channel, delivery=delivery.id, url=result.url)
        return
    error = result if isinstance(result, DeliveryError | SecretMissing) else _own_fault(result)
    name = type(error).__name__
    sending.end_attempt(conn, delivery.id, delivery.attempts, now, name, str(error))
    pauses = channels.get(conn, delivery.channel).pauses
    refreshed = house.lines.refreshed_lately(delivery.channel, platform)
    decision = decide(error, pauses, now, delivery, means_of(platform, delivery), refreshed=refreshed)
    log.warning("not posted", channel=delivery.channel, delivery=delivery.id, error=name, reason=str(error))
    apply(conn, delivery, decision, DeliveryState.SENDING, now)


def _spare(conn: Connection, house: House, channel: str, now: datetime) -> None:
    """Rest before the platform has to refuse: its answer said that the limit is used up."""
    until = house.lines.client(channel).spent_until
    if until is not None and until > now:
        reason = f"the platform's limit is used up until {until.astimezone(house.zone):%H:%M:%S}"
        channels.pause(conn, channel, until, reason, now)


def apply(
    conn: Connection, delivery: Delivery, decision: Decision, expect: DeliveryState, now: datetime
) -> None:
    """Carry a decision out on the row and its channel."""
    channel = delivery.channel
    match decision:
        case Found(receipt):
            sending.deliver(conn, delivery, receipt, now, reason="it was there already")
        case Fail(reason):
            transitions.move(
                conn, delivery.id, expect, DeliveryState.FAILED, now, reason=reason, nothing_made=True
            )
            stop_withdrawn(conn, delivery, now)
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
        stop_withdrawn(conn, delivery, now)


def _hold_if_gone(conn: Connection, delivery: Delivery, now: datetime) -> None:
    """What its source took away while it was being sent does not leave by itself any more."""
    since = delivery.first_armed_at
    if (
        delivery.act is not Act.DELETE
        and since is not None
        and articles.went_away(conn, delivery.article_id, since)
    ):
        transitions.move(conn, delivery.id, DeliveryState.SCHEDULED, DeliveryState.HELD, now, reason=GONE)


async def before_call(house: House, platform: Platform, delivery: Delivery, error: Exception) -> None:
    """Preparing failed: whatever happened, no post was made."""
    known: Exception = error
    if isinstance(error, OutcomeUnknown | TimeoutError):
        known = Temporary(str(error) or "preparing the post took too long")
    elif isinstance(error, Duplicate) or not isinstance(error, DeliveryError | SecretMissing):
        known = Rejected(f"the post could not be prepared: {describe(error)}")

    def write(conn: Connection) -> None:
        now = house.clock.now()
        pauses = channels.get(conn, delivery.channel).pauses
        refreshed = house.lines.refreshed_lately(delivery.channel, platform)
        decision = decide(known, pauses, now, delivery, means_of(platform, delivery), refreshed=refreshed)
        log.warning("not prepared", channel=delivery.channel, delivery=delivery.id, reason=str(known))
        apply(conn, delivery, decision, DeliveryState.SCHEDULED, now)

    await house.store.write(write)
    await refresh_if_asked(house, delivery.channel, platform, known)


def after_look_up(
    conn: Connection,
    house: House,
    platform: Platform,
    delivery: Delivery,
    answer: Receipt | NotThere | CannotTell | Exception,
) -> None:
    """What the platform said about an uncertain post."""
    now = house.clock.now()
    means = means_of(platform, delivery)
    match answer:
        case Receipt():
            log.info("found online", channel=delivery.channel, delivery=delivery.id, url=answer.url)
            # Also where a person said "send again" while we looked: it is there.
            again, uncertain = DeliveryState.SCHEDULED, DeliveryState.UNCERTAIN
            transitions.move(conn, delivery.id, again, uncertain, now, reason="found after all")
            sending.deliver(conn, delivery, answer, now, reason="found on the platform")
            wrong.look_after(conn, house, delivery)
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
            stop_withdrawn(conn, delivery, now)
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
        case TokenExpired() if not house.lines.refreshed_lately(delivery.channel, platform):
            pass
        case TokenExpired() | Unauthorized() | SecretMissing():
            hold_channel(conn, house, delivery.channel, answer)
        case _:
            ask(conn, delivery, now, describe(answer))


async def disarm(house: House, delivery: Delivery, why: str) -> None:
    """The call was not made after all: something came between arming and it."""

    def write(conn: Connection) -> None:
        now = house.clock.now()
        sending.end_attempt(conn, delivery.id, delivery.attempts, now, "not sent", why)
        _back(conn, delivery, DeliveryState.SENDING, now, why)

    await house.store.write(write)


def set_aside(conn: Connection, house: House, delivery: Delivery, fault: Exception) -> None:
    """A fault that nobody foresaw: one that was not sent has failed, of another a person is asked."""
    now, reason = house.clock.now(), describe(fault)
    scheduled = DeliveryState.SCHEDULED
    if not transitions.move(
        conn, delivery.id, scheduled, DeliveryState.FAILED, now, reason=reason, nothing_made=True
    ):
        ask(conn, delivery, now, reason)


def _own_fault(error: Exception) -> OutcomeUnknown:
    """A plugin raised what the contract does not know: nobody can say what was made."""
    return OutcomeUnknown(describe(error))
