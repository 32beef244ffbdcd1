"""One channel's turn: what is known while it is drained, and the steps that it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.flow.editing.rerender import Digests
from bot.flow.house import House
from bot.model import Delivery, Payload, Sight
from bot.store.channels import ChannelState
from bot.store.departures import Candidate

ATTEMPT_TIMEOUT = 25.0
"""Seconds for one act with all its calls; less than the 30 that a stop may take."""

LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Turn:
    """One channel while it is drained."""

    house: House
    name: str
    once: bool
    stopping: Callable[[], bool]
    digests: Digests


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

    `silent` where nobody may be notified of it; `following` is what will leave right behind it.
    """

    delivery: Delivery
    newest: int
    silent: bool = False
    following: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A delivery that was armed in the transaction of the receipt before it: only the call is missing."""

    delivery: Delivery
    following: Candidate | None = None


@dataclass(frozen=True, slots=True)
class SendAgain:
    """An uncertain delivery whose payload may be repeated safely."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class LookUp:
    """An uncertain delivery for which the platform is asked."""

    delivery: Delivery


Step = Rest | Verify | Send | Call | SendAgain | LookUp


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits on a channel, as it was read: it need not be read again for each post.

    It holds while nobody writes but channels what concerns their own posts (`stand`, of the store), and
    until `good_until`, when the next post comes due that is not in it. `waiting` are the rows, in the order
    in which they leave.
    """

    state: ChannelState
    waiting: tuple[Any, ...]
    stand: tuple[int, int]
    good_until: datetime | None


@dataclass(frozen=True, slots=True)
class Next:
    """What was picked, and the look at the clock from which on it is ours.

    `written` is the store's version from before that, `queue` what waits behind it.
    """

    step: Step
    sight: Sight
    written: int
    queue: Queue | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A payload made while the post before it was on its way; `good_until` is on the monotonic clock."""

    candidate: Candidate
    payload: Payload
    good_until: float
