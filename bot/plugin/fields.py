"""The fields of a part of the config in words, for the docs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel, ByteSize
from pydantic.fields import FieldInfo

from bot.plugin.values import show_duration
from bot.secrecy import Secret

_YAML_SIGNS: Final = frozenset("#{}[],&*?|<>=!%@`\"'")
_PLAIN: Final = (str, int, float, dict, list, tuple)
_KINDS: Final[dict[Any, str]] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "`true` or `false`",
    datetime: "a time",
    timedelta: "a duration",
    Path: "a path",
    ByteSize: "a size",
    Secret: "a secret",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field; `kind` is what it takes, `default` is empty where the field is required.

    Examples are as one would write them into the config, on one line.
    """

    name: str
    kind: str
    description: str
    default: str
    examples: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return not self.default


def describe_fields(model: type[BaseModel], *, unset: str = "nothing") -> list[FieldLine]:
    """Every field of a model in its order; `unset` is said where there is no default."""
    return [
        FieldLine(
            _name(field, name),
            " or ".join(dict.fromkeys(_kinds(field.annotation))),
            field.description or "",
            "" if field.is_required() else _show_default(field, unset),
            tuple(show_value(example) for example in field.examples or ()),
        )
        for name, field in model.model_fields.items()
    ]


def find_parts(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields that hold fields themselves, each with its model."""
    return {
        _name(field, name): part
        for name, field in model.model_fields.items()
        for part in _models(field.annotation)
    }


def show_value(value: Any) -> str:
    """A value as one would write it into the config, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {show_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(show_value, value)) + "]"
    if isinstance(value, str):
        plain = value and not set(value) & _YAML_SIGNS and ": " not in value
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _name(field: FieldInfo, name: str) -> str:
    """As it is written in a file; of several ways the first."""
    ways = field.validation_alias
    return str(ways.choices[0]) if isinstance(ways, AliasChoices) else field.alias or name


def _show_default(field: FieldInfo, unset: str) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, timedelta):
        return show_duration(value)
    if value in (None, "", (), [], {}):
        return "as it says" if "left out" in (field.description or "") else unset
    if isinstance(value, ByteSize):
        return value.human_readable(decimal=True).replace(".0", "")
    return show_value(value if isinstance(value, _PLAIN) else str(value))


def _kinds(annotation: Any) -> Iterator[str]:
    """What a field takes, in words, for each of the kinds that it may be of."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if annotation is NoneType:
        return
    if annotation in _KINDS:
        yield _KINDS[annotation]
    elif origin is Annotated:
        yield from _kinds(parts[0])
    elif origin is Literal:
        yield from (f"`{show_value(part)}`" for part in parts)
    elif origin in {Union, UnionType}:
        for part in parts:
            yield from _kinds(part)
    elif origin in {list, tuple, set, frozenset}:
        yield "a list"
    elif origin in {dict, Mapping}:
        yield "fields"
    else:
        yield "fields" if list(_models(annotation)) else "a value"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {Annotated, Union, UnionType}:
        for part in get_args(annotation):
            yield from _models(part)
