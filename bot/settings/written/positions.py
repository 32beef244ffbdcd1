"""A config file as plain values, and the line and column of every key and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.errors import Problem
from bot.settings.written.filetext import Place

Route = tuple[str | int, ...]
"""The way to a value: keys and list indexes from the top of the file."""


@dataclass
class Document:
    """One YAML file as plain values; `keys` and `values` tell where each of them stands.

    In a list the place of an item is its key's too.

    `problems` are those of the YAML itself, each with its route; `voids` are the routes whose value is
    not what was meant, so that nothing more is said of them; `readable` is False where nothing could be
    read, and `value` then None.
    """

    file: str
    value: Any = None
    keys: dict[Route, Place] = field(default_factory=dict)
    values: dict[Route, Place] = field(default_factory=dict)
    problems: list[tuple[Route, Problem]] = field(default_factory=list)
    voids: set[Route] = field(default_factory=set)
    readable: bool = True

    def key_place(self, route: Route) -> Place:
        """Where the key of `route` stands, or of the nearest one above it that is there."""
        return _nearest(self.keys, route)

    def value_place(self, route: Route) -> Place:
        """Where the value of `route` stands; a value that is not there has the place of the key above it."""
        return self.values.get(route) or self.key_place(route)

    def problem(self, place: Place | None, message: str, hint: str = "", *, warning: bool = False) -> Problem:
        """A problem of this file."""
        line, column = (place.line, place.column) if place else (None, None)
        return Problem(message, hint, self.file, line, column, "warning" if warning else "error")

    def find(self, route: Route) -> Any:
        """The value at `route`, None where there is none."""
        value = self.value
        for step in route:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int):
                value = value[step]
            else:
                return None
        return value


def _nearest(places: dict[Route, Place], route: Route) -> Place:
    while route and route not in places:
        route = route[:-1]
    return places.get(route, Place(1, 1))
