"""Who reads which element of Media RSS (https://www.rssboard.org/media-rss)."""

from __future__ import annotations

from typing import Any

from bot.sources.feed.parsing.details import MOST_FILES, Details, Element, Reader
from bot.sources.feed.parsing.pictures import Media, describe, read_width
from bot.sources.feed.parsing.tree import split_tag

MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")

_DESCRIBING: dict[Any, str] = {
    f"{{{space}}}{name}": name for space in MEDIA for name in ("description", "credit", "text")
}


def _read_content(found: Details, element: Element, _text: str) -> None:
    get = element.get
    alt = credit = text = ""
    for child in element:
        name = _DESCRIBING.get(child.tag)
        if name == "description":
            alt = alt or found.read_text(child)
        elif name == "credit":
            credit = credit or found.read_text(child)
        elif name == "text":
            text = text or found.read_text(child)
    width = read_width(get("width"))
    media = Media(get("url") or "", get("type") or "", get("medium") or "", width, alt or text, credit)
    found.media += (media,) if len(found.media) < MOST_FILES else ()


def _read_thumbnail(found: Details, element: Element, _text: str) -> None:
    width = read_width(element.get("width"))
    thumbnail = Media(element.get("url") or "", "image/jpeg", width=width)
    found.thumbnails += (thumbnail,) if len(found.thumbnails) < MOST_FILES else ()


def _read_alt(found: Details, _element: Element, text: str) -> None:
    found.alt = found.alt or text


def _read_credit(found: Details, _element: Element, text: str) -> None:
    found.credit = found.credit or text


def _read_group(found: Details, element: Element, _text: str) -> None:
    """The files of a group; what describes the group describes each."""
    group = Details(found.base, found.lifted)
    for child in element:
        space, name = split_tag(child.tag) if isinstance(child.tag, str) else ("", "")
        if space in MEDIA and (read := _GROUPED.get(name)):
            read(group, child, "" if read is _read_content else group.read_text(child))
    describe(group.media, group.alt, group.credit)
    found.media = (found.media + group.media)[:MOST_FILES]
    found.thumbnails = (found.thumbnails + group.thumbnails)[:MOST_FILES]


_GROUPED: dict[str, Reader] = {
    "content": _read_content,
    "thumbnail": _read_thumbnail,
    "description": _read_alt,
    "credit": _read_credit,
}
MEDIA_READERS: dict[str, Reader] = {**_GROUPED, "group": _read_group}
MEDIA_WHOLE = frozenset({_read_content, _read_group})
