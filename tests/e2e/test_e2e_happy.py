"""From files in a folder to posts on a server, with nothing replaced inside."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from accounts import file_channel, mastodon_channel
from bounds import PATIENCE, REAL, REPOSITORY
from fake_server import Server, ask
from newsroom import Newsroom
from servers.install_mastodon_mock import COMMAND, is_installed
from servers.ports import find_free_port
from stories import make_stories

POST = """The ferry to Sbababa sails again

The harbour of Sbababa paid €4.5 million for the repair.

“We waited for this morning in Sbababa all winter.”
— Maren Holloway

https://courier.example.org/ferry/sbababa?utm_source=mastodon&utm_medium=social"""


def test_each_file_becomes_one_post_in_order_and_a_line_on_the_timeline(
    open_newsroom: Callable[..., Newsroom], server: Server
) -> None:
    newsroom = open_newsroom({"main": mastodon_channel(server.url), "timeline": file_channel()}, command=REAL)
    stories = make_stories(6)
    newsroom.drop(*stories[:3])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(6), "three posts on two channels")
    newsroom.drop(*stories[3:])
    newsroom.wait_until(lambda: newsroom.all_delivered(12), "three more")
    assert newsroom.stop() == 0
    finding = newsroom.examine(server, stories)
    assert finding.clean, finding
    assert server.statuses()[0]["text"] == POST
    posts = newsroom.posts()
    assert [post["state"] for post in posts] == ["delivered"] * 12
    page = (newsroom.folder / "out" / "index.html").read_text()
    feed = json.loads((newsroom.folder / "out" / "feed.json").read_text())
    assert all(page.count(f'class="headline">{story.title}<') == 1 for story in stories)
    assert len(feed["items"]) == 6


def test_a_pass_for_cron_posts_the_samples(open_newsroom: Callable[..., Newsroom], server: Server) -> None:
    newsroom = open_newsroom({"main": mastodon_channel(server.url, stale_after="never")}, command=REAL)
    samples = sorted((REPOSITORY / "docs" / "samples").iterdir())
    for path in samples:
        newsroom.drop_file(path.name, path.read_bytes())
    assert newsroom.once() == 0, newsroom.log
    assert newsroom.once() == 0, newsroom.log
    articles = [path for path in samples if path.suffix == ".txt"]
    assert newsroom.states() == {"delivered": len(articles)}
    texts = [row["text"] for row in server.statuses()]
    assert len(texts) == len(set(texts)) == len(articles)
    assert {row["language"] for row in server.statuses()} == {"de", "en", "pl"}


@pytest.fixture
def mock(tmp_path: Path) -> Iterator[str]:
    if not is_installed():
        pytest.skip("mastodon_mock is not here: python tests/servers/install_mastodon_mock.py")
    port = find_free_port()
    command = [str(COMMAND), "serve", "--in-memory", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("mastodon_mock did not start in time")


def test_somebody_elses_server_gets_each_article_once_and_in_order(
    open_newsroom: Callable[..., Newsroom], mock: str
) -> None:
    newsroom = open_newsroom({"main": mastodon_channel(mock)})
    newsroom.environment["E2E_TOKEN"] = "mock_token"
    stories = make_stories(8)
    newsroom.drop(*stories[:4])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(4), "four posts")
    newsroom.kill()
    newsroom.drop(*stories[4:])
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(8), "four more after a kill")
    assert newsroom.stop() == 0
    rows = newsroom.rows("select receipt from delivery order by due_at, id")
    ids = [json.loads(row[0])["id"] for row in rows]
    shown = [ask(f"{mock}/api/v1/statuses/{one}") for one in ids]
    assert len(set(ids)) == 8
    for story, status in zip(stories, shown, strict=True):
        assert story.title in status["content"]
        assert story.url in status["content"]
        assert "€4.5 million" in status["content"]
    assert all(a["created_at"] <= b["created_at"] for a, b in pairwise(shown))
