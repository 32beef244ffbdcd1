"""Small tests of templates that anybody can write: `templates/tests/*.yaml`."""

from __future__ import annotations

from typing import Any, Final

from pydantic import AliasChoices, Field, model_validator

from bot.errors import Problem
from bot.plugin import Strict
from bot.settings.effective import Settings
from bot.settings.written.positions import Document
from bot.settings.written.validation import validate_part
from bot.settings.written.wording import quote_name
from bot.settings.written.yaml_reading import read_yaml

FOLDER: Final = "tests"
LACKS: Final = "not contains"


def _listify(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Case(Strict):
    """One article, where it is posted, and what the post must be."""

    article: str | None = Field(
        None,
        description="A file with the article, from the project folder.",
        examples=["samples/01-harbour-bridge.txt"],
    )
    title: str | None = Field(None, description="The article's title.", examples=["The bridge reopens"])
    text: str | None = Field(None, description="The article's text.", examples=["It cost €4 million."])
    about: dict[str, Any] = Field(
        {},
        description="What else is said of the article, as in a sidecar.",
        examples=[{"url": "https://courier.example.org/1", "tags": ["Harbour"]}],
    )
    note: dict[str, Any] | None = Field(
        None, description="The editor's note on the article.", examples=[{"tone": "sober"}]
    )
    channel: str | None = Field(None, description="As this channel would post it.", examples=["timeline"])
    platform: str | None = Field(
        None, description="As a channel of this platform would post it.", examples=["file"]
    )
    limit: int | None = Field(None, ge=1, description="At most so many characters.", examples=[300])
    template: str | None = Field(
        None, description="The template, below templates/.", examples=["posts/default.j2"]
    )
    expect: str | None = Field(
        None,
        description="The whole post, word for word; of a thread all posts, a line `---` between them.",
        examples=["The bridge reopens"],
    )
    contains: tuple[str, ...] = Field((), description="What must stand in the post.", examples=[["reopens"]])
    lacks: tuple[str, ...] = Field(
        (),
        validation_alias=AliasChoices(LACKS, "lacks"),
        description=f"What must not stand in the post; written {LACKS}.",
        examples=[["#Harbour"]],
    )
    drops: tuple[str, ...] | None = Field(
        None, description="The parts that are dropped, all of them.", examples=[["quote"]]
    )

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        lists = ("contains", LACKS, "lacks", "drops")
        return {key: _listify(item) if key in lists else item for key, item in value.items()}

    @model_validator(mode="after")
    def _complete(self) -> Case:
        if (self.article is None) == (self.text is None):
            raise ValueError("give either article: FILE, or title and text")
        if self.text is not None and not self.title:
            raise ValueError("the text needs a title")
        if sum(one is not None for one in (self.channel, self.platform, self.limit)) > 1:
            raise ValueError("give one of channel, platform and limit")
        if self.expect is None and self.drops is None and not self.contains and not self.lacks:
            raise ValueError(f"say what you expect: expect, contains, {LACKS} or drops")
        return self


def read_cases(settings: Settings) -> tuple[dict[str, tuple[Case, str, int | None]], list[Problem]]:
    """Every case by its name, with its file and line, and what is wrong with the others."""
    cases: dict[str, tuple[Case, str, int | None]] = {}
    problems: list[Problem] = []
    for path in sorted((settings.templates / FOLDER).glob("*.yaml")):
        shown = f"{settings.templates.name}/{FOLDER}/{path.name}"
        document = read_yaml(path, shown)
        problems += [problem for _, problem in document.problems]
        if not document.readable or document.value is None:
            continue
        if not isinstance(document.value, dict):
            problems.append(
                Problem("this file must hold cases, each a name and what belongs to it", "", shown)
            )
            continue
        for name in document.value:
            place = document.key_place((name,))
            if name in cases:
                message = f"a case is called {quote_name(name)} already, in {cases[name][1]}"
                problems.append(document.problem(place, message, "give another name"))
                continue
            case, found = _read_case(document, name)
            problems += found
            if case:
                cases[name] = (case, shown, place.line)
    return cases, problems


def _read_case(document: Document, name: str) -> tuple[Case | None, list[Problem]]:
    if not isinstance(document.value[name], dict):
        place = document.key_place((name,))
        return None, [document.problem(place, f"{quote_name(name)} must hold fields", "as the starters show")]
    case, found = validate_part(Case, document, (name,), {})
    return case, [problem for _, problem in found]
