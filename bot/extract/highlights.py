"""The highlights of a document: headline, figures, quotes and summary, each with its place."""

from __future__ import annotations

from dataclasses import replace

from bot.extract.figures import read_figures
from bot.extract.headline import clean_headline
from bot.extract.quotes import read_quotes
from bot.extract.summary import summarise
from bot.model import Document, Highlights, Thresholds

STORY_MOST, PARAGRAPH_MOST, PARAGRAPHS_MOST = 200_000, 20_000, 5_000
"""Characters of a story and a paragraph, and paragraphs, that are read; news does not stand behind."""


DEFAULT = Thresholds()


def read_highlights(
    document: Document, thresholds: Thresholds = DEFAULT, *, summary: bool = True
) -> Highlights:
    """Read the story's highlights; all spans are places in `document.text`. Pure and deterministic.

    What is less certain than `thresholds` is ranked, but no post shows it. Without `summary` there is none.
    """
    headline = document.note.headline or clean_headline(document.title, document.url)
    document = _limit(document)
    quote, quotes = read_quotes(document, thresholds.quote)
    spans = sorted((each.span for each in quotes), key=lambda span: span.start)
    figure, figures = read_figures(document, spans, thresholds.figure)
    lead = summarise(document, headline) if summary else None
    return Highlights(headline, figure, figures, quote, quotes, lead)


def _limit(document: Document) -> Document:
    """The story without what no article has: paragraphs and lengths that only a broken file shows."""
    if len(document.text) <= PARAGRAPH_MOST and len(document.paragraphs) <= PARAGRAPHS_MOST:
        return document
    kept, size = [], 0
    for paragraph in document.paragraphs[:PARAGRAPHS_MOST]:
        if size >= STORY_MOST:
            break
        end = min(paragraph.end, paragraph.start + PARAGRAPH_MOST)
        kept.append(paragraph if end == paragraph.end else document.span(paragraph.start, end))
        size += end - paragraph.start
    return replace(document, paragraphs=tuple(kept))
