"""Feeds end to end: a baseline, what is new, pages behind teasers, a hostile outside that stops nobody."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from accounts import file_channel
from bounds import PATIENCE, PATIENT, REAL
from fake_server import Server, ask
from newsroom import Newsroom

OUTSIDE = Path(__file__).resolve().parents[1] / "servers" / "outside.py"
HOSTILE = (
    "gzip-bomb",
    "endless",
    "drip",
    "silence",
    "truncated",
    "drop",
    "huge-header",
    "chunk-garbage",
    "status-500",
    "status-404",
    "status-429",
)
HOME = '<html><link rel="alternate" type="application/rss+xml" href="/feed.xml"><body></body></html>'

Open = Callable[..., Newsroom]


@pytest.fixture
def outside() -> Iterator[dict[str, Any]]:
    process = subprocess.Popen([sys.executable, str(OUTSIDE)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()


def put(outside: dict[str, Any], path: str, body: str, media_type: str = "application/rss+xml") -> str:
    ask(f"{outside['control']}/document", "POST", {"path": path, "body": body, "media_type": media_type})
    return f"http://localhost:{outside['port']}{path}"


def rss(outside: dict[str, Any], *numbers: int, teaser: bool = False) -> str:
    items = "".join(
        f"<item><title>Harbour number {n} reopens after the storm</title>"
        f"<link>http://localhost:{outside['port']}/pages/{n}</link><guid>story-{n}</guid>"
        f"<description>{'Read more …' if teaser else f'&lt;p&gt;{body(n)}&lt;/p&gt;'}</description></item>"
        for n in numbers
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title>{items}</channel></rss>'
    )


def body(n: int) -> str:
    return (
        f"The harbour reopened on Monday after repairs that cost €{n}4 million, the port authority said. "
        "The ferries run again from Tuesday, and the fishing fleet left the shelter of the river at dawn."
    )


def page(n: int) -> str:
    text = f"<p>{body(n)}</p><p>Berth {n} stays closed until the cranes have been inspected once more.</p>"
    return (
        "<!doctype html><html lang='en'><head>"
        f"<title>Harbour number {n} reopens after the storm</title></head>"
        f"<body><nav>News</nav><article><h1>Harbour number {n} reopens after the storm</h1>{text * 3}"
        "</article></body></html>"
    )


def lay(newsroom: Newsroom, sources: dict[str, Any]) -> Newsroom:
    config = json.loads((newsroom.folder / "config" / "newscrier.yaml").read_text())
    newsroom._write("newscrier", {**config, "network": {"allow_private": ["127.0.0.0/8", "::1/128"]}})
    newsroom._write("sources", sources)
    return newsroom


def test_the_first_look_posts_nothing_and_the_second_what_is_new(
    open_newsroom: Open, server: Server, outside: dict[str, Any]
) -> None:
    url = put(outside, "/plain/feed.xml", rss(outside, 1, 2, 3))
    newsroom = lay(open_newsroom(command=REAL), {"site": {"source": "feed", "url": url, "every": "10s"}})
    assert newsroom.once() == 0, newsroom.log
    assert newsroom.states() == {}
    put(outside, "/plain/feed.xml", rss(outside, 1, 2, 3, 4))
    assert newsroom.once() == 0, newsroom.log
    assert newsroom.once() == 0, newsroom.log
    assert [status["text"].splitlines()[0] for status in server.statuses()] == [
        "Harbour number 4 reopens after the storm"
    ]
    assert "€44 million" in server.statuses()[0]["text"]


def test_pages_are_fetched_where_the_feed_has_only_teasers(
    open_newsroom: Open, server: Server, outside: dict[str, Any]
) -> None:
    url = put(outside, "/feed.xml", rss(outside, 7, teaser=True))
    put(outside, "/pages/7", page(7), "text/html")
    site = {"source": "feed", "url": url, "content": "page", "first_run": "post"}
    newsroom = lay(open_newsroom(), {"site": site})
    assert newsroom.once() == 0, newsroom.log
    (status,) = server.statuses()
    assert "€74 million" in status["text"]


def test_a_hostile_outside_delays_no_other_source(
    open_newsroom: Open, outside: dict[str, Any], tmp_path: Path
) -> None:
    sources: dict[str, Any] = {
        name: {"source": "feed", "url": f"http://127.0.0.1:{outside['port']}/{name}/feed.xml"}
        for name in HOSTILE
    }
    sources["private"] = {"source": "feed", "url": "http://10.0.0.5/feed.xml"}
    sources["well"] = {
        "source": "feed",
        "url": put(outside, "/feed.xml", rss(outside, 9)),
        "first_run": "post",
        "every": "10s",
    }
    newsroom = lay(open_newsroom({"timeline": file_channel()}), sources)
    newsroom.constants = dict(PATIENT)  # who waits for one of them waits too long
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the good feed's post")
    assert newsroom.worker
    assert newsroom.worker.poll() is None

    def failed() -> set[str]:
        rows = json.loads(newsroom.cli("source", "list", "--json").stdout)
        return {row["source"] for row in rows if row["error"]}

    named = {"private", "gzip-bomb", "truncated", "status-500", "status-404", "status-429"}
    newsroom.wait_until(lambda: named <= failed(), "the failures in source list")
    assert "well" not in failed()
    assert newsroom.stop() == 0


def test_a_feed_is_found_shown_and_added(open_newsroom: Open, outside: dict[str, Any]) -> None:
    url = put(outside, "/feed.xml", rss(outside, 1, 2))
    site = put(outside, "/", HOME, "text/html")
    newsroom = lay(open_newsroom(), {})
    added = newsroom.cli("source", "add", site)
    assert added.returncode == 0, added.stderr
    assert "Harbour number 2 reopens after the storm" in added.stdout
    assert "the-courier:\n  source: feed\n" in (newsroom.folder / "config" / "sources.yaml").read_text()
    assert newsroom.cli("config", "check").returncode == 0
    tested = newsroom.cli("source", "test", "the-courier")
    assert "€24 million" in tested.stdout, tested.stderr
    again = newsroom.cli("source", "add", url)
    assert again.returncode == 1
    assert "already" in again.stderr
    read = newsroom.cli("read", put(outside, "/pages/3", page(3), "text/html"))
    assert "€34 million" in read.stdout, read.stderr
