"""What follows from an error: retry is a value, and the function that chooses it is pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.errors import (
    Duplicate,
    OutcomeUnknown,
    PayloadExpired,
    Rejected,
    SecretMissing,
    Temporary,
    Throttled,
    TokenExpired,
    Unauthorized,
)
from bot.model import Act, Delivery, Receipt, Repeat

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)
_SHORTEST_ASKED = timedelta(seconds=1)
LONGEST_REST = timedelta(days=1)
"""What a server may ask for at most; a rest that ends later was written by another clock."""
_FIRST_REPEAT = timedelta(seconds=2)
_LONGEST_REPEAT = timedelta(minutes=5)
_MOST_REPEATS = 30


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Nothing was made: the channel rests until `at`, then the delivery leaves anew."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Nobody knows: find out at `at`, by sending the same payload again or by looking."""

    at: datetime
    by: Literal["repeat", "find"]
    reason: str
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Fail:
    """The platform refuses this post; a person edits."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Only a person can tell."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The channel goes on hold; the delivery stays where it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """New credentials, once, then again."""


@dataclass(frozen=True, slots=True)
class Found:
    """It is there after all."""

    receipt: Receipt


Decision = RetryAt | Settle | Fail | Ask | Hold | Refresh | Found


@dataclass(frozen=True, slots=True)
class Means:
    """What can be done about an unknown outcome on this platform."""

    repeat: Repeat
    findable: bool


def decide(
    error: Exception,
    attempts: int,
    now: datetime,
    delivery: Delivery,
    means: Means,
    *,
    refreshed: bool = False,
) -> Decision:
    """What follows from `error`; `attempts` counts the pauses in a row, `delivery` is as it was armed.

    `refreshed` tells that new credentials were tried already.
    """
    if isinstance(error, TokenExpired) and not refreshed:
        return Refresh()
    if isinstance(error, TokenExpired | Unauthorized | SecretMissing):
        return Hold(str(error))
    if delivery.act is not Act.CREATE:
        return _decide_change(error, attempts, now, delivery, means)
    if delivery.repeated:
        return _decide_repeated(error, attempts, now, delivery, means)
    return _decide_first(error, attempts, now, delivery, means)


def _decide_first(
    error: Exception, attempts: int, now: datetime, delivery: Delivery, means: Means
) -> Decision:
    """The payload was never sent before."""
    if isinstance(error, Temporary):
        return RetryAt(now + rest_for(error, attempts), str(error))
    if isinstance(error, Rejected):
        return Fail(str(error))
    if isinstance(error, Duplicate):
        return Ask(f"{error}: somebody may have posted it by hand")
    return settle(delivery, means, now, str(error))


def _decide_repeated(
    error: Exception, attempts: int, now: datetime, delivery: Delivery, means: Means
) -> Decision:
    """An earlier attempt with this payload may have been carried out."""
    if isinstance(error, Duplicate) and error.receipt is not None:
        return Found(error.receipt)
    if isinstance(error, Temporary) and not isinstance(error, PayloadExpired):
        return Settle(now + rest_for(error, attempts), "repeat", str(error), rest=True)
    if isinstance(error, OutcomeUnknown) and means.repeat.safe_for is None:
        # An earlier request may still be in hand: the same payload meets it, a new one would not.
        return settle(delivery, means, now, str(error))
    if means.findable:
        # Also where the same key was answered by 500: a known fault of some servers.
        return Settle(now + means.repeat.lag, "find", str(error))
    if isinstance(error, OutcomeUnknown):
        return settle(delivery, means, now, str(error))
    return Ask(str(error))


def _decide_change(
    error: Exception, attempts: int, now: datetime, delivery: Delivery, means: Means
) -> Decision:
    """An edit or a delete: what is not known is done again, which changes nothing more."""
    if delivery.first_armed_at is None:
        return _decide_first(error, attempts, now, delivery, means)
    if isinstance(error, Rejected):
        return Fail(str(error))
    if isinstance(error, Duplicate):
        known = error.receipt or delivery.target
        return Found(known) if known else Ask(str(error))
    if isinstance(error, Throttled | PayloadExpired) and not delivery.repeated:
        return RetryAt(now + rest_for(error, attempts), str(error))
    plan = settle(delivery, means, now, str(error))
    if isinstance(plan, Ask) or not isinstance(error, Temporary):
        return plan
    # A call that may be repeated fails alike whether it never arrived or its answer was lost.
    return Settle(max(plan.at, now + rest_for(error, attempts)), "repeat", str(error), rest=True)


def settle(delivery: Delivery, means: Means, now: datetime, reason: str) -> Settle | Ask:
    """How to settle an unknown outcome: by repeating while that is safe, else by looking, else by asking."""
    last = delivery.last_armed_at or now
    if repeat_is_safe(delivery, means.repeat, now):
        wait = min(_FIRST_REPEAT * 2.0 ** min(delivery.attempts - 1, 20), _LONGEST_REPEAT)
        # A server without a lock makes two posts when the repeat overtakes a request still in hand.
        # One of a clock that was set back since is as old as now.
        return Settle(min(last, now) + max(wait, _FIRST_REPEAT, means.repeat.lag), "repeat", reason)
    if means.findable:
        return Settle(
            max(last + means.repeat.lag, now) if last <= now else now + means.repeat.lag, "find", reason
        )
    return Ask(reason)


def repeat_is_safe(delivery: Delivery, repeat: Repeat, now: datetime) -> bool:
    """Whether the same payload makes no second post; a clock that stepped back makes it unsafe."""
    if repeat.safe_for is None:
        return delivery.attempts < _MOST_REPEATS
    first, last = delivery.first_armed_at, delivery.last_armed_at
    if first is None or last is None or now < last:
        return False
    return now - first < repeat.safe_for


def rest_for(error: Temporary, pauses: int) -> timedelta:
    """How long a channel rests: as the server says, within reason, else longer each time.

    A server that says "no time at all" again and again (its clock may differ) is not hammered.
    """
    if isinstance(error, Throttled) and error.retry_after is not None:
        shortest = min(_SHORTEST_ASKED * 2.0 ** min(pauses, 10), _LONGEST_PAUSE)
        return min(max(error.retry_after, shortest), LONGEST_REST)
    return min(_FIRST_PAUSE * 2.0 ** min(pauses, 10), _LONGEST_PAUSE)
