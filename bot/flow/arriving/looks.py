"""Looks at sources: what each of them remembers, and that most of them find nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial

import structlog

from bot.clock import Clock, SystemClock
from bot.errors import StoreError
from bot.plugin import Memo
from bot.store import sources
from bot.store.database import Store
from bot.store.sources import Baseline

log = structlog.get_logger()

_NOTED_EVERY = 1.0
_GATHERED_FOR = 0.05
_NO_MORE_AFTER = 0.01


class Looks:
    """The memos of all sources as the store has them, or will have them within a second.

    A look that brought something is stored with what it brought, in one transaction; that is `ingest`'s.
    First looks, which only say what stood there before, share a transaction with others, so that many
    sources can begin at once. A look that found nothing only has a newer memo and time, which wait here
    until they are written together: a COMMIT for each would cost more than the look itself. Lost by a kill,
    they leave the memo of an earlier look, and no entry hangs on that: the source is asked a little sooner,
    or for more than it need be, and what it answers is known. Nobody but this process writes memos. Waiting
    is by the machine's clock, whatever the time is in the house.
    """

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()
        self._memos: dict[str, Memo] = {}
        self._noted: dict[str, datetime] = {}
        self._failing: set[str] = set()
        self._reading = asyncio.Lock()
        self._read = False
        self._writing: asyncio.Task[None] | None = None
        self._baselines: list[Baseline] = []
        self._gathering: asyncio.Task[None] | None = None

    async def recall(self, name: str) -> Memo | None:
        """What the source wanted to remember; None before its first look. Raises StoreError."""
        if not self._read:
            async with self._reading:
                if not self._read:
                    self._memos = await self._store.read(sources.get_memos) | self._memos
                    self._read = True
        return self._memos.get(name)

    def rename(self, former: Mapping[str, str]) -> None:
        """What these sources remembered under their names before is theirs under the new ones."""
        for old, new in former.items():
            if old in self._memos:
                self._memos[new] = self._memos.pop(old)
            if old in self._noted:
                self._noted[new] = self._noted.pop(old)

    def begin_store(self, name: str) -> None:
        """What was noted of this source is about to be overtaken by a look that is stored."""
        self._noted.pop(name, None)

    def stored(self, name: str, memo: Memo, *, failed: bool = False) -> None:
        """The store has this memo now, and whether the look failed."""
        self._memos[name] = memo
        (self._failing.add if failed else self._failing.discard)(name)

    def is_failing(self, name: str) -> bool:
        """Whether the last look of this process failed; that it is over shall be told at once."""
        return name in self._failing

    def note(self, name: str, memo: Memo, at: datetime) -> None:
        """A look that found nothing; it is in the store within a second, or when the house is closed."""
        self._memos[name] = memo
        self._noted[name] = at
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_noted(), name="looks")

    async def store_baseline(self, found: Baseline) -> None:
        """What stood in a source before, with its memo: returns after the COMMIT, which others share.

        Raises StoreError.
        """
        self._baselines.append(found)
        if self._gathering is None or self._gathering.done():
            self._gathering = asyncio.create_task(self._write_baselines(), name="baselines")
        try:
            await asyncio.shield(self._gathering)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - one that cannot be stored must not keep the others out
            await self._write_together([found])

    def close(self) -> None:
        """Write what is noted, without an event loop. A store that takes nothing is told in the log."""
        if noted := self._take_noted():
            try:
                self._store.write_now(partial(sources.note_looks, looks=noted))
            except StoreError as error:
                _tell(error)

    async def _write_noted(self) -> None:
        while self._noted:
            await self._clock.sleep(_NOTED_EVERY)
            noted = self._take_noted()
            if not noted:
                return
            try:
                await self._store.write(partial(sources.note_looks, looks=noted))
            except StoreError as error:
                # Not put back: an entry may have been stored meanwhile, with a newer memo.
                _tell(error)

    async def _write_baselines(self) -> None:
        await self._gather_baselines()
        found, self._baselines, self._gathering = self._baselines, [], None
        await self._write_together(found)

    async def _gather_baselines(self) -> None:
        """Wait for others, as long as some come."""
        until, count = self._clock.monotonic() + _GATHERED_FOR, 0
        while count < len(self._baselines) and self._clock.monotonic() < until:
            count = len(self._baselines)
            await self._clock.sleep(_NO_MORE_AFTER)

    async def _write_together(self, found: list[Baseline]) -> None:
        for one in found:
            self.begin_store(one.source)
        await self._store.write(partial(sources.put_baselines, found=found))
        for one in found:
            self.stored(one.source, one.memo)

    def _take_noted(self) -> list[tuple[str, Memo, datetime]]:
        noted, self._noted = self._noted, {}
        return [(name, self._memos[name], at) for name, at in noted.items()]


def _tell(error: StoreError) -> None:
    log.error("the store takes no changes: looks at sources are not noted", reason=str(error))
