"""The direct quotations of a story with their speakers, best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.extract.appeal import (
    HABITS,
    LONGEST,
    SHORTEST,
    Story,
    checks_facts,
    claims,
    describe_story,
    echo_title,
    list_features,
    list_habits,
)
from bot.extract.certainty import APPEAL, add_up
from bot.extract.hedges import is_hedged
from bot.extract.languages import Lexicon, read_lexicon
from bot.extract.segments import Segment, find_segments
from bot.extract.speaking.phrases import Speaker
from bot.extract.speaking.roles import leans
from bot.extract.speaking.speakers import find_speakers
from bot.extract.speech import is_named, is_piece, is_speech, is_whole
from bot.extract.tally import count_story, find_stems
from bot.extract.voices import add_dialogue
from bot.model import Document, Quote, Span, Thresholds
from bot.text import count_graphemes

CERTAIN_ENOUGH = Thresholds().quote
"""Certainty from which on a post shows a quotation."""
_SURE, _ECHO, _SPOILED = 4.0, 4.0, 20.0
_HALF_ROLE = re.compile(r"(?:^|\s)[A-Z]$|^(?:another|the other|one of|then)\s", re.IGNORECASE)
_STOPS = " .!?…\"'“”‘’"
_LEANING = re.compile(r"(?i)(?<!\w)(?:those|these|them|that|this|his|her|their|its|another|latter)(?!\w)")


def read_quotes(document: Document, sure: float = CERTAIN_ENOUGH) -> tuple[Quote | None, tuple[Quote, ...]]:
    """The quotation that a post shows, or None, and every direct one, best first.

    `sure` is the certainty that a shown one has at least.
    """
    lexicon = read_lexicon(document.language)
    found = list_quotes(document)
    stems = [frozenset(find_stems(each.quote.text)) for each in found]
    story = describe_story(
        document.title, document.paragraphs, [each.quote for each in found], stems, count_story(document)
    )
    scores = [_weigh(each, stems[order], order, story, lexicon) for order, each in enumerate(found)]
    ranked = [found[order] for order in sorted(range(len(found)), key=lambda order: (-scores[order], order))]
    quotes = tuple(each.quote for each in ranked)
    if chosen := _find_noted(document, quotes):
        return chosen, (chosen, *(quote for quote in quotes if quote.span != chosen.span))
    if checks_facts(document.title):
        return None, quotes
    sound = (each.quote for each in ranked if each.whole and not each.debunked)
    return next((quote for quote in sound if _is_showable(quote, lexicon, sure)), None), quotes


def list_quotes(document: Document) -> list[Found]:
    """Every direct quotation of a story in order."""
    lexicon = read_lexicon(document.language)
    pages = [
        (paragraph, _find_stretches(paragraph, document.language, lexicon))
        for paragraph in document.paragraphs
        if not is_headline(document, paragraph)
    ]
    found = []
    checking = checks_facts(document.title)
    speakers = find_speakers(pages, document.language, count_story(document).pieces)
    for (paragraph, segments), voices in zip(pages, speakers, strict=True):
        for segment, speaker in zip(segments, voices, strict=True):
            named = lexicon.code == "de" and is_named(paragraph, segment, speaker)
            if not named and is_speech(paragraph, segment, speaker, lexicon):
                quote = _make_quote(segment, speaker)
                around = _surroundings(paragraph, segment)
                debunked = lexicon.debunks(around) or (checking and claims(around))
                whole = is_whole(quote.text, paragraph.text[segment.outer_end - paragraph.start :][:2])
                base = paragraph.start
                hedged = is_hedged(paragraph.text, segment.outer_start - base, segment.outer_end - base)
                whole = whole and not hedged and not (lexicon.code == "de" and is_piece(paragraph, segment))
                found.append(Found(quote, whole, debunked, segment.closed))
    return found


def is_headline(document: Document, paragraph: Span) -> bool:
    """Whether a paragraph is the headline, standing above the story in the text."""
    if len(document.paragraphs) == 1 or paragraph.start != document.paragraphs[0].start:
        return False
    return paragraph.text.strip(_STOPS) == document.title.strip(_STOPS)


def _find_stretches(paragraph: Span, language: str, lexicon: Lexicon) -> list[Segment]:
    segments = find_segments(paragraph, language)
    return add_dialogue(paragraph, segments, lexicon) if lexicon.words.inverted else segments


class Found(NamedTuple):
    """A quotation; `whole`: a sentence by itself; `debunked`: called false beside it."""

    quote: Quote
    whole: bool
    debunked: bool
    closed: bool


def _is_showable(quote: Quote, lexicon: Lexicon, sure: float = CERTAIN_ENOUGH) -> bool:
    """Whether a post may use a whole quotation: sure, not too long, no insult."""
    text = quote.text
    size = count_graphemes(text[: 4 * LONGEST])
    return (
        quote.speaker is not None
        and (quote.named or not (lexicon.definite.match(quote.speaker) or _LEANING.search(quote.speaker)))
        and quote.certainty >= sure
        and SHORTEST <= size <= LONGEST
        and not lexicon.insults(text)
    )


def _make_quote(segment: Segment, speaker: Speaker) -> Quote:
    certainty = round(max(0.0, min(1.0, speaker.certainty)), 4)
    return Quote(segment.span, speaker.name, _tidy(speaker.role), speaker.span, certainty, speaker.named)


def _tidy(role: str) -> str:
    """A role as it may stand behind a name; none where it was cut at an abbreviation, or leans on another."""
    return "" if _HALF_ROLE.search(role) or leans(role) else role


def _surroundings(paragraph: Span, segment: Segment) -> str:
    start, end = segment.outer_start - paragraph.start, segment.outer_end - paragraph.start
    return paragraph.text[max(0, start - 120) : start] + " " + paragraph.text[end : end + 120]


def _weigh(found: Found, stems: frozenset[str], order: int, story: Story, lexicon: Lexicon) -> float:
    quote = found.quote
    score = add_up(list_features(quote, stems, order, story), APPEAL)
    score += add_up(list_habits(quote, whole=found.whole), HABITS)
    score += _SURE * quote.certainty + _ECHO * echo_title(stems, story)
    spoiled = found.debunked or lexicon.insults(quote.text)
    return score - _SPOILED * spoiled - (not found.closed)


def _find_noted(document: Document, quotes: Sequence[Quote]) -> Quote | None:
    """The quotation of the editor's note, if it stands verbatim in the story."""
    note = (document.note.quote or "").strip('"“”„«»‘’ ')
    if not note:
        return None
    for quote in quotes:
        at = quote.text.find(note)
        if at >= 0:
            start = quote.span.start + at
            return Quote(
                document.span(start, start + len(note)),
                quote.speaker,
                quote.role,
                quote.speaker_span,
                1.0,
                quote.named,
            )
    for paragraph in document.paragraphs:
        if (at := paragraph.text.find(note)) >= 0:
            start = paragraph.start + at
            return Quote(document.span(start, start + len(note)), None, "", None, 1.0)
    return None
