"""Marks: how a rendered text carries what is printed, bold, linked or droppable, through any filter.

While a template runs, stretches are fenced with private-use characters, which `normalise_text`
takes out of every article and `to_context` out of every variable; so only we can set them, and
filters such as `upper` or `replace` leave them alone. Each kind has an opening and a closing
character; a stretch with a detail (a link's address, a part's name and rank) spells it in shifted
private-use characters right behind the opening one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from bot.model import Mark, MarkedText
from bot.text import ELLIPSIS

_FENCES: Final = {
    "value": ("\ue000", "\ue001"),
    "own": ("\ue002", "\ue003"),
    "part": ("\ue004", "\ue005"),
    "clip": ("\ue006", "\ue007"),
    "bold": ("\ue008", "\ue009"),
    "blockquote": ("\ue00a", "\ue00b"),
    "link": ("\ue00c", "\ue00d"),
}
_OPENING = {fence[0]: kind for kind, fence in _FENCES.items()}
_CLOSING = {fence[1]: kind for kind, fence in _FENCES.items()}
BREAK: Final = "\ue00e"
"""Between two posts of a thread."""

_DETAILED = frozenset({"part", "link"})
_DETAIL_END = "\ue0ff"
_DETAIL_BASE = 0xE100
_OURS = re.compile("[\ue000-\uf8ff]")
_TOKEN = re.compile("[\ue000-\ue0fe](?:[\ue100-\ue1ff]*\ue0ff)?|[\ue0ff-\uf8ff]")
_OF_PARTS = re.compile("\ue004(?:[\ue100-\ue1ff]*\ue0ff)?|[\ue000-\ue005]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text with a meaning; offsets in characters, the end exclusive."""

    kind: str
    start: int
    end: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered text with its stretches; every change keeps them in place."""

    text: str
    stretches: tuple[Stretch, ...] = ()

    def of_kind(self, kind: str) -> list[Stretch]:
        """The stretches of one kind, in the order of the text, outer before inner."""
        found = [stretch for stretch in self.stretches if stretch.kind == kind]
        return sorted(found, key=lambda stretch: (stretch.start, -stretch.end))

    def remove(self, holes: list[tuple[int, int]]) -> Sheet:
        """The sheet without these stretches of text, in order and apart; a stretch left empty goes."""
        holes = [(start, end) for start, end in holes if start < end]
        starts = [start for start, _ in holes]
        gone = [0, *accumulate(end - start for start, end in holes)]

        def move(offset: int) -> int:
            at = bisect_right(starts, offset) - 1
            return offset if at < 0 else offset - gone[at] - min(offset - starts[at], gone[at + 1] - gone[at])

        ends = [0, *(end for _, end in holes)]
        text = "".join(
            self.text[end:start] for end, start in zip(ends, [*starts, len(self.text)], strict=True)
        )
        moved = (replace(each, start=move(each.start), end=move(each.end)) for each in self.stretches)
        return Sheet(text, tuple(each for each in moved if each.end > each.start))

    def cut(self, start: int, end: int) -> Sheet:
        """The sheet with an ellipsis in the place of some text."""
        text = self.text[:start] + ELLIPSIS + self.text[start + 1 :]
        return Sheet(text, self.stretches).remove([(start + 1, end)])

    def marked(self) -> MarkedText:
        """What a platform measures and posts."""
        kinds = ("blockquote", "bold", "link")
        found = (
            Mark(each.kind, each.start, each.end, each.detail)  # type: ignore[arg-type]  # one of `kinds`
            for each in self.stretches
            if each.kind in kinds
        )
        marks = sorted(found, key=lambda mark: (mark.start, -mark.end, kinds.index(mark.kind)))
        return MarkedText(self.text, tuple(marks))

    def borrowed(self) -> bytearray:
        """One byte for each character: 1 where an expression printed it, 0 for the template's own words."""
        flags = bytearray(len(self.text))
        for each in self.of_kind("value"):
            flags[each.start : each.end] = b"\1" * (each.end - each.start)
        for each in self.of_kind("own"):
            flags[each.start : each.end] = bytes(each.end - each.start)
        return flags

    def own(self) -> tuple[tuple[int, int], ...]:
        """The stretches that no expression printed: the template's own words."""
        return tuple((match.start(), match.end()) for match in re.finditer(b"\0+", self.borrowed()))


def strip_ours(text: str) -> str:
    """The text without any private-use character."""
    return _OURS.sub("", text)


def find_ours(text: str) -> int | None:
    """Where the first private-use character stands, or None."""
    match = _OURS.search(text)
    return match.start() if match else None


def is_open(text: str, kind: str) -> bool:
    """Whether the text has more openings of this kind than ends, or fewer."""
    opening, closing = _FENCES[kind]
    return text.count(opening) != text.count(closing)


def fence(kind: str, text: str, detail: str = "") -> str:
    """The text as a stretch of `kind`."""
    opening, closing = _FENCES[kind]
    if kind in _DETAILED:
        opening += "".join(chr(_DETAIL_BASE + byte) for byte in detail.encode()) + _DETAIL_END
    return opening + text + closing


def fence_value(text: str, *, own: bool = False) -> str:
    """What an expression prints: marks within are balanced, everything else of ours is taken out."""
    text = _balance(_OF_PARTS.sub("", text))
    return fence("value", fence("own", text) if own else text)


def _balance(text: str) -> str:
    """Drop closing fences without an opening one, and close what a filter cut open."""
    if not _OURS.search(text):
        return text
    open_now: dict[str, int] = defaultdict(int)
    made = []
    last = 0
    for match in _TOKEN.finditer(text):
        made.append(text[last : match.start()])
        last = match.end()
        char = match.group()[0]
        if char in _OPENING and (_OPENING[char] in _DETAILED) == (len(match.group()) > 1):
            open_now[_OPENING[char]] += 1
            made.append(match.group())
        elif open_now.get(_CLOSING.get(char, ""), 0) and len(match.group()) == 1:
            open_now[_CLOSING[char]] -= 1
            made.append(char)
    made.append(text[last:])
    made.extend(_FENCES[kind][1] * times for kind, times in open_now.items())
    return "".join(made)


def read_fences(text: str) -> Sheet:
    """Turn what a template rendered into plain text and stretches."""
    plain: list[str] = []
    length = last = 0
    begun: dict[str, list[tuple[int, str]]] = defaultdict(list)
    found = []
    for match in _TOKEN.finditer(text):
        plain.append(text[last : match.start()])
        length += match.start() - last
        last = match.end()
        char, spelled = match.group()[0], match.group()[1:-1]
        if char in _OPENING:
            detail = bytes(ord(each) - _DETAIL_BASE for each in spelled).decode(errors="replace")
            begun[_OPENING[char]].append((length, detail))
        elif begun.get(_CLOSING.get(char, "")):
            start, detail = begun[_CLOSING[char]].pop()
            found.append(Stretch(_CLOSING[char], start, length, detail))
    plain.append(text[last:])
    return Sheet("".join(plain), tuple(each for each in found if each.end > each.start))
