"""The morning after quiet hours: of all that waited for it, the newest three leave."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.timing.due import is_let_go, ready_at
from bot.flow.timing.walltime import last_quiet_end
from bot.model import Delivery, DeliveryState, Urgency
from bot.settings.effective import Pace
from bot.store import milestones, outbox, transitions

log = structlog.get_logger()

_RELEASED = 3
"""How many posts the morning releases."""

_PASSED_OVER = f"quiet hours: of what waited for the morning, the newest {_RELEASED} are posted"


def _choose_passed_over(waiting: list[Delivery], pace: Pace, end: datetime) -> list[Delivery]:
    """What the morning passes over: all but the newest of what was ready before the quiet hours ended.

    It concerns neither what a person let go, nor evergreens, which do not grow old.
    """
    waited = [
        one
        for one in waiting
        if one.urgency is Urgency.NORMAL
        and not one.continues
        and not is_let_go(one)
        and ready_at(one, pace) < end
    ]
    newest_first = sorted(waited, key=lambda one: (one.due_at, one.id), reverse=True)
    return newest_first[_RELEASED:]


def release_morning(conn: Connection, house: House, name: str, now: datetime) -> int:
    """Pass over what the quiet hours let pile up, once after each of them; how many posts."""
    pace = house.settings.pace(name)
    if pace.quiet is None or pace.quiet.do == "skip" or pace.schedule:
        return 0
    end = last_quiet_end(pace.quiet, house.zone, now)
    if end is None or house.mornings.get(name) == end:
        return 0
    seen = milestones.get(conn, f"morning: {name}")
    if seen is not None and seen.at >= end:
        house.mornings[name] = end
        return 0
    waiting = [one for one in outbox.in_state(conn, name, DeliveryState.SCHEDULED) if one.due_at <= now]
    passed_over = sum(
        transitions.move(
            conn, one.id, DeliveryState.SCHEDULED, DeliveryState.SKIPPED, now, reason=_PASSED_OVER
        )
        for one in _choose_passed_over(waiting, pace, end)
    )
    milestones.put(conn, f"morning: {name}", end)
    if passed_over:
        log.warning("passed over after the quiet hours", channel=name, posts=passed_over)
    return passed_over
