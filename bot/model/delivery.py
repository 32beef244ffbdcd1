"""Deliveries: acts to be done once, and the states they pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal

from bot.model.post import Payload, Post, Receipt, Repeat

__all__ = [
    "CORRECTION",
    "PUBLISH",
    "STATES_FINAL",
    "Act",
    "Delivery",
    "DeliveryState",
    "PostStanding",
    "PostState",
    "Repeat",
    "Tone",
    "Urgency",
]


PUBLISH = "publish"
"""The occasion of the posts that an article makes when it comes in."""

CORRECTION = "correction"
"""The occasion of a reply that corrects a post."""


class Urgency(IntEnum):
    """Stored ascending: what goes first is smallest."""

    BREAKING = 0
    NORMAL = 1
    EVERGREEN = 2


class Tone(StrEnum):
    """Sober is headline and link only."""

    NORMAL = "normal"
    SOBER = "sober"


class Act(StrEnum):
    """What is to be done on the platform."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"


class PostState(StrEnum):
    """What followers see."""

    DRAFTED = "drafted"
    ONLINE = "online"
    WRONG = "wrong"
    CORRECTED = "corrected"
    GONE = "gone"


class DeliveryState(StrEnum):
    """Where a delivery stands (docs/reference/states.md); each of the last seven carries its reason."""

    AWAITING_APPROVAL = "awaiting approval"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    HELD = "held"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at the clock: the wall time, and seconds that never step back.

    `seconds` is None for a look before the machine was started anew.
    """

    at: datetime
    seconds: float | None = None


STATES_FINAL = frozenset({DeliveryState.DELIVERED, DeliveryState.CANCELLED, DeliveryState.SKIPPED})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One act, to be done once on one channel.

    `due_at` is the earliest moment by the article (first seen, embargo); the clock of `flow.due`
    adds settle time, spacing and the rest. `template` is "name@digest" of what rendered `post`.
    `payload` is present from arming until it is known that nothing was made; `not_before` is the
    next try's earliest time; `lookups` counts empty look-ups in a row; `asked` tells that only a
    person can settle it, `settle_by` how it is to be settled otherwise (repeat, find, "" undecided).
    `approved_hash` is the `text_hash` that a person approved. `edited_by` is who wrote the text by hand,
    "" where the template did; `vouched_by` who stands for what the article does not say. `revived_at` is
    when a person brought it back after it had expired or was skipped: from then on it grows stale.
    `target` is the post that an edit or a delete changes, or that a correcting reply answers; what a
    thread's post answers is known only when the one before it is online.
    """

    id: str
    article_id: str
    post_id: str
    channel: str
    occasion: str
    act: Act
    position: int
    generation: int
    revision: int
    state: DeliveryState
    reason: str
    urgency: Urgency
    due_at: datetime
    created_at: datetime
    embargo_at: datetime | None = None
    expires_at: datetime | None = None
    not_before: datetime | None = None
    attempts: int = 0
    lookups: int = 0
    asked: bool = False
    settle_by: Literal["", "repeat", "find"] = ""
    first_armed_at: datetime | None = None
    last_armed_at: datetime | None = None
    post: Post | None = None
    text_hash: str = ""
    approved_hash: str = ""
    edited_by: str = ""
    vouched_by: str = ""
    revived_at: datetime | None = None
    template: str = ""
    target: Receipt | None = None
    payload: Payload | None = None
    receipt: Receipt | None = None

    @property
    def continues(self) -> bool:
        """Whether followers have seen what it belongs to: it neither expires nor waits at leisure.

        That is the rest of a thread, an edit, a delete, and an answer to a post of ours.
        """
        return self.position > 0 or self.act is not Act.CREATE or self.target is not None

    @property
    def repeated(self) -> bool:
        """Whether the payload was sent before, with an outcome that nobody knows."""
        return self.first_armed_at != self.last_armed_at


@dataclass(frozen=True, slots=True)
class PostStanding:
    """A post as followers see it, apart from its deliveries; `reason` is why it is in that state.

    `account` is whose it is, by the platform's id.
    """

    id: str
    article_id: str
    channel: str
    occasion: str
    position: int
    generation: int
    state: PostState
    reason: str
    receipt: Receipt | None
    online_at: datetime | None
    account: str = ""

    @property
    def thread(self) -> tuple[str, str, str, int]:
        """What the posts of one thread have in common."""
        return self.article_id, self.channel, self.occasion, self.generation

    @property
    def tells_article(self) -> bool:
        """Whether it shows the article itself, and not what was wrong about an earlier post."""
        return self.occasion == PUBLISH
