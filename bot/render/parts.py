"""The `part` block: `{% part "quote", 2 %}…{% endpart %}` is what may go when space is short.

The name is a variable's: where that is missing or empty, the part drops itself. The number is the
part's rank: the larger goes first. A part without a number never goes for lack of space.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

from bot.render.marks import fence
from bot.render.variables import VARIABLES

NEVER = -1

MISSING = "_missing"
"""The list in a template's context in which parts that drop themselves are told."""


class PartExtension(Extension):
    """Adds `part` to the language."""

    tags = {"part"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read `part NAME[, RANK]` up to `endpart`; the name is a text, the rank a whole number."""
        line = next(parser.stream).lineno
        name = parser.parse_expression()
        rank: nodes.Expr = nodes.Const(NEVER)
        if parser.stream.skip_if("comma"):
            rank = parser.parse_expression()
        if not (isinstance(name, nodes.Const) and isinstance(name.value, str) and name.value):
            parser.fail('a part begins with its name, like {% part "quote", 2 %}', line)
        if not (isinstance(rank, nodes.Const) and type(rank.value) is int and rank.value >= NEVER):
            parser.fail('a part\'s rank is a whole number, like {% part "quote", 2 %}', line)
        body = parser.parse_statements(("name:endpart",), drop_needle=True)
        arguments = [nodes.ContextReference(), name, rank]
        return nodes.CallBlock(self.call_method("render_part", arguments), [], [], body).set_lineno(line)

    def render_part(self, context: Context, name: str, rank: int, caller: Callable[[], str]) -> str:
        """The fenced body, or nothing where the variable is missing."""
        if name in VARIABLES and _is_missing(context.get(name)):
            told = context.get(MISSING)
            if isinstance(told, list):
                told.append(name)
            return ""
        return fence("part", caller(), f"{rank} {name}")


def _is_missing(value: Any) -> bool:
    """None, or empty."""
    return value is None or (hasattr(value, "__len__") and len(value) == 0)
