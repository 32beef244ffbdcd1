"""Sources as doors see them: how they fare, what they would bring, and how one is added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.clock import Clock, SystemClock
from bot.errors import NewscrierError, NotFound, Problem
from bot.flow.arriving.ingest import make_source
from bot.flow.arriving.intake import StoredVersions
from bot.flow.arriving.reading import Misread, Read, try_entry
from bot.flow.house import House
from bot.flow.row import Row
from bot.http import Client, HostGate
from bot.model import Entry
from bot.plugin import Source, SourceOptions
from bot.settings.adding import add_entry
from bot.settings.effective import Settings
from bot.sources.feed import FeedOptions, Feeds, FoundFeed, find_feeds
from bot.store import sources, unread

_FETCHED_FROM = ("url", "path")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")

Over = Callable[[Sequence[Entry]], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source would bring now: one row per article, and every problem; nothing is stored."""

    rows: list[Row]
    problems: list[Problem]


def list_sources(house: House) -> list[Row]:
    """Every configured source: where it looks, how often, when it last went well, and what is wrong."""

    def read(conn: Connection) -> list[Row]:
        known = sources.get_all(conn)
        problems = [source for source, *_ in unread.list_problems(conn)]
        return [
            _source_row(name, options, known.get(name), problems.count(name))
            for name, options in house.settings.sources.items()
        ]

    return house.store.read_now(read)


async def try_source(house: House, name: str, over: Over = iter) -> Trial:
    """Fetch a source as if for the first time, and store nothing. Raises NotFound, SourceError.

    `over` goes through the entries while they are read: a door may show how far that is.
    """
    if name not in house.settings.sources:
        known = ", ".join(house.settings.sources) or "none"
        raise NotFound(f"no source is called {name!r}", f"config/sources.yaml has: {known}")
    try:
        options = _as_posted(house.settings.sources[name])
        return await _try(house.settings, options, make_source(house, name, options), over)
    finally:
        await house.lines.close()


async def try_feed(settings: Settings, found: FoundFeed, clock: Clock | None = None) -> Trial:
    """What a found feed would bring, before it is in the config. Raises SourceError."""
    clock = clock or SystemClock()
    async with Client(clock, allow_private=settings.network.allow_private) as client:
        options = FeedOptions(source="feed", url=found.url, first_run="post")
        return await _try(settings, options, Feeds(options, client, clock=clock))


def _as_posted(options: SourceOptions) -> SourceOptions:
    """The same but for a baseline, of which nothing would be read."""
    return options.model_copy(update={"first_run": "post"} if hasattr(options, "first_run") else {})


async def _try(settings: Settings, options: SourceOptions, source: Source, over: Over = iter) -> Trial:
    batch = await source.fetch({}, StoredVersions({}))
    language = options.language or settings.newsroom.language
    rows: list[Row] = []
    problems = list(batch.problems.values())
    for entry in over(batch.entries):
        zone = ZoneInfo(settings.newsroom.timezone)
        read = try_entry(entry, language=language, timezone=zone, thresholds=settings.thresholds)
        if isinstance(read, Misread):
            problems += read.problems
        else:
            rows.append(_trial_row(read))
    return Trial(rows, problems)


def _trial_row(read: Read) -> Row:
    document, figure, quote = read.document, read.highlights.figure, read.highlights.quote
    return {
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "place": read.entry.place,
        "characters": len(document.body),
        "figure": figure.text if figure else None,
        "quote": quote.text if quote else None,
        "doubt": read.entry.doubt or document.doubt,
    }


async def find_sources(settings: Settings, url: str, clock: Clock | None = None) -> list[FoundFeed]:
    """The feeds of a site, or the feed itself. Raises SourceError, NotFound."""
    clock = clock or SystemClock()
    address = url if "://" in url else f"https://{url}"
    async with Client(clock, allow_private=settings.network.allow_private, gate=HostGate(clock)) as client:
        found = await find_feeds(client, address)
    if not found:
        raise NotFound(f"no feed was found at {address}", "give the feed's own address, if you know it")
    return found


def add_source(project: Path, settings: Settings, found: FoundFeed, name: str | None = None) -> str:
    """Write a feed into config/sources.yaml, comments kept; the name it got.

    Raises ConfigError, NewscrierError where the feed is a source already.
    """
    for known, options in settings.sources.items():
        if getattr(options, "url", None) == found.url:
            raise NewscrierError(f"{found.url} is the source {known} already", "newscrier source list")
    chosen = name or _free_name(found, settings)
    add_entry(project, "sources", chosen, {"source": "feed", "url": found.url})
    return chosen


def _free_name(found: FoundFeed, settings: Settings) -> str:
    host = (urlsplit(found.url).hostname or "feed").removeprefix("www.")
    wanted = _NOT_A_NAME.sub("-", (found.title or host).lower().encode("ascii", "ignore").decode()).strip("-")
    wanted = (wanted or _NOT_A_NAME.sub("-", host).strip("-"))[:40].strip("-")
    taken, number, name = set(settings.sources), 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _source_row(name: str, options: SourceOptions, state: sources.SourceState | None, problems: int) -> Row:
    memo: dict[str, Any] = state.memo if state else {}
    place = next((getattr(options, field) for field in _FETCHED_FROM if hasattr(options, field)), "")
    return {
        "source": name,
        "kind": options.source,
        "place": str(place),
        "every": options.every.total_seconds(),
        "fetched_at": state.fetched_at if state else None,
        "ok_at": memo.get("ok_at") or (state.fetched_at.isoformat() if state and not state.error else None),
        "error": state.error if state else "",
        "failures": memo.get("failures", 0),
        "broken_since": memo.get("broken_since"),
        "not_before": memo.get("not_before"),
        "moved_to": memo.get("moved_to"),
        "title": memo.get("title", ""),
        "entries": memo.get("entries"),
        "warnings": memo.get("warnings", []),
        "problems": problems,
    }
