"""The running worker: signals, a second one, a frozen one, holds and releases, how soon it sees a file."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import TOKEN, TOKEN_NAME, Newsroom, Server, file_channel, make_stories, mastodon_channel

Open = Callable[..., Newsroom]


def wait_for_request(newsroom: Newsroom, server: Server, many: int = 1) -> None:
    newsroom.wait_until(lambda: server.creates() >= many, 20, "the creating call")


@pytest.mark.parametrize(("one", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_lets_the_attempt_in_hand_finish(
    open_newsroom: Open, server: Server, one: signal.Signals, code: int
) -> None:
    newsroom, stories = open_newsroom(), make_stories(2)
    server.misbehave({"fault": "late-commit", "seconds": 2})
    newsroom.drop(*stories)
    newsroom.start()
    wait_for_request(newsroom, server)
    began_at = time.monotonic()
    assert newsroom.stop(one) == code
    assert time.monotonic() - began_at < 5
    assert newsroom.states() == {"delivered": 1, "scheduled": 1}
    assert server.tags(stories) == [stories[0].tag]
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


def test_a_second_ctrl_c_ends_at_once_and_the_next_start_settles(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(1)
    server.misbehave({"fault": "commit-then-hang", "seconds": 8})
    newsroom.drop(*stories)
    worker = newsroom.start()
    wait_for_request(newsroom, server)
    worker.send_signal(signal.SIGINT)
    worker.send_signal(signal.SIGINT)  # an echo of the first
    time.sleep(1.2)
    assert worker.poll() is None, "it waits for the attempt in hand"
    assert newsroom.stop(signal.SIGINT, 5) == 130
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


@pytest.mark.parametrize("flavour", ["mastodon", pytest.param("gotosocial", marks=pytest.mark.proof)])
def test_a_stop_beside_a_hanging_server_ends_in_time(
    open_newsroom: Open, server: Server, flavour: str
) -> None:
    server.become(flavour)
    newsroom, stories = open_newsroom(), make_stories(2)
    server.misbehave({"fault": "commit-then-hang", "seconds": 60})
    newsroom.drop(*stories)
    newsroom.start()
    wait_for_request(newsroom, server)
    began_at = time.monotonic()
    assert newsroom.stop() == 0
    assert time.monotonic() - began_at < 30
    assert newsroom.states() == {"uncertain": 1, "scheduled": 1}
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


def test_a_worker_that_stops_while_it_verifies_or_idles_ends_soon(
    open_newsroom: Open, server: Server
) -> None:
    newsroom = open_newsroom()
    newsroom.start(wait=True)
    began_at = time.monotonic()
    assert newsroom.stop() == 0
    assert time.monotonic() - began_at < 2


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
    server.misbehave({"fault": fault, "seconds": 1})
    newsroom.drop(*stories)
    worker = newsroom.start()
    wait_for_request(newsroom, server)
    worker.send_signal(signal.SIGSTOP)
    time.sleep(3.5)
    worker.send_signal(signal.SIGCONT)
    newsroom.wait_until(lambda: newsroom.all_delivered(2), 20, "both")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_refused_token_holds_its_channel_alone_until_released(open_newsroom: Open, server: Server) -> None:
    newsroom = open_newsroom({"main": mastodon_channel(server.url), "timeline": file_channel()})
    stories = make_stories(2)
    newsroom.environment[TOKEN_NAME] = "a-wrong-token"
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1, "timeline"), 20, "the timeline")
    held = "select hold_reason from channel where name = 'main' and held_at is not null"
    newsroom.wait_until(lambda: bool(newsroom.rows(held)), 10, "the hold")
    newsroom.drop(stories[1])
    newsroom.wait_until(lambda: newsroom.all_delivered(2, "timeline"), 10, "the timeline again")
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
    newsroom.start(wait=True)
    assert newsroom.cli("channel", "release", "main").returncode == 0
    released_at = time.monotonic()
    newsroom.wait_until(lambda: server.creates() > 0, 1, "a post within a second of the release")
    sys.stdout.write(f"\nrelease to creating call: {time.monotonic() - released_at:.2f} s\n")
    newsroom.wait_until(lambda: newsroom.all_delivered(2, "main"), 10, "both")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_token_that_ends_in_the_middle_holds_the_channel(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    server.misbehave({"fault": "401"})
    newsroom.drop(*stories[1:])
    held = "select hold_reason from channel where name = 'main' and held_at is not null"
    newsroom.wait_until(lambda: bool(newsroom.rows(held)), 10, "the hold")
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.cli("channel", "release", "main").returncode == 0
    newsroom.wait_until(lambda: newsroom.all_delivered(3), 5, "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_the_stop_switch_works_on_a_running_worker(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    assert newsroom.cli("channel", "hold", "main", "--reason", "a wrong photo").returncode == 0
    newsroom.drop(*stories[1:])
    newsroom.wait_until(lambda: newsroom.states()["scheduled"] == 2, 5, "two in the outbox")
    time.sleep(1)
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.stop() == 0
    assert newsroom.once() == 0
    newsroom.start(wait=True)
    assert newsroom.states() == {"delivered": 1, "scheduled": 2}
    assert newsroom.cli("channel", "release", "--all").returncode == 0
    newsroom.wait_until(lambda: newsroom.all_delivered(3), 2, "the rest")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


def test_a_file_is_posted_within_a_second(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(21)
    newsroom.drop(stories[0])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), 20, "the first")
    dropped_at = []
    for story in stories[1:]:
        dropped_at.append(time.time())
        newsroom.drop(story)
        newsroom.wait_until(lambda: newsroom.all_delivered(len(dropped_at) + 1), 5, "one more")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean
    committed_at = [row["at"] for row in server.statuses()][1:]
    delays = sorted(at - since for at, since in zip(committed_at, dropped_at, strict=True))
    sys.stdout.write(
        f"\nrenamed in to posted, {len(delays)} files: median {delays[len(delays) // 2] * 1000:.0f} ms, "
        f"slowest {delays[-1] * 1000:.0f} ms\n"
    )
    assert delays[-1] < 1


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
