"""What can be said of a template without an article: unknown names, by file and line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from jinja2 import Environment, nodes

from bot.errors import Problem
from bot.hints import find_near, suggest
from bot.render.environment import list_fields
from bot.render.ownwords import find_column, find_own_claims
from bot.render.parts import PartExtension
from bot.render.variables import VARIABLES, FigureVariables, PostVariables, QuoteVariables

_FIGURE: Final = FigureVariables(
    "$4.5 billion", "Japan has pledged to provide Ukraine with $4.5 billion.", "4500000000", "USD"
)
_QUOTE: Final = QuoteVariables("This is significant support,", "Anna Nowak", "mayor of Gdynia")
_FULL: Final = PostVariables(
    headline="Is there a lifeline for Kyiv from the Far East?",
    figure=_FIGURE,
    quote=_QUOTE,
    summary="Japan has pledged aid. The announcement was made on Wednesday.",
    link="https://courier.example.org/1?utm_source=sample",
    hashtags=("#Ukraine", "#Japan"),
    label="Update",
    newsroom="The Courier",
    channel="sample",
    section="world",
    tags=("Ukraine", "Japan"),
    byline="Anna Nowak",
    agency="PAP",
    kind="news",
    published_at=datetime(2024, 2, 29, 23, 59, tzinfo=UTC),
)
SAMPLES: Final = (
    _FULL,
    PostVariables(headline=_FULL.headline),
    PostVariables(headline=_FULL.headline, link=_FULL.link, tone="sober", urgency="breaking", language="de"),
    PostVariables(headline=_FULL.headline, figure=_FIGURE, link=_FULL.link, newsroom="The Courier"),
    PostVariables(headline=_FULL.headline, quote=QuoteVariables("No.", "a neighbour", named=False)),
)
_SPECIAL: Final = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})
_FIELDS: Final = {"figure": FigureVariables, "quote": QuoteVariables}


def find_mistakes(environment: Environment, source: str, name: str, file: str) -> list[Problem]:
    """Unknown variables, fields, filters, tests and part names, each where it stands.

    Raises TemplateSyntaxError where the template cannot be read at all.
    """
    tree = environment.parse(source, name)
    found = [
        *_check_names(environment, tree),
        *_check_fields(tree),
        *_check_tools(environment, tree),
        *_check_parts(tree),
    ]
    problems = [
        Problem(
            message,
            hint,
            file,
            line,
            find_column(source, line, message),
            severity="warning" if warns else "error",
        )
        for line, message, hint, warns in sorted(set(found))
    ]
    return [*problems, *find_own_claims(environment, source, file)]


_Finding = tuple[int, str, str, bool]


def _check_names(environment: Environment, tree: nodes.Template) -> Iterator[_Finding]:
    known = VARIABLES | set(environment.globals) | _SPECIAL
    known |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    known |= {node.name for node in tree.find_all(nodes.Macro)}
    known |= {node.target for node in tree.find_all(nodes.Import)}
    for imported in tree.find_all(nodes.FromImport):
        known |= {name if isinstance(name, str) else name[1] for name in imported.names}
    for node in tree.find_all(nodes.Name):
        if node.name not in known and node.ctx == "load":
            yield node.lineno, f"there is no variable {node.name!r}", suggest(node.name, VARIABLES), False


def _check_fields(tree: nodes.Template) -> Iterator[_Finding]:
    reset = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name in _FIELDS.keys() - reset:
            known = list_fields(_FIELDS[node.node.name])
            if node.attr not in known and not node.attr.startswith("_"):
                yield node.lineno, f"{node.node.name} has no {node.attr!r}", suggest(node.attr, known), False


def _check_tools(environment: Environment, tree: nodes.Template) -> Iterator[_Finding]:
    for used in tree.find_all(nodes.Filter):
        if used.name not in environment.filters:
            hint = suggest(used.name, environment.filters)
            yield used.lineno, f"there is no filter {used.name!r}", hint, False
    for asked in tree.find_all(nodes.Test):
        if asked.name not in environment.tests:
            hint = suggest(asked.name, environment.tests)
            yield asked.lineno, f"there is no test {asked.name!r}", hint, False


def _check_parts(tree: nodes.Template) -> Iterator[_Finding]:
    for block in tree.find_all(nodes.CallBlock):
        call: Any = block.call
        ours = (
            isinstance(call.node, nodes.ExtensionAttribute)
            and call.node.identifier == PartExtension.identifier
        )
        if ours and (name := call.args[1].value) not in VARIABLES:
            near = find_near(name, VARIABLES)
            if near:
                hint = f"did you mean {near}? A part drops itself when the variable of its name is missing"
                yield block.lineno, f"the part {name!r} is named after no variable", hint, True
