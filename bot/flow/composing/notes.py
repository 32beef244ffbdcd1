"""Whether the article's note can be followed: what it asks for must stand in the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.errors import Problem
from bot.flow.composing.editorial import explain_channels
from bot.model import Document, Highlights

_MARKS = '"“”„«»‘’ '
_MOST = 4


def find_note_problems(
    document: Document, highlights: Highlights, channels: Sequence[str]
) -> Iterator[Problem]:
    """An error for a figure or quote that the article does not have; the post is held.

    A warning where it has it and cannot show it, and for a channel that is not there.
    """
    note = document.note
    figure, quote = highlights.figure, highlights.quote
    if note.figure and (figure is None or figure.text != note.figure.strip()):
        yield _miss("figure", note.figure, [one.text for one in highlights.figures])
    elif note.figure and figure and figure.sentence is None:
        yield _hide("figure", "no sentence of at most 160 characters that stands alone has it")
    if note.quote and (quote is None or quote.text != note.quote.strip(_MARKS)):
        yield _miss("quote", note.quote, [f"“{one.text}”" for one in highlights.quotes])
    elif note.quote and quote and not quote.speaker:
        yield _hide("quote", "the article does not say clearly whose words these are")
    if note.channels is not None and (strange := explain_channels(note.channels, channels)):
        yield Problem(strange, severity="warning")


def _miss(part: str, wanted: str, there: list[str]) -> Problem:
    known = "; ".join(list(dict.fromkeys(there))[:_MOST])
    hint = f"it has {known}; copy one word for word" if known else "the article has none"
    return Problem(
        f"the note's {part} is not in the article: {wanted!r}", f"{hint}, or take it out of the note"
    )


def _hide(part: str, why: str) -> Problem:
    return Problem(f"the note's {part} is not shown: {why}", severity="warning")
