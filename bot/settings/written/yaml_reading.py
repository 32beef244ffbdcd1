"""YAML with the line and column of every key and value.

YAML 1.2: `off`, `no` and `on` are words. Dates stay text. Tags and merge keys are problems, as are
files that no newsroom would write: over 1 MB, nested deeper than 40, or grown by aliases.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tokens import ScalarToken

from bot.settings.written.filetext import Place, Unusable, read_text
from bot.settings.written.positions import Document, Route
from bot.settings.written.wording import quote_name

_MOST_DEPTH: Final = 40
MOST_NODES: Final = 50_000

_CORE = "tag:yaml.org,2002:"
_TRUE = {"true", "yes", "on", "y"}

_SENTENCES = (
    ("character '\\t'", "a tab may not stand here", "indent with blanks"),
    ("mapping values", "a colon where none may be", "indent with care, and put text with a colon in quotes"),
    ("undefined alias", "an alias (*) to a name that is not there", "put text that begins with * in quotes"),
    ("another document", "a second document begins here", "delete this line of dashes"),
    ("unexpected end of stream", "a quotation mark is not closed", "close it"),
    ("unknown escape", "an unknown \\ in double quotes", "use single quotes"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing", "close it with ] or }"),
    ("cannot start any token", "this character may not begin a value", "put the text in quotes"),
    ("could not find expected ':'", "a colon is missing behind a name", "write name: value"),
    ("expected <block end>", "this line is indented differently from those above", "align it with them"),
    ("tag handle", "tags (!) are not used here", "put text that begins with ! in quotes"),
)
"""What the library says, and what we say: its own sentences may quote the file, and so a secret."""


def read_yaml(path: Path, shown: str) -> Document:
    """Read one config file; never raises, whatever lies at `path`. `shown` is its name for people."""
    document = Document(shown)
    try:
        yaml = YAML(typ="safe", pure=True)
        node = _compose(yaml, read_text(path))
        if node is not None:
            document.value = _Reading(document, yaml.constructor).read(node, (), 0)
    except Unusable as error:
        document.readable = False
        document.problems = [((), document.problem(error.place, error.message, error.hint))]
    return document


def _compose(yaml: YAML, text: str) -> Node | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            node: Node | None = yaml.compose(text)
    except RecursionError:
        raise Unusable(None, "this file is nested too deeply", "a config has a few levels only") from None
    except MarkedYAMLError as error:
        raise _find_open_quote(text, error) or _explain(error) from None
    except (YAMLError, ValueError, LookupError, AttributeError, TypeError, NotImplementedError):
        hint = "write it as the starter files are written"
        raise Unusable(None, "this file is not YAML", hint) from None
    return node


def _find_open_quote(text: str, error: MarkedYAMLError) -> Unusable | None:
    """The quotation mark that a later one closes by mistake: the fault lies there, not where YAML fails."""
    mark = error.problem_mark
    last = None
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            if isinstance(token, ScalarToken) and token.style in {"'", '"'}:
                last = token
    except (YAMLError, ValueError):
        pass  # it stumbles at the same place again
    if last is None or not isinstance(mark, StringMark):
        return None
    begins_at, ends_at = last.start_mark, last.end_mark
    if begins_at.line == ends_at.line or not ends_at.line <= mark.line <= ends_at.line + 1:
        return None
    place = Place(begins_at.line + 1, begins_at.column + 1)
    message = f"the quotation mark that opens here is closed in line {ends_at.line + 1} only"
    return Unusable(place, message, "close it where the text ends")


def _explain(error: MarkedYAMLError) -> Unusable:
    said = f"{error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "end of stream" in said or "expected ',' or" in said:
        mark = error.context_mark or mark
    place = Place(mark.line + 1, mark.column + 1) if isinstance(mark, StringMark) else None
    for part, message, hint in _SENTENCES:
        if part in said:
            return Unusable(place, message, hint)
    return Unusable(
        place, "this is not YAML", "look at the indents, colons and quotation marks here and just above"
    )


class _Reading:
    """Turns composed nodes into plain values and notes where they stand."""

    def __init__(self, document: Document, constructor: Any) -> None:
        self.document = document
        self.constructor = constructor
        self.nodes = 0

    def read(self, node: Node, route: Route, depth: int) -> Any:
        """The plain value of `node`. Raises Unusable where a file nests or grows without end."""
        self._count()
        if depth > _MOST_DEPTH:
            raise Unusable(
                _place(node),
                "this file is nested too deeply, or without end",
                "a config has a few levels only",
            )
        self.document.values.setdefault(route, _place(node))
        if isinstance(node, MappingNode) and node.tag == f"{_CORE}map":
            return self._mapping(node, route, depth)
        if isinstance(node, SequenceNode) and node.tag == f"{_CORE}seq":
            for n, item in enumerate(node.value):
                self.document.keys[*route, n] = _place(item)
            return [self.read(item, (*route, n), depth + 1) for n, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, route)
        return self._object(route, _place(node), "tags (!) are not used here", "delete the tag")

    def _count(self) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            hint = "a config has a few hundred lines; use no anchors and aliases"
            raise Unusable(None, f"this file has more than {MOST_NODES:,} values", hint)

    def _mapping(self, node: MappingNode, route: Route, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.value:
            place = _place(key)
            self._count()
            if not isinstance(key, ScalarNode):
                self._object(route, place, "a list or fields where a name should be", "write name: value")
            elif key.tag == f"{_CORE}merge":
                self._object(route, place, "<< is not supported", "write the fields out")
            elif key.value in found:
                first = self.document.keys[*route, key.value].line
                message = f"{quote_name(key.value)} stands here twice, first in line {first}"
                problem = self.document.problem(place, message, "keep one of them")
                self.document.problems.append(((*route, key.value), problem))
            else:
                self.document.keys[*route, key.value] = place
                found[key.value] = self.read(item, (*route, key.value), depth + 1)
        return found

    def _scalar(self, node: ScalarNode, route: Route) -> Any:
        convert = {
            "null": lambda _node: None,
            "bool": lambda node: node.value.lower() in _TRUE,
            "int": self.constructor.construct_yaml_int,
            "float": self.constructor.construct_yaml_float,
        }
        kind = f"{node.tag}".removeprefix(_CORE)
        try:
            if kind in convert:
                return convert[kind](node)
        except (ValueError, ArithmeticError, LookupError):
            return self._object(route, _place(node), "this is not a number", "put it in quotes if it is text")
        if kind in {"str", "timestamp", "value", "merge"}:
            return node.value
        return self._object(route, _place(node), "tags (!) are not used here", "put the text in quotes")

    def _object(self, route: Route, place: Place, message: str, hint: str) -> None:
        self.document.voids.add(route)
        self.document.problems.append((route, self.document.problem(place, message, hint)))


def _place(node: Node) -> Place:
    mark = node.start_mark
    return Place(mark.line + 1, mark.column + 1)
