"""The SQLite file: where it may lie, and how a connection to it is set up."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event

from bot.errors import StoreError
from bot.store.complaints import explain_system

BUSY_SECONDS = 5.0
_WRITER_BUSY_MS = 8
READERS = 4

# WAL needs memory shared by all who open the file, which no network file system gives:
# https://www.sqlite.org/wal.html, "All processes using a database must be on the same host computer".
_NETWORKED = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs"}
    | {"ocfs2", "gfs2", "beegfs", "gpfs", "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs"}
    | {
        "fuse.cephfs",
        "fuse.davfs",
        "fuse.davfs2",
        "fuse.goofys",
        "fuse.gcsfuse",
        "fuse.mergerfs",
        "vboxsf",
        "drvfs",
    }
)


def make_engine(path: Path, role: Literal["write", "read"], *, synchronous: str = "FULL") -> Engine:
    """Connections to this file that begin their transactions themselves.

    A writer's take the write lock at once; a reader's see one snapshot and cannot write. Python's own
    transaction handling is off: it begins late and commits around DDL.
    """
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_SECONDS},
        **({"poolclass": NullPool} if role == "write" else {"poolclass": QueuePool, "pool_size": READERS}),
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
        if role == "read":
            connection.execute("PRAGMA query_only = ON")
        else:
            # The writer waits in many short turns: SQLite's own long naps miss a busy writer's gaps.
            connection.execute(f"PRAGMA busy_timeout = {_WRITER_BUSY_MS}")
            # What an order's savepoint may undo is kept in memory, not in a file; of no use after a kill.
            connection.execute("PRAGMA temp_store = MEMORY")

    begin = "BEGIN IMMEDIATE" if role == "write" else "BEGIN"

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The connection of Python's own module beneath."""
    # SQLite's has no other face: `driver_connection` is the same one, by a longer way.
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def prepare_place(path: Path, *, create: bool, mounts: Path = Path("/proc/mounts")) -> None:
    """See that the store's file can lie here, and make it (mode 0600) with its folder where it is not.

    An existing file is looked at, never opened: closing it again would drop the locks that this
    process may hold on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). Raises StoreError.
    """
    try:
        if not path.exists() and not create:
            raise StoreError(f"there is no store at {path} yet", "`newscrier run` makes it")
        _refuse_network(path.resolve().parent, mounts)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise StoreError(
                f"{path} is a folder, not a database file", "check `store` in config/newscrier.yaml"
            )
        if not path.exists():
            _make_file(path)
        elif not path.is_file():
            raise StoreError(f"{path} is not a regular file", "check `store` in config/newscrier.yaml")
    except OSError as error:
        raise explain_system(error, path) from error
    for place, rights in ((path, os.R_OK | os.W_OK), (path.parent, os.W_OK | os.X_OK)):
        if not os.access(place, rights):
            raise StoreError(
                f"{place} may not be read and written",
                "give the user that runs Newscrier the right to write the database and its folder",
            )


def _make_file(path: Path) -> None:
    try:
        # SQLite gives its -wal and -shm files the mode of the database file.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return


def _refuse_network(folder: Path, mounts: Path) -> None:
    kind = find_file_system(folder, mounts)
    if kind in _NETWORKED:
        raise StoreError(
            f"the store cannot lie in {folder}: on a network file system ({kind}) SQLite loses data",
            "put it on a local disk, `store: sqlite:////var/lib/newscrier/newscrier.db`",
        )


def find_file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the file system that this absolute folder lies on; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        words = line.split()
        point = Path(_unescape(words[1]))
        # A later mount on the same point hides the earlier one.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind


def _unescape(word: str) -> str:
    r"""A field of /proc/mounts, where blanks, tabs, line ends and backslashes stand as `\040`."""
    for code, char in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        word = word.replace(code, char)
    return word
