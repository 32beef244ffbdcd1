"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), read defensively."""

from __future__ import annotations

import json
from typing import Any

from bot.errors import Unreadable
from bot.sources.feed.parsing.dates import read_date
from bot.sources.feed.parsing.items import Feed, Item, Picture, Wording
from bot.sources.feed.parsing.tree import absolute_url
from bot.text import squeeze_spaces


def parse_json(content: bytes, base: str) -> Feed:
    """A JSON Feed; what has not the right type is left out. Raises Unreadable."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Unreadable(f"the JSON cannot be read: {reason}", "ask who makes the feed to mend it") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise Unreadable("this is JSON, but no JSON Feed", "give the address of a feed")
    items = [one for one in data["items"] if isinstance(one, dict)]
    return Feed(
        kind="json",
        title=squeeze_spaces(_word(data, "title")),
        link=_address(data, "home_page_url", base),
        language=_word(data, "language"),
        items=tuple(_read_item(one, base) for one in items),
    )


def _read_item(data: dict[str, Any], base: str) -> Item:
    content = Wording(_word(data, "content_html"), markup=True)
    if not content.text:
        content = Wording(_word(data, "content_text"))
    picture = _address(data, "image", base) or _address(data, "banner_image", base)
    tags = data.get("tags")
    return Item(
        title=squeeze_spaces(_word(data, "title")),
        link=_address(data, "url", base),
        guid=_word(data, "id"),
        published=read_date(_word(data, "date_published")),
        updated=read_date(_word(data, "date_modified")),
        language=_word(data, "language"),
        authors=_read_authors(data),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        content=content,
        summary=Wording(_word(data, "summary")),
        picture=Picture(picture) if picture else None,
    )


def _read_authors(data: dict[str, Any]) -> tuple[str, ...]:
    found = data.get("authors")
    if not isinstance(found, list):
        found = [data.get("author")]  # version 1.0
    names = (_word(one, "name") for one in found if isinstance(one, dict))
    return tuple(squeeze_spaces(name) for name in names if name)


def _word(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # A lone surrogate (`"\\ud800"`) is no text and cannot be stored.
    return str(value).encode("utf-8", "replace").decode("utf-8").strip()


def _address(data: dict[str, Any], name: str, base: str) -> str:
    value = data.get(name)
    return absolute_url(base, value) if isinstance(value, str) else ""
