"""What `config/rules.yaml` may say: a list of rules, each with what it looks at and what it decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.plugin import Strict
from bot.settings.values import check_language

OTHER: Final = "other"
"""As a language in a rule: another one than the channel's."""

_LETTER_OR_DIGIT = re.compile(r"\w")
_MOST_WORDS = 2_000

_Item = TypeVar("_Item")


def _listify(value: Any) -> Any:
    """One alone is a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]


def _write_number(value: Any) -> Any:
    """A tag may be a year."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_pattern(value: str) -> str:
    value = value.strip()
    if not value:
        raise ValueError("this is empty; write a word, or take it out")
    if "*" in value[:-1]:
        raise ValueError(f"{value!r} has a * where none may be; it stands at the end, as in abus*")
    return value


def _check_word(value: str) -> str:
    if not _LETTER_OR_DIGIT.search(value):
        raise ValueError(f"{value!r} is no word; write for example killed, or abus* for any ending")
    return _check_pattern(value)


def _refuse_empty(value: Any) -> Any:
    if value is None or value == "":
        raise ValueError("this is empty; write something, or take it out")
    return value


def _read_yes(value: Any) -> Any:
    yes = {"true", "yes", "on"}
    if value is not True and str(value).casefold() not in yes:
        raise ValueError("write true, or take it out")
    return True


def _check_code(value: str) -> str:
    return value if value == OTHER else check_language(value)


def _check_some(value: tuple[_Item, ...]) -> tuple[_Item, ...]:
    if not value:
        raise ValueError("this list is empty; write at least one, or take it out")
    return value


_Text = Annotated[str, BeforeValidator(_write_number, json_schema_input_type=str | int)]
_Pattern = Annotated[_Text, AfterValidator(_check_pattern)]
_Word = Annotated[_Text, AfterValidator(_check_word)]
_Code = Annotated[str, AfterValidator(_check_code)]
_Urgency = Literal["breaking", "normal", "evergreen"]
_Yes = Annotated[Literal[True] | None, BeforeValidator(_read_yes)]
_GIVEN = BeforeValidator(_refuse_empty)
"""What is written without a value would be overlooked."""

Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_listify, json_schema_input_type=str | list[str]),
    AfterValidator(_check_some),
]
Patterns = Annotated[
    tuple[_Pattern, ...],
    BeforeValidator(_listify, json_schema_input_type=_Text | list[_Text]),
    AfterValidator(_check_some),
]
Words = Annotated[
    tuple[_Word, ...],
    BeforeValidator(_listify, json_schema_input_type=_Text | list[_Text]),
    AfterValidator(_check_some),
    Field(max_length=_MOST_WORDS),
]
Languages = Annotated[
    tuple[_Code, ...],
    BeforeValidator(_listify, json_schema_input_type=str | list[str]),
    AfterValidator(_check_some),
]
Urgencies = Annotated[
    tuple[_Urgency, ...],
    BeforeValidator(_listify, json_schema_input_type=_Urgency | list[_Urgency]),
    AfterValidator(_check_some),
]
Conditions = Annotated[
    tuple["When", ...],
    BeforeValidator(_listify, json_schema_input_type="When | list[When]"),
    AfterValidator(_check_some),
]


class When(Strict):
    """What a rule looks at. All that stands here must hold; of a list, one is enough.

    Case and accents do not matter, nor do blanks and hyphens between words. A * at the end stands
    for any ending.
    """

    every: Conditions = Field(
        (),
        alias="all",
        description="Conditions that must all hold.",
        examples=[[{"section": "world"}, {"words": ["killed"]}]],
    )
    some: Conditions = Field(
        (),
        alias="any",
        description="Conditions of which one must hold.",
        examples=[[{"kind": "obituary"}, {"words": ["dies", "killed"]}]],
    )
    none: Conditions = Field(
        (),
        alias="not",
        description="What must not hold: one condition, or several of which none may.",
        examples=[{"section": "sport"}],
    )
    source: Names = Field(
        (), description="Where the article came from: names of sources.yaml.", examples=["world-feed"]
    )
    section: Patterns = Field((), description="The article's section.", examples=[["world", "europe"]])
    tag: Patterns = Field(
        (), description="One of the article's tags.", examples=[["sponsored", "advertorial"]]
    )
    kind: Patterns = Field((), description="What kind of article it is.", examples=[["obituary", "live*"]])
    agency: Patterns = Field(
        (), description="The agency that it came from; * for any.", examples=[["PAP", "Reuters"]]
    )
    language: Languages = Field(
        (),
        description="The article's language: its code (pt is also pt-BR), or other: not the channel's.",
        examples=["other", ["de", "pl"]],
    )
    urgency: Urgencies = Field(
        (), description="The urgency that the article or its note gives.", examples=["breaking"]
    )
    usage: Words = Field(
        (),
        description="Words or phrases of the usage terms that came with the article.",
        examples=[["not for online use", "print only"]],
    )
    words: Words = Field(
        (),
        description="Whole words or phrases in the headline or the first paragraph.",
        examples=[["killed", "abus*", "passed away"]],
    )
    text: Words = Field(
        (),
        description="Whole words or phrases anywhere in the headline or the story.",
        examples=[["under investigation"]],
    )
    apart_from: Words = Field(
        (),
        description="Phrases in which the words beside it do not count.",
        examples=[["dead heat", "dead end"]],
    )

    @model_validator(mode="after")
    def _check_sense(self) -> Self:
        if self.apart_from and not (self.words or self.text):
            raise ValueError("apart_from needs words or text beside it; write them there, or take it out")
        if not self.model_fields_set - {"apart_from"}:
            raise ValueError("there is no condition; write at least one, as in {tag: sponsored}")
        return self


class Then(Strict):
    """What a rule decides. Of all the rules that match, the most cautious wins."""

    block: _Yes = Field(None, description="Do not post it. No note takes this back.", examples=[True])
    ask: _Yes = Field(
        None,
        description="A person approves the post before it leaves. No note takes this back.",
        examples=[True],
    )
    tone: Annotated[Literal["normal", "sober"] | None, _GIVEN] = Field(
        None, description="Sober is headline and link only.", examples=["sober"]
    )
    urgency: Annotated[_Urgency | None, _GIVEN] = Field(
        None, description="How soon the post leaves, whatever the article says.", examples=["breaking"]
    )
    label: Annotated[str | None, _GIVEN] = Field(
        None,
        description="A word in front of the headline: its name in templates/labels/.",
        examples=["breaking"],
    )
    template: Annotated[str | None, _GIVEN] = Field(
        None, description="The template to use, below templates/.", examples=["posts/live.j2"]
    )
    channels: Names = Field(
        (),
        description="Only these channels. Where several rules say so, those that all of them name.",
        examples=[["main-account", "timeline"]],
    )

    @model_validator(mode="after")
    def _check_sense(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is decided; write for example {tone: sober}")
        return self


class RuleFields(Strict):
    """One rule as it stands in the file."""

    when: When = Field(description="What the rule looks at.", examples=[{"tag": "sponsored"}])
    then: Then = Field(description="What it decides.", examples=[{"block": True}])
    why: str = Field(
        "",
        max_length=300,
        description="The reason, for whoever asks why a post looks so or did not leave.",
        examples=["advertisers' texts are not ours"],
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A valid rule; `place` is where it stands, config/rules.yaml:12, `number` counts the rules from 0."""

    place: str
    number: int
    when: When
    then: Then
    why: str = ""
