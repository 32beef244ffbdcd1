"""Feeds that are sound, read by fastfeedparser; what it leaves out comes from the tree."""

from __future__ import annotations

import re
from typing import Any

import fastfeedparser

from bot.sources.feed.dates import is_whole_date, read_date
from bot.sources.feed.details import Details, find_feed_language, find_feed_link, read_details
from bot.sources.feed.items import Feed, Item, Kind, Picture, Wording
from bot.sources.feed.tree import ATOM, Misshapen, absolute_url, find_items, parse_tree
from bot.sources.feed.wording import has_markup, plain_line

_MAILBOX = re.compile(r"^\s*\S+@\S+\s*(?:\((?P<name>[^()]+)\))?\s*$|^\s*(?P<front>[^<>]+?)\s*<\S+@\S+>\s*$")
_LONGEST_NAME = 300
_SECTION = re.compile(r"(?:^|[/#:_-])sections?/?$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.IGNORECASE)


def parse_fast(content: bytes, base: str) -> Feed:
    """A well-formed feed in UTF-8 with entries; `base` is its address. Raises Misshapen, Unreadable."""
    root = parse_tree(content)
    try:
        parsed = fastfeedparser.parse(content, include_content=False)
    except Exception as error:
        raise Misshapen from error
    elements = find_items(root)
    if not elements or len(elements) != len(parsed.entries):
        raise Misshapen
    link = find_feed_link(root, base)
    return Feed(
        kind=_name_kind(str(root.tag)),
        title=plain_line(_word(parsed.feed, "title")),
        link=link,
        language=find_feed_language(root),
        items=tuple(
            make_item(told, read_details(element, base), base)
            for told, element in zip(parsed.entries, elements, strict=True)
        ),
    )


def make_item(told: dict[str, Any], details: Details, base: str) -> Item:
    """One item from what the parser and the element say."""
    links, guid = details.links, details.guid
    link = links.get("original") or links.get("own") or links.get("alternate") or ""
    if not link and details.guid_is_link and guid.lower().startswith(("http://", "https://")):
        link = absolute_url(base, guid)
    published, updated = _read_dates(told, details)
    return Item(
        title=(details.title.text if details.title else "") or details.dc_title,
        link=link,
        guid=guid,
        published=published,
        updated=updated,
        language=details.language,
        section=details.section or _find_section(told),
        authors=tuple(dict.fromkeys(name for one in details.authors if (name := read_author(one)))),
        tags=_read_tags(told),
        content=_settle_markup(details.content),
        summary=_settle_markup(details.summary),
        picture=read_picture(told, base),
    )


def _read_dates(told: dict[str, Any], details: Details) -> tuple[str, str]:
    """Published and updated, the latter for the former where there is none.

    fastfeedparser makes a time of nearly anything, even of a guid; so what is not a whole date is left out.
    """
    updated = _word(told, "updated") if is_whole_date(details.updated) else ""
    if not is_whole_date(details.published):
        return updated or read_date(details.dates.get("created", "")), updated
    if is_whole_date(details.guid):
        return read_date(details.published), updated
    return _word(told, "published"), updated


def read_author(written: str) -> str:
    """A name; of a mailbox (`jane@example.org (Jane Doe)`) only the name, if there is one."""
    written = written[:_LONGEST_NAME]
    mailbox = _MAILBOX.match(written)
    return plain_line((mailbox["name"] or mailbox["front"] or "") if mailbox else written)


def read_picture(told: dict[str, Any], base: str) -> Picture | None:
    """The widest of the item's pictures: media:content, media:thumbnail, else an enclosure."""
    media = [one for one in told.get("media_content") or () if one.get("url") and _is_picture(one)]
    if media:
        best = max(media, key=lambda one: _width(one.get("width")))
        alt = best.get("description") or best.get("text") or ""
        return _make_picture(
            base, best["url"], plain_line(str(alt)), plain_line(str(best.get("credit") or ""))
        )
    for one in told.get("enclosures") or ():
        address = one.get("url") or one.get("href") or ""
        if address and _is_picture(one):
            return _make_picture(base, address, "", "")
    return None


def _make_picture(base: str, address: str, alt: str, credit: str) -> Picture | None:
    url = absolute_url(base, str(address))
    return Picture(url, alt, credit) if url else None


def _is_picture(media: dict[str, Any]) -> bool:
    kind, medium = str(media.get("type") or ""), str(media.get("medium") or "")
    if kind or medium:
        return kind.startswith("image/") or medium == "image"
    return bool(_PICTURE.search(str(media.get("url") or "").partition("?")[0]))


def _width(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _settle_markup(wording: Wording | None) -> Wording:
    """HTML without any markup in it is plain text, and so it is read."""
    wording = wording or Wording()
    return Wording(wording.text, markup=wording.markup and has_markup(wording.text))


def _read_tags(told: dict[str, Any]) -> tuple[str, ...]:
    tags = (one.get("label") or one.get("term") or "" for one in told.get("tags") or ())
    return tuple(dict.fromkeys(tag for one in tags if (tag := plain_line(str(one)))))


def _find_section(told: dict[str, Any]) -> str:
    for one in told.get("tags") or ():
        if _SECTION.search(str(one.get("scheme") or "")):
            return plain_line(str(one.get("label") or one.get("term") or ""))
    return ""


def _name_kind(tag: str) -> Kind:
    space, _, name = tag.rpartition("}")
    if space[1:] in ATOM or name == "feed":
        return "atom"
    return "rdf" if name == "RDF" else "rss"


def _word(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
