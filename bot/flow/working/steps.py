"""What a running worker does again and again, beside asking its sources."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.engine import Step
from bot.errors import NewscrierError, StoreError
from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.deliver import verify
from bot.store import channels, mending
from bot.store.lock import WorkerLock

log = structlog.get_logger()

AFTER_STORE_ERROR = 5.0
"""Seconds until the store is asked again."""

_LOOK_FOR_DOORS = 0.25


async def shielded(name: str, step: Step) -> None:
    """One step; what goes wrong in it is logged, and stops nothing else."""
    try:
        await step()
    except NewscrierError as error:
        log.error("a step failed", step=name, reason=str(error))
    except Exception:
        log.exception("a step failed", step=name)


async def listen_to_doors(house: House, wake_all: Callable[[], None]) -> None:
    """Notice what other processes wrote: holds, releases, settlements."""
    seen: int | None = None
    while True:
        try:
            version = house.store.data_version()
        except StoreError as error:
            log.error("the store cannot be read: doors are not heard", reason=str(error))
            await house.clock.sleep(AFTER_STORE_ERROR)
            continue
        if seen is not None and version != seen:
            for name in house.settings.channels:
                house.lines.forget(name)
            wake_all()
        seen = version
        await house.clock.sleep(_LOOK_FOR_DOORS)


async def sweep(house: House, wake_all: Callable[[], None]) -> None:
    """What waited for a person too long expires; and no drainer sleeps through a jump of the clock."""
    await expire(house)
    wake_all()


async def expire(house: House) -> None:
    """What waited for a person too long expires."""
    expired = await house.store.write(lambda conn: mending.expire(conn, house.clock.now()))
    if expired:
        log.warning("posts expired: nobody released them in time", expired=expired)


async def verify_known(house: House) -> None:
    """The daily look whether the token still works and the account is the same."""
    known = await house.store.read(channels.get_all)
    for name in house.settings.channels:
        if name in known and known[name].verified_at is not None and known[name].held_at is None:
            await verify(house, name)


async def beat(house: House) -> None:
    """A sign of life for those who look at the files, and a look whether the worker itself was away."""
    WorkerLock(house.settings.store.path).path.touch()
    await absence.notice(house)
