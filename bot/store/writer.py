"""The one writer: a thread that carries out many writes under one COMMIT."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent import futures
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from sqlalchemy import Connection, Engine, RootTransaction, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.clock import SystemClock, pause_thread
from bot.errors import StoreError
from bot.store.complaints import explain, explain_system, is_busy
from bot.store.orders import Order, settle
from bot.store.sqlite import BUSY_SECONDS, driver_of

T = TypeVar("T")

MOST_PER_COMMIT = 500
LONGEST_GROUP = 0.1
_REST_EVERY = 0.2
_REST = 0.006

_clock = SystemClock()


class Writer:
    """Carries out writes one by one, each under its own savepoint, many under one COMMIT.

    Once handed over, a write is carried out whether or not anybody still waits for it: a receipt
    must not be lost because a task was cancelled.
    """

    def __init__(self, engine: Engine, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._engine = engine
        self._path = path
        self._busy_seconds = busy_seconds
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._door = threading.Lock()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._connection: Connection | None = None
        self._inode = path.stat().st_ino
        self._seen = -1
        self._changes = 0
        self._orders_done = 0
        self._kept_apart = False
        self._in_order = False
        event.listen(engine, "commit", self._guard_commit)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Carry out `fn` and return its result after the COMMIT. Raises what `fn` raises, or StoreError."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._hand_over(Order(fn, future, loop))
        return await future

    def write_now(self, fn: Callable[[Connection], T]) -> T:
        """The same for callers without an event loop; blocks."""
        future: futures.Future[T] = futures.Future()
        self._hand_over(Order(fn, future, None))
        return future.result()

    def count_changes(self) -> int:
        """A number that grows when somebody else has written; never waits for a write in hand."""
        if self._turn.acquire(blocking=False):
            try:
                self._look_for_changes(self._connect())
            except (DBAPIError, sqlite3.Error, OSError) as error:
                raise self._say(error) from error
            finally:
                self._turn.release()
        return self._changes

    def stand(self) -> tuple[int, int]:
        """What changes with every write of others and of ours, but for those that `keep_apart`.

        To be asked inside a write alone: no other process can write then.
        """
        return self._changes, self._orders_done

    def keep_apart(self) -> None:
        """Said inside a write: it changes nothing of what those who remember the `stand` have read."""
        self._kept_apart = True

    def close(self) -> None:
        """Carry out what was handed over, then end the thread and its connection."""
        with self._door:
            already, self._closed = self._closed, True
            if not already:
                self._orders.put(None)
        if self._thread is not None:
            self._thread.join()
        with self._turn:
            self._disconnect()

    def _hand_over(self, order: Order) -> None:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself: use the connection at hand")
        with self._door:
            if self._closed:
                raise StoreError(f"the store {self._path} is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
                self._thread.start()
            self._orders.put(order)

    def _work(self) -> None:
        rested = _clock.monotonic()
        while (order := self._orders.get()) is not None:
            with self._turn:
                group, last = self._carry_out(order)
            settle(group)
            if last:
                return
            if self._orders.empty():
                rested = _clock.monotonic()
            elif _clock.monotonic() - rested > _REST_EVERY:
                # Other processes who wait for the write lock poll it, and need a gap to find.
                pause_thread(_REST)
                rested = _clock.monotonic()

    def _carry_out(self, first: Order) -> tuple[list[Order], bool]:
        """One group: its orders, each with result or error, and whether it was the last."""
        group = [first]
        last = False
        try:
            connection = self._connect()
            transaction = self._begin(connection)
            # Now that nobody else can write: what was read before, and is unchanged, holds to the COMMIT.
            self._look_for_changes(connection)
            last = self._run_group(transaction, group)
            transaction.commit()
        except BaseException as error:  # noqa: BLE001 - whatever it is, those who wait must hear it
            self._fail(group, error)
        return group, last

    def _run_group(self, transaction: RootTransaction, group: list[Order]) -> bool:
        """Carry out the first order, then whatever waits, up to the bounds of a group."""
        until = _clock.monotonic() + LONGEST_GROUP
        self._run_order(transaction, group[0])
        while len(group) < MOST_PER_COMMIT and _clock.monotonic() < until:
            try:
                order = self._orders.get_nowait()
            except Empty:
                return False
            if order is None:
                return True
            group.append(order)
            self._run_order(transaction, order)
        return False

    def _run_order(self, transaction: RootTransaction, order: Order) -> None:
        """One order under its savepoint; raises only when the group cannot go on."""
        connection = transaction.connection
        database = driver_of(connection)
        database.execute("SAVEPOINT order_")
        self._in_order, self._kept_apart = True, False
        try:
            order.result = order.fn(connection)
        except BaseException as error:  # noqa: BLE001 - it belongs to the one who gave the order
            order.error = self._hand_back(error)
        finally:
            self._in_order = False
            if order.error is not None or not self._kept_apart:
                self._orders_done += 1
        # A full disk makes SQLite drop the whole transaction: without one, every statement after it
        # would be kept at once.
        if not (database.in_transaction and transaction.is_active):
            raise order.error or RuntimeError("a write ended the transaction that it shares with others")
        if order.error is not None:
            database.execute("ROLLBACK TO order_")
        database.execute("RELEASE order_")

    def _guard_commit(self, _connection: Connection) -> None:
        if self._in_order:
            raise RuntimeError("a write must not commit: it shares its transaction with others")

    def _hand_back(self, error: BaseException) -> BaseException:
        if isinstance(error, DBAPIError | sqlite3.Error) and (said := explain(error, self._path)):
            said.__cause__ = error
            return said
        if isinstance(error, StopIteration):  # which no future takes
            return RuntimeError("a write raised StopIteration")
        return error

    def _begin(self, connection: Connection) -> RootTransaction:
        until = _clock.monotonic() + self._busy_seconds
        while True:
            if self._path.stat().st_ino != self._inode:
                raise FileNotFoundError
            try:
                return connection.begin()
            except DBAPIError as error:
                if not is_busy(error) or _clock.monotonic() >= until:
                    raise

    def _fail(self, group: list[Order], error: BaseException) -> None:
        """Nothing of this group is kept; the next one begins on a new connection."""
        said = self._say(error)
        self._orders_done += 1
        for order in group:
            if order.error is None:
                order.error = StoreError(said.message, said.hint)
                order.error.__cause__ = error
        self._disconnect()

    def _say(self, error: BaseException) -> StoreError:
        if isinstance(error, StoreError):
            return error
        if isinstance(error, FileNotFoundError):
            return StoreError(
                f"the database {self._path} was moved, deleted or replaced while it was open",
                "put it back and start Newscrier again",
            )
        if isinstance(error, OSError):
            return explain_system(error, self._path)
        return explain(error, self._path) or StoreError(f"the database {self._path} failed: {error}")

    def _connect(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._seen = -1
        return self._connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            for end in (connection.invalidate, connection.close):
                with suppress(SQLAlchemyError, sqlite3.Error):
                    end()

    def _look_for_changes(self, connection: Connection) -> None:
        # The number is the connection's own, and counts the commits of all others.
        seen = int(driver_of(connection).execute("PRAGMA data_version").fetchone()[0])
        if seen != self._seen:
            self._seen = seen
            self._changes += 1
