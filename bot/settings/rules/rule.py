"""What `config/rules.yaml` may say: a list of rules, each with what it looks at and what it decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.plugin import Strict
from bot.settings.rules.values import (
    GIVEN,
    Languages,
    Names,
    Patterns,
    Urgencies,
    UrgencyName,
    Words,
    Yes,
    check_some,
    listify,
)

Conditions = Annotated[
    tuple["When", ...],
    BeforeValidator(listify, json_schema_input_type="When | list[When]"),
    AfterValidator(check_some),
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

    block: Yes = Field(None, description="Do not post it. No note takes this back.", examples=[True])
    ask: Yes = Field(
        None,
        description="A person approves the post before it leaves. No note takes this back.",
        examples=[True],
    )
    tone: Annotated[Literal["normal", "sober"] | None, GIVEN] = Field(
        None, description="Sober is headline and link only.", examples=["sober"]
    )
    urgency: Annotated[UrgencyName | None, GIVEN] = Field(
        None, description="How soon the post leaves, whatever the article says.", examples=["breaking"]
    )
    label: Annotated[str | None, GIVEN] = Field(
        None,
        description="A word in front of the headline: its name in templates/labels/.",
        examples=["breaking"],
    )
    template: Annotated[str | None, GIVEN] = Field(
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
