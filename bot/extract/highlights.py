"""The highlights of a document: headline, figures, quotes and summary, each with its place."""

from __future__ import annotations

from dataclasses import replace

from bot.extract.figures import read_figures
from bot.extract.quotes import read_quotes
from bot.extract.sentences import split_sentences
from bot.model import Document, Highlights, Span

STORY_MOST, PARAGRAPH_MOST, PARAGRAPHS_MOST = 200_000, 20_000, 5_000
"""Characters of a story and a paragraph, and paragraphs, that are read; news does not stand behind."""
SUMMARY_MOST = 280
"""Characters up to which a second sentence joins the summary."""
_SUMMARY_SHORT = 120


def read_highlights(document: Document) -> Highlights:
    """Read the story's highlights; all spans are places in `document.text`. Pure and deterministic."""
    headline, document = document.note.headline or document.title, _limit(document)
    quote, quotes = read_quotes(document)
    spans = sorted((each.span for each in quotes), key=lambda span: span.start)
    figure, figures = read_figures(document, spans)
    return Highlights(headline, figure, figures, quote, quotes, summarise(document))


def _limit(document: Document) -> Document:
    """The story without what no article has: paragraphs and lengths that only a broken file shows."""
    kept, size = [], 0
    for paragraph in document.paragraphs[:PARAGRAPHS_MOST]:
        if size >= STORY_MOST:
            break
        end = min(paragraph.end, paragraph.start + PARAGRAPH_MOST)
        kept.append(paragraph if end == paragraph.end else document.span(paragraph.start, end))
        size += end - paragraph.start
    return replace(document, paragraphs=tuple(kept))


def summarise(document: Document) -> Span | None:
    """The first sentence of the story, and the second where the first is short; None for an empty story."""
    for paragraph in document.paragraphs:
        sentences = split_sentences(paragraph)
        if not sentences:
            continue
        end = sentences[0].end
        if (
            end - sentences[0].start < _SUMMARY_SHORT
            and len(sentences) > 1
            and sentences[1].end - sentences[0].start <= SUMMARY_MOST
        ):
            end = sentences[1].end
        return document.span(sentences[0].start, end)
    return None
