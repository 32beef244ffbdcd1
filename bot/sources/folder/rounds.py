"""One look at a folder: what it gathers, and the thread that it blocks instead of the loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.errors import Problem
from bot.model import Entry

_MOST_ENTRIES = 500
_MOST_TEXT = 32_000_000  # characters held at once, so that a folder full of books does not fill the memory

_Result = TypeVar("_Result")


@dataclass(slots=True)
class Round:
    """What one fetch gathers."""

    now: datetime
    entries: list[Entry] = field(default_factory=list)
    problems: dict[tuple[str, str], Problem] = field(default_factory=dict)
    characters: int = 0
    again_at: datetime | None = None

    def ask_again(self, moment: datetime) -> None:
        """Look again at this moment, if nothing wants an earlier one."""
        self.again_at = min(moment, self.again_at or moment)

    @property
    def full(self) -> bool:
        """Whether the rest is left to the next one."""
        return len(self.entries) >= _MOST_ENTRIES or self.characters >= _MOST_TEXT


async def run_in_thread(step: Callable[[threading.Event], _Result]) -> _Result:
    """Run blocking work beside the loop; when cancelled, tell it to end after the file in hand."""
    stop = threading.Event()
    try:
        return await asyncio.to_thread(step, stop)
    except asyncio.CancelledError:
        stop.set()
        raise
