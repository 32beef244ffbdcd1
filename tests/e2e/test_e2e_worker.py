"""The running worker: signals, a second one, a frozen one, holds and releases, how soon it sees a file."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from accounts import TOKEN, TOKEN_NAME, file_channel, mastodon_channel
from bounds import LONG, PATIENCE, PATIENT, REAL
from fake_server import Server
from newsroom import Newsroom
from stories import make_stories

Open = Callable[..., Newsroom]


UNSWEPT = {"bot.flow.working.work._SWEEP": LONG}
"""Constants of a worker that comes to nothing by the next sweep, so that only being told makes it go on."""


ECHO = 2.0
"""Seconds in which a second signal is an echo of the first, for a test that may be held up between them."""
TAKEN_IN = "stopping: attempts in hand are finished first"


def wait_for_request(newsroom: Newsroom, server: Server, many: int = 1) -> None:
    newsroom.wait_until(lambda: server.creates() >= many and newsroom.all_taken_in(), "the creating call")


def stop_in_hand(newsroom: Newsroom, one: signal.Signals) -> None:
    """The signal, and that the worker has taken it in."""
    assert newsroom.worker
    newsroom.worker.send_signal(one)
    newsroom.wait_until(lambda: TAKEN_IN in newsroom.whole_log, "a word")


@pytest.mark.parametrize(("one", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_lets_the_attempt_in_hand_finish(
    open_newsroom: Open, server: Server, one: signal.Signals, code: int
) -> None:
    newsroom, stories = open_newsroom(constants=dict(PATIENT)), make_stories(2)
    server.misbehave({"fault": "late-commit", "seconds": LONG})
    newsroom.drop(*stories)
    newsroom.start()
    wait_for_request(newsroom, server)
    stop_in_hand(newsroom, one)
    server.release()
    assert newsroom.wait_for_end() == code
    assert newsroom.states() == {"delivered": 1, "scheduled": 1}
    assert server.tags(stories) == [stories[0].tag]
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


def test_a_second_ctrl_c_ends_at_once_and_the_next_start_settles(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = (
        open_newsroom(constants=PATIENT | {"bot.cli.asking.signals._ECHO": ECHO}),
        make_stories(1),
    )
    server.misbehave({"fault": "commit-then-hang", "seconds": LONG})
    newsroom.drop(*stories)
    worker = newsroom.start()
    wait_for_request(newsroom, server)
    worker.send_signal(signal.SIGINT)
    worker.send_signal(signal.SIGINT)  # an echo of the first
    newsroom.wait_until(lambda: TAKEN_IN in newsroom.whole_log, "a word")
    time.sleep(ECHO + 0.2)
    assert worker.poll() is None, "it waits for the attempt in hand"
    assert newsroom.stop(signal.SIGINT) == 130
    newsroom.constants = {}
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


@pytest.mark.parametrize(
    ("flavour", "limit"),
    [
        ("mastodon", 3),
        pytest.param("mastodon", None, marks=pytest.mark.proof),
        pytest.param("gotosocial", None, marks=pytest.mark.proof),
    ],
)
def test_a_stop_beside_a_hanging_server_ends_in_time(
    open_newsroom: Open, server: Server, flavour: str, limit: float | None
) -> None:
    server.become(flavour)
    channels = {"main": mastodon_channel(server.url, lookup_after="10m")}
    newsroom, stories = open_newsroom(channels), make_stories(2)
    if limit is None:
        newsroom.command = REAL
    else:
        newsroom.constants = {"bot.flow.lines.REQUEST_TIMEOUT": limit}
    server.misbehave({"fault": "commit-then-hang", "seconds": LONG})
    newsroom.drop(*stories)
    newsroom.start()
    wait_for_request(newsroom, server)
    assert newsroom.stop() == 0
    assert newsroom.states() == {"uncertain": 1, "scheduled": 1}
    newsroom.constants = {}
    newsroom.look_up_now()
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


def test_a_worker_that_stops_while_it_verifies_or_idles_ends_soon(
    open_newsroom: Open, server: Server
) -> None:
    newsroom = open_newsroom(constants=dict(PATIENT))
    newsroom.start(wait=True)
    assert newsroom.stop() == 0


def test_a_second_worker_is_refused_in_a_sentence(open_newsroom: Open, server: Server) -> None:
    newsroom = open_newsroom()
    worker = newsroom.start(wait=True)
    for more in ((), ("--once",)):
        second = newsroom.cli("run", *more)
        assert second.returncode == 1
        assert f"another worker (process {worker.pid}" in second.stderr
        assert "stop it first" in second.stderr
        assert "Traceback" not in second.stderr
    assert newsroom.stop() == 0


@pytest.mark.parametrize(
    ("flavour", "fault"),
    [
        ("mastodon", "late-commit"),
        pytest.param("gotosocial", "commit-then-hang", marks=pytest.mark.proof),
    ],
)
def test_a_frozen_worker_does_not_post_twice(
    open_newsroom: Open, server: Server, flavour: str, fault: str
) -> None:
    server.become(flavour)
    newsroom, stories = open_newsroom(), make_stories(2)
    server.misbehave({"fault": fault, "seconds": LONG})
    newsroom.drop(*stories)
    worker = newsroom.start()
    wait_for_request(newsroom, server)
    worker.send_signal(signal.SIGSTOP)
    server.release()
    newsroom.wait_until(lambda: len(server.statuses()) == 1, "the commit")
    time.sleep(2.5)
    worker.send_signal(signal.SIGCONT)
    newsroom.wait_until(lambda: newsroom.all_delivered(2), "both")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_refused_token_holds_its_channel_alone_until_released(open_newsroom: Open, server: Server) -> None:
    newsroom = open_newsroom({"main": mastodon_channel(server.url), "timeline": file_channel()})
    stories = make_stories(2)
    newsroom.environment[TOKEN_NAME] = "a-wrong-token"
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1, "timeline"), "the timeline")
    held = "select hold_reason from channel where name = 'main' and held_at is not null"
    newsroom.wait_until(lambda: bool(newsroom.rows(held)), "the hold")
    newsroom.drop(stories[1])
    newsroom.wait_until(lambda: newsroom.all_delivered(2, "timeline"), "the timeline again")
    assert newsroom.stop() == 0
    listed = json.loads(newsroom.cli("channel", "list", "--json").stdout)
    reasons = {row["channel"]: row["hold_reason"] for row in listed}
    assert "401" in reasons["main"]
    assert not reasons["timeline"]
    assert newsroom.states("main") == {"scheduled": 2}
    assert newsroom.once() == 4, newsroom.log
    assert newsroom.cli("health").returncode == 4
    assert "a-wrong-token" not in newsroom.log

    newsroom.environment[TOKEN_NAME] = TOKEN
    newsroom.constants = dict(UNSWEPT)
    newsroom.start(wait=True)
    assert newsroom.cli("channel", "release", "main").returncode == 0
    released_at = time.monotonic()
    newsroom.wait_until(lambda: server.creates() > 0, "a post right after the release")
    sys.stdout.write(f"\nrelease to creating call: {time.monotonic() - released_at:.2f} s\n")
    newsroom.wait_until(lambda: newsroom.all_delivered(2, "main"), "both")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_token_that_ends_in_the_middle_holds_the_channel(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    server.misbehave({"fault": "401"})
    newsroom.drop(*stories[1:])
    held = "select hold_reason from channel where name = 'main' and held_at is not null"
    newsroom.wait_until(lambda: bool(newsroom.rows(held)) and newsroom.all_taken_in(), "the hold")
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.cli("channel", "release", "main").returncode == 0
    newsroom.wait_until(lambda: newsroom.all_delivered(3), "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_the_stop_switch_works_on_a_running_worker(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first")
    assert newsroom.cli("channel", "hold", "main", "--reason", "a wrong photo").returncode == 0
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: newsroom.states()["scheduled"] == 2, "two in the outbox")
    time.sleep(0.6)
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.stop() == 0
    assert newsroom.once() == 0
    newsroom.constants = dict(UNSWEPT)
    newsroom.start(wait=True)
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.cli("channel", "release", "--all").returncode == 0
    newsroom.wait_until(lambda: newsroom.all_delivered(3), "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_file_is_posted_within_a_second(open_newsroom: Open, server: Server) -> None:
    """By being told: neither the next sweep nor the next look at the folder comes in this test."""
    newsroom, stories, delays = open_newsroom(constants=dict(UNSWEPT)), make_stories(200), list[float]()
    newsroom._write("sources", {"wire-folder": {"source": "folder", "path": "inbox/", "every": "1d"}})
    newsroom.start(wait=True)
    ends_at = time.monotonic() + PATIENCE
    for number, story in enumerate(stories, start=1):
        dropped_at = time.time()
        newsroom.drop(story)
        newsroom.wait_until(lambda many=number: newsroom.all_delivered(many), "one more")  # type: ignore[misc] # bound now
        delays.append(server.statuses()[-1]["at"] - dropped_at)
        # What else the machine does makes it longer, never shorter: some of many count.
        quick = sum(delay < 1 for delay in delays)
        if (number >= 12 and quick >= 4) or time.monotonic() > ends_at:
            break
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories[: len(delays)]).clean
    sys.stdout.write(
        f"\nrenamed in to posted, {len(delays)} files: median {median(delays) * 1000:.0f} ms, "
        f"slowest {max(delays) * 1000:.0f} ms\n"
    )
    assert quick >= 4, delays


def test_a_broken_config_starts_nothing(open_newsroom: Open, server: Server) -> None:
    newsroom = open_newsroom(
        {"main": {**mastodon_channel(server.url), "visibility": "loud", "aproval": "never"}}
    )
    newsroom.drop(*make_stories(1))
    for more in ((), ("--once",)):
        done = newsroom.cli("run", *more)
        assert done.returncode == 3
        lines = [
            line for line in done.stderr.splitlines() if line.startswith(str(Path("config/channels.yaml:")))
        ]
        assert len(lines) == 2, done.stderr
    assert server.creates() == 0
    assert not newsroom.database.exists()
