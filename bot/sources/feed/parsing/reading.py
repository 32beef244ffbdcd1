"""From the bytes of a feed to its items: which parser reads them, and where."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.errors import Unreadable
from bot.sources.feed.parsing.apart import parse_apart
from bot.sources.feed.parsing.charset import decode_feed, presume_utf_8
from bot.sources.feed.parsing.fast import Unfit, parse_fast, try_fast
from bot.sources.feed.parsing.items import Feed
from bot.sources.feed.parsing.jsonfeed import parse_json
from bot.sources.feed.parsing.tree import Misshapen, refuse_entities

_SMALL = 128 * 1024  # bytes: read in a millisecond, which is less than handing it to a thread
_LARGE = 1024 * 1024  # reading it would keep everything else waiting: to another process
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|rdf|feed|channel|entry|item)\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\b", re.IGNORECASE)
_PLAIN = re.compile(rb"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<[A-Za-z]", re.DOTALL)
_HEAD = 64 * 1024
_PAGE_HEAD = 2000

_Result = TypeVar("_Result")


async def read_feed(content: bytes, charset: str | None, base: str) -> Feed:
    """A feed of the address `base`; `charset` is what HTTP says. Raises Unreadable."""
    if not content or content.isspace():
        raise Unreadable("the feed is empty", "look at it in a browser; ask who makes it")
    if len(content) < _LARGE and _PLAIN.match(content):
        feed = await _run(len(content), lambda: _read_plain(content, base))
        if feed is not None:
            return feed
    text, lossy = await _run(len(content), lambda: decode_feed(content, charset))
    if text[:1] in {b"{", b"["}:
        return replace(await _run(len(text), lambda: parse_json(text, base)), lossy=lossy)
    _check_head(text)
    found: Feed | Unfit = Unfit("")
    if len(text) < _LARGE:
        found = await _run(len(text), lambda: try_fast(text, base))
    feed = found if isinstance(found, Feed) else await parse_apart(text, base)
    return replace(feed, lossy=True) if lossy else feed


def _read_plain(content: bytes, base: str) -> Feed | None:
    """The feed, if it is as nearly all are: sound XML in UTF-8; else None, and it is looked at closely."""
    text = presume_utf_8(content)
    try:
        return parse_fast(text, base) if text else None
    except (Misshapen, UnicodeDecodeError):
        return None


def _check_head(text: bytes) -> None:
    """Raises Unreadable where this is no feed by the look of its beginning, or declares entities."""
    if not _FEED.search(text, 0, _PAGE_HEAD):
        if _PAGE.search(text, 0, _PAGE_HEAD):
            hint = "`newscrier source add` finds the feeds of a page"
            raise Unreadable("this is a web page, not a feed", hint)
        if not _FEED.search(text, 0, _HEAD):
            raise Unreadable("this is no feed", "give the address of a feed")
    # Where an element comes first, there is no place for a declaration.
    if not _PLAIN.match(text) and _ENTITY.search(text, 0, _HEAD):
        raise refuse_entities()


async def _run(size: int, step: Callable[[], _Result]) -> _Result:
    return step() if size < _SMALL else await asyncio.to_thread(step)
