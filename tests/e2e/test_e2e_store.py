"""What cannot be recorded is not sent: a full disk, and a database that somebody else has locked."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from bounds import LONG, PATIENCE, PATIENT
from fake_server import Server
from newsroom import Newsroom
from stories import make_stories

Open = Callable[..., Newsroom]


NO_PAGE = 4096
"""Room for some lines of the log, and for no page of the database, wherever in its log it would stand."""


def fill_disk(newsroom: Newsroom, room: int = NO_PAGE) -> None:
    """From now on no file of the worker's is written to beyond its first `room` bytes."""
    assert newsroom.worker
    resource.prlimit(newsroom.worker.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def empty_disk(newsroom: Newsroom) -> None:
    fill_disk(newsroom, resource.RLIM_INFINITY)


def test_a_full_disk_stops_the_sending_until_there_is_room(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(12)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    fill_disk(newsroom)
    newsroom.drop(*stories[1:4])
    newsroom.wait_until(lambda: "the disk" in newsroom.whole_log, "a word about the disk")
    time.sleep(1)
    assert server.tags(stories) == [stories[0].tag]
    assert newsroom.worker
    assert newsroom.worker.poll() is None
    empty_disk(newsroom)
    newsroom.wait_until(lambda: newsroom.all_delivered(4), "those that waited for room")
    newsroom.drop(*stories[4:])
    newsroom.wait_until(lambda: newsroom.all_delivered(12), "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_disk_that_fills_between_call_and_receipt_doubles_nothing(
    open_newsroom: Open, server: Server
) -> None:
    newsroom, stories = open_newsroom(constants=dict(PATIENT)), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    server.misbehave({"fault": "late-commit", "seconds": LONG})
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: server.creates() == 2 and newsroom.all_taken_in(), "the second in hand")
    fill_disk(newsroom)
    server.release()
    newsroom.wait_until(lambda: len(server.statuses()) == 2, "the commit")
    time.sleep(1)
    assert newsroom.states() == {"delivered": 1, "sending": 1, "scheduled": 1}
    assert server.creates() == 2
    empty_disk(newsroom)
    newsroom.wait_until(lambda: newsroom.all_delivered(3), "the receipts")
    assert newsroom.stop() == 0
    assert server.creates() == 3
    assert newsroom.examine(server, stories).clean


def test_a_disk_too_full_even_for_the_log(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(constants=dict(PATIENT)), make_stories(4)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    server.misbehave({"fault": "late-commit", "seconds": LONG})
    newsroom.drop(*stories[1:3])
    newsroom.wait_until(lambda: server.creates() == 2 and newsroom.all_taken_in(), "the second in hand")
    fill_disk(newsroom, 0)
    newsroom.drop(stories[3])
    server.release()
    newsroom.wait_until(lambda: len(server.statuses()) == 2, "the commit")
    time.sleep(2)
    assert server.creates() == 2
    empty_disk(newsroom)
    newsroom.wait_until(lambda: newsroom.all_delivered(4), "everything")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


@pytest.mark.proof
def test_a_stop_on_a_full_disk_ends_in_time_and_doubles_nothing(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    server.misbehave({"fault": "late-commit", "seconds": 1})
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: server.creates() == 2 and newsroom.all_taken_in(), "the second in hand")
    fill_disk(newsroom)
    newsroom.stop(seconds=45)  # what systemd's unit gives it
    assert newsroom.once() == 0, newsroom.log
    assert newsroom.examine(server, stories).clean


def test_a_locked_database_is_waited_for_and_nothing_is_sent(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(4)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    with closing(sqlite3.connect(newsroom.database, isolation_level=None, timeout=PATIENCE)) as other:
        other.execute("BEGIN IMMEDIATE")
        newsroom.drop(*stories[1:])
        newsroom.wait_until(lambda: "is locked" in newsroom.whole_log, "a word about the lock")
        assert server.creates() == 1
        other.execute("ROLLBACK")
    newsroom.wait_until(lambda: newsroom.all_delivered(4), "all after the lock")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean
