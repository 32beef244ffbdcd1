"""Why a post waits and until when, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.sending.view import tell_due, view_channel
from bot.flow.timing.due import AskFirst, Due, Late, PassOver, Verdict, Wait
from bot.model import Delivery, DeliveryState

_AT_ONCE = "at once"


def tell_waits(
    conn: Connection, house: House, deliveries: Iterable[Delivery], *, once: bool = False
) -> dict[str, Row]:
    """By the ids of those that are scheduled: `told` why they wait, `leaves_at` until when, where known."""
    now = house.clock.now()
    scheduled = [
        one
        for one in deliveries
        if one.state is DeliveryState.SCHEDULED and one.channel in house.settings.channels
    ]
    views = {
        name: view_channel(conn, house, name, now, once=once) for name in {one.channel for one in scheduled}
    }
    return {one.id: _tell(tell_due(conn, views[one.channel], one, now), now) for one in scheduled}


def _tell(verdict: Verdict, now: datetime) -> Row:
    match verdict:
        case Due():
            return {"told": _AT_ONCE, "leaves_at": now}
        case Wait(until, why):
            return {"told": why, "leaves_at": until}
        case Late(why) | PassOver(why) | AskFirst(why):
            return {"told": why, "leaves_at": None}
