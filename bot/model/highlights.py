"""What is read from an article: every part tied to its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.model.span import Span


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Certainty, from 0 to 1, from which on a post shows a highlight; below it silence is better."""

    figure: float = 0.6
    quote: float = 0.7


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the article: `span` holds it with its unit ("$4.5 billion"), as it stands there.

    `sentence` is the whole verbatim sentence, None where no sentence may be shown (longer than
    160 graphemes, a dangling pronoun). `value` is the plain number with its magnitude applied.
    `kind` is money, percent, count, …; `certainty` runs from 0 to 1.
    """

    span: Span
    value: Decimal | None
    unit: str
    kind: str
    sentence: Span | None
    certainty: float

    @property
    def text(self) -> str:
        """The figure with its unit, verbatim."""
        return self.span.text


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quotation: `span` is what stands between the quotation marks.

    `speaker` is the full name as the article gives it, or a description (`named` False); None
    when unsure. `speaker_span` is where that name stands; `role` is "Ukrainian President".
    """

    span: Span
    speaker: str | None
    role: str
    speaker_span: Span | None
    certainty: float
    named: bool = True

    @property
    def text(self) -> str:
        """What was said, verbatim, without the quotation marks."""
        return self.span.text


@dataclass(frozen=True, slots=True)
class Highlights:
    """Headline, key figure and quote of a revision.

    `figures` and `quotes` rank all that were found, best first; `figure` and `quote` are what a
    post would use, None where nothing is certain enough. `summary` is the article's first sentences.
    """

    headline: str
    figure: Figure | None
    figures: tuple[Figure, ...]
    quote: Quote | None
    quotes: tuple[Quote, ...]
    summary: Span | None = None
