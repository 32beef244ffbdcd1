"""What waits on a channel is read for several posts at once, until somebody may have changed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.sending.turn import Queue
from bot.store import departures
from bot.store.channels import ChannelState

READ_AHEAD = 8
"""How many rows are read behind the one that follows."""

_FIRST_AND_FOLLOWING = 2


def keep(
    conn: Connection,
    house: House,
    state: ChannelState,
    waiting: tuple[Any, ...],
    before: Queue | None,
    now: datetime,
) -> Queue | None:
    """What goes with the next post; of what was read `before`, no longer than that holds.

    Nothing, where the channel's last call went wrong: the next one that goes well changes its state.
    """
    if len(waiting) < _FIRST_AND_FOLLOWING or state.pauses:
        return None
    if before is not None:
        return Queue(state, waiting, before.stand, before.good_until)
    return Queue(state, waiting, house.store.stand(), departures.next_due_at(conn, state.name, now))


def holds(house: House, queue: Queue | None) -> bool:
    """Whether nobody has written since, and nothing else has come due; to be asked inside a write."""
    if queue is None or queue.stand != house.store.stand():
        return False
    return queue.good_until is None or house.clock.now() < queue.good_until
