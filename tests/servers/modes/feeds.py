"""Feeds of any size."""

from __future__ import annotations

from functools import cache

KIB = 1024
ITEM = (
    "<item><title>Story {0}</title><link>https://courier.example.org/{0}</link><guid>story-{0}</guid>"
    "<pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate><description>{1}</description></item>"
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0"><channel><title>Outside</title>{}</channel></rss>'
)


def write_feed(count: int, size: int = 20) -> bytes:
    """An RSS feed of `count` items, each with a description of `size` characters."""
    return FEED.format("".join(ITEM.format(number, "ż" * size) for number in range(count))).encode()


@cache
def ten_megabytes_of_items() -> bytes:
    return write_feed(6_000, 750)
