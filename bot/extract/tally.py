"""How often a story says each word: counted once for its figures, its quotations and their speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from bot.extract.sentences import AROUND, WORD
from bot.model import Document

_STEM = 5
_LONG = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGER = re.compile(rf"[^\W\d_]{{{_LONG},}}+")


class Tally:
    """The words of a text with their numbers; `pieces` stand between its blanks, with capitals and marks."""

    def __init__(self, text: str) -> None:
        self.pieces = Counter(text.split())

    @cached_property
    def words(self) -> dict[str, int]:
        """The words in small letters."""
        return self._sorted[0] | self._sorted[1]

    def count_stems(self, wanted: AbstractSet[str]) -> dict[str, int]:
        """How often longer words begin with each of some stems; what none begins with is left out."""
        plain, odd = self._sorted
        counts: dict[str, int] = {}
        get = counts.get
        for word, count in plain.items():
            if (stem := word[:_STEM]) in wanted:
                counts[stem] = get(stem, 0) + count
        for word, count in odd.items():
            for part in _LONGER.findall(word):
                stem = part[:_STEM]
                counts[stem] = get(stem, 0) + count
        return counts

    def pick_letters(self, wanted: AbstractSet[str]) -> AbstractSet[str]:
        """Those of some words that stand in the text, also within one: "twenty" and "one" of "twenty-one"."""
        plain, odd = self._sorted
        return (wanted & plain.keys()) | (wanted & set(_LETTERS.findall(" ".join(odd))))

    @cached_property
    def _sorted(self) -> tuple[dict[str, int], dict[str, int]]:
        """The words of letters alone, and those with a mark or a digit in them."""
        plain: dict[str, int] = {}
        odd: dict[str, int] = {}
        get = plain.get
        rest: list[tuple[str, int]] = []
        for piece, count in self.pieces.items():
            if piece.isalpha() or (piece := piece.strip(AROUND)).isalpha():
                low = piece.lower()
                plain[low] = get(low, 0) + count
            else:
                rest.append((piece.lower(), count))
        for bare, count in rest:
            for word in WORD.findall(bare):
                counts = plain if word.isalpha() else odd
                counts[word] = counts.get(word, 0) + count
        return plain, odd


@lru_cache(maxsize=1)
def count_words(text: str, start: int, end: int) -> Tally:
    """The words of a stretch of a text; the last is remembered, as all readers of a story ask in turn."""
    return Tally(text[start:end])


def count_story(document: Document) -> Tally:
    """The words of a story, from its first paragraph to its last."""
    if not document.paragraphs:
        return count_words("", 0, 0)
    return count_words(document.text, document.paragraphs[0].start, document.paragraphs[-1].end)


def find_stems(text: str) -> list[str]:
    """The beginnings of the longer words of a text, in small letters and in no order."""
    stems: list[str] = []
    rest: list[str] = []
    # Most are letters between blanks; the pattern is dear and reads the rest.
    for piece in text.lower().split():
        if len(piece) < _LONG:
            continue
        if piece.isalpha():
            stems.append(piece[:_STEM])
        else:
            rest.append(piece)
    return stems + [word[:_STEM] for word in _LONGER.findall(" ".join(rest))] if rest else stems
