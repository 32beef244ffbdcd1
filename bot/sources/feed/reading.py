"""From the bytes of a feed to its items: which parser reads them, and where."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.errors import Unreadable
from bot.sources.feed.apart import parse_apart
from bot.sources.feed.charset import decode_feed
from bot.sources.feed.fast import parse_fast
from bot.sources.feed.items import Feed
from bot.sources.feed.jsonfeed import parse_json
from bot.sources.feed.tree import Misshapen, refuse_entities

_SMALL = 128 * 1024  # bytes: read in a millisecond, which is less than handing it to a thread
_LARGE = 1024 * 1024  # fastfeedparser would keep everything else waiting: to another process
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|rdf|feed|channel|entry|item)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_HEAD = 64 * 1024

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Unfit:
    """The fast parser cannot read this; `flaw` says what is not well-formed, empty where all is."""

    flaw: str


async def read_feed(content: bytes, charset: str | None, base: str) -> Feed:
    """A feed of the address `base`; `charset` is what HTTP says. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("the feed is empty", "look at it in a browser; ask who makes it")
    text, lossy = await _run(len(content), lambda: decode_feed(content, charset))
    if text[:1] in {b"{", b"["}:
        return replace(await _run(len(text), lambda: parse_json(text, base)), lossy=lossy)
    head = text[:_HEAD]
    if _PAGE.search(head[:2000]) and not _FEED.search(head[:2000]):
        raise Unreadable("this is a web page, not a feed", "`newscrier source add` finds the feeds of a page")
    if not _FEED.search(head):
        raise Unreadable("this is no feed", "give the address of a feed")
    if _ENTITY.search(head):
        raise refuse_entities()
    found: Feed | Unfit = Unfit("")
    if len(text) < _LARGE:
        found = await _run(len(text), lambda: try_fast(text, base))
    feed = found if isinstance(found, Feed) else await parse_apart(text, base)
    return replace(feed, lossy=lossy)


def try_fast(content: bytes, base: str) -> Feed | Unfit:
    """The feed, or why only the slow parser can read it. Raises Unreadable (refused)."""
    try:
        return parse_fast(content, base)
    except Misshapen as misshapen:
        return Unfit(misshapen.flaw)


async def _run(size: int, step: Callable[[], _Result]) -> _Result:
    return step() if size < _SMALL else await asyncio.to_thread(step)
