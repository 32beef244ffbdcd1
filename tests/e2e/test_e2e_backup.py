"""Backups by the real command: killed at any instant, and put back after the disk was lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from itertools import chain, repeat
from pathlib import Path

from bounds import PATIENCE
from fake_server import Server
from newsroom import Newsroom
from stories import make_stories

from bot.flow.keeping.archive import unpack


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "backups").glob("*"))


def test_a_killed_backup_is_none_and_what_it_left_is_removed(
    open_newsroom: Callable[..., Newsroom],
) -> None:
    newsroom = open_newsroom()
    assert newsroom.once() == 0
    _swell(newsroom.database)
    folder, killed = newsroom.folder / "data" / "backups", 0
    ends_at = time.monotonic() + PATIENCE
    for wait in chain((0.0, 0.02, 0.05, 0.1, 0.2), repeat(0.0)):
        if wait == 0 and killed:
            break
        assert time.monotonic() < ends_at, "every backup was done before it could be killed"
        newsroom.worker = newsroom.launch("backup", out=newsroom.folder / "logs" / "backup.log")
        before = len(list(folder.glob(".*")))
        while len(list(folder.glob(".*"))) <= before and newsroom.worker.poll() is None:
            time.sleep(0.005)
        time.sleep(wait)
        killed += newsroom.kill()
    # What a kill leaves is hidden and has another ending, so that nobody takes it for a backup.
    for one in (one for one in backups(newsroom.folder) if not one.name.endswith(".part")):
        assert one.name.endswith(".tar.gz")
        unpack(one, None)
    done = newsroom.cli("backup", "last.tar.gz", "--json")
    assert done.returncode == 0, done.stderr
    unpack(newsroom.folder / "last.tar.gz", None)
    newsroom.cli("backup")
    left = [one for one in (newsroom.folder / "data" / "backups").iterdir() if one.name.startswith(".")]
    assert left == []


def _swell(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(
            "insert into event values (?, 0, 'test', 'made', ?, hex(randomblob(2000)))",
            [(f"e{n}", f"o{n}") for n in range(4000)],
        )


def test_a_restored_newsroom_posts_nothing_twice(
    open_newsroom: Callable[..., Newsroom], server: Server
) -> None:
    newsroom = open_newsroom()
    first, second, third = make_stories(3)
    newsroom.drop(first)
    newsroom.start(wait=True)
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first post")
    file = newsroom.folder.parent / "safe.tar.gz"
    made = newsroom.cli("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == str(file)
    newsroom.drop(second)
    newsroom.wait_until(lambda: newsroom.all_delivered(2), "the second post")
    refused = newsroom.cli("backup", "restore", str(file))
    assert (refused.returncode, "is running on this store" in refused.stderr) == (1, True)
    newsroom.stop()
    shutil.rmtree(newsroom.folder / "data")
    done = newsroom.cli("backup", "restore", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["held"] == 0
    newsroom.start(wait=True)
    newsroom.wait_until(lambda: newsroom.states()["held"] == 1, "the second story to be held")
    newsroom.drop(third)
    newsroom.wait_until(lambda: newsroom.states()["delivered"] == 2, "the third post")
    newsroom.stop()
    assert server.tags([first, second, third]) == [first.tag, second.tag, third.tag]
