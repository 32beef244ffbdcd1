"""What would be posted of an article, where and when: no tokens, no writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from bot.addresses import canonical_url
from bot.errors import NotFound
from bot.flow.arriving.reading import Read, read_path, read_url
from bot.flow.arriving.register import TWINS_WITHIN
from bot.flow.arriving.showing import show_highlights
from bot.flow.composing import darkroom
from bot.flow.composing.alternatives import find_alternatives
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.show.drafts import show_draft
from bot.model import Delivery, Document, Highlights, Tone
from bot.store import articles, outbox


async def preview(house: House, target: str, channel: str | None = None, *, source: str | None = None) -> Row:
    """The highlights of a file or a stored article, and the draft of every channel, or of one.

    A file is looked at as if it came from `source`, else from the only one there is. Raises NotFound,
    Unreadable.
    """
    if path := _find_path(target):
        read = read_path(path, house.clock, language=house.settings.newsroom.language, timezone=house.zone)
        document = replace(read.document, source=_assume_source(house, source))
        document = await darkroom.look_beside(house, document, path)
        return _add_so_far(
            house, await _show(house, document, read.highlights, channel), _find_stored(house, read)
        )
    try:
        article, revision = house.store.read_now(lambda conn: articles.newest(conn, target))
    except NotFound as error:
        raise NotFound(f"{target!r} is neither a file nor an article's id", error.hint) from error
    return _add_so_far(house, await _show(house, revision.document, revision.highlights, channel), article.id)


async def preview_page(
    house: House, url: str, channel: str | None = None, *, source: str | None = None
) -> Row:
    """The same of a page of the web. Raises NotFound, SourceError."""
    newsroom = house.settings.newsroom
    try:
        read = await read_url(url, house.lines.outside, language=newsroom.language, timezone=house.zone)
    finally:
        await house.lines.close()
    document = darkroom.promise(replace(read.document, source=_assume_source(house, source)))
    return _add_so_far(
        house, await _show(house, document, read.highlights, channel), _find_stored(house, read)
    )


def _find_path(target: str) -> Path | None:
    """A file, or what is named like one."""
    path = Path(target)
    return path if path.exists() or path.suffix else None


def _assume_source(house: House, source: str | None) -> str:
    known = house.settings.sources
    if source is None:
        return next(iter(known)) if len(known) == 1 else ""
    if source not in known:
        names = ", ".join(known) or "none"
        raise NotFound(f"no source is called {source!r}", f"config/sources.yaml has: {names}")
    return source


def _find_stored(house: House, read: Read) -> str | None:
    """The id of the stored article that this one would be taken for."""
    url = canonical_url(read.document.url) if read.document.url else ""

    def find(conn: Connection) -> str | None:
        known = articles.find_by_url(conn, url) if url else None
        since = house.clock.now() - TWINS_WITHIN
        return known.id if known else articles.find_twin(conn, read.fingerprint, since)

    return house.store.read_now(find)


def _add_so_far(house: House, shown: Row, article_id: str | None) -> Row:
    """The same with what became of the article's first post on each channel."""
    if article_id is not None:
        posts = house.store.read_now(lambda conn: outbox.find(conn, article_id=article_id))
        first = (delivery for delivery, _ in reversed(posts) if not delivery.continues)
        latest = {delivery.channel: delivery for delivery in first}
        for row in shown["channels"]:
            row["so_far"] = _tell_so_far(latest.get(row["channel"]))
    return shown


def _tell_so_far(delivery: Delivery | None) -> Row | None:
    if delivery is None:
        return None
    url = delivery.receipt.url if delivery.receipt else ""
    return {"post": delivery.id, "state": delivery.state.value, "reason": delivery.reason, "url": url}


async def _show(house: House, document: Document, highlights: Highlights, channel: str | None) -> Row:
    names = [house.require_channel(channel)] if channel else list(house.settings.channels)
    drafts = await asyncio.to_thread(lambda: [compose(house, name, document, highlights) for name in names])
    return {
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "source": document.source,
        "doubt": document.doubt,
        "highlights": show_highlights(highlights),
        "alternatives": (
            find_alternatives(document, highlights)
            if any(map(_has_room, drafts))
            else {"figures": [], "quotes": []}
        ),
        "channels": [show_draft(house, draft, document, highlights) for draft in drafts],
    }


def _has_room(draft: Draft) -> bool:
    """Whether a figure or quote would be shown: in any post but a sober one."""
    return draft.post is not None and (draft.decision is None or draft.decision.tone is not Tone.SOBER)
