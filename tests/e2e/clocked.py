"""Runs `newscrier` by a wall clock that is as many seconds off as the file `clock` in its folder says.

Only the wall clock is wrong, as when somebody sets it; what counts seconds goes on as it did.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.cli import main as newscrier
from bot.clock import SystemClock

OFFSET = Path("clock")


def set_wrong() -> None:
    """Let the process go by the file from now on; it may change at any time."""
    right = SystemClock.now

    def now(self: SystemClock) -> datetime:
        return right(self) + timedelta(seconds=float(OFFSET.read_text() or 0))

    SystemClock.now = now  # type: ignore[method-assign] # the wrong clock is the point of this file


if __name__ == "__main__":
    set_wrong()
    sys.argv[0] = "newscrier"
    sys.exit(newscrier())
