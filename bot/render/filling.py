"""The template variables of one article on one channel: what is shown, and what says something twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bot.model import Document, Figure, Highlights, Quote, Tone, Urgency
from bot.render.variables import FigureVariables, PostVariables, QuoteVariables
from bot.text import fold_text

_LINE_BREAKS = re.compile(r"[ \t]*[\r\n][ \t\r\n]*|[ \t]{2,}")
_WORDS = re.compile(r"\w+")
_SAYS_MORE = 3
_SHORT_WORD = 3
_NO_LABELS: Mapping[str, str] = MappingProxyType({})


class _Shown(NamedTuple):
    """What is told of the article; a sober post leaves all but the headline out."""

    headline: str
    figure: FigureVariables | None = None
    quote: QuoteVariables | None = None
    summary: str | None = None


def make_variables(
    document: Document,
    highlights: Highlights,
    *,
    newsroom: str,
    channel: str,
    link: str | None,
    hashtags: Iterable[str],
    tone: Tone,
    urgency: Urgency = Urgency.NORMAL,
    label: str | None = None,
    labels: Mapping[str, str] = _NO_LABELS,
) -> PostVariables:
    """The variables of one article on one channel; `link` is as posted, `label` a name of `labels`."""
    shown = _choose(highlights, tone)
    return PostVariables(
        headline=shown.headline,
        label=labels.get(label) if label else None,
        figure=shown.figure,
        quote=shown.quote,
        summary=shown.summary,
        link=link,
        hashtags=() if tone is Tone.SOBER else tuple(hashtags),
        newsroom=newsroom,
        channel=channel,
        section=document.section,
        tags=document.tags,
        byline=document.byline,
        agency=document.agency,
        kind=document.kind,
        published_at=document.published_at,
        labels=labels,
        language=document.language,
        tone=tone.value,
        urgency=urgency.name.lower(),
    )


def _choose(highlights: Highlights, tone: Tone) -> _Shown:
    """All but what is in doubt, or said already.

    That is a quote without a speaker, a figure without a sentence to show, or one whose sentence the
    headline or the quote says, and a summary that is the headline.
    """
    headline = _one_line(highlights.headline)
    if tone is Tone.SOBER:
        return _Shown(headline)
    quote = _quote(highlights.quote)
    figure = _figure(highlights.figure, highlights.quote if quote else None, headline)
    summary = _one_line(highlights.summary.text) if highlights.summary else ""
    again = _says_again(summary, headline)
    return _Shown(headline, figure, quote, None if not summary or again else summary)


def _one_line(text: str) -> str:
    """Line breaks of a scraped text are not the article's; non-breaking blanks are, and stay."""
    return _LINE_BREAKS.sub(" ", text).strip()


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold_text(text))


def _says_again(sentence: str, told: str) -> bool:
    """Whether `told` holds every word of `sentence` in the same order, marks and case aside."""
    return f" {' '.join(_words(sentence))} " in f" {' '.join(_words(told))} "


def _quote(quote: Quote | None) -> QuoteVariables | None:
    if quote is None or not quote.speaker:
        return None
    speaker, role = _one_line(quote.speaker), _one_line(quote.role)
    return QuoteVariables(_one_line(quote.text), speaker, role, quote.named)


def _figure(figure: Figure | None, quote: Quote | None, headline: str) -> FigureVariables | None:
    if figure is None or figure.sentence is None:
        return None
    sentence, text = _one_line(figure.sentence.text), _one_line(figure.text)
    if quote is not None:
        inside = figure.sentence.start < quote.span.end and quote.span.start < figure.sentence.end
        if inside or _says_again(sentence, quote.text) or _says_again(quote.text, sentence):
            return None
    if _says_again(sentence, headline):
        return None
    in_headline = _says_again(text, headline)
    if in_headline:
        known = set(_words(headline))
        fresh = {word for word in _words(sentence) if len(word) > _SHORT_WORD} - known
        if len(fresh) < _SAYS_MORE:
            return None
    value = "" if figure.value is None else f"{figure.value:f}"
    return FigureVariables(text, sentence, value, figure.unit, in_headline)
