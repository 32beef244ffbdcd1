"""Ctrl-C and SIGTERM while the worker works: one asks it to come to rest, a later Ctrl-C ends it at once.

Shells, `timeout` and process managers often send a signal twice, to the process and to its group. Python's
own answer to the second one is a KeyboardInterrupt wherever the loop stands; tasks that lost a step by it
can then be waited for without end. So nothing is ever raised inside the loop.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Self

from bot.cli.asking.call import EXIT_INTERRUPTED
from bot.clock import Clock, SystemClock

_ECHO = 1.0
"""Seconds in which a second signal is taken for the first one, sent twice."""


def ignore_hang_ups() -> None:
    """Let SIGHUP end nothing before the loop answers it: a start reads the config anyway."""
    signal.signal(signal.SIGHUP, lambda *_: None)


class Stops:
    """What the process hears of stops while the work within goes on; entered in the main thread.

    Until `lead_to` an interrupt ends the command as any other.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.interrupted = False
        self._clock = clock or SystemClock()
        self._first_at: float | None = None
        self._tell: Callable[[signal.Signals], object] | None = None

    def __enter__(self) -> Self:
        self._before = {one: signal.signal(one, self._hear) for one in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        if self._first_at is None:  # else the process ends, and an echo must not disturb that
            for one, answer in self._before.items():
                signal.signal(one, answer)

    def lead_to(self, stop: Callable[[signal.Signals], object]) -> None:
        """From now on the first signal calls `stop`, in the running loop and not in the middle of a step."""
        loop = asyncio.get_running_loop()
        self._tell = lambda received: loop.call_soon_threadsafe(stop, received)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        received, now = signal.Signals(number), self._clock.monotonic()
        if self._first_at is None:
            self._first_at = now
            self.interrupted = received is signal.SIGINT
            if self._tell is None:
                raise KeyboardInterrupt
            with suppress(RuntimeError):  # the loop is closed: the work has ended by itself
                self._tell(received)
        elif received is signal.SIGINT and now - self._first_at > _ECHO:
            # As safe as a kill: what was in hand is a row in the store, and the next start settles it.
            os._exit(EXIT_INTERRUPTED)
