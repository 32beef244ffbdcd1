"""From a candidate to an entry: the text as a page of its own, and what stands beside it."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

from bot.errors import Problem
from bot.model import Entry
from bot.sources.feed.judging import Candidate
from bot.sources.feed.parsing.items import Item, Wording
from bot.sources.feed.parsing.wording import fold_markup, has_markup, shield_line, shield_text

_MOST_NAMES = 50
_LONGEST_BLANK = 100
_LONGEST_HEAD = 4_000
_SHORT = 1_000
"""A shorter text is all story: who looks for the story on a page would lose half of it (bytes, no blanks)."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def make_known_entry(candidate: Candidate, now: datetime) -> Entry:
    """The entry without any text, as a baseline remembers it; `url` is left out where there is none."""
    return Entry(
        candidate.source_id,
        candidate.version,
        candidate.place,
        raw="",
        metadata={"url": candidate.link} if candidate.link else {},
        seen_at=now,
    )


def make_entry(candidate: Candidate, *, language: str, now: datetime) -> Entry | None:
    """The entry with the feed's own text; None where there is none."""
    item = candidate.item
    wording = item.content if _has_text(item.content) else item.summary
    if not _has_text(wording):
        return None
    # HTML without any markup in it is plain text, and so it is read.
    markup = wording.markup and has_markup(wording.text)
    return _build(
        candidate,
        raw=_write_page(item, wording, candidate.link) if markup else shield_text(wording.text),
        media_type="text/html" if markup else "text/plain",
        language=language,
        now=now,
    )


def make_page_entry(candidate: Candidate, page: str, *, language: str, now: datetime) -> Entry:
    """The entry with the text of its page; `page` is HTML."""
    return _build(candidate, raw=page, media_type="text/html", language=language, now=now)


def _has_text(wording: Wording) -> bool:
    """Whether a reader would see anything; nothing but `&nbsp;` is nothing."""
    seen = fold_markup(wording.text[:_LONGEST_HEAD]) or fold_markup(wording.text)
    return len(seen) > _LONGEST_BLANK or bool(html.unescape(seen.decode()).strip())


def explain_empty(candidate: Candidate) -> Problem:
    """What is wrong with an item without a text."""
    return Problem(
        "the feed gives a title and a link, but no text",
        "set `content: page` for this source",
        candidate.place,
    )


def explain_damage(candidate: Candidate) -> Problem | None:
    """What is wrong with an item whose characters got lost on the way; None where none did."""
    item = candidate.item
    if "\ufffd" not in item.title + item.content.text + item.summary.text:
        return None
    return Problem(
        "characters of this entry cannot be read",
        "the feed is not in the charset it claims; use UTF-8",
        candidate.place,
    )


def _build(candidate: Candidate, *, raw: str, media_type: str, language: str, now: datetime) -> Entry:
    return Entry(
        source_id=candidate.source_id,
        version=candidate.version,
        place=candidate.place,
        raw=raw,
        media_type=media_type,
        metadata=_write_metadata(candidate, language),
        metadata_place=candidate.place,
        seen_at=now,
        doubt=candidate.doubt,
    )


def _write_metadata(candidate: Candidate, language: str) -> dict[str, Any]:
    """The fields of a sidecar; `language` is the feed's, where the newsroom gave none."""
    item, picture = candidate.item, candidate.item.picture
    spoken = item.language if _LANGUAGE.fullmatch(item.language) else language
    fields: dict[str, Any] = {
        "title": shield_line(item.title),
        "url": candidate.link,
        "published": candidate.published.isoformat() if candidate.published else "",
        "updated": candidate.updated.isoformat() if candidate.updated else "",
        "language": spoken if _LANGUAGE.fullmatch(spoken) else "",
        "section": shield_line(item.section),
        "tags": [shield_line(tag) for tag in item.tags[:_MOST_NAMES]],
        "byline": shield_line(", ".join(item.authors[:_MOST_NAMES])),
    }
    if picture:
        image = {"url": picture.url, "alt": shield_line(picture.alt), "credit": shield_line(picture.credit)}
        fields["image"] = {name: value for name, value in image.items() if value}
    return {name: value for name, value in fields.items() if value}


def _write_page(item: Item, wording: Wording, link: str) -> str:
    """The content of an item as a page of its own, so that it is read as pages are; a short one as it is."""
    if len(fold_markup(wording.text)) < _SHORT:
        return f"<article>\n{wording.text}\n</article>\n"
    title = html.escape(item.title, quote=False)
    language = f' lang="{item.language}"' if _LANGUAGE.fullmatch(item.language) else ""
    base = f'<base href="{html.escape(link)}">' if link else ""
    return (
        f'<!DOCTYPE html>\n<html{language}><head><meta charset="utf-8">{base}<title>{title}</title></head>\n'
        f"<body><article><h1>{title}</h1>\n{wording.text}\n</article></body></html>\n"
    )
