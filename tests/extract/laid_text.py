"""A document as a test writes it: each stretch between empty lines is a paragraph, and no more is done."""

from bot.extract.highlights import read_highlights
from bot.model import Document, Note, Quote, Span


def lay(text: str, language: str = "en", title: str = "", note: Note | None = None) -> Document:
    paragraphs, at = [], 0
    for piece in text.split("\n\n"):
        if piece.strip():
            paragraphs.append(Span(at, at + len(piece), piece))
        at += len(piece) + 2
    return Document(text, title, None, tuple(paragraphs), language, note=note or Note())


def read_quotes(text: str, language: str, title: str = "") -> list[Quote]:
    """In the order of the text."""
    quotes = read_highlights(lay(text, language, title)).quotes
    return sorted(quotes, key=lambda quote: quote.span.start)
