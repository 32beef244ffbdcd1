"""What cannot be recorded is not sent: a full disk, and a database that somebody else has locked."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from newsroom import Newsroom, Server, make_stories

Open = Callable[..., Newsroom]


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def leave_room(newsroom: Newsroom, room: int) -> None:
    """From now on no file of the worker's may grow beyond the write-ahead log's size and `room`."""
    assert newsroom.worker
    wal = newsroom.database.with_name("newscrier.db-wal")
    most = resource.RLIM_INFINITY if room < 0 else size(wal) + room
    resource.prlimit(newsroom.worker.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def test_a_full_disk_stops_the_sending_until_there_is_room(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(12)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    leave_room(newsroom, 0)
    newsroom.drop(*stories[1:4])
    time.sleep(2)
    assert server.tags(stories) == [stories[0].tag]
    assert newsroom.worker
    assert newsroom.worker.poll() is None
    assert "full" in newsroom.log or "disk" in newsroom.log
    leave_room(newsroom, -1)
    newsroom.wait_until(lambda: newsroom.all_delivered(4), 15, "those that waited for room")
    newsroom.drop(*stories[4:])
    newsroom.wait_until(lambda: newsroom.all_delivered(12), 15, "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_disk_that_fills_between_call_and_receipt_doubles_nothing(
    open_newsroom: Open, server: Server
) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    server.misbehave({"fault": "late-commit", "seconds": 1.5})
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: server.creates() == 2, 10, "the second in hand")
    leave_room(newsroom, 0)
    newsroom.wait_until(lambda: len(server.statuses()) == 2, 10, "the commit")
    time.sleep(1)
    assert newsroom.states() == {"delivered": 1, "sending": 1, "scheduled": 1}
    assert server.creates() == 2
    leave_room(newsroom, -1)
    newsroom.wait_until(lambda: newsroom.all_delivered(3), 30, "the receipts")
    assert newsroom.stop() == 0
    assert server.creates() == 3
    assert newsroom.examine(server, stories).clean


@pytest.mark.proof
def test_a_stop_on_a_full_disk_ends_in_time_and_doubles_nothing(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    server.misbehave({"fault": "late-commit", "seconds": 1})
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: server.creates() == 2, 10, "the second in hand")
    leave_room(newsroom, 0)
    began_at = time.monotonic()
    newsroom.stop()
    assert time.monotonic() - began_at < 30
    assert newsroom.once() == 0, newsroom.log
    assert newsroom.examine(server, stories).clean


def test_a_locked_database_is_waited_for_and_nothing_is_sent(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(4)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    with closing(sqlite3.connect(newsroom.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        newsroom.drop(*stories[1:])
        time.sleep(6.5)
        assert server.creates() == 1
        other.execute("ROLLBACK")
    newsroom.wait_until(lambda: newsroom.all_delivered(4), 15, "all after the lock")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean
