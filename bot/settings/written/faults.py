"""What pydantic found wrong, in words for people and with its place in the file.

Pydantic's own texts are used only where they cannot hold a value that the newsroom wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.errors import Problem
from bot.hints import suggest
from bot.plugin.fields import show_value
from bot.settings.written.positions import Document, Route
from bot.settings.written.wording import clip_sentence, quote_name

_MUST_BE = {
    "string_type": "text",
    "string_too_short": "at least {min_length} characters long",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a usual number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list: [one, two]",
    "tuple_type": "a list: [one, two]",
    "dict_type": "fields, each written as name: value",
    "model_type": "fields, each written as name: value",
    "path_type": "a path",
    "url_type": "an address that begins with https://",
    "url_parsing": "an address that begins with https://",
    "url_scheme": "an address that begins with https://",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "date_type": "a day, written as 2027-03-31",
    "date_parsing": "a day, written as 2027-03-31",
    "date_from_datetime_parsing": "a day, written as 2027-03-31",
    "date_from_datetime_inexact": "a day, written as 2027-03-31, without an hour",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding of pydantic's; `route` leads to the value, below the part that was read."""

    route: Route
    kind: str
    context: dict[str, Any]
    said: str


def word_faults(
    model: type[BaseModel], document: Document, base: Route, faults: list[Fault]
) -> Iterator[tuple[Route, Problem]]:
    """A problem for each place in the part at `base`, with its route in the document."""
    groups: dict[Route, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.route, []).append(fault)
    for route, group in groups.items():
        deeper = any(other[: len(route)] == route and other != route for other in groups)
        if deeper and route:
            # The value fits one member of a union but for its inside: the other members do not matter.
            continue
        full = (*base, *route)
        yield full, _word_group(model, document, base, route, group)


def _word_group(
    model: type[BaseModel], document: Document, base: Route, route: Route, group: list[Fault]
) -> Problem:
    full = (*base, *route)
    kind = group[0].kind
    owner = _owner(model, route[:-1])
    fields = _named(owner)
    name = str(route[-1]) if route else ""
    if kind == "missing":
        where = f"{_name_step(full[-2])} lacks" if len(full) > 1 else "this file lacks"
        return document.problem(
            document.key_place(full[:-1]), f"{where} {name!r}", _describe(name, fields.get(name))
        )
    if kind == "extra_forbidden":
        hint = suggest(name, fields)
        return document.problem(document.key_place(full), f"unknown field {quote_name(name)}", hint)
    subject = f"{quote_name(_last_name(full))} " if full else "this file "
    if full and isinstance(full[-1], int):
        inside = f" in {subject}" if any(isinstance(step, str) for step in full) else " "
        subject = f"number {full[-1] + 1}{inside}"
    field_name = _last_name(route)
    hint = _describe(field_name, _field(model, route))
    if full and _is_empty(document.find(full)):
        return document.problem(document.value_place(full), f"{subject}is empty", hint)
    sentence, own = _sentence(group)
    message = f"{subject.strip()}: {sentence}" if own else f"{subject}must be {sentence}"
    return document.problem(document.value_place(full), clip_sentence(message), "" if own else hint)


def _sentence(group: list[Fault]) -> tuple[str, bool]:
    """What is wrong, and whether that is a whole sentence of a validator of ours."""
    words = [fault.context["expected"] for fault in group if fault.kind in {"literal_error", "enum"}]
    for fault in group:
        if fault.kind in {"value_error", "assertion_error"}:
            return " or ".join([fault.said, *words]), True
    odd = [fault.said for fault in group if _must_be(fault) is None]
    if odd:
        return f"{odd[0][:1].lower()}{odd[0][1:]}", True
    choices = [choice for fault in group if (choice := _must_be(fault))]
    unique = list(dict.fromkeys(choices))
    # A word is the likelier wish than a mapping: say it first.
    unique.sort(key=lambda choice: choice.startswith("fields"))
    return ", or ".join(unique), False


def _must_be(fault: Fault) -> str | None:
    """What the value should be, None where pydantic's sentence is of another form."""
    pattern = _MUST_BE.get(fault.kind)
    if pattern is not None:
        return pattern.format(**fault.context)
    start = "Input should be "
    return fault.said.removeprefix(start) if fault.said.startswith(start) else None


def _last_name(route: Route) -> str:
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def _describe(name: str, info: FieldInfo | None) -> str:
    if info is None or not info.examples:
        return ""
    return f"{info.description} For example {name}: {show_value(info.examples[0])}"


def _field(model: type[BaseModel], route: Route) -> FieldInfo | None:
    names = tuple(step for step in route if isinstance(step, str))
    owner = _owner(model, names[:-1])
    return _named(owner).get(names[-1]) if names else None


def _owner(model: type[BaseModel], route: Route) -> type[BaseModel] | None:
    """The model that holds the fields below `route`."""
    found: type[BaseModel] | None = model
    for step in route:
        if isinstance(step, int):
            continue
        info = _named(found).get(step)
        found = next(_models(info.annotation), None) if info else None
    return found


def _named(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The fields by the names that one writes."""
    return {info.alias or name: info for name, info in model.model_fields.items()} if model else {}


def _name_step(step: str | int) -> str:
    return f"number {step + 1}" if isinstance(step, int) else quote_name(step)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _is_empty(value: Any) -> bool:
    return value is None or value == ""
