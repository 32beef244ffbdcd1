"""A worker at rest holds only what its newsroom needs: what is loaded stays in memory for weeks."""

import json
import subprocess
import sys

import pytest

from bot.http import Client
from bot.plugin import Paged
from bot.sources.feed.options import FeedOptions
from bot.sources.feed.source import Feeds

RARELY_NEEDED = {
    "alembic": "a migration is due",
    "apprise": "alerts are sent somewhere",
    "charset_normalizer": "a page does not say its charset",
    "feedparser": "a feed is broken, in a process of its own",
    "PIL": "there is a picture, in a process of its own",
    "prometheus_client": "metrics are asked for",
    "trafilatura": "a whole web page is read",
}

CODE = """
import json, sys
import bot.cli.run, bot.flow.working.worker, bot.flow.working.work, bot.flow.working.once
from bot.flow.arriving.reading import warm_up
from bot.plugin.discovery import discover_platforms, discover_sources
discover_platforms(), discover_sources()
for pages in (False, True):
    warm_up(pages=pages)
    print(json.dumps(sorted(sys.modules)))
"""


def test_a_worker_loads_nothing_that_is_rarely_needed() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    modules, with_pages = (set(json.loads(line)) for line in done.stdout.splitlines())
    assert {"sqlalchemy", "bot.platforms.file", "bot.sources.feed", "numpy"} <= modules
    assert {name: when for name, when in RARELY_NEEDED.items() if name in modules} == {}
    assert "trafilatura" in with_pages


@pytest.mark.parametrize("content", ["feed", "page"])
def test_a_feed_tells_whether_its_stories_are_on_pages(content: str) -> None:
    options = FeedOptions.model_validate(
        {"source": "feed", "url": "https://courier.example.org/rss", "content": content}
    )
    source = Feeds(options, Client())
    assert isinstance(source, Paged)
    assert source.gives_pages == (content == "page")
