"""What doors show of an article as read: its highlights, with their places."""

from __future__ import annotations

from bot.extract.documents.plain import read_text
from bot.extract.highlights import DEFAULT, read_highlights
from bot.flow.row import Row
from bot.model import Document, Figure, Highlights, Quote, Span, Thresholds


def show_plain(text: str, *, title: str | None, language: str, thresholds: Thresholds = DEFAULT) -> Row:
    """What is read from a text exactly as it is given; every offset counts in this text."""
    document = read_text(text, title=title, language=language)
    # No summary is shown here, and every article would pay for it.
    return show_document(document, read_highlights(document, thresholds, summary=False))


def show_document(document: Document, highlights: Highlights) -> Row:
    """Headline, time, body, and the highlights with their places; the time keeps the article's own zone."""
    published_at = document.published_at
    shown = show_highlights(highlights)
    return {
        "headline": shown.pop("headline"),
        "published_at": published_at.isoformat() if published_at else None,
        "body": document.body,
        **shown,
    }


def show_highlights(highlights: Highlights) -> Row:
    """Headline, figure and quote with their places; all others ranked behind them."""
    return {
        "headline": highlights.headline,
        "figure": _show_figure(highlights.figure),
        "quote": _show_quote(highlights.quote),
        "figures": [_show_figure(figure) for figure in highlights.figures],
        "quotes": [_show_quote(quote) for quote in highlights.quotes],
    }


def _show_figure(figure: Figure | None) -> Row | None:
    """A figure with its span, value, unit, kind and sentence."""
    if figure is None:
        return None
    return {
        **_place(figure.span),
        "value": None if figure.value is None else str(figure.value),
        "unit": figure.unit,
        "kind": figure.kind,
        "sentence": _span(figure.sentence),
        "certainty": round(figure.certainty, 3),
    }


def _show_quote(quote: Quote | None) -> Row | None:
    """A quote with its span, speaker and role."""
    if quote is None:
        return None
    return {
        **_place(quote.span),
        "speaker": quote.speaker,
        "role": quote.role,
        "named": quote.named,
        "speaker_span": _span(quote.speaker_span),
        "certainty": round(quote.certainty, 3),
    }


def _span(span: Span | None) -> Row | None:
    return _place(span) if span else None


def _place(span: Span) -> Row:
    return {"start": span.start, "end": span.end, "text": span.text}
