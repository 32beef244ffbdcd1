"""The template variables: the documented contract between newsroom templates and the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from bot.model import Document, Figure, Highlights, Quote, Tone, Urgency
from bot.render.marks import strip_ours
from bot.text import fold_text

_LINE_BREAKS = re.compile(r"[ \t]*[\r\n][ \t\r\n]*|[ \t]{2,}")
_WORDS = re.compile(r"\w+")
_SAYS_MORE = 3
_SHORT_WORD = 3


def _help(line: str, example: object) -> dict[str, object]:
    return {"help": line, "example": example}


class OwnWords(str):
    """Words of the newsroom, not of the article; printed as they are, they need not stand in the text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FigureVariables:
    """The key figure, as `figure.…` in a template."""

    text: str = field(metadata=_help("The figure with its unit, as the article writes it", "$4.5 billion"))
    sentence: str = field(
        metadata=_help("The whole sentence it stands in, verbatim", "Japan has pledged $4.5 billion.")
    )
    value: str = field(
        default="", metadata=_help("The plain number, magnitude applied; for conditions", "4500000000")
    )
    unit: str = field(default="", metadata=_help("Its unit", "USD"))
    in_headline: bool = field(
        default=False, metadata=_help("Whether the headline has it already: then do not show it bare", False)
    )


@dataclass(frozen=True, slots=True)
class QuoteVariables:
    """The quote, as `quote.…` in a template."""

    text: str = field(
        metadata=_help("What was said, without the quotation marks", "Japan is steadfast in its support.")
    )
    speaker: str = field(metadata=_help("Who said it, as the article names them", "Volodymyr Zelenskyy"))
    role: str = field(default="", metadata=_help("The speaker's role, or empty", "Ukrainian President"))
    named: bool = field(
        default=True, metadata=_help("False where the article only describes the speaker", True)
    )

    @property
    def attribution(self) -> str:
        """Speaker and role: "Volodymyr Zelenskyy, Ukrainian President"."""
        return f"{self.speaker}, {self.role}" if self.role else self.speaker


@dataclass(frozen=True, slots=True)
class PostVariables:
    """What a post template can print. None and empty values drop the part named after them."""

    headline: str = field(
        metadata=_help("The article's headline", "Is there a lifeline for Kyiv from the Far East?")
    )
    label: str | None = field(
        default=None, metadata=_help("A word that a rule puts in front of the headline, or none", "Update")
    )
    figure: FigureVariables | None = field(default=None, metadata=_help("The key figure, or none", None))
    quote: QuoteVariables | None = field(default=None, metadata=_help("The quote, or none", None))
    summary: str | None = field(
        default=None, metadata=_help("The article's first sentences, or none", "Japan pledged aid.")
    )
    link: str | None = field(
        default=None, metadata=_help("The article's address, or none", "https://courier.example.org/1")
    )
    hashtags: tuple[str, ...] = field(
        default=(), metadata=_help("Hashtags, as many as the platform likes", ("#Ukraine",))
    )
    newsroom: str = field(default="", metadata=_help("The newsroom's name", "The Courier"))
    channel: str = field(default="", metadata=_help("The channel's name in channels.yaml", "main"))
    section: str = field(default="", metadata=_help("The article's section, or empty", "world"))
    tags: tuple[str, ...] = field(default=(), metadata=_help("The article's tags", ("Ukraine", "Japan")))
    byline: str = field(default="", metadata=_help("Who wrote it, or empty", "Anna Nowak"))
    agency: str = field(default="", metadata=_help("The agency it comes from, or empty", "PAP"))
    kind: str = field(default="", metadata=_help("What kind of article it is, or empty", "obituary"))
    published_at: datetime | None = field(
        default=None, metadata=_help("When the article appeared, or none", None)
    )
    labels: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_help("The words of templates/labels/ in the article's language", {"photo": "Photo"}),
    )
    language: str = field(default="en", metadata=_help("The article's language, a BCP 47 tag", "en"))
    tone: str = field(default="normal", metadata=_help("normal or sober", "normal"))
    urgency: str = field(default="normal", metadata=_help("breaking, normal or evergreen", "normal"))


VARIABLES: frozenset[str] = frozenset(each.name for each in fields(PostVariables))
_OWN = frozenset({"newsroom", "channel", "section", "label"})


def make_variables(
    document: Document,
    highlights: Highlights,
    *,
    newsroom: str,
    channel: str,
    link: str | None,
    hashtags: Iterable[str],
    tone: Tone,
    urgency: Urgency | None = None,
    label: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> PostVariables:
    """The variables of one article on one channel; `link` is as it will be posted.

    `urgency` None is the note's, else the article's own; `label` is a name among `labels`.

    Sober leaves figure, quote and hashtags out. So does doubt: a quote without a speaker, a figure
    without a sentence to show, or one whose sentence the headline or the quote says already.
    """
    sober = tone is Tone.SOBER
    headline = _one_line(highlights.headline)
    quote = None if sober else _quote(highlights.quote)
    figure = None if sober else _figure(highlights.figure, highlights.quote if quote else None, headline)
    summary = _one_line(highlights.summary.text) if highlights.summary and not sober else None
    labels = labels or {}
    return PostVariables(
        headline=headline,
        label=labels.get(label) if label else None,
        figure=figure,
        quote=quote,
        summary=summary if summary and not _says_again(summary, headline) else None,
        link=link,
        hashtags=() if sober else tuple(hashtags),
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
        urgency=_urgency_of(document, urgency).name.lower(),
    )


def _urgency_of(document: Document, urgency: Urgency | None) -> Urgency:
    """What was decided, else the note's, else the article's own."""
    if urgency is not None:
        return urgency
    return document.urgency if document.note.urgency is None else document.note.urgency


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


def to_context(variables: PostVariables) -> dict[str, Any]:
    """The variables as a template sees them: ours taken out of all text, the newsroom's words told apart."""
    context = {each.name: _clean(getattr(variables, each.name)) for each in fields(variables)}
    return {name: _own(value) if name in _OWN else value for name, value in context.items()} | {
        "labels": {name: OwnWords(strip_ours(word)) for name, word in variables.labels.items()}
    }


def _own(value: Any) -> Any:
    return OwnWords(value) if isinstance(value, str) else value


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return strip_ours(value)
    if isinstance(value, tuple):
        return tuple(_clean(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _clean(getattr(value, each.name)) for each in fields(value)})
    return value
