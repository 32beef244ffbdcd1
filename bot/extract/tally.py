"""How often a story says each word: counted once for its figures, its quotations and their speakers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache

from bot.extract.sentences import AROUND, WORD
from bot.model import Document

_STEM = 5
_LONG = 4
_LONGER = re.compile(rf"[^\W\d_]{{{_LONG},}}+")


class Tally:
    """The words of a text with their numbers; `pieces` stand between its blanks, with capitals and marks."""

    def __init__(self, text: str) -> None:
        self.pieces = Counter(text.split())

    @cached_property
    def words(self) -> dict[str, int]:
        """The words in small letters."""
        counts: dict[str, int] = {}
        get = counts.get
        odd: list[tuple[str, int]] = []
        for piece, count in self.pieces.items():
            bare = piece if piece.isalpha() else piece.strip(AROUND)
            if bare.isalnum():
                low = bare.lower()
                counts[low] = get(low, 0) + count
            else:
                odd.append((bare.lower(), count))
        for bare, count in odd:
            for word in WORD.findall(bare):
                counts[word] = get(word, 0) + count
        return counts

    @cached_property
    def stems(self) -> dict[str, int]:
        """The beginnings of the longer words, in small letters."""
        counts: dict[str, int] = {}
        get = counts.get
        for word, count in self.words.items():
            if len(word) < _LONG:
                continue
            if word.isalpha():
                stem = word[:_STEM]
                counts[stem] = get(stem, 0) + count
            else:
                for stem in find_stems(word):
                    counts[stem] = get(stem, 0) + count
        return counts


@lru_cache(maxsize=1)
def count_words(text: str) -> Tally:
    """The words of a text; the last one is remembered, as all who read a story ask for it in turn."""
    return Tally(text)


def count_story(document: Document) -> Tally:
    """The words of a story, from its first paragraph to its last."""
    if not document.paragraphs:
        return count_words("")
    return count_words(document.text[document.paragraphs[0].start : document.paragraphs[-1].end])


def find_stems(text: str) -> list[str]:
    """The beginnings of the longer words of a text, in small letters and in no order."""
    pieces = [piece for piece in text.lower().split() if len(piece) >= _LONG]
    stems = [piece[:_STEM] for piece in pieces if piece.isalpha()]
    if len(stems) < len(pieces):
        # Most are letters between blanks; the pattern is dear and reads the rest.
        rest = " ".join([piece for piece in pieces if not piece.isalpha()])
        stems += [word[:_STEM] for word in _LONGER.findall(rest)]
    return stems
