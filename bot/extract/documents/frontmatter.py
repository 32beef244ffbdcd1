"""Front matter: the fields between `---` lines at the very start of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
)
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bot.errors import Problem

MOST_BYTES = 64 * 1024
"""More is no front matter."""

_DEEPEST = 10
_OPENING = re.compile(r"---[ \t]*\r?\n")
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(?:.*\n)*?\+\+\+[ \t]*\r?$", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(r"\s*[\w-]{1,40}\s*:(?:\s|$)")

Route = tuple[str | int, ...]


@dataclass
class Fields:
    """Unchecked fields of one file, and where each key and value stands (line and column, from 1).

    From front matter every value is text, None, a list or a mapping.
    """

    file: str
    values: Mapping[str, Any] = field(default_factory=dict)
    keys: dict[Route, tuple[int, int]] = field(default_factory=dict)
    places: dict[Route, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, place: tuple[int, int] | None, message: str, hint: str) -> None:
        """Note what a person should mend."""
        line, column = place or (None, None)
        self.problems.append(Problem(message, hint, self.file, line, column))

    def find_place(self, route: Route, *, key: bool = False) -> tuple[int, int] | None:
        """Where the value of a route stands (its key with `key`), or the nearest thing above it."""
        if not self.keys:
            return _find_marked(self.values, route, key=key)
        wanted = self.keys if key else self.places
        while route and route not in wanted:
            route, wanted = route[:-1], self.places
        return wanted.get(route)


def split_front_matter(raw: str, file: str) -> tuple[Fields, str]:
    """The fields at the start of a text, and the text behind them; never raises.

    Problems are noted in the fields: front matter that is not closed, is larger than 64 KB, or is
    no YAML 1.2 mapping.
    """
    fields = Fields(file)
    raw = raw.removeprefix("\ufeff")
    opening = _OPENING.match(raw)
    if not opening:
        if _TOML.match(raw):
            hint = "put its fields between two lines ---, as in title: Words"
            fields.add_problem((1, 1), "the front matter is TOML (+++), not YAML", hint)
        return fields, raw
    closing = _CLOSING.search(raw, opening.end())
    if not closing:
        if _FIELD.match(raw, opening.end()):
            fields.add_problem(
                (1, 1), "the front matter is not closed", "put a line --- behind its last field"
            )
        return fields, raw
    source = raw[opening.end() : closing.start()]
    if len(source.encode("utf-8", "replace")) > MOST_BYTES:
        fields.add_problem(
            (1, 1), "the front matter is larger than 64 KB", "keep only the article's fields in it"
        )
    else:
        _compose(source, fields)
    return fields, raw[closing.end() :]


def _compose(source: str, fields: Fields) -> None:
    yaml = YAML(typ="safe", pure=True)
    try:
        if not _is_harmless(yaml, source, fields):
            return
        node = YAML(typ="safe", pure=True).compose(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        fields.add_problem(place, "the front matter is not YAML", _advise(error))
        return
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError):
        fields.add_problem(
            (1, 1), "the front matter is not YAML", "write one field per line, as in title: Words"
        )
        return
    if isinstance(node, MappingNode):
        fields.values = _read_node(node, (), fields)
    elif node is not None:
        fields.add_problem(
            _place(node), "the front matter has no fields", "write one field per line, as in title: Words"
        )


def _advise(error: MarkedYAMLError) -> str:
    said = f"{error.problem} {error.context}"
    if "mapping values are not allowed" in said:
        return 'put a text that has a colon in it in quotation marks, as in title: "Council: no"'
    if "\\t" in said:
        return "indent with blanks, never with a tab"
    if "quoted scalar" in said:
        return "a quotation mark is opened and not closed"
    return "look at the indents, colons and quotation marks here and just above"


def _is_harmless(yaml: YAML, source: str, fields: Fields) -> bool:
    """Refuse what only grows or nests, before anything is built from it."""
    depth, documents = 0, 0
    for event in yaml.parse(source):
        place = (event.start_mark.line + 2, event.start_mark.column + 1)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        documents += isinstance(event, DocumentStartEvent)
        if isinstance(event, AliasEvent):
            fields.add_problem(
                place, "aliases (*) are not used here", "write the value out, or put it in quotes"
            )
            return False
        if depth > _DEEPEST or documents > 1:
            fields.add_problem(
                place, "the front matter is nested too deeply", "write the fields as in the manual"
            )
            return False
    return True


def _place(node: Any) -> tuple[int, int]:
    # The line with the opening dashes stands above.
    return node.start_mark.line + 2, node.start_mark.column + 1


def _read_node(node: Any, route: Route, fields: Fields) -> Any:
    fields.places[route] = _place(node)
    if isinstance(node, SequenceNode):
        return [_read_node(item, (*route, index), fields) for index, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if not name:
            fields.add_problem(_place(key), "a field without a name", "write name: value")
        elif name in found:
            fields.add_problem(_place(key), f"{name!r} stands here twice", "keep one of them")
        else:
            fields.keys[*route, name] = _place(key)
            found[name] = _read_node(value, (*route, name), fields)
            if found[name] is None:
                # An empty value is marked where the next line begins.
                fields.places[*route, name] = _place(key)
    return found


def _find_marked(values: Any, route: Route, *, key: bool) -> tuple[int, int] | None:
    """The place of a value that a YAML reader left its marks on (`lc`), None where it did not."""
    place = None
    for index, step in enumerate(route):
        marks = getattr(values, "lc", None)
        try:
            if marks is None or not isinstance(values, (Mapping, list)):
                return place
            at = (
                marks.key(step)
                if isinstance(values, Mapping) and key and index == len(route) - 1
                else marks.value(step)
                if isinstance(values, Mapping)
                else marks.item(step)
            )
            place = (at[0] + 1, at[1] + 1)
            values = values[step]  # type: ignore[index]  # a step is a name or a number, as the container wants
        except (KeyError, IndexError, TypeError, AttributeError):
            return place
    return place
