"""A copy of the store while others write, and whether a copy is whole."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.errors import StoreError
from bot.model import STATES_FINAL
from bot.store.complaints import explain

_WAITING = (
    "SELECT delivery.rendered, revision.document FROM delivery"
    " JOIN article ON article.id = delivery.article_id"
    " JOIN revision ON revision.article_id = article.id AND revision.number = article.revision"
    " WHERE delivery.state NOT IN (SELECT value FROM json_each(?))"
)
_PICTURE = re.compile(r'(?:"kept": ?"|"pictures/)([0-9a-f]{32})(?=["/])')
_PAGES = 2048
"""Of 4 KiB each, between two words on how far it is."""


def copy_store(path: Path, copy: Path, tell: Callable[[int, int], None]) -> None:
    """Copy one snapshot of the database into one new file, while others read and write.

    `tell` hears the pages done and all of them. Raises StoreError.
    """

    def told(_status: int, left: int, pages: int) -> None:
        tell(pages - left, pages)

    try:
        with (
            closing(
                sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
            ) as source,
            closing(sqlite3.connect(copy, isolation_level=None)) as target,
        ):
            source.execute("PRAGMA query_only = ON")
            # An open snapshot: without it the copy would begin anew with each write of the worker.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=_PAGES, progress=told, sleep=0)
            source.execute("ROLLBACK")
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise explain(error, path) or StoreError(f"the database {path} cannot be copied: {error}") from error


def find_pictures(path: Path) -> set[str]:
    """The digests of the pictures that posts of this copy may still need. Raises StoreError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute(_WAITING, (json.dumps(list(STATES_FINAL)),)).fetchall()
    except sqlite3.Error as error:
        raise explain(error, path) or StoreError(f"the database {path} cannot be read: {error}") from error
    return {digest for row in found for text in row if text for digest in _PICTURE.findall(text)}


def find_damage(path: Path) -> list[str]:
    """What SQLite finds wrong with a database, a few sentences at most; empty for a sound one."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            found += [
                f"a row of {row[0]} refers to one of {row[2]} that is not there"
                for row in connection.execute("PRAGMA foreign_key_check").fetchmany(5)
            ]
    except sqlite3.Error as error:
        return [str(error)]
    return [line for line in found if line != "ok"]


def make_single(path: Path) -> None:
    """Fold a closed store into its one file, so that it can be moved. Raises StoreError."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise explain(error, path) or StoreError(f"the database {path} cannot be folded: {error}") from error
