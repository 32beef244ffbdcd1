import asyncio
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError
from bot.store.database import Store
from bot.store.schema import event
from bot.store.sqlite import find_file_system, prepare_place

ADD = insert(event)
COUNT = select(func.count()).select_from(event)


def adding(name: str) -> Callable[[Connection], str]:
    def add(connection: Connection) -> str:
        connection.execute(
            ADD, {"id": name, "at": 0, "actor": "t", "action": "t", "object": "t", "detail": ""}
        )
        return name

    return add


def count(connection: Connection) -> int:
    return int(connection.execute(COUNT).scalar_one())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data" / "newscrier.db") as store:
        yield store


def test_open_makes_a_private_file_in_its_folder(store: Store) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert store.write_now(adding("a")) == "a"
    for name in ("-wal", "-shm"):
        assert stat.S_IMODE(Path(f"{store.path}{name}").stat().st_mode) == 0o600


def test_connections_are_set_up(store: Store) -> None:
    def pragmas(connection: Connection) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        return [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert store.write_now(pragmas) == ["wal", 2, 1, 0]
    assert store.read_now(pragmas) == ["wal", 2, 1, 1]
    assert store.read_now(lambda c: c.execute(text("PRAGMA busy_timeout")).scalar()) == 5000


def test_what_was_written_is_there_after_opening_again(store: Store) -> None:
    store.write_now(adding("a"))
    store.close()
    with Store.open(store.path, create=False) as again:
        assert again.read_now(count) == 1


def test_two_open_a_fresh_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "newscrier.db"
    opened: list[int] = []

    def open_it() -> None:
        with Store.open(path) as store:
            opened.append(store.read_now(count))

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [0] * 8


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(RuntimeError, match="use `write`"):
        store.read_now(adding("a"))
    assert store.read_now(count) == 0


async def test_a_read_is_one_snapshot(store: Store) -> None:
    seen: list[int] = []
    begun, written = threading.Event(), threading.Event()

    def twice(connection: Connection) -> None:
        seen.append(count(connection))
        begun.set()
        assert written.wait(PATIENCE)
        seen.append(count(connection))

    reading = asyncio.create_task(store.read(twice))
    await asyncio.to_thread(begun.wait, PATIENCE)
    # The writer does not wait for the reader, either.
    await asyncio.wait_for(store.write(adding("a")), PATIENCE)
    written.set()
    await reading
    assert seen == [0, 0]
    assert await store.read(count) == 1


def test_data_version_sees_others_and_not_ourselves(store: Store) -> None:
    before = store.data_version()
    store.write_now(adding("a"))
    assert store.data_version() == before
    with Store.open(store.path) as door:
        assert store.data_version() == before
        door.write_now(adding("b"))
    after = store.data_version()
    assert after != before
    store.write_now(adding("c"))
    assert store.data_version() == after


def test_data_version_sees_a_write_that_came_before_our_own(store: Store) -> None:
    before = store.data_version()
    with Store.open(store.path) as door:
        door.write_now(adding("b"))
        store.write_now(adding("c"))
    assert store.data_version() != before


async def test_data_version_does_not_wait_for_a_write_in_hand(store: Store) -> None:
    before = store.data_version()
    begun, go_on = threading.Event(), threading.Event()

    def slow(_connection: Connection) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    writing = asyncio.create_task(store.write(slow))
    await asyncio.to_thread(begun.wait, PATIENCE)
    assert store.data_version() == before
    go_on.set()
    await writing


def test_a_broken_rule_of_the_schema_is_the_writers_own_error(store: Store) -> None:
    store.write_now(adding("a"))
    with pytest.raises(IntegrityError):
        store.write_now(adding("a"))


def test_a_copy_is_thrown_away(store: Store) -> None:
    store.write_now(adding("a"))
    with Store.open_copy(store.path) as copy:
        assert copy.read_now(count) == 1
        copy.write_now(adding("b"))
        assert copy.read_now(count) == 2
        folder = copy.path.parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()
    assert store.read_now(count) == 1


def test_a_copy_of_nothing_is_empty_and_makes_nothing(tmp_path: Path) -> None:
    with Store.open_copy(tmp_path / "data" / "newscrier.db") as copy:
        assert copy.read_now(count) == 0
    assert not (tmp_path / "data").exists()


def test_close_may_be_called_twice_and_ends_everything(store: Store) -> None:
    store.write_now(adding("a"))
    store.close()
    store.close()
    for act in (lambda: store.write_now(adding("b")), lambda: store.read_now(count), store.data_version):
        with pytest.raises(StoreError, match="is closed"):
            act()
    assert not Path(f"{store.path}-wal").exists()


def test_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no store at .* yet"):
        Store.open(tmp_path / "newscrier.db", create=False)
    assert list(tmp_path.iterdir()) == []


def make_garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all" * 100)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_stranger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipe (name)")


def make_damaged(path: Path) -> None:
    Store.open(path).close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    content[100:200] = b"\xff" * 100
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (make_garbage, "no SQLite database"),
        (lambda path: path.mkdir(), "is a folder"),
        (make_pipe, "not a regular file"),
        (make_stranger, "not Newscrier's"),
        (make_damaged, "is damaged"),
    ],
)
def test_what_is_no_store_is_refused(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    path = tmp_path / "newscrier.db"
    make(path)
    with pytest.raises(StoreError, match=sentence) as caught:
        Store.open(path)
    assert caught.value.hint


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="cannot be used for the store"):
        Store.open(tmp_path / "data" / "newscrier.db")


@pytest.mark.parametrize("part", ["file", "folder"])
def test_a_place_that_may_not_be_written_is_refused(
    store: Store, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidden = store.path if part == "file" else store.path.parent
    # Root may write everything, so the answer of the system is played.
    monkeypatch.setattr(os, "access", lambda place, _rights: place != forbidden)
    with pytest.raises(StoreError, match="may not be read and written"):
        Store.open(store.path)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/news\\040room nfs4 rw 0 0
/dev/sdb1 /srv/news\\040room/local xfs rw 0 0
me@host:/ /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /mnt ext4 rw 0 0
//nas/share /mnt cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/srv", "ext4"),
        ("/srv/news room", "nfs4"),
        ("/srv/news room/data", "nfs4"),
        ("/srv/news room/local/data", "xfs"),
        ("/srv/news roommate", "ext4"),
        ("/home/me/far/data", "fuse.sshfs"),
        ("/mnt/data", "cifs"),
    ],
)
def test_the_file_system_of_a_folder(tmp_path: Path, folder: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert find_file_system(Path(folder), mounts) == kind
    assert find_file_system(Path(folder), tmp_path / "none") == ""


def test_a_network_file_system_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/export {tmp_path} nfs rw 0 0\n")
    with pytest.raises(StoreError, match=r"network file system \(nfs\)"):
        prepare_place(tmp_path / "data" / "newscrier.db", create=True, mounts=mounts)
    assert not (tmp_path / "data").exists()
