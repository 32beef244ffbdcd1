"""The sentence that says what a figure is, where one can be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bot.extract.ranking import Sighting
from bot.extract.standing import skip_dateline, stands_alone
from bot.model import Span
from bot.text import count_graphemes

SENTENCE_MOST = 160
"""Graphemes that a figure's sentence may have to be shown."""
_QUOTES_MOST = 8
_CLOSERS = "\"'”’»)] \u00a0"
_STOPS = tuple(".!?…。！？؟।")


def find_sentence(sighting: Sighting, language: str, quoted: Sequence[Span]) -> Span | None:
    """The whole sentence of a number, without its dateline; None where a reader could not do with it alone.

    It is too long, depends on one before it, or is a piece of a quotation of `quoted`.
    """
    sentence = skip_dateline(sighting.sentence)
    if sentence.start > sighting.number.span.start:
        sentence = sighting.sentence
    if not _fits(sentence.text) or not _is_whole(sentence.text):
        return None
    alone = stands_alone(sentence.text, language, first=not sighting.sentence_index)
    return sentence if alone and not _cuts_quote(sentence, quoted) else None


def _is_whole(sentence: str) -> bool:
    """Whether it begins and ends like a sentence, and is no piece of one, as broken lines leave behind."""
    begins = next((char for char in sentence if char.isalnum()), "")
    return not begins.islower() and sentence.rstrip(_CLOSERS)[-1:] in _STOPS


def _cuts_quote(sentence: Span, quoted: Sequence[Span]) -> bool:
    """Whether a sentence is a piece of a quotation, and so has lost its attribution."""
    if sentence.text.count('"') % 2:
        return True
    first = bisect_right(quoted, sentence.start, key=_end)
    return any(
        span.start <= sentence.start or sentence.end < span.end
        for span in quoted[first : first + _QUOTES_MOST]
        if span.start < sentence.end
    )


def _end(span: Span) -> int:
    return span.end


def _fits(sentence: str) -> bool:
    """Whether a sentence is short enough; counting graphemes is dear, so hopeless ones are told by length."""
    size = len(sentence)
    return size <= SENTENCE_MOST or (size <= 4 * SENTENCE_MOST and count_graphemes(sentence) <= SENTENCE_MOST)
