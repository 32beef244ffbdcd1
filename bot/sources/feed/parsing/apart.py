"""Reading a feed in a process of its own (see bot/apart.py): a broken or large one keeps nobody waiting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.apart import Errand, run_apart
from bot.sources.feed.parsing.fast import try_fast
from bot.sources.feed.parsing.items import Feed, load_feed, write_feed

LONGEST = 20.0
"""Seconds for one feed; feedparser needs 11 for 200,000 items."""

_ERRAND = Errand(__name__, "the feed", "ask who makes it for a smaller feed")


async def parse_apart(content: bytes, base: str, *, longest: float = LONGEST) -> Feed:
    """A feed in UTF-8 of the address `base`, read in another process. Raises Unreadable."""
    return load_feed(json.loads(await run_apart(_ERRAND, {"base": base}, content, longest=longest)))


def answer(told: Mapping[str, Any], content: bytes) -> bytes:
    """The other side: the feed as JSON. Raises Unreadable."""
    return write_feed(_parse_here(content, told["base"])).encode("utf-8", "replace")


def _parse_here(content: bytes, base: str) -> Feed:
    """A feed in UTF-8, by the fast parser where it can, else by the slow one. Raises Unreadable."""
    # Imported here: feedparser alone takes 50 ms and 20 MB, and the worker itself never needs it.
    from bot.sources.feed.parsing.slow import parse_slow  # noqa: PLC0415

    found = try_fast(content, base)
    return found if isinstance(found, Feed) else parse_slow(content, base, found.flaw)
