import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE
from sqlalchemy import Connection, event, func, insert, select, text

from bot.errors import StoreError
from bot.store import writer
from bot.store.database import Store
from bot.store.schema import event as line

ADD = insert(line)
NAMES = select(line.c.id).order_by(line.c.id)


def add(connection: Connection, name: str, detail: str = "") -> str:
    connection.execute(
        ADD, {"id": name, "at": 0, "actor": "t", "action": "t", "object": "t", "detail": detail}
    )
    return name


def adding(name: str, detail: str = "") -> Callable[[Connection], str]:
    return lambda connection: add(connection, name, detail)


def names(connection: Connection) -> list[str]:
    return list(connection.execute(NAMES).scalars())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "newscrier.db", busy_seconds=0.2) as store:
        yield store


@pytest.fixture
def commits(store: Store) -> list[int]:
    """Grows by one with every COMMIT of the writer."""
    seen: list[int] = []
    event.listen(store._writing, "commit", lambda _connection: seen.append(1))
    return seen


class Gate:
    """A write that stays in hand until it is opened, so that others queue behind it."""

    def __init__(self, store: Store) -> None:
        self._begun, self._open = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, args=(store,))
        self._thread.start()
        assert self._begun.wait(PATIENCE)

    def _hold(self, store: Store) -> None:
        with contextlib.suppress(StoreError):  # where its group fails
            store.write_now(self._wait)

    def _wait(self, _connection: Connection) -> None:
        self._begun.set()
        assert self._open.wait(PATIENCE)

    def open(self) -> None:
        self._open.set()
        self._thread.join()


@pytest.fixture
def _groups_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group ends when nobody waits any more, however long the machine takes for it."""
    monkeypatch.setattr(writer, "LONGEST_GROUP", PATIENCE)


in_whole_groups = pytest.mark.usefixtures("_groups_wait")


async def gather_behind(store: Store, *fns: Callable[[Connection], Any]) -> list[Any]:
    """The results of these writes, all of them in one group."""
    gate = Gate(store)
    tasks = [asyncio.create_task(store.write(fn)) for fn in fns]
    await asyncio.sleep(0)
    gate.open()
    return await asyncio.gather(*tasks, return_exceptions=True)


@in_whole_groups
async def test_many_writers_share_commits(store: Store, commits: list[int]) -> None:
    wanted = [f"{number:05}" for number in range(2000)]
    assert await gather_behind(store, *map(adding, wanted)) == wanted
    assert await store.read(names) == wanted
    assert len(commits) < len(wanted) / 20


def test_many_threads_share_the_writer(store: Store) -> None:
    def work(own: str) -> None:
        for number in range(50):
            store.write_now(adding(f"{own}-{number:02}"))

    threads = [threading.Thread(target=work, args=(f"{own:02}",)) for own in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read_now(names) == [f"{own:02}-{number:02}" for own in range(8) for number in range(50)]


async def test_it_returns_after_the_commit(store: Store) -> None:
    await store.write(adding("a"))
    with closing(sqlite3.connect(store.path)) as other:
        assert other.execute("SELECT id FROM event").fetchall() == [("a",)]


async def test_writes_are_carried_out_in_their_order(store: Store) -> None:
    order: list[int] = []

    def note(number: int, _connection: Connection) -> None:
        order.append(number)

    await asyncio.gather(*(store.write(partial(note, number)) for number in range(300)))
    assert order == list(range(300))


@in_whole_groups
async def test_of_many_who_wait_a_few_go_on_at_a_time(store: Store) -> None:
    """Told all at once, fifty channels would keep the event loop for as many posts."""
    turn, went_on = 0, list[int]()

    async def count_turns() -> None:
        nonlocal turn
        while True:
            turn += 1
            await asyncio.sleep(0)

    async def wait_for(name: str) -> None:
        await store.write(adding(name))
        went_on.append(turn)

    gate = Gate(store)
    tasks = [asyncio.create_task(wait_for(f"{number:05}")) for number in range(60)]
    await asyncio.sleep(0)
    counter = asyncio.create_task(count_turns())
    gate.open()
    await asyncio.gather(*tasks)
    counter.cancel()
    assert len(went_on) == 60
    assert max(map(went_on.count, went_on)) <= 25


@in_whole_groups
async def test_an_error_undoes_its_own_write_alone(store: Store, commits: list[int]) -> None:
    def fail(connection: Connection) -> None:
        add(connection, "b")
        raise LookupError("mine")

    results = await gather_behind(store, adding("a"), fail, adding("c"), adding("a"))
    assert results[0] == "a"
    assert isinstance(results[1], LookupError)
    assert results[2] == "c"
    assert type(results[3]).__name__ == "IntegrityError"
    assert await store.read(names) == ["a", "c"]
    assert len(commits) == 1


@pytest.mark.parametrize(
    "error", [SystemExit(1), KeyboardInterrupt(), StopIteration(), asyncio.CancelledError()]
)
async def test_no_error_ends_the_writer(store: Store, error: BaseException) -> None:
    def fail(connection: Connection) -> None:
        add(connection, "a")
        raise error

    with pytest.raises((type(error), RuntimeError)):
        await asyncio.to_thread(store.write_now, fail)
    assert await store.write(adding("b")) == "b"
    assert await store.read(names) == ["b"]


async def test_savepoints_inside_a_write(store: Store) -> None:
    def write(connection: Connection) -> None:
        add(connection, "a")
        with contextlib.suppress(LookupError), connection.begin_nested():
            add(connection, "b")
            raise LookupError
        with connection.begin_nested():
            add(connection, "c")

    await store.write(write)
    assert await store.read(names) == ["a", "c"]


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
async def test_a_write_that_ends_the_transaction_spoils_its_group_and_no_more(
    store: Store, ending: str
) -> None:
    def end(connection: Connection) -> None:
        add(connection, "b")
        getattr(connection, ending)()

    results = await gather_behind(store, adding("a"), end, adding("c"))
    assert isinstance(results[0], StoreError)
    assert isinstance(results[1], StoreError | RuntimeError)
    assert results[2] == "c"
    assert await store.read(names) == ["c"]


async def test_a_cancelled_write_is_carried_out_all_the_same(store: Store) -> None:
    gate = Gate(store)
    task = asyncio.create_task(store.write(adding("a")))
    other = asyncio.create_task(store.write(adding("b")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.open()
    assert await other == "b"
    assert await store.read(names) == ["a", "b"]


def test_a_loop_that_ended_does_not_end_the_writer(store: Store) -> None:
    gate = Gate(store)

    async def leave() -> None:
        task = asyncio.create_task(store.write(adding("a")))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())
    gate.open()
    assert store.write_now(adding("b")) == "b"
    assert store.read_now(names) == ["a", "b"]


def test_a_write_inside_a_write_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        store.write_now(lambda _c: store.write_now(adding("a")))


async def test_close_carries_out_what_was_handed_over(store: Store) -> None:
    gate = Gate(store)
    tasks = [asyncio.create_task(store.write(adding(name))) for name in "abc"]
    await asyncio.sleep(0)
    closing_it = threading.Thread(target=store.close)
    closing_it.start()
    gate.open()
    assert await asyncio.gather(*tasks) == ["a", "b", "c"]
    closing_it.join()
    with Store.open(store.path) as again:
        assert again.read_now(names) == ["a", "b", "c"]


@in_whole_groups
async def test_a_group_has_bounds(store: Store, commits: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_PER_COMMIT", 10)
    await gather_behind(store, *(adding(f"{n:02}") for n in range(95)))
    assert len(commits) == 10
    monkeypatch.setattr(writer, "LONGEST_GROUP", 0.0)
    await gather_behind(store, *(adding(f"x{n:02}") for n in range(5)))
    assert len(commits) == 16


async def test_a_lock_of_another_fails_the_group_and_later_writes_work(store: Store) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(*(store.write(adding(name)) for name in "ab"), return_exceptions=True)
        assert [type(result) for result in results] == [StoreError, StoreError]
        assert "is locked by process" in str(results[0])
        assert await store.read(names) == []
        other.execute("ROLLBACK")
    assert await store.write(adding("c")) == "c"
    assert await store.read(names) == ["c"]


async def test_a_short_lock_is_waited_for(store: Store) -> None:
    store._writer._busy_seconds = PATIENCE
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(store.write(adding("a")))
        await asyncio.sleep(0.05)
        assert not task.done()
        other.execute("COMMIT")
        assert await task == "a"


async def test_a_full_disk_fails_what_did_not_fit(store: Store) -> None:
    pages = store.read_now(lambda c: int(c.execute(text("PRAGMA page_count")).scalar_one()))

    def limit(connection: Any, _record: Any = None) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")

    event.listen(store._writing, "connect", limit)
    store._writer._disconnect()
    assert await store.write(adding("a")) == "a"
    results = await gather_behind(store, adding("b"), adding("c", "x" * 50_000), adding("d"))
    assert all(isinstance(result, StoreError) for result in results[:2])
    assert "the disk is full" in str(results[1])
    event.remove(store._writing, "connect", limit)
    store._writer._disconnect()
    assert await store.write(adding("e", "x" * 50_000)) == "e"
    kept = await store.read(names)
    assert set(kept) == {"a", "e"} | {result for result in results if isinstance(result, str)}


async def test_a_commit_that_fails_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = sqlite3.OperationalError("disk I/O error")
    broken.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC

    def fail(_connection: Any) -> None:
        raise broken

    monkeypatch.setattr(store._writing.dialect, "do_commit", fail)
    results = await gather_behind(store, adding("a"), adding("b"))
    assert all(isinstance(result, StoreError) for result in results)
    assert "refused to read or write" in str(results[0])
    monkeypatch.undo()
    assert await store.write(adding("c")) == "c"
    assert await store.read(names) == ["c"]


async def test_where_nobody_can_tell_whether_others_wrote_nothing_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(store._writer, "_look_for_changes", fail)
    with pytest.raises(StoreError, match="disk I/O error"):
        await store.write(adding("a"))
    monkeypatch.undo()
    assert await store.write(adding("b")) == "b"
    assert await store.read(names) == ["b"]


async def test_a_file_that_was_replaced_takes_no_writes(store: Store) -> None:
    await store.write(adding("a"))
    store.path.rename(store.path.with_suffix(".away"))
    with pytest.raises(StoreError, match="was moved, deleted or replaced"):
        await store.write(adding("b"))
    store.path.with_suffix(".away").rename(store.path)
    assert await store.write(adding("c")) == "c"
    assert await store.read(names) == ["a", "c"]


async def test_a_busy_writer_lets_other_processes_write(store: Store) -> None:
    stop = False

    async def keep_busy(own: int) -> int:
        number = 0
        while not stop:
            await asyncio.gather(*(store.write(adding(f"{own}-{n}")) for n in range(number, number + 200)))
            number += 200
        return number

    tasks = [asyncio.create_task(keep_busy(own)) for own in range(3)]
    with Store.open(store.path, busy_seconds=PATIENCE) as door:
        for number in range(3):
            assert await asyncio.to_thread(door.write_now, adding(f"door-{number}"))
    stop = True
    written = sum(await asyncio.gather(*tasks))
    assert (
        await store.read(lambda c: c.execute(select(func.count()).select_from(line)).scalar_one())
        == written + 3
    )
