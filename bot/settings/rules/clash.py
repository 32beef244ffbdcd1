"""Rules that contradict each other whatever comes: where one matches, the other does too.

That is told only where it is certain, by comparing what the two look at. Other contradictions show
with the article: its post waits for a person (`flow.rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from bot.errors import Problem
from bot.settings.rules.rule import Rule, Then, When
from bot.settings.written.positions import Document
from bot.text import fold_text

_LISTS = ("source", "section", "tag", "kind", "agency", "language", "urgency", "usage", "words", "text")


def find_clashes(document: Document, rules: Mapping[int, Rule]) -> Iterator[Problem]:
    """A problem for each pair, at the rule that the other one always comes with."""
    told: set[frozenset[int]] = set()
    for (narrow, one), (wide, other) in permutations(rules.items(), 2):
        pair = frozenset({narrow, wide})
        if pair in told or one.then.block or other.then.block:
            continue
        clashes = list(_contradict(one.then, other.then))
        for field, mine, theirs in clashes if clashes and implies(one.when, other.when) else ():
            told.add(pair)
            yield document.problem(
                document.value_place((narrow, "then", field)),
                f"this rule says {field} {mine}, and the rule at {other.place}, which matches whenever "
                f"this one does, says {theirs}",
                "let one of them say it, or narrow the other with not",
            )


def _contradict(one: Then, other: Then) -> Iterator[tuple[str, str, str]]:
    """What two decisions say against each other: the field, and what each says."""
    for field in ("template", "urgency", "label"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine and theirs and mine != theirs:
            yield field, str(mine), str(theirs)
    if one.channels and other.channels and not set(one.channels) & set(other.channels):
        yield "channels", ", ".join(one.channels), ", ".join(other.channels)


def implies(one: When, other: When) -> bool:
    """Whether every article that matches `one` surely matches `other`; False where that is not certain."""
    if one == other:
        return True
    if other.apart_from:
        return False
    return (
        all(_implies_list(one, field, getattr(other, field)) for field in _LISTS if getattr(other, field))
        and all(_implies(one, each) for each in other.every)
        and (not other.some or any(_implies(one, each) for each in other.some))
        and all(each in one.none for each in other.none)
    )


def _implies(one: When, other: When) -> bool:
    """As `implies`; also where a part of `one` alone does."""
    return (
        implies(one, other)
        or any(_implies(each, other) for each in one.every)
        or bool(one.some and all(_implies(each, other) for each in one.some))
    )


def _implies_list(one: When, field: str, values: tuple[str, ...]) -> bool:
    own: tuple[str, ...] = getattr(one, field)
    if own and {fold_text(value) for value in own} <= {fold_text(value) for value in values}:
        return True
    only = When.model_validate({field: values})
    return any(_implies(each, only) for each in one.every) or bool(
        one.some and all(_implies(each, only) for each in one.some)
    )
