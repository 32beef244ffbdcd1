"""From a source's batch to the outbox: article, revision, memo and deliveries in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache, cached_property, partial

import structlog

from bot.errors import SourceError
from bot.flow.arriving import pictures
from bot.flow.arriving.intake import Composed, Intake, StoredVersions, tell
from bot.flow.arriving.reading import Misread, Read, try_entry
from bot.flow.arriving.register import take_in, told_address
from bot.flow.arriving.restored import end_look
from bot.flow.composing import darkroom
from bot.flow.composing.compose import compose
from bot.flow.house import House
from bot.model import Entry
from bot.plugin import Batch, Known, Memo, Source, SourceOptions, Watchable, discover_sources
from bot.store import origins, sources
from bot.store.sources import Baseline

log = structlog.get_logger()


def make_source(house: House, name: str, options: SourceOptions | None = None) -> Source:
    """The source of that name, made without I/O; `options` take the place of the configured ones."""
    options = options or house.settings.sources[name]
    return discover_sources()[options.source](options, house.lines.outside)


async def poll(house: House, name: str, source: Source) -> Intake:
    """One fetch of a source, stored whole or not at all. Raises StoreError."""
    intake = await _poll(house, name, source)
    if not intake.failed and intake.again_at is None:
        await end_look(house, name)
    return intake


async def note_failure(house: House, name: str, reason: str, memo: Memo | None = None) -> None:
    """Tell that a look at a source failed, where people look for it. Raises StoreError.

    `memo` is what the source remembers from now on; without it, what it did before.
    """
    now, kept = house.clock.now(), (await house.looks.recall(name) or {}) if memo is None else memo
    log.warning("source failed", source=name, reason=reason)
    house.looks.begin_store(name)
    await house.store.write(lambda conn: sources.fetched(conn, name, kept, now, reason))
    house.looks.stored(name, kept, failed=True)


async def _poll(house: House, name: str, source: Source) -> Intake:
    memo, known = await _look_up(house, name, source)
    try:
        batch = await source.fetch(memo, known)
    except SourceError as error:
        await note_failure(house, name, str(error), error.memo)
        return Intake(failed=True, not_before=error.not_before)
    nothing = not (batch.entries or batch.gone or batch.problems or batch.baseline)
    if nothing and not house.looks.is_failing(name):
        house.looks.note(name, batch.memo, house.clock.now())
        return Intake(again_at=batch.again_at, not_before=batch.not_before)
    if batch.baseline and not (batch.gone or batch.problems):
        return await _store_baseline(house, name, batch)
    fresh = () if batch.baseline else batch.entries
    found = await asyncio.to_thread(_read_all, house, name, fresh) if fresh else []
    read = await _add_pictures(house, source, found)
    house.looks.begin_store(name)
    intake = await house.store.write(partial(take_in, house=house, name=name, batch=batch, read=read))
    house.looks.stored(name, intake.memo or {})
    intake.again_at, intake.not_before = batch.again_at, batch.not_before
    tell(name, intake, read, batch)
    return intake


async def _store_baseline(house: House, name: str, batch: Batch) -> Intake:
    known = [(entry.source_id, entry.version, told_address(entry)) for entry in batch.entries]
    await house.looks.store_baseline(Baseline(name, known, batch.memo, house.clock.now()))
    intake = Intake(baseline=len(known), again_at=batch.again_at, not_before=batch.not_before)
    tell(name, intake, [], batch)
    return intake


async def _look_up(house: House, name: str, source: Source) -> tuple[Memo, Known]:
    """The memo, and what is known: at once for a folder, which always asks, else when it is asked for."""
    memo = await house.looks.recall(name)
    if memo is None:
        # An entry is stored in one transaction with its source's memo: without one there is none.
        return {}, StoredVersions({})
    if _tells_changes(type(source)):
        known = await house.store.read(lambda conn: origins.known_versions(conn, name))
        return memo, StoredVersions(known)
    return memo, _VersionsWhenAsked(house, name)


@cache
def _tells_changes(kind: type[Source]) -> bool:
    """Looking through a class for the members of a protocol takes longer than all the rest of a look."""
    return issubclass(kind, Watchable)


class _VersionsWhenAsked:
    """A `Known` that costs nothing where a source has not changed; most feeds have not, at most looks."""

    def __init__(self, house: House, name: str) -> None:
        self._house = house
        self._name = name

    def version(self, source_id: str) -> str | None:
        return self._stored.version(source_id)

    def source_ids(self) -> set[str]:
        return self._stored.source_ids()

    @cached_property
    def _stored(self) -> StoredVersions:
        return StoredVersions(
            self._house.store.read_now(lambda conn: origins.known_versions(conn, self._name))
        )


def _read_all(house: House, name: str, entries: Sequence[Entry]) -> list[Read | Composed | Misread]:
    """Every entry as read, with its drafts unless its picture must be fetched before."""
    language = house.settings.sources[name].language or house.settings.newsroom.language
    found: list[Read | Composed | Misread] = []
    for entry in entries:
        read = try_entry(
            entry,
            language=language,
            timezone=house.zone,
            source=name,
            thresholds=house.settings.thresholds,
        )
        if isinstance(read, Read) and not darkroom.needs_picture(house, read.document):
            found.append(compose_all(house, read))
        else:
            found.append(read)
    return found


async def _add_pictures(
    house: House, source: Source, found: list[Read | Composed | Misread]
) -> list[Composed | Misread]:
    waiting = [one for one in found if isinstance(one, Read)]
    if waiting:
        had = iter(await pictures.gather(house, source, waiting))
        drafted = await asyncio.to_thread(lambda: [compose_all(house, one) for one in had])
        done = iter(drafted)
        return [next(done) if isinstance(one, Read) else one for one in found]
    return [one for one in found if not isinstance(one, Read)]


def compose_all(house: House, read: Read) -> Composed:
    """An article with the draft of every channel."""
    drafts = (compose(house, c, read.document, read.highlights) for c in house.settings.channels)
    return Composed(read, tuple(drafts))
