"""What else happens on a working day: servers away, corrections in the middle, hands on the switches."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from accounts import mastodon_channel
from bounds import LONG, PATIENCE, PATIENT, REAL
from fake_server import Server
from newsroom import Newsroom
from servers.ports import find_free_port
from stories import Story, make_stories

Open = Callable[..., Newsroom]


def test_a_server_that_is_away_gets_everything_when_it_is_back(tmp_path: Path) -> None:
    port = find_free_port()
    with Server(port=port) as gone:
        url = gone.url
    stories = make_stories(5)
    with Newsroom(tmp_path / "newsroom", {"main": mastodon_channel(url)}) as newsroom:
        newsroom.drop(*stories[:3])
        newsroom.start()
        newsroom.wait_until(lambda: "channel rests" in newsroom.whole_log, "a rest")
        newsroom.wait_until(newsroom.all_taken_in, "all three")
        assert newsroom.states() == {"scheduled": 3}
        with Server(port=port) as back:
            newsroom.wait_until(lambda: newsroom.all_delivered(3), "three posts")
            newsroom.drop(*stories[3:])
            newsroom.wait_until(lambda: newsroom.all_delivered(5), "two more")
            assert newsroom.stop() == 0
            assert newsroom.examine(back, stories).clean


def test_a_correction_in_the_middle_makes_no_second_post(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(constants=dict(PATIENT)), make_stories(2)
    server.misbehave({"fault": "commit-then-hang", "seconds": LONG})
    newsroom.drop(*stories)
    newsroom.start()
    newsroom.wait_until(lambda: server.creates() == 1 and newsroom.all_taken_in(), "the first in hand")
    for number, story in enumerate(stories):
        changed = story.text.replace("a hard winter", "a long winter").replace("sails again", "is back")
        newsroom.drop_file(f"{number:04}-{story.tag}.txt", changed.encode())
    taken_in = "select count(*) from article where revision = 2"
    newsroom.wait_until(lambda: newsroom.rows(taken_in) == [(2,)], "the corrections")
    server.release()
    newsroom.wait_until(lambda: newsroom.all_delivered(2), "both")
    newsroom.drop_file(f"{0:04}-{stories[0].tag}.txt", stories[0].text.encode())
    revisions = "select max(revision) from article"
    newsroom.wait_until(lambda: newsroom.rows(revisions) == [(3,)], "a third revision")
    time.sleep(0.5)
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean
    texts = [row["text"].partition("\n")[0] for row in server.statuses()]
    assert texts == [stories[0].title, stories[1].title.replace("sails again", "is back")]


def test_an_article_taken_away_while_its_post_is_in_hand(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(constants=dict(PATIENT)), make_stories(2)
    server.misbehave({"fault": "commit-then-hang", "seconds": LONG})
    newsroom.drop(*stories)
    newsroom.start()
    newsroom.wait_until(lambda: server.creates() == 1 and newsroom.all_taken_in(), "the first in hand")
    for path in (newsroom.folder / "inbox").iterdir():
        path.unlink()
    newsroom.wait_until(lambda: newsroom.states()["held"] == 1, "the one that is not in hand")
    server.release()
    newsroom.wait_until(lambda: newsroom.states() == {"delivered": 1, "held": 1}, "one held")
    assert newsroom.stop() == 0
    assert server.tags(stories) == [stories[0].tag]
    assert newsroom.posts()[1]["reason"].startswith("gone:")


@pytest.mark.proof
def test_hands_on_the_switches_while_posts_leave(open_newsroom: Open, server: Server) -> None:
    server.become("gotosocial")
    newsroom, stories = open_newsroom(), make_stories(40)
    server.misbehave_by_chance({"late-commit": 1.0}, 1, 0.1)
    newsroom.start(wait=True)
    newsroom.drop(*stories)
    newsroom.wait_until(lambda: newsroom.states()["delivered"] > 2, "the first")
    for _ in range(3):
        assert newsroom.cli("channel", "hold", "main", "--reason", "a look").returncode == 0
        assert newsroom.cli("channel", "release", "main").returncode == 0
    newsroom.wait_until(lambda: newsroom.all_delivered(40), "all")
    assert newsroom.stop() == 0
    assert newsroom.examine(server, stories).clean


@pytest.mark.proof
def test_a_hanging_verification_does_not_keep_the_worker_from_stopping(
    open_newsroom: Open, server: Server
) -> None:
    newsroom, stories = open_newsroom(), make_stories(1)
    server.misbehave({"fault": "hang", "on": "GET /api/v1/accounts", "seconds": 2 * PATIENCE})
    newsroom.drop(*stories)
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.states()["scheduled"] == 1, "the article")
    time.sleep(0.5)
    assert newsroom.stop() == 0
    assert newsroom.once() == 0
    assert newsroom.examine(server, stories).clean


@pytest.mark.proof
def test_a_first_start_that_is_killed_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    """Key, lock, database file, schema: each is half done at some instant."""
    chance = random.Random(7)

    def die_and_start(number: int) -> int:
        story = Story(f"first{chr(97 + number % 26)}{chr(97 + number // 26)}")
        with Server() as server:
            channels = {"main": mastodon_channel(server.url)}
            with Newsroom(tmp_path / f"first-{number}", channels, command=REAL) as newsroom:
                newsroom.drop(story)
                for _ in range(3):
                    newsroom.start()
                    time.sleep(chance.uniform(0.3, 1.3))
                    newsroom.kill()
                code = newsroom.once()
                clean = newsroom.examine(server, [story]).clean
                assert clean, newsroom.log
                return code

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(die_and_start, range(40))) == {0}
