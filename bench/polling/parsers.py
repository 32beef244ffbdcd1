"""Our reading of feeds against feedparser's, on the same documents."""

import asyncio
import gc
import time
from statistics import median

import feedparser

from bot.sources.feed.parsing.reading import read_feed
from polling.documents import write_feed

_AT_LEAST = 0.5
_ROUNDS = 3


async def compare_parsers(documents: int, entries: int) -> tuple[float, float]:
    """Feeds per second: ours, and feedparser's; they take turns on `documents` feeds."""
    feeds = [write_feed(number, entries) for number in range(documents)]
    ours, theirs = [], []
    await _read(feeds)
    for _ in range(_ROUNDS):
        ours.append(await _read(feeds))
        theirs.append(await asyncio.to_thread(_read_slowly, feeds))
    return median(ours), median(theirs)


async def _read(feeds: list[bytes]) -> float:
    gc.collect()  # what the other left behind
    begun, done = time.perf_counter(), 0
    while (taken := time.perf_counter() - begun) < _AT_LEAST:
        for content in feeds:
            assert (await read_feed(content, "utf-8", "https://courier.example.org/feed.rss")).items
        done += len(feeds)
    return done / taken


def _read_slowly(feeds: list[bytes]) -> float:
    gc.collect()
    begun = time.perf_counter()
    for content in feeds:
        assert feedparser.parse(content).entries
    return len(feeds) / (time.perf_counter() - begun)
