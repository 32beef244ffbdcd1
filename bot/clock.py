"""The one place that asks the time or sleeps."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """What the house needs of a clock; `replay` and tests bring a virtual one."""

    def now(self) -> datetime:
        """The wall time, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never step back, for leases and time-outs."""

    async def sleep(self, seconds: float) -> None:
        """Let others work for `seconds`."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The wall time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place

    def monotonic(self) -> float:
        """Seconds that never step back; on Linux they stand still while the machine is suspended."""
        return time.monotonic()  # noqa: TID251 - the one place

    async def sleep(self, seconds: float) -> None:
        """Let others work for `seconds`."""
        await asyncio.sleep(seconds)  # noqa: TID251 - the one place


def to_micros(moment: datetime) -> int:
    """An aware time as whole microseconds since 1970, as the store keeps it."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def from_micros(micros: int) -> datetime:
    """The aware UTC time of `to_micros`."""
    return _EPOCH + timedelta(microseconds=micros)


@cache
def name_boot() -> str:
    """Which start of the machine this is: within one, `monotonic` goes on from process to process.

    Empty where the system does not say (Linux does, in /proc).
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def count_work() -> float:
    """Seconds that the processor has worked for this thread; they stand still while it waits or is frozen."""
    return time.thread_time()  # noqa: TID251 - the one place


def pause_thread(seconds: float) -> None:
    """Sleep in a thread that is not the event loop's."""
    time.sleep(seconds)  # noqa: TID251 - the one place
