"""When an article's posts may leave, by the article alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.flow.composing.editorial import decide_on
from bot.flow.house import House
from bot.model import Document, Urgency


@dataclass(frozen=True, slots=True)
class Timing:
    """How urgent they are, when they are due, and until when."""

    urgency: Urgency
    due_at: datetime
    embargo_at: datetime | None
    expires_at: datetime | None


def time_article(house: House, channel: str, document: Document, first_seen_at: datetime) -> Timing:
    """Not before and not later than, from the article's own times."""
    urgency = decide_on(house, channel, document).urgency
    stale_after = house.settings.pace(channel).stale(urgency)
    embargo_at = document.note.embargo or document.embargo
    # Nothing was first seen in the future, whatever a clock said that was set back since.
    first_seen_at = min(first_seen_at, house.clock.now())
    begins_at = embargo_at or min(document.published_at or first_seen_at, first_seen_at)
    return Timing(
        urgency=urgency,
        due_at=max(first_seen_at, embargo_at or first_seen_at),
        embargo_at=embargo_at,
        expires_at=begins_at + stale_after if stale_after else None,
    )
