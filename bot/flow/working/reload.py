"""The worker carried over changes of config and templates: one shift per reading, on one store and lock.

A new reading of the config starts a new shift as a stop and a start of the worker would: attempts in
hand are finished, then sources, channels and engine are made anew. So a change is as safe as a restart
at any instant, and every decision stays a row in the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bot.engine import Engine
from bot.errors import Problem, StoreError
from bot.flow.arriving.ingest import make_source
from bot.flow.check import check_project
from bot.flow.house import House
from bot.flow.templating.templates import Templates
from bot.flow.watching.inforce import record_refused, record_taken, settle_refusal
from bot.flow.working.watched import Watched
from bot.flow.working.work import work
from bot.settings.effective import Settings
from bot.settings.project import CONFIG
from bot.store import channels
from bot.watch.supervisor import Supervisor

log = structlog.get_logger()

LOOK_EVERY = 2.0
"""Seconds between two looks at the newsroom's files; a change counts when two looks agree on it."""

_AFTER_STORE_ERROR = 5.0


class Shifts:
    """The running worker, from its start to its end; the caller holds the worker's lock."""

    def __init__(
        self,
        house: House,
        make_engine: Callable[[House], Engine],
        supervisor: Supervisor | None = None,
        *,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self.house = house
        self._make_engine = make_engine
        self._supervisor = supervisor
        self._look_every = look_every
        self._engine: Engine | None = None
        self._next: House | None = None
        self._ended = False
        self._looking = asyncio.Lock()
        self._config = Watched(house.settings.project / CONFIG, "*.yaml")
        self._templates = Watched(house.settings.templates, "**/*.j2")

    async def run(self) -> None:
        """Work until `stop`. Raises StoreError where the store takes nothing at the very start."""
        try:
            await self._settle()
            await self._shift()
            while not self._ended:
                try:
                    await self._hand_over()
                    await self._shift()
                except StoreError as error:
                    log.error("the store takes no changes: the work waits", reason=str(error))
                    await self.house.clock.sleep(_AFTER_STORE_ERROR)
        finally:
            await self.house.lines.close()

    async def _shift(self) -> None:
        """Work until the engine stops: for good, or because another config is to be taken."""
        if self._ended or self._next is not None:
            return
        self._engine = self._make_engine(self.house)
        watching = asyncio.create_task(self._watch())
        try:
            await work(self.house, self._engine, self._supervisor)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _hand_over(self) -> None:
        """From the last shift to the next; nothing of the last one is still on its way into the store."""
        if self._next is None:
            return
        old, new = self.house.settings, self._next.settings
        moved = [name for name, one in new.channels.items() if old.channels.get(name) != one]
        now, changes = self.house.clock.now(), _tell_changes(old, new)

        def write(conn: Connection) -> None:
            for name in moved:
                channels.look_anew(conn, name)
            record_taken(conn, now, changes)

        await self.house.store.write(write)
        self.house, self._next = self._next, None
        log.info("the new config is in force", changes=changes)

    async def stop(self) -> None:
        """Finish what is in hand, and end for good."""
        self._ended = True
        if self._engine is not None:
            await self._engine.stop()

    async def _watch(self) -> None:
        while True:
            await self.house.clock.sleep(self._look_every)
            await self.look_now(asked=False)

    async def look_now(self, *, asked: bool = True) -> None:
        """Look, and only log what fails; for the signal SIGHUP."""
        try:
            await self.look(asked=asked)
        except StoreError as error:
            log.error("the store cannot be used: the config is looked at later", reason=str(error))
        except Exception:
            log.exception("the config cannot be looked at")

    async def look(self, *, asked: bool = False) -> None:
        """Take templates and config that were saved since; `asked` looks in any case. Raises StoreError."""
        async with self._looking:
            if self._next is not None or self._ended:
                return
            templates = self.house.renderer
            if isinstance(templates, Templates) and self._templates.changed(asked=asked):
                await asyncio.to_thread(templates.review, self.house)
                self._templates.seen()
            if self._config.changed(asked=asked):
                await self._read_anew()

    async def _read_anew(self) -> None:
        old = self.house.settings
        settings, problems = await asyncio.to_thread(check_project, old.project, at_work=True)
        if not self._config.seen():
            return  # somebody is still writing
        errors = [problem for problem in problems if problem.severity == "error"]
        if settings is None or errors:
            await self._refuse(errors or problems)
        elif str(settings.store) != str(old.store):
            message, hint = "another store is taken at a start only", "stop the worker and start it again"
            await self._refuse([Problem(message, hint, "config/newscrier.yaml")])
        elif replace(settings, warnings=()) == replace(old, warnings=()):
            await self._settle()
        else:
            await self._take(settings)

    async def _take(self, settings: Settings) -> None:
        house = replace(self.house, settings=settings, lines=self.house.lines.follow(settings))
        try:
            for name in settings.sources:
                make_source(house, name)
        except Exception as error:  # noqa: BLE001 - a plugin that cannot be made must not end the worker
            await house.lines.close()
            await self._refuse([Problem(f"a source cannot be made: {error}", "see newscrier config check")])
            return
        changes = _tell_changes(self.house.settings, settings)
        log.info("the config has changed: attempts in hand are finished, then it is taken", changes=changes)
        self._next = house
        if self._engine is not None:
            await self._engine.stop()

    async def _settle(self) -> None:
        """The config on disk is in force."""
        now = self.house.clock.now()
        await self.house.store.write(lambda conn: settle_refusal(conn, now))

    async def _refuse(self, problems: Iterable[Problem]) -> None:
        why, now = "; ".join(map(str, problems)), self.house.clock.now()
        log.error("the config has changed and is not taken: the last good one stays in force", reason=why)
        await self.house.store.write(lambda conn: record_refused(conn, now, why))


def _tell_changes(old: Settings, new: Settings) -> str:
    told = [
        f"{noun} {name} {what}"
        for noun, before, after in (
            ("channel", old.channels, new.channels),
            ("source", old.sources, new.sources),
        )
        for name in {**before, **after}
        for what in [_tell_change(before.get(name), after.get(name))]
        if what
    ]
    return ", ".join(told) or "what holds for the whole newsroom"


def _tell_change(before: object, after: object) -> str:
    if before == after:
        return ""
    return "new" if before is None else "gone" if after is None else "changed"
