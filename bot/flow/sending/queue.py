"""What waits on a channel is read for several posts at once, until somebody may have changed it."""

from __future__ import annotations

from typing import Any

from bot.flow.house import House
from bot.flow.sending.turn import Queue
from bot.store.channels import ChannelState

READ_AHEAD = 8
"""How many rows are read behind the one that follows."""

_GOOD_FOR = 0.5
"""Seconds: what comes due meanwhile, by the clock alone, waits for so long at most."""

_FIRST_AND_FOLLOWING = 2


def keep(house: House, state: ChannelState, waiting: tuple[Any, ...], before: Queue | None) -> Queue | None:
    """What goes with the next post; of what was read `before`, no longer than that holds.

    Nothing, where the channel's last call went wrong: the next one that goes well changes its state.
    """
    if len(waiting) < _FIRST_AND_FOLLOWING or state.pauses:
        return None
    if before is not None:
        return Queue(state, waiting, before.stand, before.good_until)
    return Queue(state, waiting, house.store.stand(), house.clock.monotonic() + _GOOD_FOR)


def holds(house: House, queue: Queue | None) -> bool:
    """Whether nobody has written since; to be asked inside a write."""
    return (
        queue is not None
        and queue.stand == house.store.stand()
        and house.clock.monotonic() < queue.good_until
    )
