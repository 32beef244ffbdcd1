"""How the values of a rule are written: words, patterns, languages, and lists of which one alone will do."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from bot.settings.values import check_language

OTHER: Final = "other"
"""As a language in a rule: another one than the channel's."""

_LETTER_OR_DIGIT = re.compile(r"\w")
_MOST_WORDS = 2_000

_Item = TypeVar("_Item")


def listify(value: Any) -> Any:
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


def check_some(value: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """What is empty says nothing. Raises ValueError."""
    if not value:
        raise ValueError("this list is empty; write at least one, or take it out")
    return value


_Text = Annotated[str, BeforeValidator(_write_number, json_schema_input_type=str | int)]
_Pattern = Annotated[_Text, AfterValidator(_check_pattern)]
_Word = Annotated[_Text, AfterValidator(_check_word)]
_Code = Annotated[str, AfterValidator(_check_code)]
UrgencyName = Literal["breaking", "normal", "evergreen"]
Yes = Annotated[Literal[True] | None, BeforeValidator(_read_yes)]
GIVEN = BeforeValidator(_refuse_empty)
"""What is written without a value would be overlooked."""

Names = Annotated[
    tuple[str, ...],
    BeforeValidator(listify, json_schema_input_type=str | list[str]),
    AfterValidator(check_some),
]
Patterns = Annotated[
    tuple[_Pattern, ...],
    BeforeValidator(listify, json_schema_input_type=_Text | list[_Text]),
    AfterValidator(check_some),
]
Words = Annotated[
    tuple[_Word, ...],
    BeforeValidator(listify, json_schema_input_type=_Text | list[_Text]),
    AfterValidator(check_some),
    Field(max_length=_MOST_WORDS),
]
Languages = Annotated[
    tuple[_Code, ...],
    BeforeValidator(listify, json_schema_input_type=str | list[str]),
    AfterValidator(check_some),
]
Urgencies = Annotated[
    tuple[UrgencyName, ...],
    BeforeValidator(listify, json_schema_input_type=UrgencyName | list[UrgencyName]),
    AfterValidator(check_some),
]
