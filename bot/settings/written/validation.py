"""A part of a config file as its model, or every problem of it with its route."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from bot.errors import Problem
from bot.plugin import Strict
from bot.settings.written.faults import Fault, word_faults
from bot.settings.written.positions import Document, Route
from bot.settings.written.wording import quote_name

_Model = TypeVar("_Model", bound=Strict)


def validate_part(
    model: type[_Model], document: Document, route: Route, context: dict[str, Any]
) -> tuple[_Model | None, list[tuple[Route, Problem]]]:
    """The part of the document at `route` as its model, or None and every problem with its route."""
    value = document.find(route)
    try:
        return model.model_validate(value if value is not None else {}, context=context), []
    except ValidationError as error:
        faults = [_locate(found, value) for found in error.errors(include_url=False, include_input=False)]
    except (ArithmeticError, LookupError, TypeError, AttributeError, OSError, RuntimeError) as error:
        # A plugin's own validator broke: its sentence may quote a value, so only the kind is told.
        message = f"{quote_name(route[-1] if route else 'this file')} cannot be read: {type(error).__name__}"
        return None, [(route, document.problem(document.key_place(route), message))]
    return None, list(word_faults(model, document, route, faults))


def validate_list(
    model: type[_Model], document: Document, context: dict[str, Any]
) -> tuple[dict[int, tuple[str, _Model]], list[tuple[Route, Problem]]]:
    """The valid entries of a list by their number, each with its place "file:line", and every problem."""
    found: dict[int, tuple[str, _Model]] = {}
    faults: list[tuple[Route, Problem]] = []
    for number in range(len(document.value)) if document.readable else ():
        entry, problems = validate_part(model, document, (number,), context)
        faults += problems
        if entry is not None:
            found[number] = (f"{document.file}:{document.value_place((number,)).line}", entry)
    return found, faults


def _locate(found: Any, value: Any) -> Fault:
    """Leaves out of pydantic's location what is not in the file: the names of a union's members."""
    route: list[str | int] = []
    steps = list(found["loc"])
    kind = found["type"]
    last = steps.pop() if kind == "missing" and steps else None
    for step in steps:
        inside = isinstance(value, dict) and step in value
        if inside or (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            value = value[step]
            route.append(step)
    if last is not None:
        route.append(last)
    said = found["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return Fault(tuple(route), kind, found.get("ctx", {}), said)
