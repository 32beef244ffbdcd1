"""What a look brought, as it is written: which article it is, its revision, and a delivery per channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.addresses import canonical_url
from bot.flow.arriving.intake import Composed, Intake
from bot.flow.arriving.reading import Misread, Read
from bot.flow.arriving.restored import hold_unknown
from bot.flow.composing import threads
from bot.flow.composing.draft import Draft, first_delivery
from bot.flow.composing.times import time_article
from bot.flow.editing import wrong
from bot.flow.editing.rerender import GONE, render_again
from bot.flow.house import House
from bot.flow.timing.flood import guard_flood
from bot.model import Article, DeliveryState, Document, Entry, Revision, new_id
from bot.plugin import Batch
from bot.store import articles, origins, outbox, sources, transitions, unread

TWINS_WITHIN = timedelta(days=7)
"""How long the same content under another name is the same story."""


def take_in(
    conn: Connection, *, house: House, name: str, batch: Batch, read: list[Composed | Misread]
) -> Intake:
    """What one look brought, in the caller's transaction: articles, revisions, deliveries and the memo."""
    now = house.clock.now()
    intake = Intake(memo=batch.memo)
    for (source_id, version), problem in batch.problems.items():
        unread.put_problem(conn, name, source_id, version, [problem], now)
        intake.problems += 1
    if batch.baseline:
        known = [(entry.source_id, entry.version, told_address(entry)) for entry in batch.entries]
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
            intake.memo = batch.memo if batch.memo_in_doubt is None else batch.memo_in_doubt
    for article_id in origins.mark_gone(conn, name, batch.gone, now):
        _hold_gone(conn, article_id, now)
    intake.held = guard_flood(conn, name, house.settings.flood(name), intake.new, now)
    intake.unknown = hold_unknown(conn, name, intake.new, now)
    sources.fetched(conn, name, intake.memo or {}, now)
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
    article = _same_article(conn, house, name, one.read)
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
        wrong.compare(conn, house, article.id, {draft.channel: draft for draft in one.drafts})
        intake.revised.append(article.id)
    else:
        _take_back(conn, article.id, one.drafts, now)
        wrong.mark_back(conn, article.id, now)
    origins.put_origin(conn, name, entry.source_id, entry.version, article.id)


def _same_article(conn: Connection, house: House, name: str, read: Read) -> Article | None:
    """The stored article that this entry is: same address, else same source and id.

    A source of another name is no other source where it brings the same from the same place.
    """
    url = _address(read.document)
    by_url = articles.find_by_url(conn, url) if url else None
    if by_url:
        return by_url
    origin = origins.find_origin(conn, name, read.entry.source_id)
    if origin is None:
        sources_here = house.settings.sources.keys()
        return None if url else articles.find_left(conn, read.fingerprint, read.entry.place, sources_here)
    article = articles.get_article(conn, origin.article_id)
    # A file that is used again for a story with another address is another article; the same story
    # with another address had a wrong one.
    moved = bool(url and article.url and article.url != url)
    return None if moved and articles.get_fingerprint(conn, article.id) != read.fingerprint else article


def _address(document: Document) -> str | None:
    """The article's address for comparing: without tracking, AMP, mobile and scheme."""
    return canonical_url(document.url) if document.url else None


def told_address(entry: Entry) -> str | None:
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
    delivery = first_delivery(draft, timing, article.id, now)
    if article.duplicate_of:
        reason = f"the same story as article {article.duplicate_of}"
        delivery = replace(delivery, state=DeliveryState.SKIPPED, reason=reason)
    threads.add(conn, delivery, draft.posts)


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
    if not origins.offered_as_twin(conn, article_id):
        wrong.mark_gone(conn, article_id, now)
        for delivery in pending:
            transitions.move(conn, delivery.id, delivery.state, DeliveryState.HELD, now, reason=GONE)
