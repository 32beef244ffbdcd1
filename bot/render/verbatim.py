"""What an article says, blanks evened out, and whether something stands in it word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.model import Document, Highlights, Quote
from bot.render.tokens import QUOTATION_MARKS, find_number_words, find_numbers
from bot.text import squeeze_spaces

_MARKS: Final = re.escape("".join(sorted(QUOTATION_MARKS)))
_OPENED = re.compile(rf"(?:[{_MARKS}]|(?<!\w)['’])\s?\Z")
_CLOSED = re.compile(rf"[.,]?\s?(?:[{_MARKS}]|['’](?!\w))")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """What may be said: the words of title and story, their numbers, and the article's quotes."""

    text: str
    numbers: frozenset[str]
    words: frozenset[str]
    quotes: tuple[Quote, ...]
    language: str

    @classmethod
    def read(cls, document: Document, highlights: Highlights, language: str) -> Verbatim:
        """That of one article, its number words read in the post's language."""
        pieces = [
            squeeze_spaces(document.title),
            *(squeeze_spaces(paragraph.text) for paragraph in document.paragraphs),
        ]
        numbers = [token for piece in pieces for token in find_numbers(piece)]
        words = [token for piece in pieces for token in find_number_words(piece, language)]
        return cls(
            text=" ".join(pieces),
            numbers=frozenset(each for token in numbers for each in (token.text, token.bare)),
            words=frozenset(token.text for token in words),
            quotes=highlights.quotes if highlights.quote is None else (highlights.quote, *highlights.quotes),
            language=language,
        )

    def has(self, text: str) -> bool:
        """Whether this stands in the article, word for word and not within a longer word."""
        text = squeeze_spaces(text)
        if not text:
            return True
        return any(True for _ in self._places(text))

    def has_whole_quotation(self, inside: str) -> bool:
        """Whether this stands in the article as all that is between two quotation marks."""
        return any(
            _OPENED.search(self.text, max(start - 3, 0), start) and _CLOSED.match(self.text, end)
            for start, end in self._places(squeeze_spaces(inside))
        )

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        before = r"(?<!\w)" if text[0].isalnum() else ""
        after = r"(?!\w)" if text[-1].isalnum() else ""
        for match in re.finditer(before + re.escape(text) + after, self.text):
            yield match.span()
