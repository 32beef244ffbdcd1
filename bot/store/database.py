"""The store: one file, one writer, many readers."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError
from bot.store.complaints import explain, explain_system, forbids_writing
from bot.store.migrations import bring_to_head
from bot.store.sqlite import BUSY_SECONDS, READERS, make_engine, prepare_place
from bot.store.writer import Writer

T = TypeVar("T")


class Store:
    """The newsroom's database; make one with `open`, end it with `close`."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS, synchronous: str = "FULL") -> None:
        self.path = path
        self._writing = make_engine(path, "write", synchronous=synchronous)
        self._reading = make_engine(path, "read", synchronous=synchronous)
        self._writer = Writer(self._writing, path, busy_seconds=busy_seconds)
        self._readers: ThreadPoolExecutor | None = None
        self._scratch: Path | None = None
        self._closed = False

    @classmethod
    def open(cls, path: Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> Self:
        """The store in this file, made or brought to today's schema where needed.

        `busy_seconds` is how long a write waits for another process. Raises StoreError, with a hint.
        """
        path = path.resolve()
        prepare_place(path, create=create)
        bring_to_head(path, busy_seconds)
        return cls(path, busy_seconds=busy_seconds)

    @classmethod
    def open_copy(cls, path: Path) -> Self:
        """A throw-away store with what this file holds now (nothing, where there is none), for dry runs.

        The file itself is not touched; the copy vanishes with `close`. Raises StoreError.
        """
        try:
            scratch = Path(tempfile.mkdtemp(prefix="newscrier-"))
        except OSError as error:
            raise explain_system(error, Path(tempfile.gettempdir())) from error
        copy = scratch / "copy.db"
        try:
            prepare_place(copy, create=True)
            if path.exists():
                prepare_place(path, create=False)
                _copy_content(path, copy)
            bring_to_head(copy, BUSY_SECONDS)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        store = cls(copy, synchronous="OFF")
        store._scratch = scratch
        return store

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Carry out `fn` in the writer's thread, under its own savepoint; returns after the COMMIT.

        `fn` must not commit, nor hand out rows that it has not read yet. What it raises comes back
        here, and only its own changes are undone. Raises StoreError when the group cannot be
        committed: then nothing of it is kept. A cancelled caller does not stop the write.
        """
        return await self._writer.write(fn)

    def write_now(self, fn: Callable[[Connection], T]) -> T:
        """`write` for callers without an event loop."""
        return self._writer.write_now(fn)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Carry out `fn` in a thread, on one snapshot that cannot be written. Raises StoreError."""
        self._refuse_closed()
        if self._readers is None:
            self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, fn)

    def read_now(self, fn: Callable[[Connection], T]) -> T:
        """`read` for callers without an event loop."""
        self._refuse_closed()
        try:
            with self._reading.connect() as connection:
                return fn(connection)
        except (DBAPIError, sqlite3.Error) as error:
            if forbids_writing(error):
                raise RuntimeError("a read tried to write: use `write`") from error
            if said := explain(error, self.path):
                raise said from error
            raise

    def data_version(self) -> int:
        """A number that changes when somebody else has written, and not by our own writes.

        Never waits: while our writer is at work it is the number from before, and right the next time.
        """
        self._refuse_closed()
        return self._writer.count_changes()

    def stand(self) -> tuple[int, int]:
        """What stays the same while nobody writes, but those who `keep_apart`; to be asked inside a write."""
        return self._writer.stand()

    def keep_apart(self) -> None:
        """Said inside a write that changes nothing which others remember by the `stand`."""
        self._writer.keep_apart()

    def close(self) -> None:
        """Carry out what was handed over, then let go of the file; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        if self._readers is not None:
            self._readers.shutdown()
        self._reading.dispose()
        self._writing.dispose()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreError(f"the store {self.path} is closed")


def _copy_content(path: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.execute("PRAGMA query_only = ON")
            source.backup(target)
    except sqlite3.Error as error:
        raise explain(error, path) or StoreError(f"the database {path} failed: {error}") from error
