"""Feeds that are sound, read from their tree in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from bot.sources.feed.parsing.dates import read_date
from bot.sources.feed.parsing.details import CREATED, PUBLISHED, UPDATED, Details
from bot.sources.feed.parsing.hints import read_hint
from bot.sources.feed.parsing.items import Feed, Item, Kind, Picture, Wording
from bot.sources.feed.parsing.lifting import Lifted, lift_texts
from bot.sources.feed.parsing.pictures import choose_picture, describe
from bot.sources.feed.parsing.readers import find_readers, read_details
from bot.sources.feed.parsing.tree import (
    ATOM,
    LANGUAGE,
    Misshapen,
    absolute_url,
    find_base,
    find_items,
    namespace_of,
    parse_tree,
    split_tag,
)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ABOUT = f"{{{_RDF}}}about"
_NO_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class Unfit:
    """The fast parser cannot read this; `flaw` says what is not well-formed, empty where all is."""

    flaw: str


def try_fast(content: bytes, base: str) -> Feed | Unfit:
    """The feed, or why only the slow parser can read it. Raises Unreadable (refused)."""
    try:
        return parse_fast(content, base)
    except Misshapen as misshapen:
        return Unfit(misshapen.flaw)


def parse_fast(content: bytes, base: str) -> Feed:
    """A well-formed feed in UTF-8 with entries; `base` is its address. Raises Misshapen, Unreadable."""
    shorter, lifted = lift_texts(content)
    if lifted:
        with suppress(Lifted, Misshapen):  # what is wrong with the feed is told as it stands there
            return _read_feed(parse_tree(shorter), base, lifted)
    return _read_feed(parse_tree(content), base, {})


def _read_feed(root: etree._Element, base: str, lifted: Mapping[str, bytes]) -> Feed:
    kind = _name_kind(root)
    channel = root if kind == "atom" else next(root.iter("{*}channel"), None)
    elements = find_items(root)
    if not elements or (channel is None and kind == "rss"):
        raise Misshapen
    channel = root if channel is None else channel
    head = read_details(channel, find_base(channel, base), find_readers(namespace_of(channel)), lifted)
    around, readers = find_base(elements[0], base), find_readers(namespace_of(elements[0]))
    return Feed(
        kind=kind,
        title=head.title or head.dc_title,
        link=head.own or head.alternate,
        language=head.language or channel.get(LANGUAGE) or root.get(LANGUAGE) or "",
        hint=read_hint(head.ttl, head.period, head.frequency),
        items=tuple([_make_item(one, read_details(one, around, readers, lifted)) for one in elements]),
    )


def _make_item(element: etree._Element, found: Details) -> Item:
    guid, link = found.guid, found.original or found.own or found.alternate
    language = found.language or found.spoken or ""
    if element.keys():
        language = element.get(LANGUAGE) or language
        guid = guid or (element.get(_ABOUT) or "").strip()
    if not link and found.guid_is_link and guid.lower().startswith(("http://", "https://")):
        link = absolute_url(found.base, guid)
    dates = found.dates
    published = read_date(dates["pubdate"] if "pubdate" in dates else found.find_date(PUBLISHED))
    updated = read_date(found.find_date(UPDATED)) if len(dates) > 1 or not published else ""
    return Item(
        found.title or found.dc_title,
        link,
        guid,
        published or updated or read_date(found.find_date(CREATED)),
        updated,
        language,
        found.section or found.filed,
        tuple(found.authors),
        tuple(dict.fromkeys((*found.tags, *found.subjects)) if found.subjects else found.tags),
        found.content or _NO_WORDING,
        found.summary or _NO_WORDING,
        _find_picture(found),
    )


def _find_picture(found: Details) -> Picture | None:
    media = found.media or found.thumbnails
    if not media and not found.enclosures:
        return None
    if found.alt or found.credit:
        describe(media, found.alt, found.credit)
    return choose_picture(media, found.enclosures, found.base)


def _name_kind(root: etree._Element) -> Kind:
    space, name = split_tag(str(root.tag))
    if space in ATOM and name == "feed":
        return "atom"
    if space == _RDF and name == "RDF":
        return "rdf"
    if name.lower() == "rss":
        return "rss"
    raise Misshapen
