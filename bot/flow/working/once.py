"""One pass of the worker, with an end: for cron, and for a rehearsal."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.flow.arriving.ingest import note_failure
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.poller import Poller
from bot.flow.working.start import start
from bot.flow.working.steps import expire
from bot.model import Delivery
from bot.store import outbox

log = structlog.get_logger()

_WAITS_FOR = timedelta(seconds=30)
_DRAINING_AT_MOST = 120.0
_READING_AT_MOST = 30.0


async def work_once(house: House) -> None:
    """One pass: read every source, send what may leave, settle what can be settled soon.

    A source or channel that fails does not stop the others; its fault is raised at the end.
    """
    await start(house, once=True)
    reads = (_read_once(house, name) for name in house.settings.sources)
    read = await asyncio.gather(*reads, return_exceptions=True)
    await expire(house)
    drains = (_drain_once(house, name) for name in house.settings.channels)
    drained = await asyncio.gather(*drains, return_exceptions=True)
    await house.lines.close()
    faults = [fault for fault in (*read, *drained) if fault is not None]
    if faults:
        raise faults[0]


async def rehearse(house: House) -> list[str]:
    """Read every source into the house, which stands on a copy; the ids of the posts that came of it."""
    before = {delivery.id for delivery in await house.store.read(_all_posts)}
    for name in house.settings.sources:
        await _read(house, name)
    await house.lines.close()
    return [delivery.id for delivery in await house.store.read(_all_posts) if delivery.id not in before]


def _all_posts(conn: Connection) -> list[Delivery]:
    return [delivery for delivery, _ in reversed(outbox.find(conn, most=1_000_000))]


async def _read(house: House, name: str) -> None:
    """One source, with an end also for one that hangs, and for a file that is written to for ever."""
    poller = Poller(house, name, lambda: None)
    try:
        async with asyncio.timeout(_READING_AT_MOST):
            await poller.poll_until_quiet()
    except TimeoutError:
        if poller.looked_at is None:
            await note_failure(house, name, f"not reached within {_READING_AT_MOST:.0f} seconds")
        else:
            log.warning("a source was left before its end: it took too long", source=name)


async def _read_once(house: House, name: str) -> None:
    try:
        await _read(house, name)
    except Exception:
        log.exception("a source failed", source=name)
        raise


async def _drain_once(house: House, name: str) -> None:
    began_at = house.clock.monotonic()
    while house.clock.monotonic() - began_at < _DRAINING_AT_MOST:
        until = await drain(house, name, once=True)
        now = house.clock.now()
        if until is None or until - now > _WAITS_FOR:
            return
        await house.clock.sleep(max((until - now).total_seconds(), 0.05))
