"""Config and templates change under the running worker: nothing is lost, nothing doubled, nothing stops."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial

import httpx
import pytest
from accounts import file_channel, mastodon_channel
from bounds import PATIENCE
from fake_server import Server
from newsroom import Newsroom
from servers.ports import find_free_port
from stories import make_stories

Open = Callable[..., Newsroom]


def change(newsroom: Newsroom, server: Server, number: int) -> None:
    """Other options for the channel, which the worker takes at once."""
    newsroom.channels = {"main": mastodon_channel(server.url, per_hour=1000 + number)}
    newsroom.write_config()
    assert newsroom.worker
    newsroom.worker.send_signal(signal.SIGHUP)


def logged(newsroom: Newsroom, text: str) -> int:
    return sum(path.read_text().count(text) for path in (newsroom.folder / "logs").iterdir())


def was_taken(newsroom: Newsroom, many: int) -> bool:
    return logged(newsroom, "the new config is in force") == many


def test_posts_go_on_through_changes_of_the_config(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(8)
    server.misbehave_by_chance({"late-commit": 0.5}, seed=3, seconds=0.3)
    port = find_free_port()
    newsroom.start("--metrics", str(port), wait=True)
    for number, story in enumerate(stories):
        newsroom.drop(story)
        if number % 3 == 0:
            change(newsroom, server, number)
            taken = partial(was_taken, newsroom, number // 3 + 1)
            newsroom.wait_until(taken, "the new config")
    newsroom.wait_until(lambda: newsroom.all_delivered(len(stories)), "all posts")
    assert logged(newsroom, '"error"') == 0
    newsroom.channels = {**newsroom.channels, "page": file_channel()}
    newsroom.write_config()
    url = f"http://127.0.0.1:{port}/metrics"
    with httpx.Client(trust_env=False, timeout=PATIENCE) as reader:
        newsroom.wait_until(lambda: 'channel="page"' in reader.get(url).text, "the new channel's figures")
    # A broken one is told and changes nothing.
    (newsroom.folder / "config" / "channels.yaml").write_text("main: {platform: mastodon, server: [\n")
    newsroom.wait_until(lambda: logged(newsroom, "is not taken") == 1, "a word about the broken config")
    healthy = newsroom.cli("health")
    assert healthy.returncode == 0, "whoever restarts the worker for this stops the posts"
    assert "the worker goes on with the last good one: config/channels.yaml:" in healthy.stdout
    (last,) = make_stories(1, "z")
    newsroom.drop(last)
    newsroom.wait_until(lambda: newsroom.all_delivered(len(stories) + 1, "main"), "the last post")
    assert newsroom.stop() == 0
    os.utime(f"{newsroom.database}.lock", (0, 0))
    assert newsroom.cli("health").returncode == 3, "without a worker nothing goes on"
    assert newsroom.examine(server, [*stories, last]).clean


def test_a_template_that_is_broken_while_the_worker_runs_costs_no_post(
    open_newsroom: Open, server: Server
) -> None:
    newsroom, stories = open_newsroom(), make_stories(2)
    newsroom.start(wait=True)
    newsroom.drop(stories[0])
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the first post")
    (newsroom.folder / "templates" / "posts" / "default.j2").write_text("{{ headline }}\n\n{{ lnk }}\n")
    newsroom.wait_until(lambda: logged(newsroom, "template not taken") == 1, "a word about the template")
    told = newsroom.cli("health")
    assert "templates/posts/default.j2:3:4 there is no variable 'lnk' (did you mean link?)" in told.stdout
    assert "is in use" in newsroom.cli("template", "list").stdout
    newsroom.drop(stories[1])
    newsroom.wait_until(lambda: newsroom.all_delivered(2), "the second post")
    assert newsroom.stop() == 0
    assert newsroom.once() == 0, "a restart goes on with the last good version, too"
    assert newsroom.examine(server, stories).clean


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_instant_of_a_change_loses_and_doubles_nothing(
    open_newsroom: Open, server: Server, seed: int
) -> None:
    chance = random.Random(seed)
    newsroom, stories = open_newsroom(), make_stories(30)
    server.misbehave_by_chance({"late-commit": 0.4}, seed=seed, seconds=0.2)
    for number in range(0, 30, 5):
        newsroom.start(wait=True)
        newsroom.drop(*stories[number : number + 5])
        time.sleep(chance.uniform(0, 0.6))
        change(newsroom, server, number)
        time.sleep(chance.uniform(0, 0.8))
        newsroom.kill()
    server.behave()
    newsroom.start(wait=True)
    newsroom.wait_until(lambda: newsroom.all_delivered(30), "all posts")
    assert newsroom.stop() == 0
    found = newsroom.examine(server, stories)
    assert (found.lost, found.doubled, found.not_delivered) == ((), (), ())
