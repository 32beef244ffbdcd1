"""Whether the worker was away for long, or its clock was set back: then a person looks first.

A machine that slept, a worker that was stopped or frozen, and a clock that was put forward look the same
from inside, and are treated alike. `run --once` counts as no absence: cron comes and goes.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.clock import name_boot
from bot.flow.house import House
from bot.flow.sending import stock
from bot.flow.sending.stock import Passed, compare
from bot.model import Sight
from bot.store import milestones

log = structlog.get_logger()

REMEMBERED_EVERY = stock.REMEMBERED_EVERY
_TRIMMED = timedelta(minutes=2)
_AT_WORK = "worker at work"
_NOTHING = Passed()


async def begin(house: House, *, once: bool) -> None:
    """At the start of a worker: what came due since the last one was seen. Raises StoreError."""
    now = look(house)

    def write(conn: Connection) -> None:
        seen = milestones.get(conn, _AT_WORK)
        if seen is not None:
            before = _read_sight(seen)
            passed = compare(before, now)
            if passed != Passed():
                log.warning("time has passed, or was set back", since=str(seen.at), now=str(now.at))
            stock.take(conn, house, passed, now.at, once=once)
            if before.seconds is None:
                stock.trust_no_age(conn, house, now.at)
                if seen.at - now.at > _TRIMMED and not once:
                    stock.hold_behind(conn, house, seen.at, now.at)
        _put_sight(conn, now)

    await house.store.write(write)
    house.sight = now


def _put_sight(conn: Connection, sight: Sight) -> None:
    milestones.put(conn, _AT_WORK, sight.at, f"{name_boot()} {sight.seconds}")


def _read_sight(seen: milestones.Milestone) -> Sight:
    """The last look of the worker before; its seconds count while the machine was not started anew."""
    boot, _, seconds = seen.detail.partition(" ")
    return Sight(seen.at, float(seconds) if boot and boot == name_boot() else None)


async def notice(house: House, *, once: bool = False) -> None:
    """Before anything leaves: whether time has jumped since the last look. Raises StoreError."""
    if house.sight is None:
        return
    now = look(house)
    passed = compare(house.sight, now)
    if passed != Passed():
        log.warning("time has jumped", since=str(house.sight.at), now=str(now.at))
        unseen = (now.seconds or 0.0) - (house.sight.seconds or 0.0)
        await house.store.write(
            lambda conn: stock.take(conn, house, passed, now.at, once=once, unseen=unseen)
        )
    house.sight = now


async def remember(house: House) -> None:
    """That somebody was there, for the next start. Raises StoreError."""
    await notice(house)
    now = look(house)
    await house.store.write(lambda conn: _put_sight(conn, now))


def has_jumped(house: House, since: Sight | None = None) -> bool:
    """Whether `notice` has something to do: until then nothing is sent.

    `since` is a look of one's own, besides: whoever looked after it may have noticed meanwhile.
    """
    now = look(house)
    return lies_behind(house, now) or (since is not None and compare(since, now) != _NOTHING)


def lies_behind(house: House, now: Sight) -> bool:
    """The same by a look of this moment."""
    return house.sight is not None and compare(house.sight, now) != _NOTHING


def look(house: House) -> Sight:
    """Both clocks at this moment."""
    return Sight(house.clock.now(), house.clock.monotonic())
