"""What would be posted of an article, where and when: no tokens, no writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.errors import NotFound, Problem
from bot.flow.arriving.reading import read_path, read_url
from bot.flow.arriving.showing import show_highlights
from bot.flow.composing import darkroom
from bot.flow.composing.alternatives import find_alternatives
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.composing.editorial import Decision
from bot.flow.composing.left_out import explain_left_out
from bot.flow.composing.times import time_article
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.sending.pick import tell_due, view_channel
from bot.flow.timing.due import AskFirst, Due, Late, PassOver, Verdict, Wait
from bot.model import PUBLISH, Act, Delivery, DeliveryState, Document, Highlights, Tone
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
        return await _show(house, document, read.highlights, channel)
    try:
        article, revision = house.store.read_now(lambda conn: articles.newest(conn, target))
    except NotFound as error:
        raise NotFound(f"{target!r} is neither a file nor an article's id", error.hint) from error
    shown = await _show(house, revision.document, revision.highlights, channel)
    posts = house.store.read_now(lambda conn: outbox.find(conn, article_id=article.id))
    first = (delivery for delivery, _ in reversed(posts) if not delivery.continues)
    latest = {delivery.channel: delivery for delivery in first}
    for row in shown["channels"]:
        row["so_far"] = _tell_so_far(latest.get(row["channel"]))
    return shown


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
    return await _show(house, document, read.highlights, channel)


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
        "channels": [_row(house, draft, document, highlights) for draft in drafts],
    }


def _has_room(draft: Draft) -> bool:
    """Whether a figure or quote would be shown: in any post but a sober one."""
    return draft.post is not None and (draft.decision is None or draft.decision.tone is not Tone.SOBER)


def _row(house: House, draft: Draft, document: Document, highlights: Highlights) -> Row:
    verdict = house.store.read_now(lambda conn: _verdict(conn, house, draft, document))
    post = draft.post
    left_out = explain_left_out(draft, document, highlights, house.lines.platform(draft.channel))
    picture, no_picture = _tell_picture(house, draft, document)
    return {
        "channel": draft.channel,
        "platform": house.settings.channels[draft.channel].platform,
        "template": draft.template.partition("@")[0],
        "text": post.text.text if post else "",
        "text_hash": draft.text_hash,
        "thread": [
            {"text": post.text.text, "length": length}
            for post, length in zip(draft.more, draft.lengths[1:], strict=True)
        ],
        "length": draft.length,
        "limit": draft.limit,
        "unit": draft.unit,
        **show_decision(draft.decision, document),
        "dropped": list(draft.dropped),
        "left_out": [{"part": part, "why": why} for part, why in left_out.items()],
        "picture": picture,
        "no_picture": no_picture,
        "problems": [str(problem) for problem in draft.problems if not _is_of_picture(problem)],
        "state": draft.state.value,
        "reason": draft.reason,
        "due": tell_verdict(draft, verdict, house.zone),
        "due_at": verdict.until if isinstance(verdict, Wait) else None,
    }


def show_decision(decision: Decision | None, document: Document) -> Row:
    """Tone, urgency and label, and the rules that matched: place, what was found, what each says.

    `overruled` names what the article's note decides instead.
    """
    if decision is None:
        return {"tone": "normal", "urgency": "normal", "label": None, "rules": []}
    noted = {
        name
        for name in ("tone", "urgency", "template", "channels")
        if getattr(document.note, name) is not None
    }
    return {
        "tone": decision.tone.value,
        "urgency": decision.urgency.name.lower(),
        "label": decision.label,
        "rules": [
            {
                "place": hit.place,
                "found": list(hit.found),
                "decides": list(hit.decides),
                "why": hit.rule.why,
                "overruled": sorted(noted & hit.rule.then.model_fields_set),
            }
            for hit in decision.ruling.hits
        ],
    }


def _tell_picture(house: House, draft: Draft, document: Document) -> tuple[Row | None, str]:
    """The picture with its alt text, or why there is none."""
    if draft.post is None:
        return None, ""
    if draft.post.attachments:
        shown = draft.post.attachments[0]
        return {"path": shown.path, "alt": shown.alt, "width": shown.width, "height": shown.height}, ""
    if document.image is None:
        return None, "the article has none"
    if house.settings.channels[draft.channel].picture == "none":
        return None, "this channel shows none (picture: none)"
    if not house.lines.platform(draft.channel).limits.attachments:
        return None, "this platform shows none"
    told = [str(problem) for problem in draft.problems if _is_of_picture(problem)]
    return None, "; ".join(told).removeprefix("no picture: ")


def _is_of_picture(problem: Problem) -> bool:
    return problem.severity == "warning" and problem.message.startswith(("no picture", "the picture"))


def tell_verdict(draft: Draft, verdict: Verdict, zone: ZoneInfo) -> str:
    """When the post would leave, in the newsroom's own time, or why it would not."""
    if draft.state not in {DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL}:
        return f"{draft.state.value}: {draft.reason}"
    approval = "once a person approved it, " if draft.state is DeliveryState.AWAITING_APPROVAL else ""
    match verdict:
        case Due(silent):
            return f"{approval}at once{', without notifying anybody' if silent else ''}"
        case Wait(None, why):
            return f"not before something changes: {why}"
        case Wait(until, why):
            assert until
            return f"{approval}at {until.astimezone(zone):%Y-%m-%d %H:%M} ({why})"
        case AskFirst(why):
            return f"once a person approved it: {why}"
        case Late(why) | PassOver(why):
            return f"never: {why}"


def _verdict(conn: Connection, house: House, draft: Draft, document: Document) -> Verdict:
    now = house.clock.now()
    timing = time_article(house, draft.channel, document, now)
    delivery = Delivery(
        id="",
        article_id="",
        post_id="",
        channel=draft.channel,
        occasion=PUBLISH,
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
    return tell_due(conn, view_channel(conn, house, draft.channel, now), delivery, now)
