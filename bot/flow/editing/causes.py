"""Posts by what stopped them: one cause, one line, one command that lets them all go on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.model import Delivery

_PARTICULARS = re.compile(
    r"https?://\S+"  # addresses
    r"|[“\"'‘«„][^”\"'’»“]{1,200}[”\"'’»“]"  # what is quoted
    r"|\b[0-9a-f]{8}-[0-9a-f-]{4,27}\b"  # ids
    r"|\d+(?:[.,:]\d+)*"  # numbers and times
)
_KEY_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Cause:
    """What stopped `many` posts; `key` names it on the command line, `example` is one post's whole reason."""

    key: str
    what: str
    many: int
    channels: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    example: str


def group_by_cause(deliveries: Iterable[Delivery]) -> list[Cause]:
    """The causes, the most frequent first."""
    groups: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault(name_cause(delivery.reason), []).append(delivery)
    causes = [
        Cause(
            key=make_key(what),
            what=what,
            many=len(group),
            channels=tuple(sorted({one.channel for one in group})),
            first_at=min(one.created_at for one in group),
            last_at=max(one.created_at for one in group),
            example=group[0].reason,
        )
        for what, group in groups.items()
    ]
    return sorted(causes, key=lambda cause: (-cause.many, cause.what))


def name_cause(reason: str) -> str:
    """A reason without what differs from post to post: addresses, numbers, quoted words."""
    return " ".join(_PARTICULARS.sub("…", reason).split()) or "no reason given"


def make_key(what: str) -> str:
    """A short name, the same at every look."""
    return hashlib.sha256(what.encode()).hexdigest()[:_KEY_LENGTH]


def has_cause(delivery: Delivery, key: str) -> bool:
    """Whether this is what stopped the post."""
    return make_key(name_cause(delivery.reason)) == key
