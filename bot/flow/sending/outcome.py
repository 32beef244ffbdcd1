"""After a call: every outcome becomes a row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.errors import (
    DeliveryError,
    Duplicate,
    OutcomeUnknown,
    Rejected,
    SecretMissing,
    StoreError,
    Temporary,
)
from bot.flow.complaining import be_content, complain
from bot.flow.editing import wrong
from bot.flow.house import House
from bot.flow.sending.acts import means_of
from bot.flow.sending.consequence import apply, put_back
from bot.flow.sending.decide import (
    decide,
)
from bot.flow.sending.session import describe, refresh_if_asked
from bot.flow.sending.settling import ask
from bot.model import Delivery, DeliveryState, Receipt
from bot.plugin import Platform
from bot.store import channels, sending, transitions

log = structlog.get_logger()

T = TypeVar("T")

_OUTCOME = "an outcome"
_GIVE_UP_WRITING = timedelta(seconds=20)


async def keep_writing(house: House, fn: Callable[[Connection], T], stopping: Callable[[], bool]) -> T:
    """Write until it is written: what happened on the network must not be forgotten.

    On a stop it gives up after a while; the armed row then is settled at the next start. Raises StoreError.
    """
    wait, stopped_at = 0.2, None
    while True:
        try:
            written = await house.store.write(fn)
        except StoreError as error:
            complain(house, _OUTCOME, "an outcome cannot be written yet", str(error))
            if stopping():
                stopped_at = stopped_at or house.clock.monotonic()
                if house.clock.monotonic() - stopped_at > _GIVE_UP_WRITING.total_seconds():
                    raise
            await house.clock.sleep(wait)
            wait = min(wait * 2, 5)
        else:
            be_content(house, _OUTCOME)
            return written


def after_call(
    conn: Connection,
    house: House,
    platform: Platform,
    delivery: Delivery,
    result: Receipt | Exception,
    *,
    at_ease: bool = False,
) -> bool:
    """The receipt, or what follows from the error; `delivery` is as it was armed.

    Whether the receipt was all: nothing else has changed that anybody goes by. `at_ease` is a channel of
    which it is known in this transaction that its last call went well.
    """
    now = house.clock.now()
    if isinstance(result, Receipt):
        sending.end_attempt(conn, delivery.id, delivery.attempts, now, "delivered", result.url or result.id)
        plain = sending.deliver(conn, delivery, result, now) and not delivery.continues
        alone = wrong.look_after(conn, house, delivery)
        rested = not at_ease and channels.resume(conn, delivery.channel)
        spared = _spare(conn, house, delivery.channel, now)
        return plain and alone and not rested and not spared
    error = result if isinstance(result, DeliveryError | SecretMissing) else _own_fault(result)
    sending.end_attempt(conn, delivery.id, delivery.attempts, now, type(error).__name__, str(error))
    pauses = channels.get(conn, delivery.channel).pauses
    refreshed = house.lines.refreshed_lately(delivery.channel, platform)
    decision = decide(error, pauses, now, delivery, means_of(platform, delivery), refreshed=refreshed)
    apply(conn, delivery, decision, DeliveryState.SENDING, now)
    return False


def _spare(conn: Connection, house: House, channel: str, now: datetime) -> bool:
    """Rest before the platform has to refuse: its answer said that the limit is used up."""
    until = house.lines.client(channel).spent_until
    if until is None or until <= now:
        return False
    reason = f"the platform's limit is used up until {until.astimezone(house.zone):%H:%M:%S}"
    channels.pause(conn, channel, until, reason, now)
    return True


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


async def disarm(house: House, delivery: Delivery, why: str) -> None:
    """The call was not made after all: something came between arming and it."""

    def write(conn: Connection) -> None:
        now = house.clock.now()
        sending.end_attempt(conn, delivery.id, delivery.attempts, now, "not sent", why)
        put_back(conn, delivery, DeliveryState.SENDING, now, why)

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
