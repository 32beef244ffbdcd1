"""The worker: what runs at the start, what runs again and again, and one pass for cron."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import structlog
from sqlalchemy import Connection

from bot.engine import Engine, Every, Step
from bot.errors import NewscrierError, StoreError
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.arriving.reading import warm_up
from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.deliver import drain, verify
from bot.flow.watching import alerts
from bot.flow.watching.signs import give_signs
from bot.flow.working.worker import settle_down
from bot.model import Delivery, DeliveryState
from bot.plugin import Paged, Source, Watchable
from bot.store import channels, mending, outbox, transitions
from bot.store.lock import WorkerLock
from bot.watch.messenger import Messenger
from bot.watch.supervisor import Supervisor

log = structlog.get_logger()

_LOOK_FOR_DOORS = 0.25
_SWEEP = timedelta(seconds=30)
_HEARTBEAT = timedelta(seconds=10)
_VERIFY = timedelta(days=1)
_ONCE_WAITS_FOR = timedelta(seconds=30)
_ONCE_AT_MOST = 120.0
_READING_AT_MOST = 30.0
_AFTER_STORE_ERROR = 5.0
_LONGEST_NAP = 30.0
_LONGEST_REST = 2 * 24 * 3600.0
"""Seconds that a source may stay away by its own word: nothing that it says silences it for years."""


@dataclass(slots=True)
class Poller:
    """Polls one source, never twice at the same time, and sooner again where it asks for it."""

    house: House
    name: str
    wake: Callable[[], None]
    source: Source = field(init=False)
    again_at: datetime | None = None
    looked_at: float | None = None
    _rests_until: float = 0.0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.source = make_source(self.house, self.name)
        self.house.at_work[self.name] = self

    @property
    def last_look(self) -> Literal["auto", "never"]:
        """Whether its articles are looked at once more right before they are posted."""
        return self.house.settings.sources[self.name].last_look

    async def poll(self) -> None:
        """One fetch, unless it is too early; what it brought wakes the channels. Raises StoreError."""
        clock = self.house.clock
        async with self._lock:
            if clock.monotonic() < self._rests_until:
                self.again_at = None
                return
            intake = await poll(self.house, self.name, self.source)
            self.again_at = intake.again_at
            self.looked_at = clock.monotonic()
            if intake.not_before is not None:
                rest = min((intake.not_before - clock.now()).total_seconds(), _LONGEST_REST)
                self._rests_until = self.looked_at + rest
        if intake.new or intake.revised:
            self.wake()

    async def poll_until_quiet(self) -> None:
        """Poll, and again at the times that the source asks for (a file that is still being written)."""
        await self.poll()
        while self.again_at is not None:
            rest = (self.again_at - self.house.clock.now()).total_seconds()
            # A clock that was set back meanwhile must not keep this source waiting.
            await self.house.clock.sleep(min(max(rest, 0.05), _LONGEST_NAP))
            await self.poll()

    async def poll_until_stored(self) -> None:
        """As `poll_until_quiet`, again and again where the store takes no changes."""
        while True:
            try:
                return await self.poll_until_quiet()
            except StoreError as error:
                # The next look by itself may be far away, and nobody tells of the same change twice.
                log.error("the store takes no changes: articles wait", source=self.name, reason=str(error))
                await self.house.clock.sleep(_AFTER_STORE_ERROR)

    async def watch(self) -> None:
        """Poll whenever the source says that something changed."""
        assert isinstance(self.source, Watchable)
        async for _ in self.source.changes():
            await _shielded(f"poll {self.name}", self.poll_until_stored)


async def work(house: House, engine: Engine, supervisor: Supervisor | None = None) -> None:
    """Everything that a running worker does, until the engine stops; the caller holds the worker's lock.

    A `supervisor` is told when the worker is ready, and given signs of life.
    """
    await start(house)

    def wake_all() -> None:
        for name in house.settings.channels:
            engine.wake(name)

    pollers = [Poller(house, name, wake_all) for name in house.settings.sources]
    pages = any(isinstance(poller.source, Paged) and poller.source.gives_pages for poller in pollers)
    await asyncio.to_thread(partial(warm_up, pages=pages))
    settle_down()

    for poller in pollers:
        interval = house.settings.sources[poller.name].every
        engine.every(Every(f"poll {poller.name}", interval, interval / 10), poller.poll_until_stored)
    engine.every(Every("sweep", _SWEEP), lambda: _sweep(house, wake_all))
    engine.every(Every("verify", _VERIFY), lambda: _verify_known(house))
    engine.every(Every("heartbeat", _HEARTBEAT), lambda: _beat(house))
    engine.every(Every("presence", absence.REMEMBERED_EVERY), lambda: absence.remember(house))
    messenger = Messenger(house.settings.alerts.to)
    engine.every(Every("alerts", alerts.LOOK_EVERY), lambda: alerts.watch(house, messenger))
    background = [
        asyncio.create_task(_shielded(f"watch {poller.name}", poller.watch))
        for poller in pollers
        if isinstance(poller.source, Watchable)
    ]
    background.append(asyncio.create_task(_listen_to_doors(house, wake_all)))
    if supervisor:
        signs = _shielded("signs of life", partial(give_signs, house, supervisor))
        background.append(asyncio.create_task(signs))
    try:
        await engine.run()
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await house.lines.close()


async def work_once(house: House) -> None:
    """One pass: read every source, send what may leave, settle what can be settled soon.

    A source or channel that fails does not stop the others; its fault is raised at the end.
    """
    await start(house, once=True)
    reads = (_read_once(house, name) for name in house.settings.sources)
    read = await asyncio.gather(*reads, return_exceptions=True)
    await _expire(house)
    drains = (_drain_once(house, name) for name in house.settings.channels)
    drained = await asyncio.gather(*drains, return_exceptions=True)
    await house.lines.close()
    faults = [fault for fault in (*read, *drained) if fault is not None]
    if faults:
        raise faults[0]


async def _read_once(house: House, name: str) -> None:
    """One source, with an end also for a file that is written to for ever."""
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(_READING_AT_MOST):
                await Poller(house, name, lambda: None).poll_until_quiet()
    except Exception:
        log.exception("a source failed", source=name)
        raise


async def rehearse(house: House) -> list[str]:
    """Read every source into the house, which stands on a copy; the ids of the posts that came of it."""
    before = {delivery.id for delivery in await house.store.read(_all_posts)}
    for name in house.settings.sources:
        with suppress(TimeoutError):
            async with asyncio.timeout(_READING_AT_MOST):
                await Poller(house, name, lambda: None).poll_until_quiet()
    await house.lines.close()
    return [delivery.id for delivery in await house.store.read(_all_posts) if delivery.id not in before]


def _all_posts(conn: Connection) -> list[Delivery]:
    return [delivery for delivery, _ in reversed(outbox.find(conn, most=1_000_000))]


async def start(house: House, *, once: bool = False) -> None:
    """After a start, perhaps after a kill: what was armed is uncertain, orphans are held.

    What came due while no worker was there is held, too, but for `once`, which comes and goes by cron.
    """
    await absence.begin(house, once=once)
    now = house.clock.now()
    leased, armed = await house.store.write(lambda conn: mending.recover(conn, now))
    if leased or armed:
        log.warning("the last worker did not end well", given_back=leased, uncertain=armed)
    orphans = await house.store.write(lambda conn: _hold_orphans(conn, house, now))
    if orphans:
        log.warning("posts held: their channel is not in the config", held=orphans)


async def _drain_once(house: House, name: str) -> None:
    began_at = house.clock.monotonic()
    while house.clock.monotonic() - began_at < _ONCE_AT_MOST:
        until = await drain(house, name, once=True)
        now = house.clock.now()
        if until is None or until - now > _ONCE_WAITS_FOR:
            return
        await house.clock.sleep(max((until - now).total_seconds(), 0.05))


async def _listen_to_doors(house: House, wake_all: Callable[[], None]) -> None:
    """Notice what other processes wrote: holds, releases, settlements."""
    seen = house.store.data_version()
    while True:
        await house.clock.sleep(_LOOK_FOR_DOORS)
        try:
            version = house.store.data_version()
        except StoreError as error:
            log.error("the store cannot be read: doors are not heard", reason=str(error))
            await house.clock.sleep(_AFTER_STORE_ERROR)
            continue
        if version != seen:
            seen = version
            for name in house.settings.channels:
                house.lines.forget(name)
            wake_all()


async def _sweep(house: House, wake_all: Callable[[], None]) -> None:
    """What waited for a person too long expires; and no drainer sleeps through a jump of the clock."""
    await _expire(house)
    wake_all()


async def _expire(house: House) -> None:
    expired = await house.store.write(lambda conn: mending.expire(conn, house.clock.now()))
    if expired:
        log.warning("posts expired: nobody released them in time", expired=expired)


async def _verify_known(house: House) -> None:
    """The daily look whether the token still works and the account is the same."""
    known = await house.store.read(channels.get_all)
    for name in house.settings.channels:
        if name in known and known[name].verified_at is not None and known[name].held_at is None:
            await verify(house, name)


async def _beat(house: House) -> None:
    WorkerLock(house.settings.store.path).path.touch()
    await absence.notice(house)


async def _shielded(name: str, step: Step) -> None:
    try:
        await step()
    except NewscrierError as error:
        log.error("a step failed", step=name, reason=str(error))
    except Exception:
        log.exception("a step failed", step=name)


def _hold_orphans(conn: Connection, house: House, now: datetime) -> int:
    """Deliveries of channels that are gone from the config."""
    states = (DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL)
    held = 0
    # Only what is found is read: an outbox may be long, and a start waits for this.
    for name in outbox.list_channels(conn, states) - house.settings.channels.keys():
        reason = f"gone: the channel {name} is not in config/channels.yaml any more"
        for delivery, _ in outbox.find(conn, states=states, channel=name, most=1_000_000):
            held += transitions.move(conn, delivery.id, states, DeliveryState.HELD, now, reason=reason)
    return held
