"""Making a post fit: parts go by rank, then what may be clipped is clipped; nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.errors import Problem
from bot.model import MarkedText
from bot.render.marks import Sheet, Stretch
from bot.render.tokens import ANY_LANGUAGE, find_number_words, find_numbers, find_quotations
from bot.text import find_links, tell_count

_LEAST_WORDS: Final = 3

_BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*){2,}")
_BREAK = re.compile(r"[ \t\n]+")
_BEFORE_ELLIPSIS = " \t\n,;:–—-"
# Pairs that belong together, whatever a stray mark before them seems to open; each kind for itself.
_PAIRS = tuple(map(re.compile, (r"“[^“”\n]*”", r"«[^«»\n]*»", r"„[^„“”\n]*[“”]", r"‹[^‹›\n]*›")))
_TWO_WORDS = re.compile(r"(?:\s+\S+){0,2}")

Measure = Callable[[MarkedText], int]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text within the limit, or as near as it gets, with a problem that says so."""

    sheet: Sheet
    length: int
    dropped: tuple[str, ...]
    problems: tuple[Problem, ...]


def fit(sheet: Sheet, measure: Measure, limit: int | None, *, pins: Iterable[str]) -> Fitted:
    """Drop parts, the largest rank first (of equals the last), then clip, the last clippable first.

    `pins` are texts that a clippable must not contain to be clipped: figure, quote and their like.
    A post that cannot be made to fit comes back with a problem, never silently.
    """
    sheet = _tidy(sheet)
    length = measure(sheet.marked())
    if limit is None:
        return Fitted(sheet, length, (), ())
    dropped: list[str] = []
    while length > limit and (going := _next_to_go(sheet)):
        dropped += [name for _, name in map(_rank, _inside(sheet, going))]
        sheet = _tidy(sheet.remove([(going.start, going.end)]))
        length = measure(sheet.marked())
    pins = tuple(pins)
    for number in reversed(range(len(sheet.of_kind("clip")))):
        if length <= limit:
            break
        sheet = _clip(sheet, sheet.of_kind("clip")[number], measure, limit, pins)
        length = measure(sheet.marked())
    problems = () if length <= limit else (_too_long(length - limit),)
    return Fitted(sheet, length, tuple(dropped), problems)


def _tidy(sheet: Sheet) -> Sheet:
    """At most one blank line in a row, none at the ends; what an expression printed stays as it is."""
    borrowed = sheet.borrowed()
    holes = []
    for run in _BLANK_LINES.finditer(sheet.text):
        if not any(borrowed[run.start() : run.end()]):
            first, last = sheet.text.index("\n", run.start()), sheet.text.rindex("\n", 0, run.end())
            holes += [(run.start(), first), (first + 1, last), (last + 1, run.end())]
    sheet = sheet.remove(holes)
    leading = len(sheet.text) - len(sheet.text.lstrip())
    return sheet.remove([(0, leading), (max(leading, len(sheet.text.rstrip())), len(sheet.text))])


def _too_long(excess: int) -> Problem:
    return Problem(
        f"the post is too long by {tell_count(excess, 'character')}",
        "shorten the headline, or let the template mark more as a part or as clippable",
    )


def _rank(part: Stretch) -> tuple[int, str]:
    rank, _, name = part.detail.partition(" ")
    return int(rank), name


def _next_to_go(sheet: Sheet) -> Stretch | None:
    droppable = [part for part in sheet.of_kind("part") if _rank(part)[0] >= 0]
    return max(droppable, key=lambda part: (_rank(part)[0], part.start), default=None)


def _inside(sheet: Sheet, outer: Stretch) -> list[Stretch]:
    """The part and those within it, which go with it."""
    return [part for part in sheet.of_kind("part") if outer.start <= part.start and part.end <= outer.end]


def _clip(sheet: Sheet, clip: Stretch, measure: Measure, limit: int, pins: tuple[str, ...]) -> Sheet:
    """The sheet with this stretch as long as fits, or as short as it may be."""
    links = [each for each in sheet.of_kind("link") if each.start < clip.end and clip.start < each.end]
    if links or _holds_any(sheet.text[clip.start : clip.end], pins):
        return sheet
    places = [clip.start + place for place in find_cuts(sheet.text[clip.start : clip.end])]
    if not places:
        return sheet
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if measure(sheet.cut(places[middle], clip.end).marked()) <= limit:
            low = middle + 1
        else:
            high = middle
    return sheet.cut(places[max(low - 1, 0)], clip.end)


def _holds_any(text: str, pins: tuple[str, ...]) -> bool:
    text = text.casefold()
    found = (re.search(rf"(?<!\w){re.escape(pin.casefold())}(?!\w)", text) for pin in pins if pin)
    return bool(find_links(text)) or any(found)


def find_cuts(text: str) -> list[int]:
    """Where a text may be cut, ascending: behind a word, never within or right behind a number or quotation.

    The two words behind a number stay with it, since they may be what it counts: "4.5 | billion".
    """
    guarded = []
    for token in (*find_numbers(text), *find_number_words(text, ANY_LANGUAGE)):
        following = _TWO_WORDS.match(text, token.end)
        guarded.append((token.start, following.end() if following else token.end))
    guarded += [(each.start, each.end) for each in find_quotations(text)]
    guarded += [(pair.start(), pair.end()) for kind in _PAIRS for pair in kind.finditer(text)]
    cuts = []
    for count, gap in enumerate(_BREAK.finditer(text), start=1):
        place = len(text[: gap.start()].rstrip(_BEFORE_ELLIPSIS))
        outside = not any(start < place < end or start < gap.start() < end for start, end in guarded)
        if count >= _LEAST_WORDS and place and outside and gap.end() < len(text):
            cuts.append(place)
    return cuts
