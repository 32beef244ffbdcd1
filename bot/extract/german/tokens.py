"""A paragraph cut into words, quotations and punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.extract.segments import Segment
from bot.extract.sentences import find_words
from bot.extract.words import gather

_TOKEN = re.compile(r"[^\W_][\w‑]*(?:[-’'/&][\w‑]+)*|[^\w\s]")
_ABBREVIATED = re.compile(r"(?:Dr|Prof|St|Jr|Sr|Nr|Abs|Art|bzw|ca|ehem|evtl|stellv|med|jur)$")
_AGED = re.compile(r"\d+-[A-ZÄÖÜ][a-zäöüß]+")
_NOBLE = re.compile(r"d['’][A-ZÀ-Ž]")
_LEARNED = frozenset(["med", "jur", "phil", "rer", "nat", "habil"])
_TITLE_MOST = 5
_ARTICLES = gather("der die das dem den des im beim laut vom zum am")


class Word(NamedTuple):
    """A piece of a paragraph: `kind` is cap, low, number, title, quote or mark, `low` its small letters.

    `start` and `end` count from the paragraph's beginning. A title is a quoted name: „Die Welt“.
    """

    text: str
    start: int
    end: int
    kind: str
    low: str
    segment: int = -1


def cut_words(masked: str, base: int, segments: Sequence[Segment]) -> list[Word]:
    """The words of a paragraph whose quotations are masked; a quotation is one word."""
    words: list[Word] = []
    at = 0
    for number, segment in enumerate(segments):
        start, end = segment.outer_start - base, segment.outer_end - base
        _cut_plain(masked, at, start, words)
        text = segment.span.text if _is_title(segment, words) else ""
        words.append(Word(text, start, end, "title" if text else "quote", text.lower(), number))
        at = end
    _cut_plain(masked, at, len(masked), words)
    return words


def _cut_plain(text: str, start: int, end: int, words: list[Word]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        piece, stop = match.group(), match.end()
        if piece == "." and words and words[-1].end == match.start() and _is_short(words[-1].text):
            words[-1] = words[-1]._replace(end=stop)
            continue
        if piece in _LEARNED and words and words[-1].text in {"Dr", "Prof"}:
            words[-1] = words[-1]._replace(end=stop)
            continue
        if piece[0].isdigit():
            kind = "cap" if _AGED.fullmatch(piece) else "number"
        elif piece[0].isalpha():
            kind = "cap" if piece[0].isupper() or _NOBLE.match(piece) else "low"
        else:
            kind = "mark"
        words.append(Word(piece, match.start(), stop, kind, piece.lower()))


def _is_short(text: str) -> bool:
    return (len(text) == 1 and text.isupper()) or bool(_ABBREVIATED.search(text))


def _is_title(segment: Segment, before: list[Word]) -> bool:
    """Whether a short quoted stretch names a paper or a body: der „Spiegel“, Zeitung „Die Welt“."""
    text = segment.span.text
    if not segment.closed or text[-1] in ".!?…," or not text[0].isupper() or not before:
        return False
    if len(find_words(text[:120])) > _TITLE_MOST:
        return False
    return before[-1].kind == "cap" or before[-1].low in _ARTICLES
