"""One item's element, read in one pass over what stands in it: each child by its namespace and name.

Only what stands directly below the item counts (and the files in a media:group), so that the caption of a
picture is no headline.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.sources.feed.parsing.atom import ATOM_READERS, ATOM_WHOLE, read_id
from bot.sources.feed.parsing.details import CREATED, MOST_FILES, PUBLISHED, UPDATED, Details, Element, Reader
from bot.sources.feed.parsing.hints import SYNDICATION, SYNDICATION_READERS, read_ttl
from bot.sources.feed.parsing.items import Wording
from bot.sources.feed.parsing.lifting import MARK, restore_texts
from bot.sources.feed.parsing.media import MEDIA, MEDIA_READERS, MEDIA_WHOLE
from bot.sources.feed.parsing.pictures import Media
from bot.sources.feed.parsing.tree import ATOM, absolute_url, child_elements, join_base, split_tag
from bot.sources.feed.parsing.wording import plain_line

_RSS_1 = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
)
_DUBLIN_CORE = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_PRISM = "prismstandard.org/namespaces"
_XHTML = "http://www.w3.org/1999/xhtml"
_BURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_MOST_SUBJECTS = 200
_MOST_TAGS = 500
_DATES = frozenset({*PUBLISHED, *UPDATED, *CREATED})


class Readers(dict[Any, Reader | None]):
    """Who reads an element of this tag, within elements of the namespace `own`; None for nobody."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, tag: object) -> Reader | None:
        # The tag of an entity reference is no text.
        found = _find_reader(tag, self._own) if isinstance(tag, str) else None
        if len(self) < _MOST_TAGS:
            self[tag] = found
        return found


@lru_cache(maxsize=8)
def find_readers(own: str) -> Readers:
    """Those of items of this namespace, kept from feed to feed."""
    return Readers(own)


def read_details(element: Element, base: str, readers: Readers, lifted: Mapping[str, bytes]) -> Details:
    """What the children of an element say; links are made absolute with `base`. Raises Misshapen, Lifted."""
    found = Details(join_base(element, base), lifted)
    for child in element:
        read = readers[child.tag]
        if read is None:
            continue
        if not len(child):
            text = child.text or ""
            if lifted and MARK in text:
                text = restore_texts(text, lifted)
        else:
            text = "" if read in _WHOLE else found.read_text(child)
        read(found, child, text)
    return found


def _find_reader(tag: str, own: str) -> Reader | None:
    space, name = split_tag(tag)
    lower = name.lower()
    if lower in _DATES:
        found: Reader | None = _make_date_reader(lower)
    elif space in ATOM:
        found = ATOM_READERS.get(name)
    elif not space or space == own or space in _RSS_1:
        found = _RSS.get(lower)
    elif space in _DUBLIN_CORE:
        found = _DUBLIN.get(name)
    elif space in MEDIA and name in MEDIA_READERS:
        found = MEDIA_READERS[name]
    else:
        found = _find_other(space, name)
    return found


def _find_other(space: str, name: str) -> Reader | None:
    if name == "encoded" or (name == "body" and space == _XHTML):
        return _read_encoded
    if name == "section" and _PRISM in space:
        return _read_section
    if name == "origLink" and space == _BURNER:
        return _read_original
    if space == SYNDICATION:
        return SYNDICATION_READERS.get(name)
    return _read_category if name.lower() == "category" else None


@lru_cache(maxsize=len(_DATES))
def _make_date_reader(name: str) -> Reader:
    def read(found: Details, _element: Element, text: str) -> None:
        if name not in found.dates and (written := text.strip()):
            found.dates[name] = written

    return read


def _read_title(found: Details, _element: Element, text: str) -> None:
    if found.title is None:
        found.title = plain_line(text)


def _read_link(found: Details, element: Element, text: str) -> None:
    if not found.own:
        found.own = absolute_url(found.base, text or element.get("href") or "")


def _read_guid(found: Details, element: Element, text: str) -> None:
    if text := text.strip():
        found.guid = text
        found.guid_is_link = element.get("isPermaLink", "true").lower() != "false"


def _read_author(found: Details, _element: Element, text: str) -> None:
    found.add_author(text)


def _read_content(found: Details, element: Element, text: str) -> None:
    if not element.get("url"):  # else it is a file
        _read_encoded(found, element, text)


def _read_encoded(found: Details, element: Element, text: str) -> None:
    if found.content is None:
        found.content = Wording(found.read_markup(element, text) if len(element) else text, True)


def _read_description(found: Details, element: Element, text: str) -> None:
    if found.summary is None:
        found.summary = Wording(found.read_markup(element, text) if len(element) else text, True)


def _read_category(found: Details, element: Element, text: str) -> None:
    if len(element) and any(True for _ in child_elements(element)):
        text = element.text or ""  # one feed puts a picture into it
    found.add_tag(text, (element.get("domain") or "") if element.keys() else "")


def _read_subject(found: Details, _element: Element, text: str) -> None:
    if (name := plain_line(text)) and len(found.subjects) < _MOST_SUBJECTS:
        found.subjects += (name,)


def _read_enclosure(found: Details, element: Element, _text: str) -> None:
    enclosure = Media(element.get("url") or "", element.get("type") or "")
    found.enclosures += (enclosure,) if len(found.enclosures) < MOST_FILES else ()


def _read_language(found: Details, _element: Element, text: str) -> None:
    found.language = found.language or text.strip()


def _read_dc_title(found: Details, _element: Element, text: str) -> None:
    found.dc_title = plain_line(text)


def _read_section(found: Details, _element: Element, text: str) -> None:
    found.section = found.section or plain_line(text)


def _read_original(found: Details, _element: Element, text: str) -> None:
    found.original = absolute_url("", text)


_RSS: dict[str, Reader] = {
    "title": _read_title,
    "link": _read_link,
    "guid": _read_guid,
    "id": read_id,
    "author": _read_author,
    "content": _read_content,
    "description": _read_description,
    "category": _read_category,
    "enclosure": _read_enclosure,
    "language": _read_language,
    "ttl": read_ttl,
}
_DUBLIN: dict[str, Reader] = {
    "creator": _read_author,
    "language": _read_language,
    "title": _read_dc_title,
    "subject": _read_subject,
}
_WHOLE: frozenset[Reader] = frozenset(
    {*ATOM_WHOLE, *MEDIA_WHOLE, _read_content, _read_encoded, _read_description}
)
