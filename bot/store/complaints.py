"""What the database complains about, said for people.

Codes: https://www.sqlite.org/rescode.html; the low byte is the kind, the rest a detail.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError

_KIND = 0xFF
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_ELSEWHERE = "stop Newscrier and restore a backup, or move the file away to begin with an empty store"

_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "the disk is full: {path} cannot take more",
        "make room; Newscrier sends nothing that it cannot record",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk refused to read or write {path} ({detail})",
        "look at the disk, its free space and the file size limit (ulimit -f)",
    ),
    sqlite3.SQLITE_CORRUPT: ("the database {path} is damaged ({detail})", _ELSEWHERE),
    sqlite3.SQLITE_NOTADB: (
        "the file {path} is no SQLite database",
        "check `store` in config/newscrier.yaml",
    ),
    sqlite3.SQLITE_READONLY: (
        "the database {path} may not be written",
        "give the user that runs Newscrier the right to write the file and its folder",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database {path} cannot be opened",
        "check that its folder is there and that Newscrier may read and write in it",
    ),
    sqlite3.SQLITE_PERM: ("the database {path} may not be opened", "check who owns the file"),
    sqlite3.SQLITE_NOMEM: ("there is no memory left for the database {path}", "free some memory"),
    sqlite3.SQLITE_TOOBIG: ("a value is too big for the database {path}", ""),
}


def is_busy(error: BaseException) -> bool:
    """Whether this says that somebody else holds the database."""
    return _kind(_origin(error)) in _BUSY


def forbids_writing(error: BaseException) -> bool:
    """Whether this says that the connection itself is for reading only."""
    origin = _origin(error)
    return isinstance(origin, sqlite3.Error) and (
        getattr(origin, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY
    )


def explain(error: BaseException, path: Path) -> StoreError | None:
    """The StoreError for a complaint about the file itself; None where the statement is to blame."""
    origin = _origin(error)
    kind = _kind(origin)
    if kind in _BUSY:
        return StoreError(
            f"the database {path} is locked{_name_holder(path)}",
            "wait until it has finished, then try again",
        )
    if kind not in _SENTENCES:
        return None
    sentence, hint = _SENTENCES[kind]
    return StoreError(sentence.format(path=path, detail=origin), hint)


def explain_system(error: OSError, path: Path) -> StoreError:
    """The StoreError for a complaint of the operating system about this path."""
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    return StoreError(
        f"{path} cannot be used for the store: {reason}", "check `store` in config/newscrier.yaml"
    )


def _origin(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _kind(origin: BaseException | None) -> int | None:
    if not isinstance(origin, sqlite3.Error):
        return None
    # Python itself raises some errors without a code (a closed connection, a wrong parameter).
    code = getattr(origin, "sqlite_errorcode", None)
    return None if code is None else int(code) & _KIND


def _name_holder(path: Path) -> str:
    """Who holds the write lock, by the kernel's list of locks; empty where it does not tell.

    WAL_WRITE_LOCK is byte 120 of the -shm file (https://www.sqlite.org/walformat.html, section 2.3.1).
    The file is not opened here: closing it would drop our own locks on it.
    """
    try:
        inode = Path(f"{path}-shm").stat().st_ino
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    for words in (line.split() for line in lines):
        # A line: number, POSIX, ADVISORY, WRITE, process, device and inode, first and last byte.
        if words[1:2] == ["POSIX"] and words[3] == "WRITE" and words[5].endswith(f":{inode}"):
            first, last = int(words[6]), words[7]
            if first <= 120 and (last == "EOF" or int(last) >= 120):  # noqa: PLR2004 - see the docstring
                return f" by process {words[4]}{_name_program(words[4])}"
    return ""


def _name_program(pid: str) -> str:
    try:
        return f" ({Path(f'/proc/{pid}/comm').read_text(encoding='utf-8').strip()})"
    except (OSError, UnicodeDecodeError):
        return ""
