"""Too many visits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from servers.modes.visit import Visit, mode

BUSY_FOR = timedelta(seconds=90)


@mode("too-many")
async def _too_many(visit: Visit) -> None:
    await visit.answer(429, b"", f"retry-after: {int(BUSY_FOR.total_seconds())}")


@mode("too-many-date")
async def _too_many_date(visit: Visit) -> None:
    again_at = datetime.now(UTC) + BUSY_FOR
    await visit.answer(429, b"", f"retry-after: {format_datetime(again_at, usegmt=True)}")


@mode("busy")
async def _busy(visit: Visit) -> None:
    await visit.answer(503, b"", f"retry-after: {int(BUSY_FOR.total_seconds())}")
