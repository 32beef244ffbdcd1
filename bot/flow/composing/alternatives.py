"""The figures and quotes that an editor could choose instead, each tried out as the article's note. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from bot.extract.highlights import read_highlights
from bot.extract.ranking import DULL
from bot.flow.row import Row
from bot.model import Document, Highlights
from bot.text import squeeze_spaces

_MOST = 4
_TRIED = 12


def find_alternatives(document: Document, highlights: Highlights) -> dict[str, list[Row]]:
    """`figures` and `quotes` that would be shown if the note named them, best first.

    Each with its text, what would be shown around it, and `note`, which one copies into the article.
    """
    figure, quote = highlights.figure, highlights.quote
    telling = [one.text for one in highlights.figures if one.kind not in DULL]
    figures = [text for text in telling if figure is None or text != figure.text]
    quotes = [one.text for one in highlights.quotes if quote is None or one.text != quote.text]
    shown = squeeze_spaces(figure.sentence.text) if figure and figure.sentence else ""
    others = (row for row in _try_figures(document, figures) if row["sentence"] != shown)
    return {
        "figures": list(_take(others)),
        "quotes": list(_take(_try_quotes(document, quotes))),
    }


def _take(found: Iterator[Row]) -> Iterator[Row]:
    for _, row in zip(range(_MOST), found, strict=False):
        yield row


def _try_figures(document: Document, texts: list[str]) -> Iterator[Row]:
    for text in list(dict.fromkeys(texts))[:_TRIED]:
        read = read_highlights(_with_note(document, figure=text)).figure
        if read and read.text == text and read.sentence:
            yield {
                "text": text,
                "sentence": squeeze_spaces(read.sentence.text),
                "note": _note("figure", text),
            }


def _try_quotes(document: Document, texts: list[str]) -> Iterator[Row]:
    for text in list(dict.fromkeys(texts))[:_TRIED]:
        read = read_highlights(_with_note(document, quote=text)).quote
        if read and read.text == text and read.speaker:
            yield {"text": text, "speaker": squeeze_spaces(read.speaker), "note": _note("quote", text)}


def _with_note(document: Document, **wanted: str) -> Document:
    return replace(document, note=replace(document.note, **wanted))  # type: ignore[arg-type]  # figure or quote


def _note(part: str, text: str) -> str:
    """As one writes it in YAML: JSON's quotation marks are good ones there."""
    return f"social: {{{part}: {json.dumps(text, ensure_ascii=False)}}}"
