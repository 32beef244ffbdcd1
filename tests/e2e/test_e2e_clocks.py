"""Wall clocks that are set while the worker works, and workers that freeze for longer than their lease."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from accounts import channel_for
from bounds import PATIENCE
from fake_server import Server
from newsroom import Finding, Newsroom
from stories import make_stories

from bot.flow.sending.turn import LEASE

CLOCKED = Path(__file__).with_name("clocked.py")
SEED = int(os.environ.get("E2E_SEED", "20260"))
SHORT, LONG = 600, 7200
"""Seconds by which a clock is set; what is longer than an hour counts as an absence."""

WEATHERS = {
    "mastodon": {"commit-then-drop": 0.2, "429": 0.1},
    "gotosocial": {"commit-then-drop": 0.2, "hang": 0.1},
    "unknown": {"commit-then-500": 0.2},
    "bluesky": {"commit-then-drop": 0.2, "429": 0.1},
}


class Wrong:
    """The clock of a newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.file = newsroom.folder / "clock"
        self.off = 0.0
        self.set(0)

    def set(self, by: float) -> None:
        """Put it forward by so many seconds, or back; at one go, as a reader sees it."""
        self.off += by
        part = self.file.with_suffix(".part")
        part.write_text(str(self.off))
        part.rename(self.file)


def jump(folder: Path, flavour: str, jumps: list[int], seed: int) -> tuple[Finding, int]:
    """Set the clock while posts leave; a person releases what a long absence held. How many that were."""
    chance, stories, released = random.Random(f"{seed} {flavour}"), make_stories(2 * len(jumps) + 2), 0
    with Server(flavour) as server:
        server.misbehave_by_chance(WEATHERS[flavour], seed, 0.3)
        command = (sys.executable, str(CLOCKED))
        with Newsroom(folder, {"main": channel_for(flavour, server.url)}, command=command) as newsroom:
            clock = Wrong(newsroom)
            newsroom.start(wait=True)
            for number, seconds in enumerate(jumps):
                newsroom.drop(*stories[2 * number : 2 * number + 2])
                time.sleep(chance.uniform(0.2, 1.2))
                clock.set(seconds)
                released += release(newsroom)
            server.behave()
            newsroom.drop(*stories[-2:])
            deadline = time.monotonic() + 2 * PATIENCE
            while not newsroom.all_delivered(len(stories)) and time.monotonic() < deadline:
                released += release(newsroom)
                time.sleep(0.5)
            assert newsroom.all_delivered(len(stories)), f"{flavour}: {newsroom.states()}\n{newsroom.log}"
            assert newsroom.stop() == 0
            finding = newsroom.examine(server, stories)
            # Moments of clocks that were set tell no order: the one in which the stories came does.
            came, left = [story.tag for story in stories], dict.fromkeys(server.tags(stories))
            wrong = tuple(tag for tag, other in zip(left, came, strict=False) if tag != other)
            return replace(finding, out_of_order=wrong), released


def release(newsroom: Newsroom) -> int:
    """What is held because nobody was at work, as far as the store knows."""
    held = newsroom.states()["held"]
    if held:
        newsroom.cli("post", "retry", "--state", "held", "--channel", "main")
    return held


def prove(folder: Path, flavours: list[str], jumps: list[int]) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = {flavour: pool.submit(jump, folder / flavour, flavour, jumps, SEED) for flavour in flavours}
        found = {flavour: run.result() for flavour, run in runs.items()}
    for flavour, (finding, released) in found.items():
        sys.stdout.write(
            f"\n{flavour:<12} {len(jumps)} jumps, {2 * len(jumps) + 2} posts, lost {len(finding.lost)}, "
            f"doubled {len(finding.doubled)}, held for a person {released}\n"
        )
    for flavour, (finding, released) in found.items():
        assert not finding.lost + finding.doubled + finding.not_delivered + finding.wrong_receipts, flavour
        # What a person releases later leaves later.
        assert released or not finding.out_of_order, flavour


def test_a_clock_that_is_set_both_ways_loses_and_doubles_nothing(tmp_path: Path) -> None:
    prove(tmp_path, ["mastodon"], [SHORT, -SHORT, LONG, -LONG])


@pytest.mark.proof
@pytest.mark.parametrize(
    "flavour",
    [
        "mastodon",
        "gotosocial",
        "bluesky",
        "unknown",
    ],
)
def test_clocks_that_are_set_again_and_again(tmp_path: Path, flavour: str) -> None:
    prove(tmp_path, [flavour], [SHORT, -SHORT, LONG, -SHORT, -LONG, SHORT] * 4)


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[list[tuple[Newsroom, Server]]]:
    """Workers in the middle of their work, on servers of different kinds."""
    flavours = ["mastodon", "gotosocial", "bluesky", "unknown"] * 2
    servers = [Server(flavour) for flavour in flavours]
    rooms = [
        Newsroom(tmp_path / f"room-{number}", {"main": channel_for(flavour, server.url)})
        for number, (flavour, server) in enumerate(zip(flavours, servers, strict=True))
    ]
    try:
        yield list(zip(rooms, servers, strict=True))
    finally:
        for room in rooms:
            room.kill()
        for server in servers:
            server.process.kill()
            server.process.communicate()


@pytest.mark.proof
def test_a_worker_that_freezes_for_longer_than_its_lease(frozen: list[tuple[Newsroom, Server]]) -> None:
    """At a random instant, in the middle of posts; a second worker beside it must not start."""
    chance, stories = random.Random(SEED), make_stories(30)
    for newsroom, server in frozen:
        server.misbehave_by_chance({"late-commit": 0.5}, SEED, 0.2)
        newsroom.drop(*stories)
        worker = newsroom.start()
        newsroom.wait_until(lambda room=newsroom: room.states()["delivered"] > 2, "the first")  # type: ignore[misc] # bound now
        time.sleep(chance.uniform(0, 0.5))
        worker.send_signal(signal.SIGSTOP)
    time.sleep(LEASE.total_seconds() + 5)
    for newsroom, server in frozen:
        before = server.creates()
        assert newsroom.cli("run", "--once").returncode == 1, "the frozen worker has the lock"
        assert server.creates() == before
        assert newsroom.worker
        newsroom.worker.send_signal(signal.SIGCONT)
    for newsroom, server in frozen:
        newsroom.wait_until(lambda room=newsroom: room.all_delivered(30), "all of them")  # type: ignore[misc] # bound now
        assert newsroom.stop() == 0
        assert newsroom.examine(server, stories).clean, newsroom.log
