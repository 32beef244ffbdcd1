"""What a feed says, as read and before it is judged: plain values that can pass between processes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, NamedTuple

MOST_ITEMS = 5_000
"""Items of one feed that are looked at; a feed shows dozens."""

_MOST_TEXT = 32_000_000  # characters of one feed, so that an answer of the other process has an end

Kind = Literal["rss", "rdf", "atom", "json"]


class Wording(NamedTuple):
    """A text of an item; `markup` tells whether it is HTML by what the feed says of it."""

    text: str = ""
    markup: bool = False


class Picture(NamedTuple):
    """The picture of an item, as the feed names it."""

    url: str = ""
    alt: str = ""
    credit: str = ""


class Item(NamedTuple):
    """One item. `title` is plain text, decoded once; `link` is absolute or empty; times are ISO 8601."""

    title: str = ""
    link: str = ""
    guid: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    content: Wording = Wording()
    summary: Wording = Wording()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `flaw` says why it is not well-formed, empty where it is; `slow` that feedparser read it."""

    kind: Kind
    title: str = ""
    link: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    flaw: str = ""
    slow: bool = False
    hint: int = 0
    """How often it says that it is worth a look, in minutes; 0 for nothing said."""

    lossy: bool = field(default=False, kw_only=True)
    """Whether bytes could not be decoded; U+FFFD stands in their place."""


def write_feed(feed: Feed) -> str:
    """As JSON, without the items that would make it endless."""
    left, kept = _MOST_TEXT, []
    for item in feed.items[:MOST_ITEMS]:
        left -= len(item.content.text) + len(item.summary.text)
        if left < 0:
            break
        kept.append(item._asdict())
    return json.dumps({**asdict(replace(feed, items=())), "items": kept})


def load_feed(data: dict[str, Any]) -> Feed:
    """The feed that `write_feed` wrote, as JSON gives it back."""
    return Feed(**{**data, "items": tuple(_load_item(item) for item in data["items"])})


def _load_item(data: dict[str, Any]) -> Item:
    loaded = {
        "content": Wording(*data["content"]),
        "summary": Wording(*data["summary"]),
        "picture": Picture(*data["picture"]) if data["picture"] else None,
        "authors": tuple(data["authors"]),
        "tags": tuple(data["tags"]),
    }
    return Item(**{**data, **loaded})
