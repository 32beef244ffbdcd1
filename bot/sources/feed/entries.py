"""From the items of a feed to entries: who is who, what changed, and what stands beside the text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from bot.addresses import canonical_url, clean_url
from bot.errors import Problem
from bot.model import Entry
from bot.sources.feed.dates import trust_date
from bot.sources.feed.items import MOST_ITEMS, Feed, Item, Wording
from bot.sources.feed.wording import shield_line, shield_text, strip_markup
from bot.text import clip_words

_LONGEST_ID = 300
_LONGEST_URL = 4_000
_MOST_NAMES = 50
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MIDNIGHT = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item as an article may come of it. `link` is what people are given, empty where there is none."""

    item: Item
    source_id: str
    version: str
    place: str
    link: str
    published: datetime | None
    updated: datetime | None
    doubt: str

    @property
    def newest(self) -> datetime:
        """When it was last touched, as far as it says; else before all times."""
        return self.updated or self.published or _MIDNIGHT


@dataclass(slots=True)
class Judged:
    """The candidates, oldest first, and what is odd about the feed as a whole, as sentences for people."""

    candidates: list[Candidate] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def judge_feed(feed: Feed, *, now: datetime, most: int, with_dates: bool) -> Judged:
    """Who is who among a feed's items; of two with one identity the newer one counts.

    `most` candidates are kept, the newest. `with_dates` makes a version of a change of dates alone: not
    for texts in the feed (a CMS re-dates what did not change), but where the text stands elsewhere.
    """
    judged, found = Judged(), dict[str, Candidate]()
    twins = impossible = 0
    for item in feed.items[:MOST_ITEMS]:
        if not (item.title or item.content.text or item.summary.text or item.link):
            continue
        candidate = _make_candidate(item, feed, now, with_dates=with_dates)
        impossible += bool(
            (item.published and not candidate.published) or (item.updated and not candidate.updated)
        )
        other = found.get(candidate.source_id)
        twins += other is not None
        if other is None or candidate.newest > other.newest:
            found[candidate.source_id] = candidate
    judged.candidates = _choose(list(found.values()), most)
    _warn(judged, feed, twins, impossible)
    return judged


def make_entry(candidate: Candidate, *, language: str, now: datetime, bare: bool) -> Entry | None:
    """The entry with the feed's own text; None where there is none; with `bare` its title will do."""
    item = candidate.item
    wording = item.content if strip_markup(item.content.text) else item.summary
    if not strip_markup(wording.text):
        if not bare or not item.title:
            return None
        wording = Wording(item.title)
    return _build(
        candidate,
        raw=_write_page(item, wording, candidate.link) if wording.markup else shield_text(wording.text),
        media_type="text/html" if wording.markup else "text/plain",
        language=language,
        now=now,
    )


def make_page_entry(candidate: Candidate, page: str, *, language: str, now: datetime) -> Entry:
    """The entry with the text of its page; `page` is HTML."""
    return _build(candidate, raw=page, media_type="text/html", language=language, now=now)


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


def _make_candidate(item: Item, feed: Feed, now: datetime, *, with_dates: bool) -> Candidate:
    link = clean_url(item.link) if _is_article_link(item.link, feed.link) else ""
    published, updated = trust_date(item.published, now), trust_date(item.updated, now)
    return Candidate(
        item=item,
        source_id=_identify(item, link),
        version=_hash_content(item, link, [item.published, item.updated] if with_dates else []),
        place=_name_place(item, link),
        link=link,
        published=published,
        updated=updated,
        doubt=f"the feed is not well-formed XML: {feed.flaw}" if feed.flaw else "",
    )


def _is_article_link(link: str, home: str) -> bool:
    """A link to the site's front page, or to what the feed is about, is no article's address."""
    if not link or len(link) > _LONGEST_URL:
        return False
    canonical = canonical_url(link)
    bare = re.fullmatch(r"https?://[^/]+/?", canonical)
    return not bare and canonical != (canonical_url(home) if home else "")


def _identify(item: Item, link: str) -> str:
    """The canonical address; else the guid; else a hash of title and date, so that churn does not matter."""
    if link:
        found = canonical_url(link)
    elif item.guid:
        found = f"id:{item.guid}"
    else:
        found = "hash:" + _hash(item.title or strip_markup(item.content.text)[:200], item.published)
    found = "".join(char for char in found if char.isprintable())
    return found if len(found) <= _LONGEST_ID else f"{found[:200]}…{_hash(found)}"


def _hash_content(item: Item, link: str, dates: Sequence[str]) -> str:
    """Over what a reader would notice: no markup (advertisements change), no parameters of pictures."""
    picture = item.picture
    return _hash(
        item.title,
        canonical_url(link) if link else "",
        strip_markup(item.content.text),
        strip_markup(item.summary.text),
        item.language,
        item.section,
        *item.authors,
        "",
        *sorted(item.tags),
        "",
        *((picture.url.partition("?")[0], picture.alt, picture.credit) if picture else ()),
        *dates,
    )


def _name_place(item: Item, link: str) -> str:
    name = link or item.guid or clip_words(item.title, 80) or "an item without a name"
    return "".join(char if char.isprintable() else " " for char in name)[:_LONGEST_URL]


def _choose(candidates: list[Candidate], most: int) -> list[Candidate]:
    """The newest, oldest first. Feeds put the new on top: where dates are missing or even, so it is taken."""
    numbered = sorted(enumerate(candidates), key=lambda one: (one[1].newest, -one[0]))
    if any(candidate.newest == _MIDNIGHT for candidate in candidates):
        numbered = sorted(numbered, key=lambda one: -one[0])
    return [candidate for _, candidate in numbered[-most:]]


def _warn(judged: Judged, feed: Feed, twins: int, impossible: int) -> None:
    if feed.flaw:
        judged.warnings.append(f"it is not well-formed XML ({feed.flaw}): each entry waits for a second look")
    if feed.lossy:
        judged.warnings.append("some of its characters cannot be read: it is not in the charset it claims")
    if twins:
        judged.warnings.append(
            f"{twins} of its entries have the address or id of another: the newer one counts"
        )
    if impossible:
        judged.warnings.append(f"{impossible} of its entries have dates that cannot be (1970, or far ahead)")
    guids = [item.guid for item in feed.items if item.guid]
    if len(guids) - len(set(guids)) > twins:
        judged.warnings.append("some entries of different addresses have the same id: the address counts")


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
    """The content of an item as a page of its own, so that it is read as pages are."""
    title = html.escape(item.title, quote=False)
    language = f' lang="{item.language}"' if _LANGUAGE.fullmatch(item.language) else ""
    base = f'<base href="{html.escape(link)}">' if link else ""
    return (
        f'<!DOCTYPE html>\n<html{language}><head><meta charset="utf-8">{base}<title>{title}</title></head>\n'
        f"<body><article><h1>{title}</h1>\n{wording.text}\n</article></body></html>\n"
    )


def _hash(*parts: str) -> str:
    return blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()
