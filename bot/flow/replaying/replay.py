"""What would have been posted, when and where: stored articles through today's config, on a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.errors import NotFound, Unreadable
from bot.flow.arriving.ingest import compose_all
from bot.flow.arriving.reading import Read, read_path
from bot.flow.arriving.register import take_in
from bot.flow.house import House
from bot.flow.replaying.rehearsal import open_rehearsal
from bot.flow.replaying.timeline import Line, read_timeline
from bot.flow.replaying.virtual import Happening, VirtualEngine
from bot.model import Entry
from bot.plugin import Batch
from bot.store import articles

_KINDS = frozenset({".txt", ".md", ".html", ".htm", ".json"})

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A revision of an article as it came in."""

    at: datetime
    source: str
    read: Read


def list_arrivals(house: House, since: datetime) -> list[Arrival]:
    """The stored revisions of articles that came at or after `since`, in the order in which they came."""

    def read(conn: Connection) -> list[Arrival]:
        return [
            Arrival(
                revision.created_at,
                article.source,
                Read(
                    Entry(article.id, str(revision.number), article.place, ""),
                    replace(revision.document, doubt=""),
                    revision.highlights,
                    articles.get_fingerprint(conn, article.id),
                    revision.digest,
                ),
            )
            for article, revision in articles.list_revisions_since(conn, since)
        ]

    known = house.settings.sources
    return sorted((one for one in house.store.read_now(read) if one.source in known), key=lambda one: one.at)


def read_folder(house: House, folder: Path, source: str | None) -> list[Arrival]:
    """The articles of a folder, each at the time that it gives, else at that of its file.

    Raises NotFound; a file that cannot be read is passed over.
    """
    names, language = house.settings.sources, house.settings.newsroom.language
    name = source or next(iter(names), "")
    if name not in names:
        raise NotFound(f"no source is called {name!r}", f"config/sources.yaml has: {', '.join(names)}")
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _KINDS:
            continue
        try:
            read = read_path(path, house.clock, language=language, timezone=house.zone)
        except Unreadable:
            continue
        at = read.document.published_at or datetime.fromtimestamp(path.stat().st_mtime, UTC)
        document = replace(read.document, source=name, doubt="")
        found.append(Arrival(at, name, replace(read, document=document)))
    return sorted(found, key=lambda one: one.at)


async def replay(
    house: House,
    arrivals: Sequence[Arrival],
    *,
    until: datetime,
    approved: bool = False,
    tell: Tell = lambda _done, _all: None,
) -> list[Line]:
    """The lines of the timeline, oldest first; posts that are not out at `until` are told as they stand.

    `tell` hears how many of the arrivals are through. Raises StoreError.
    """
    if not arrivals:
        return []
    with open_rehearsal(house, arrivals[0].at, approved=approved) as rehearsal:
        engine = VirtualEngine(rehearsal)
        await engine.run(_plan(engine, arrivals, tell), until)
        await rehearsal.lines.close()
        return read_timeline(rehearsal)


def _plan(engine: VirtualEngine, arrivals: Sequence[Arrival], tell: Tell) -> Iterator[Happening]:
    done = 0

    async def take(group: Sequence[Arrival]) -> None:
        nonlocal done
        await _take_in(engine.house, group)
        done += len(group)
        tell(done, len(arrivals))
        engine.wake_all()

    return (Happening(group[0].at, partial(take, group)) for group in _group(arrivals))


def _group(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """What came in one look: from the same source, at the same moment."""
    group: list[Arrival] = []
    for arrival in arrivals:
        if group and (group[0].at, group[0].source) != (arrival.at, arrival.source):
            yield group
            group = []
        group.append(arrival)
    if group:
        yield group


async def _take_in(house: House, group: Sequence[Arrival]) -> None:
    composed = await asyncio.to_thread(lambda: [compose_all(house, one.read) for one in group])
    name, batch = group[0].source, Batch(tuple(one.read.entry for one in group))
    await house.store.write(lambda conn: take_in(conn, house=house, name=name, batch=batch, read=[*composed]))
