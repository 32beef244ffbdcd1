"""Reads `config/rules.yaml`, and finds what is valid rule by rule and still cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.errors import Problem
from bot.hints import suggest
from bot.settings.rules.clash import find_clashes
from bot.settings.rules.rule import Rule, RuleFields, When
from bot.settings.written.positions import Document, Route
from bot.settings.written.validation import validate_list
from bot.settings.written.wording import quote_name


def read_rules(
    document: Document, context: dict[str, Any]
) -> tuple[dict[int, Rule], list[tuple[Route, Problem]]]:
    """The valid rules by their number in the file, from 0, and every problem with its route."""
    entries, faults = validate_list(RuleFields, document, context)
    rules = {
        number: Rule(place, number, one.when, one.then, one.why) for number, (place, one) in entries.items()
    }
    return rules, faults


def find_rule_doubts(documents: Mapping[str, Document], rules: Mapping[int, Rule]) -> Iterator[Problem]:
    """Names that are in no file, and rules that contradict each other for certain.

    A file that cannot be read names nothing, so that nothing is said of its names.
    """
    document = documents["rules"]
    for number, rule in rules.items():
        for route, when in _walk_conditions(rule.when, (number, "when")):
            yield from _unknown(document, (*route, "source"), when.source, documents["sources"])
        yield from _unknown(document, (number, "then", "channels"), rule.then.channels, documents["channels"])
    yield from find_clashes(document, rules)


def _walk_conditions(when: When, route: Route) -> Iterator[tuple[Route, When]]:
    """A condition and every one within it, each with the way to it."""
    yield route, when
    for name, inner in (("all", when.every), ("any", when.some), ("not", when.none)):
        for number, one in enumerate(inner):
            yield from _walk_conditions(one, (*route, name, number))


def _unknown(document: Document, route: Route, names: tuple[str, ...], known: Document) -> Iterator[Problem]:
    if not known.readable:
        return
    noun = str(route[-1]).removesuffix("s")
    for number, name in enumerate(names):
        if name not in known.value:
            listed = isinstance(document.find(route), list)
            place = document.value_place((*route, number) if listed else _there(document, route))
            hint = suggest(name, known.value) or f"{known.file} names none"
            yield document.problem(place, f"there is no {noun} {quote_name(name)}", hint)


def _there(document: Document, route: Route) -> Route:
    """The route without the numbers of lists that were written as one alone: not: {source: x}."""
    found: list[str | int] = []
    for step in route:
        if isinstance(step, str) or isinstance(document.find(tuple(found)), list):
            found.append(step)
    return tuple(found)
