"""Finding the feeds of a site."""

from pathlib import Path

import pytest
from servers.modes.feeds import write_feed
from servers.outside import Outside

from bot.errors import Throttled, Unreachable
from bot.http import Client
from bot.sources.feed import FoundFeed, find_feeds

ATOM = (Path(__file__).parents[1] / "data" / "feeds" / "atom10.xml").read_text("utf-8")


def put_page(outside: Outside, head: str, path: str = "/") -> str:
    outside.switch(path, "plain")
    return outside.put(path, f"<!doctype html><html><head>{head}</head></html>", media_type="text/html")


def hide(outside: Outside, *but: str) -> None:
    for folder in ("/", "/news/"):
        for name in [
            "feed",
            "rss",
            "feed.xml",
            "rss.xml",
            "atom.xml",
            "index.xml",
            "feed.json",
            "feeds/posts/default",
        ]:
            if folder + name not in but:
                outside.switch(folder + name, "status-404")


async def test_a_feed_gives_itself(outside: Outside, client: Client) -> None:
    url = outside.put("/f", write_feed(3))
    assert await find_feeds(client, url) == [FoundFeed(url, "Outside", "rss", 3)]


async def test_what_the_page_names(outside: Outside, client: Client) -> None:
    outside.put("/a/world.atom", ATOM)
    outside.put("/a/news.rss", write_feed(2))
    outside.switch("/a/old.rss", "status-404")
    url = put_page(
        outside,
        '<base href="/a/"><link rel="alternate" type="application/rss+xml" href="news.rss">'
        '<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="world.atom">'
        '<link rel="alternate" type="application/rss+xml" href="news.rss?utm_source=x">'
        '<link rel="alternate" type="application/rss+xml" href="old.rss">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="x.css">',
    )
    assert await find_feeds(client, url) == [
        FoundFeed(outside.url + "/a/news.rss", "Outside", "rss", 2),
        FoundFeed(outside.url + "/a/world.atom", "The Courier", "atom", 3),
    ]


async def test_where_feeds_usually_are(outside: Outside, client: Client) -> None:
    hide(outside, "/rss.xml")
    outside.put("/rss.xml", write_feed(1))
    url = put_page(outside, "<title>No feed named</title>", "/news/")
    assert [found.url for found in await find_feeds(client, url)] == [outside.url + "/rss.xml"]


async def test_a_site_without_any(outside: Outside, client: Client) -> None:
    hide(outside)
    assert await find_feeds(client, put_page(outside, "")) == []


async def test_a_server_that_answers_everything_with_a_page_has_none(
    outside: Outside, client: Client
) -> None:
    url = put_page(outside, "")
    for path in [
        f"/{name}" for name in ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
    ]:
        put_page(outside, "", path)
    put_page(outside, "", "/feeds/posts/default")
    assert await find_feeds(client, url) == []


async def test_a_server_that_says_wait_is_left_alone(outside: Outside, client: Client) -> None:
    url = put_page(outside, "")
    outside.switch("/feed", "status-429")
    with pytest.raises(Throttled):
        await find_feeds(client, url)
    assert len(outside.requests) == 2


async def test_a_site_that_cannot_be_reached(client: Client) -> None:
    with pytest.raises(Unreachable):
        await find_feeds(client, "http://127.0.0.1:59999/")
