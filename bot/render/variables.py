"""The template variables: the documented contract between newsroom templates and the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from bot.render.marks import strip_ours


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
