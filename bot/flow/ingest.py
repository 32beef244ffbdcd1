"""From a source's batch to the outbox: article, revision, memo and deliveries in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, cached_property, partial

import structlog
from sqlalchemy import Connection

from bot.addresses import canonical_url
from bot.errors import SourceError
from bot.flow import darkroom
from bot.flow.compose import Draft, compose, time_article
from bot.flow.flood import guard_flood
from bot.flow.house import House
from bot.flow.intake import Composed, Intake, StoredVersions, tell
from bot.flow.reading import Misread, Read, try_entry
from bot.flow.rerender import GONE, render_again
from bot.model import Act, Article, Delivery, DeliveryState, Document, Entry, Revision, new_id
from bot.plugin import Batch, Known, Memo, Source, SourceOptions, Watchable, discover_sources
from bot.store import articles, outbox, sources, transitions, unread
from bot.store.sources import Baseline

log = structlog.get_logger()

TWINS_WITHIN = timedelta(days=7)
_OCCASION = "publish"


def make_source(house: House, name: str, options: SourceOptions | None = None) -> Source:
    """The source of that name, made without I/O; `options` take the place of the configured ones."""
    options = options or house.settings.sources[name]
    return discover_sources()[options.source](options, house.lines.outside)


async def poll(house: House, name: str, source: Source) -> Intake:
    """One fetch of a source, stored whole or not at all. Raises StoreError."""
    memo, known = await _look_up(house, name, source)
    try:
        batch = await source.fetch(memo, known)
    except SourceError as error:
        reason, now, kept = str(error), house.clock.now(), memo if error.memo is None else error.memo
        log.warning("source failed", source=name, reason=reason)
        house.looks.begin_store(name)
        await house.store.write(lambda conn: sources.fetched(conn, name, kept, now, reason))
        house.looks.stored(name, kept, failed=True)
        return Intake()
    nothing = not (batch.entries or batch.gone or batch.problems or batch.baseline)
    if nothing and not house.looks.is_failing(name):
        house.looks.note(name, batch.memo, house.clock.now())
        return Intake(again_at=batch.again_at)
    if batch.baseline and not (batch.gone or batch.problems):
        return await _store_baseline(house, name, batch)
    fresh = () if batch.baseline else batch.entries
    found = await asyncio.to_thread(_read_all, house, name, fresh) if fresh else []
    read = await _add_pictures(house, source, found)
    house.looks.begin_store(name)
    intake = await house.store.write(partial(_take_in, house=house, name=name, batch=batch, read=read))
    house.looks.stored(name, batch.memo)
    intake.again_at = batch.again_at
    tell(name, intake, read, batch)
    return intake


async def _store_baseline(house: House, name: str, batch: Batch) -> Intake:
    known = [(entry.source_id, entry.version, _told_address(entry)) for entry in batch.entries]
    await house.looks.store_baseline(Baseline(name, known, batch.memo, house.clock.now()))
    intake = Intake(baseline=len(known), again_at=batch.again_at)
    tell(name, intake, [], batch)
    return intake


async def _look_up(house: House, name: str, source: Source) -> tuple[Memo, Known]:
    """The memo, and what is known: at once for a folder, which always asks, else when it is asked for."""
    memo = await house.looks.recall(name)
    if memo is None:
        # An entry is stored in one transaction with its source's memo: without one there is none.
        return {}, StoredVersions({})
    if _tells_changes(type(source)):
        known = await house.store.read(lambda conn: articles.known_versions(conn, name))
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
            self._house.store.read_now(lambda conn: articles.known_versions(conn, self._name))
        )


def _read_all(house: House, name: str, entries: Sequence[Entry]) -> list[Read | Composed | Misread]:
    """Every entry as read, with its drafts unless its picture must be fetched before."""
    language = house.settings.sources[name].language or house.settings.newsroom.language
    found: list[Read | Composed | Misread] = []
    for entry in entries:
        read = try_entry(entry, language=language, timezone=house.zone)
        if isinstance(read, Read) and not darkroom.needs_picture(house, read.document):
            found.append(_compose_all(house, read))
        else:
            found.append(read)
    return found


async def _add_pictures(
    house: House, source: Source, found: list[Read | Composed | Misread]
) -> list[Composed | Misread]:
    waiting = [one for one in found if isinstance(one, Read)]
    if waiting:
        had = iter(await darkroom.gather(house, source, waiting))
        drafted = await asyncio.to_thread(lambda: [_compose_all(house, one) for one in had])
        done = iter(drafted)
        return [next(done) if isinstance(one, Read) else one for one in found]
    return [one for one in found if not isinstance(one, Read)]


def _compose_all(house: House, read: Read) -> Composed:
    drafts = (compose(house, c, read.document, read.highlights) for c in house.settings.channels)
    return Composed(read, tuple(drafts))


def _take_in(
    conn: Connection, *, house: House, name: str, batch: Batch, read: list[Composed | Misread]
) -> Intake:
    now = house.clock.now()
    intake = Intake()
    for (source_id, version), problem in batch.problems.items():
        unread.put_problem(conn, name, source_id, version, [problem], now)
        intake.problems += 1
    if batch.baseline:
        known = [(entry.source_id, entry.version, _told_address(entry)) for entry in batch.entries]
        sources.put_baseline(conn, name, known)
        intake.baseline = len(known)
    for one in read:
        if isinstance(one, Misread):
            unread.put_problem(conn, name, one.entry.source_id, one.entry.version, one.problems, now)
            intake.problems += 1
        elif _is_sure(conn, name, one.read, now):
            _store(conn, house, name, one, now, intake)
        else:
            intake.problems += 1
    for article_id in articles.mark_gone(conn, name, batch.gone, now):
        _hold_gone(conn, article_id, now)
    intake.held = guard_flood(conn, name, house.settings.flood(name), intake.new, now)
    sources.fetched(conn, name, batch.memo, now)
    return intake


def _is_sure(conn: Connection, name: str, read: Read, now: datetime) -> bool:
    """What may not be whole (half a page, half a feed) counts only when two looks agree on it."""
    entry, reason = read.entry, read.entry.doubt or read.document.doubt
    return not reason or unread.confirm(
        conn, name, entry.source_id, read.digest, place=entry.place, reason=reason, now=now
    )


def _store(conn: Connection, house: House, name: str, one: Composed, now: datetime, intake: Intake) -> None:
    entry, document = one.read.entry, one.read.document
    if sources.in_baseline(conn, name, entry.source_id, _address(document)):
        sources.put_baseline(conn, name, [(entry.source_id, entry.version, _address(document))])
        return
    article = _same_article(conn, name, one.read)
    if article is None:
        twin = articles.find_twin(conn, one.read.fingerprint, now - TWINS_WITHIN)
        article = Article(new_id(), name, entry.place, _address(document), 1, now, twin)
        articles.insert_article(conn, article, one.read.fingerprint)
        _insert_revision(conn, article, 1, one.read, now)
        for draft in one.drafts:
            _add_delivery(conn, house, article, draft, one.read, now)
        (intake.duplicates if twin else intake.new).append(article.id)
    elif articles.get_revision(conn, article.id, article.revision).digest != one.read.digest:
        _insert_revision(conn, article, article.revision + 1, one.read, now)
        render_again(conn, house, article.id, document, one.drafts)
        intake.revised.append(article.id)
    else:
        _take_back(conn, article.id, one.drafts, now)
    articles.put_origin(conn, name, entry.source_id, entry.version, article.id)


def _same_article(conn: Connection, name: str, read: Read) -> Article | None:
    """The stored article that this entry is: same address, else same source and id."""
    url = _address(read.document)
    by_url = articles.find_by_url(conn, url) if url else None
    if by_url:
        return by_url
    origin = articles.find_origin(conn, name, read.entry.source_id)
    if origin is None:
        return None
    article = articles.get_article(conn, origin.article_id)
    # A file that is used again for a story with another address is another article; the same story
    # with another address had a wrong one.
    moved = bool(url and article.url and article.url != url)
    return None if moved and articles.get_fingerprint(conn, article.id) != read.fingerprint else article


def _address(document: Document) -> str | None:
    """The article's address for comparing: without tracking, AMP, mobile and scheme."""
    return canonical_url(document.url) if document.url else None


def _told_address(entry: Entry) -> str | None:
    """The same of an entry that nobody reads, as its source tells it."""
    url = entry.metadata.get("url")
    return canonical_url(url) if isinstance(url, str) and url else None


def _insert_revision(conn: Connection, article: Article, number: int, read: Read, now: datetime) -> None:
    revision = Revision(article.id, number, read.document, read.highlights, read.digest, now)
    articles.insert_revision(conn, revision, read.fingerprint, _address(read.document))


def _add_delivery(
    conn: Connection, house: House, article: Article, draft: Draft, read: Read, now: datetime
) -> None:
    timing = time_article(house, draft.channel, read.document, now)
    state, reason = draft.state, draft.reason
    if article.duplicate_of:
        state, reason = DeliveryState.SKIPPED, f"the same story as article {article.duplicate_of}"
    transitions.add(
        conn,
        Delivery(
            id=new_id(),
            article_id=article.id,
            post_id=new_id(),
            channel=draft.channel,
            occasion=_OCCASION,
            act=Act.CREATE,
            position=0,
            generation=1,
            revision=1,
            state=state,
            reason=reason,
            urgency=timing.urgency,
            due_at=timing.due_at,
            created_at=now,
            embargo_at=timing.embargo_at,
            expires_at=timing.expires_at,
            post=draft.post,
            text_hash=draft.text_hash,
            template=draft.template,
        ),
    )


def _take_back(conn: Connection, article_id: str, drafts: tuple[Draft, ...], now: datetime) -> None:
    """An article that was taken away and is there again, unchanged: its posts go on as before."""
    fresh = {draft.channel: draft for draft in drafts}
    for delivery in outbox.unarmed_of(conn, [article_id]):
        draft = fresh.get(delivery.channel)
        if draft and delivery.state is DeliveryState.HELD and delivery.reason == GONE:
            transitions.move(conn, delivery.id, DeliveryState.HELD, draft.state, now, reason=draft.reason)


def _hold_gone(conn: Connection, article_id: str, now: datetime) -> None:
    waiting = {DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL}
    pending = [one for one in outbox.unarmed_of(conn, [article_id]) if one.state in waiting]
    if pending and not articles.offered_as_twin(conn, article_id):
        for delivery in pending:
            transitions.move(conn, delivery.id, delivery.state, DeliveryState.HELD, now, reason=GONE)
