"""Feeds that are broken or odd, read by feedparser; it is slow, so it runs in a process of its own."""

from __future__ import annotations

import io
from typing import Any

import feedparser

from bot.errors import Unreadable
from bot.sources.feed.parsing.dates import read_date
from bot.sources.feed.parsing.hints import read_hint
from bot.sources.feed.parsing.items import Feed, Item, Kind, Picture, Wording
from bot.sources.feed.parsing.pictures import Media, choose_picture, read_width
from bot.sources.feed.parsing.tree import absolute_url
from bot.sources.feed.parsing.wording import plain_line, read_author, strip_markup

_KINDS: dict[str, Kind] = {"atom": "atom", "rss090": "rdf", "rss10": "rdf"}


def parse_slow(content: bytes, base: str, flaw: str) -> Feed:
    """Whatever feedparser makes of it; `flaw` says what is not well-formed. Raises Unreadable."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    parsed = feedparser.parse(io.BytesIO(content), response_headers=headers)
    version = str(parsed.get("version") or "")
    if not version and not parsed.entries:
        raise Unreadable("this is no feed", "give the address of a feed, not of a page")
    told = parsed.feed
    return Feed(
        kind=_KINDS.get(version, "atom" if version.startswith("atom") else "rss"),
        title=plain_line(str(told.get("title") or "")),
        link=absolute_url(base, str(told.get("link") or "")),
        language=str(told.get("language") or ""),
        items=tuple(_make_item(one, base) for one in parsed.entries),
        flaw=flaw,
        slow=True,
        hint=read_hint(told.get("ttl"), told.get("sy_updateperiod"), told.get("sy_updatefrequency")),
    )


def _make_item(told: dict[str, Any], base: str) -> Item:
    contents = told.get("content") or []
    detail = told.get("summary_detail") or {}
    tags = [one for one in told.get("tags") or () if one.get("term") or one.get("label")]
    names = [one.get("name") or "" for one in told.get("authors") or ()] or [told.get("author") or ""]
    title_kind = str((told.get("title_detail") or {}).get("type") or "")
    title = str(told.get("title") or "")
    return Item(
        title=strip_markup(title) if "html" in title_kind else plain_line(title),
        link=absolute_url(base, str(told.get("feedburner_origlink") or told.get("link") or "")),
        guid=str(told.get("id") or "").strip(),
        published=read_moment(told, "published") or read_moment(told, "created"),
        updated=read_moment(told, "updated"),
        language=str((contents[0] if contents else detail).get("language") or told.get("language") or ""),
        authors=tuple(dict.fromkeys(name for one in names if (name := read_author(str(one))))),
        tags=tuple(dict.fromkeys(plain_line(str(one.get("label") or one.get("term"))) for one in tags)),
        content=_read_wording(contents[0]) if contents else Wording(),
        summary=_read_wording(detail),
        picture=_read_picture(told, base),
    )


def read_moment(told: dict[str, Any], name: str) -> str:
    """A time as feedparser understood it, or as it stands there; empty where neither can be read."""
    # feedparser answers `updated` with `published` where there is none, and warns of it.
    parsed = dict.get(told, f"{name}_parsed")
    if parsed:
        year, month, day, hour, minute, second = parsed[:6]
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}+00:00"
    return read_date(str(dict.get(told, name) or ""))


def _read_wording(detail: dict[str, Any]) -> Wording:
    text, kind = str(detail.get("value") or ""), str(detail.get("type") or "")
    return Wording(text, markup="html" in kind)


def _read_picture(told: dict[str, Any], base: str) -> Picture | None:
    credited = [one.get("content") for one in told.get("media_credit") or () if one.get("content")]
    alt, credit = str(told.get("media_description") or ""), ", ".join(map(str, credited))
    media = [_make_media(one, alt, credit) for one in told.get("media_content") or ()]
    if not media:
        thumbnails = told.get("media_thumbnail") or ()
        media = [_make_media({"type": "image/jpeg", **one}, alt, credit) for one in thumbnails]
    return choose_picture(media, [_make_media(one, "", "") for one in told.get("enclosures") or ()], base)


def _make_media(told: dict[str, Any], alt: str, credit: str) -> Media:
    address, kind, medium = (
        str(told.get(name) or "") for name in ("url" if told.get("url") else "href", "type", "medium")
    )
    return Media(address, kind, medium, read_width(told.get("width")), alt, credit)
