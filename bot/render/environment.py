"""The Jinja environment of post templates: a small vocabulary, bounded in every direction.

Jinja's sandbox keeps templates away from Python's insides; this one also keeps them from growing
without end (see sandbox.py), prints nothing that is missing, and fences everything an expression
prints, so that the template's own words can be told apart (see marks.py).
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from bot.render.filters import CONCAT, COUNTED, FLAT, make_filters
from bot.render.marks import fence_value
from bot.render.parts import PartExtension
from bot.render.sandbox import Refused, calculate, check_size, spend, to_text
from bot.render.thread import NextExtension
from bot.render.variables import FigureVariables, OwnWords, QuoteVariables

_MOST_RANGE: Final = 1_000

_TEXT_METHODS: Final = frozenset(
    str.split(
        "capitalize casefold count endswith find lower lstrip removeprefix removesuffix rstrip split "
        "splitlines startswith strip swapcase title upper isalpha isdigit isupper islower"
    )
)
_DATE_FIELDS: Final = frozenset(
    str.split("year month day hour minute second weekday isoweekday date isoformat")
)
_LOOP_FIELDS: Final = frozenset(
    str.split(
        "index index0 revindex revindex0 first last length depth depth0 previtem nextitem cycle changed"
    )
)
_OPEN: Final = (FigureVariables, QuoteVariables, Namespace, TemplateModule, BlockReference)
_ALLOWED: Final = (
    (str, _TEXT_METHODS),
    (date, _DATE_FIELDS),
    (LoopContext, _LOOP_FIELDS),
    (dict, frozenset({"items", "keys", "values", "get"})),
)


class PostEnvironment(ImmutableSandboxedEnvironment):
    """Compiles and runs the templates that `loader` finds."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            extensions=[PartExtension, NextExtension],
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_finalize,
            cache_size=100,
        )
        self.filters = make_filters()
        self.globals = {"range": _short_range, "namespace": Namespace}
        self.code_generator_class = _Generator

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation that cannot explode."""
        del context
        return calculate(operator, left, right, self.binop_table[operator])

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call, paid for."""
        spend()
        return check_size(super().call(context, obj, *args, **kwargs))

    def get_template(self, name: str | Template, *args: Any, **kwargs: Any) -> Template:
        """A template, also one that is included: paid for."""
        spend()
        return super().get_template(name, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: it can make texts of any size; `is_safe_attribute` refuses it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields of our own values, and what is harmless on texts, dates and loops."""
        del value
        if attr.startswith("_"):
            return False
        if isinstance(obj, _OPEN):
            return True
        return any(isinstance(obj, kind) and attr in allowed for kind, allowed in _ALLOWED)


def list_fields(value: type) -> list[str]:
    """The names that stand behind the dot of a variable, for hints."""
    names = [each.name for each in fields(value)] if is_dataclass(value) else []
    return [*names, "attribution"] if value is QuoteVariables else names


def _finalize(value: Any) -> str:
    return fence_value(to_text(value), own=isinstance(value, OwnWords))


def _short_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > _MOST_RANGE:
        raise Refused(f"a range has at most {_MOST_RANGE:,} numbers here", "count less far")
    return numbers


class _Bounds(NodeTransformer):
    """Puts the bounded operations in the place of Jinja's own."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - as Jinja names it
        """Every round costs, by the words that it may print."""
        self.generic_visit(node)
        rounds = node.iter
        assert isinstance(rounds, nodes.Expr)
        words = sum(len(data.data) for body in node.body for data in body.find_all(nodes.TemplateData))
        node.iter = _filter(rounds, COUNTED, nodes.Const(1 + words // 100))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """The ~ of two texts."""
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), CONCAT)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        """A list written in the template."""
        self.generic_visit(node)
        return _filter(node, FLAT)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        """A tuple written in the template; not the names of a loop."""
        self.generic_visit(node)
        return _filter(node, FLAT) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        """A mapping written in the template."""
        self.generic_visit(node)
        return _filter(node, FLAT)


def _filter(node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


class _Generator(CodeGenerator):
    """Refuses what escapes the bounds, and puts the bounds into what is left."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The whole template."""
        for block in node.find_all(nodes.FilterBlock):
            self.fail("{% filter %} is not available; put the filter into {{ … }}", block.lineno)
        for loop in node.find_all(nodes.For):
            if loop.recursive:
                self.fail("recursive loops are not available", loop.lineno)
        for call in node.find_all(nodes.CallBlock):
            if not isinstance(call.call.node, nodes.ExtensionAttribute):
                self.fail("{% call %} is not available; call the macro in {{ … }}", call.lineno)
        bounded = _Bounds().visit(node)
        bounded.set_environment(self.environment)
        super().visit_Template(bounded, frame)
