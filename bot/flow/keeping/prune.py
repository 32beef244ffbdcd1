"""Forget what is old, a little at a time, so that the worker beside it hardly waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from bot.clock import pause_thread
from bot.flow.composing.pictures import forget_unused
from bot.flow.house import House
from bot.plugin import Duration
from bot.settings.newsroom import Retention
from bot.store import events, pruning

_SHORTEST = timedelta(days=1)
_AT_ONCE = 100
_REST = 0.02
"""Seconds in which others write."""

_PRUNE: dict[str, Callable[[Connection, datetime, datetime, int], int]] = {
    "bodies": pruning.prune_bodies,
    "attempts": pruning.prune_attempts,
    "payloads": pruning.prune_payloads,
    "events": pruning.prune_events,
}


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many texts, attempts, payloads, lines of the log and pictures went, or would, and bytes freed."""

    bodies: int
    attempts: int
    payloads: int
    events: int
    pictures: int
    freed: int


def prune(
    house: House,
    *,
    older: timedelta | None = None,
    dry_run: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Pruned:
    """Forget what is older than the newsroom's retention says, or than `older`; `dry_run` only counts.

    What a waiting post needs stays, and so do titles, fingerprints and receipts. Raises StoreError.
    """
    now = house.clock.now()
    limits = _limits(house.settings.retention, older, now)
    wanted = house.store.read_now(
        lambda conn: {what: pruning.count_old(conn, what, before) for what, before in limits.items()}
    )
    if dry_run:
        return Pruned(**{what: wanted.get(what, 0) for what in _PRUNE}, pictures=0, freed=0)
    every = sum(wanted.values())
    before_size = house.store.read_now(pruning.measure_file)
    done = dict.fromkeys(_PRUNE, 0)
    for what, before in limits.items():
        while many := house.store.write_now(partial(_step, what, before, now)):
            done[what] += many
            tell(sum(done.values()), max(every, sum(done.values())))
            pause_thread(_REST)
    while house.store.write_now(pruning.give_back):
        pause_thread(_REST)
    pictures = house.store.read_now(lambda conn: forget_unused(house, conn, now))
    freed = before_size - house.store.read_now(pruning.measure_file)
    result = Pruned(**done, pictures=pictures, freed=max(freed, 0))
    if any((*done.values(), pictures)):
        told = ", ".join(f"{what}: {many}" for what, many in done.items())
        house.store.write_now(lambda conn: events.record(conn, now, house.actor, "pruned", "store", told))
    return result


def _step(what: str, before: datetime, now: datetime, conn: Connection) -> int:
    return _PRUNE[what](conn, before, now, _AT_ONCE)


def _limits(retention: Retention, older: timedelta | None, now: datetime) -> dict[str, datetime]:
    """Before when each may go; what is kept for ever is left out, whatever `older` says."""
    ages = {
        "bodies": retention.bodies,
        "attempts": retention.attempts,
        "payloads": retention.attempts,
        "events": retention.events,
    }
    limits = {what: now - (older or age) for what, age in ages.items() if isinstance(age, timedelta)}
    if older is not None:
        # The log says who did what: a hasty --older does not take it.
        limits.pop("events", None)
        if isinstance(retention.events, timedelta):
            limits["events"] = now - max(older, retention.events)
    return limits


def read_age(value: str) -> timedelta:
    """A length of time as the config writes it, `90d`; at least a day. Raises ValueError."""
    try:
        age: timedelta = TypeAdapter(Duration).validate_python(value)
    except ValidationError as error:
        raise ValueError(str(error.errors()[0]["ctx"]["error"])) from None
    if age < _SHORTEST:
        raise ValueError("at least a day is kept: 1d")
    return age
