"""Which of a channel's deliveries leaves now, and which will leave right behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.flow.sending.view import count_breaking
from bot.flow.timing.due import AskFirst, ChannelView, Due, Late, PassOver, Wait, next_due
from bot.store.departures import Candidate


@dataclass(slots=True)
class Choice:
    """What of a channel's deliveries leaves now and what follows it; what keeps those before it."""

    view: ChannelView
    first: Candidate | None = None
    silent: bool = False
    following: Candidate | None = None
    aside: list[tuple[str, Late | PassOver | AskFirst]] = field(default_factory=list)
    waits: list[datetime | None] = field(default_factory=list)
    looked_at: int = 0


def choose(conn: Connection, found: Iterator[Candidate], view: ChannelView, now: datetime) -> Choice:
    """The first that may leave."""
    choice = Choice(view)
    for candidate in found:
        choice.looked_at += 1
        choice.view = count_breaking(conn, choice.view, candidate.delivery, now)
        match next_due(candidate.delivery, choice.view, now):
            case Due(silent):
                choice.first, choice.silent = candidate, silent
                choice.following = _foresee(found, choice.view, now)
                break
            case Wait(until):
                choice.waits.append(until)
            case verdict:
                choice.aside.append((candidate.delivery.id, verdict))
    return choice


def _foresee(found: Iterator[Candidate], view: ChannelView, now: datetime) -> Candidate | None:
    """What will leave right behind it, as far as that can be told: it may be prepared meanwhile.

    Nothing is uploaded before its turn, and what needs another's receipt has to wait for it.
    """
    pace = view.pace
    following = None if pace.spacing or pace.schedule else next(found, None)
    if following is None:
        return None
    delivery = following.delivery
    if delivery.continues or delivery.post is None or delivery.post.attachments:
        return None
    counted = replace(view, sent=(*view.sent, now)) if pace.per_hour or pace.per_day else view
    return following if next_due(delivery, counted, now) == Due() else None
