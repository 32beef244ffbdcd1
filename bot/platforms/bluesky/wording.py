"""The text of a post as it is sent, its links, tags and mentions, and how long it is.

The server detects nothing by itself: what is not a facet is dead text. Facets count bytes of UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import regex

from bot.model import MarkedText
from bot.platforms.bluesky.options import HANDLE
from bot.text import ELLIPSIS, count_graphemes, find_links

MOST_GRAPHEMES, MOST_BYTES = 300, 3000
_BYTES_PER_GRAPHEME = MOST_BYTES // MOST_GRAPHEMES

_FACET = "app.bsky.richtext.facet"
_LONGEST_PATH = 16
_TAG = regex.compile(
    r"(?<!\S)[#＃]((?=[\p{M}\p{N}_-]*[\p{L}\p{Extended_Pictographic}])"
    r"[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d_-]*[\p{L}\p{M}\p{N}\p{Extended_Pictographic}_])"
)
_MOST_IN_TAG = (64, 640)
_MENTION = re.compile(rf"(?<![\w@/.])@({HANDLE.pattern})(?![\w@])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

Kind = Literal["link", "tag", "mention"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the shown text with a meaning; offsets in characters, `value` an address, tag or handle."""

    kind: Kind
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see, with its stretches in order and apart."""

    text: str
    stretches: tuple[Stretch, ...]

    @property
    def mentions(self) -> list[str]:
        """The handles that stand in the text, each once."""
        return list(dict.fromkeys(each.value for each in self.stretches if each.kind == "mention"))


def show_text(marked: MarkedText) -> Shown:
    """The text with its addresses shortened, as the app does; where they lead stands in the stretches."""
    text, shown, stretches, position = marked.text, "", [], 0
    for start, end, href in _find_addresses(marked):
        shown += text[position:start]
        words = shorten(href) if text[start:end] == href else text[start:end]
        stretches.append(Stretch("link", len(shown), len(shown) + len(words), href))
        shown += words
        position = end
    shown += text[position:]
    found = [*_find(_TAG, "tag", shown), *_find(_MENTION, "mention", shown)]
    stretches += [each for each in found if not any(_overlap(each, link) for link in stretches)]
    return Shown(shown, tuple(sorted(stretches, key=lambda each: each.start)))


def shorten(address: str) -> str:
    """Host and the beginning of the path: `courier.example.org/ferry/sails-a…`."""
    try:
        host = urlsplit(address).netloc.rpartition("@")[2]
    except ValueError:
        return address
    rest = address.partition(host)[2] if host else ""
    if not host:
        return address
    rest = "" if rest == "/" else rest
    return host + (rest if len(rest) <= _LONGEST_PATH else rest[: _LONGEST_PATH - 1] + ELLIPSIS)


def count_length(text: str) -> int:
    """Graphemes, or tenths of the bytes where that is more: 300 keeps both limits, exactly."""
    return max(count_graphemes(text), -(-count_bytes(text) // _BYTES_PER_GRAPHEME))


def count_bytes(text: str) -> int:
    """Bytes of UTF-8; half a surrogate pair, which no text should hold, counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def make_facets(shown: Shown, accounts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The facets of a record; `accounts` maps the handles to be notified to their DIDs."""
    facets = []
    for each in shown.stretches:
        feature = {
            "link": {"$type": f"{_FACET}#link", "uri": each.value},
            "tag": {"$type": f"{_FACET}#tag", "tag": each.value},
            "mention": {"$type": f"{_FACET}#mention", "did": accounts.get(each.value, "")},
        }[each.kind]
        if each.kind == "mention" and not feature["did"]:
            continue
        index = {
            "byteStart": count_bytes(shown.text[: each.start]),
            "byteEnd": count_bytes(shown.text[: each.end]),
        }
        facets.append({"index": index, "features": [feature]})
    return facets


def _find_addresses(marked: MarkedText) -> list[tuple[int, int, str]]:
    """Linked words and bare addresses, in order and apart; linked words win."""
    linked: list[tuple[int, int, str]] = []
    for mark in marked.marks:
        apart = all(mark.end <= start or end <= mark.start for start, end, _ in linked)
        if mark.kind == "link" and mark.start < mark.end and _ADDRESS.fullmatch(mark.href) and apart:
            linked.append((mark.start, mark.end, mark.href))
    bare = [
        (start, end, marked.text[start:end])
        for start, end in find_links(marked.text)
        if all(end <= first or last <= start for first, last, _ in linked)
        and _ADDRESS.fullmatch(marked.text[start:end])
    ]
    return sorted([*linked, *bare])


def _find(pattern: Any, kind: Kind, text: str) -> Iterator[Stretch]:
    for match in pattern.finditer(text):
        value = match.group(1)
        longest, heaviest = _MOST_IN_TAG
        if kind == "tag" and (count_graphemes(value) > longest or count_bytes(value) > heaviest):
            continue
        yield Stretch(kind, match.start(), match.end(), value.lower() if kind == "mention" else value)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end
