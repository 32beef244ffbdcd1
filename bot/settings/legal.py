"""What `config/legal.yaml` may say: names and phrases that a court or the law keeps out of posts.

The phrases themselves stand in no error, log or alert: each is known by its place in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from bot.errors import Problem
from bot.plugin import Strict
from bot.settings.written.positions import Document, Route
from bot.settings.written.validation import validate_list

_MOST = 500
_LETTER_OR_DIGIT = re.compile(r"\w")


def _write_text(value: Any) -> Any:
    """A phrase may be a number; what is written without a value would be overlooked."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write the name or phrase, in quotation marks where it holds a colon")
    return value.strip()


class RestrictionFields(Strict):
    """One name under restriction as it stands in the file."""

    phrase: Annotated[str, BeforeValidator(_write_text, json_schema_input_type=str | int)] = Field(
        max_length=_MOST,
        description="The name or phrase. Case, accents and what stands between its words do not matter; "
        "* at the end of a word stands for any ending.",
        examples=["Jan* Kowalsk*"],
    )
    until: date | None = Field(
        None,
        description="The last day on which it holds, in the newsroom's zone; without one it holds for good.",
        examples=["2027-03-31"],
    )
    do: Literal["block", "ask"] = Field(
        "block",
        description="Hold every post that has it, or let a person approve the post first.",
        examples=["ask"],
    )

    @field_validator("phrase")
    @classmethod
    def _check_phrase(cls, value: str) -> str:
        words = value.split()
        if not all(_LETTER_OR_DIGIT.search(word) for word in words):
            raise ValueError("each word needs a letter or a digit")
        if any("*" in word[:-1] for word in words):
            raise ValueError("a * stands at the end of a word only, as in Kowalsk*")
        return value


@dataclass(frozen=True, slots=True)
class Restriction:
    """A name that may not be posted; `place` is where it stands, config/legal.yaml:4."""

    place: str
    phrase: str = field(repr=False)
    until: date | None
    do: Literal["block", "ask"]


def read_restrictions(
    document: Document, context: dict[str, Any]
) -> tuple[tuple[Restriction, ...], list[tuple[Route, Problem]]]:
    """The valid restrictions in their order, and every problem with its route; none quotes a phrase."""
    entries, faults = validate_list(RestrictionFields, document, context)
    found = (Restriction(place, one.phrase, one.until, one.do) for place, one in entries.values())
    return tuple(found), faults
