"""What would be posted of an article, where and when: no tokens, no writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.flow.compose import Draft, compose, time_article
from bot.flow.due import Due, Late, Verdict, Wait, next_due
from bot.flow.house import House
from bot.flow.pick import view_channel
from bot.flow.reading import read_path, read_url, show_highlights
from bot.model import Act, Delivery, DeliveryState, Document, Highlights
from bot.store import articles


def preview(house: House, target: str, channel: str | None = None) -> dict[str, Any]:
    """The highlights of a file or a stored article, and the draft of every channel, or of one.

    Raises NotFound, Unreadable.
    """
    return _show(house, *_read(house, target), channel)


async def preview_page(house: House, url: str, channel: str | None = None) -> dict[str, Any]:
    """The same of a page of the web. Raises NotFound, SourceError."""
    newsroom = house.settings.newsroom
    try:
        read = await read_url(url, house.lines.outside, language=newsroom.language, timezone=house.zone)
    finally:
        await house.lines.close()
    return _show(house, read.document, read.highlights, channel)


def _show(house: House, document: Document, highlights: Highlights, channel: str | None) -> dict[str, Any]:
    names = [house.require_channel(channel)] if channel else list(house.settings.channels)
    return {
        "title": document.title,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "doubt": document.doubt,
        "highlights": show_highlights(highlights),
        "channels": [_row(house, compose(house, name, document, highlights), document) for name in names],
    }


def _read(house: House, target: str) -> tuple[Document, Highlights]:
    path = Path(target)
    if path.exists() or path.suffix:
        read = read_path(path, house.clock, language=house.settings.newsroom.language, timezone=house.zone)
        return read.document, read.highlights
    try:
        _, revision = house.store.read_now(lambda conn: articles.newest(conn, target))
    except NotFound as error:
        raise NotFound(f"{target!r} is neither a file nor an article's id", error.hint) from error
    return revision.document, revision.highlights


def _row(house: House, draft: Draft, document: Document) -> dict[str, Any]:
    verdict = house.store.read_now(lambda conn: _verdict(conn, house, draft, document))
    post = draft.post
    return {
        "channel": draft.channel,
        "platform": house.settings.channels[draft.channel].platform,
        "template": draft.template.partition("@")[0],
        "text": post.text.text if post else "",
        "text_hash": draft.text_hash,
        "length": draft.length,
        "limit": draft.limit,
        "unit": draft.unit,
        "dropped": list(draft.dropped),
        "problems": [str(problem) for problem in draft.problems],
        "state": draft.state.value,
        "reason": draft.reason,
        "due": tell_verdict(draft, verdict, house.zone),
        "due_at": verdict.until if isinstance(verdict, Wait) else None,
    }


def tell_verdict(draft: Draft, verdict: Verdict, zone: ZoneInfo) -> str:
    """When the post would leave, in the newsroom's own time, or why it would not."""
    if draft.state not in {DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL}:
        return f"{draft.state.value}: {draft.reason}"
    approval = "once a person approved it, " if draft.state is DeliveryState.AWAITING_APPROVAL else ""
    match verdict:
        case Due():
            return f"{approval}at once"
        case Wait(None, why):
            return f"not before something changes: {why}"
        case Wait(until, why):
            assert until
            return f"{approval}at {until.astimezone(zone):%Y-%m-%d %H:%M} ({why})"
        case Late(why):
            return f"never: {why}"


def _verdict(conn: Connection, house: House, draft: Draft, document: Document) -> Verdict:
    now = house.clock.now()
    timing = time_article(house, draft.channel, document, now)
    delivery = Delivery(
        id="",
        article_id="",
        post_id="",
        channel=draft.channel,
        occasion="publish",
        act=Act.CREATE,
        position=0,
        generation=1,
        revision=1,
        state=DeliveryState.SCHEDULED,
        reason="",
        urgency=timing.urgency,
        due_at=timing.due_at,
        created_at=now,
        embargo_at=timing.embargo_at,
        expires_at=timing.expires_at,
    )
    return next_due(delivery, view_channel(conn, house, draft.channel, now), now)
