"""Counts network events, and kills a process at a chosen one."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field


@dataclass
class Killing:
    """`arm(pid, at)` counts from now: the `at`th event (from 1) kills `pid` with SIGKILL."""

    events: list[str] = field(default_factory=list)
    pid: int | None = None
    at: int = 0
    killed_at: str = ""

    def arm(self, pid: int | None, at: int) -> None:
        self.events.clear()
        self.pid, self.at, self.killed_at = pid, at, ""

    def tell(self, event: str) -> None:
        self.events.append(event)
        if self.pid is not None and len(self.events) == self.at:
            self.killed_at = event
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                self.killed_at = ""
            self.pid = None
