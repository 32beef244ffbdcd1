"""Who reads which element of Atom 1.0 and 0.3 (RFC 4287), in entries and in feeds of other kinds."""

from __future__ import annotations

from bot.sources.feed.parsing.details import MOST_FILES, Details, Element, Reader
from bot.sources.feed.parsing.items import Wording
from bot.sources.feed.parsing.pictures import Media
from bot.sources.feed.parsing.tree import (
    LANGUAGE,
    Misshapen,
    absolute_url,
    child_elements,
    join_base,
    local_name,
)
from bot.sources.feed.parsing.wording import strip_markup

_PAGES = ("", "text/html", "application/xhtml+xml")


def _read_title(found: Details, element: Element, text: str) -> None:
    if found.title is None:
        text, markup = _read_construct(found, element, text)
        found.title = strip_markup(text) if markup else " ".join(text.split())


def _read_link(found: Details, element: Element, _text: str) -> None:
    rel = (element.get("rel") or "alternate").rpartition("/")[2]
    kind = element.get("type") or ""
    if rel == "alternate":
        if not found.alternate and kind.partition(";")[0] in _PAGES:
            found.alternate = _read_address(found, element)
    elif rel == "enclosure":
        enclosure = Media(_read_address(found, element), kind)
        found.enclosures += (enclosure,) if len(found.enclosures) < MOST_FILES else ()


def _read_address(found: Details, element: Element) -> str:
    return absolute_url(join_base(element, found.base), element.get("href") or "")


def read_id(found: Details, _element: Element, text: str) -> None:
    """A name of the entry that is no address of a page."""
    if text := text.strip():
        found.guid, found.guid_is_link = text, False


def _read_author(found: Details, element: Element, text: str) -> None:
    if not len(element):
        found.add_author(text)
    for child in child_elements(element):
        if local_name(child) == "name":
            found.add_author(found.read_text(child))


def _read_content(found: Details, element: Element, text: str) -> None:
    if found.content is None and not element.get("src"):
        found.content = Wording(*_read_construct(found, element, text))


def _read_summary(found: Details, element: Element, text: str) -> None:
    if found.summary is None:
        found.summary = Wording(*_read_construct(found, element, text))


def _read_category(found: Details, element: Element, _text: str) -> None:
    found.add_tag(element.get("label") or element.get("term") or "", element.get("scheme") or "")


def _read_construct(found: Details, element: Element, text: str) -> tuple[str, bool]:
    """A text: type text (the default), html or xhtml; Atom 0.3 says the same with `mode`."""
    if not element.keys():
        return found.read_markup(element, text), len(element) > 0
    kind, mode = (element.get("type") or "text").lower(), element.get("mode") or ""
    if (language := element.get(LANGUAGE)) is not None:
        # Texts in several languages are in none.
        found.spoken = language if found.spoken in {None, language} else ""
    if mode == "base64" or kind == "application/octet-stream":
        raise Misshapen  # Atom 0.3 knew packed texts
    if mode == "escaped" and kind in {"text/html", "html", "application/xhtml+xml"}:
        return found.read_text(element), True
    if "xhtml" in kind or mode == "xml" or len(element):
        return found.read_markup(element, text), True
    return text, "html" in kind


ATOM_READERS: dict[str, Reader] = {
    "title": _read_title,
    "link": _read_link,
    "id": read_id,
    "author": _read_author,
    "content": _read_content,
    "summary": _read_summary,
    "category": _read_category,
}
ATOM_WHOLE = frozenset({_read_title, _read_author, _read_content, _read_summary})
