"""What was read from an article, and on what it was decided."""

from __future__ import annotations

from dataclasses import dataclass

from bot.extract.appeal import LONGEST, SHORTEST
from bot.extract.deciding import explain_quote
from bot.extract.figures import choose_figure
from bot.extract.ranking.wording import word_name
from bot.flow.arriving.reading import Read
from bot.model import Figure, Quote, Span, Thresholds

_WEIGHTS_MOST = 6
"""Observations that are told of each figure, the weightiest."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure or a quote that was considered; `told` is what spoke for and against it."""

    span: Span
    certainty: float
    told: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decisions on one article; `marks` are places in its text with what stands there, in order."""

    figure: str
    figures: tuple[Candidate, ...]
    quote: str
    quotes: tuple[Candidate, ...]
    marks: tuple[tuple[Span, str], ...]


def explain_read(read: Read, thresholds: Thresholds) -> Explanation:
    """Decide once more, and keep the reasons. Pure."""
    highlights = read.highlights
    quoted = sorted((quote.span for quote in highlights.quotes), key=lambda span: span.start)
    choice = choose_figure(read.document, quoted, thresholds.figure, explained=True)
    figures = tuple(
        Candidate(each.span, each.certainty, _tell_weights(each, choice.weights)) for each in choice.figures
    )
    quotes = tuple(
        Candidate(each.span, each.certainty, _tell_quote(each, highlights.quote, thresholds))
        for each in highlights.quotes
    )
    return Explanation(
        choice.reason, figures, _decide_quote(highlights.quotes, highlights.quote), quotes, _mark(read)
    )


def _tell_weights(figure: Figure, weights: dict[int, dict[str, float]]) -> str:
    told = weights.get(figure.span.start, {})
    best = sorted(told.items(), key=lambda item: (-abs(item[1]), item[0]))[:_WEIGHTS_MOST]
    return ", ".join(f"{word_name(name)} {value:+.2f}" for name, value in best)


def _tell_quote(quote: Quote, shown: Quote | None, thresholds: Thresholds) -> str:
    by = ", ".join(part for part in (quote.speaker or "nobody", quote.role) if part)
    doubt = explain_quote(quote, sure=thresholds.quote, shortest=SHORTEST, longest=LONGEST)
    if quote == shown:
        return f"{by}: a post shows it"
    return f"{by}: {doubt}" if doubt else by


def _decide_quote(quotes: tuple[Quote, ...], shown: Quote | None) -> str:
    if not quotes:
        return "nobody is quoted directly"
    if shown is None:
        return "none is whole, fit to be shown and surely somebody's"
    if shown.certainty >= 1:
        return "the editor's note names it"
    return "the best of those that are whole, fit to be shown and surely somebody's"


def _mark(read: Read) -> tuple[tuple[Span, str], ...]:
    """Figures, quotes and speakers by place; one within another stands behind it."""
    highlights = read.highlights
    marks = [
        (each.span, "key figure" if each == highlights.figure else "figure") for each in highlights.figures
    ]
    marks += [(each.span, "key quote" if each == highlights.quote else "quote") for each in highlights.quotes]
    speakers = {each.speaker_span for each in highlights.quotes if each.speaker_span}
    marks += [(span, "speaker") for span in speakers]
    return tuple(sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end, mark[1])))
