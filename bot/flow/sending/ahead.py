"""The next post is prepared while the one before it is on its way: so it can be armed with its receipt.

That is made ahead which costs nothing where it is not used in the end: whether it leaves is decided when it
is armed, as of every post.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.flow.arriving.last_look import has_moved
from bot.flow.editing.rerender import is_current
from bot.flow.sending import acts, already
from bot.flow.sending.turn import Ahead, Turn
from bot.model import Delivery, Payload
from bot.plugin import Platform
from bot.store.departures import Candidate

_GOOD_FOR = 5.0
"""Seconds from the last look at its article on."""


@dataclass(slots=True)
class Preparation:
    """One of these goes beside a call; `ready` tells what came of it."""

    turn: Turn
    platform: Platform
    candidate: Candidate
    began_at: float
    task: asyncio.Task[Payload | None]

    def ready(self) -> Ahead | None:
        """The payload, where it is made and still what would be made now; raises nothing."""
        turn, candidate = self.turn, self.candidate
        if not self.task.done() or self.task.cancelled() or self.task.exception() is not None:
            return None
        payload = self.task.result()
        try:
            same = turn.house.lines.platform(turn.name) is self.platform
            current = is_current(turn.house, candidate.delivery, candidate.newest, turn.digests)
        except Exception:  # noqa: BLE001 - it must not cost the post before it its receipt
            return None
        if payload is None or not same or not current:
            return None
        return Ahead(candidate, payload, self.began_at + _GOOD_FOR)


def begin(turn: Turn, platform: Platform, candidate: Candidate | None) -> Preparation | None:
    """Prepare what follows, where nothing has to be asked for it; whoever begins it ends it."""
    house = turn.house
    if candidate is None or not already.is_surely_absent(house, platform, candidate.delivery):
        return None
    task = asyncio.create_task(_prepare(turn, platform, candidate.delivery), name="prepare ahead")
    return Preparation(turn, platform, candidate, house.clock.monotonic(), task)


def end(preparation: Preparation | None) -> None:
    """It has had its time; what it raised, the post will meet again when it is its turn."""
    if preparation is not None and not preparation.task.done():
        preparation.task.cancel()
        preparation.task.add_done_callback(_forget)


def _forget(task: asyncio.Task[Payload | None]) -> None:
    if not task.cancelled():
        task.exception()


async def _prepare(turn: Turn, platform: Platform, delivery: Delivery) -> Payload | None:
    house = turn.house
    if await has_moved(house, delivery):
        return None
    return await acts.prepare(house, platform, delivery, None)
