"""Two numbers that are one figure: a range, a ratio, a score."""

from __future__ import annotations

import re

from bot.extract.numbers.grammar import Grammar
from bot.extract.numbers.number import Number
from bot.model import Span

_LONGEST_GAP = len(" out of every ")
_SIDES = re.compile(r"[ \u00a0-]?(?:x|×|by|mal|na|sur|por|per|op|на)[ \u00a0-]?")
_SCORE = re.compile("[-–:]")
_FROM = re.compile(r"(?<!\w)from $", re.IGNORECASE)
_OPENING = 12
_LARGE = 100_000
_SCORED = frozenset(["votes", "goals", "points", "sets", "games", "frames", "runs", "wins", "penalties"])


def join(text: str, first: Number, second: Number, grammar: Grammar) -> Number | None:
    """One number out of a range ("10 to 15 percent"), a ratio ("one in five") or a score, else None."""
    between = text[first.span.end : second.span.start]
    if len(between) > _LONGEST_GAP or not between:
        return None
    if _is_ratio(first, second, between, grammar):
        return _merge(text, first, second, first.span.start, second.unit, "ratio")
    if first.kind == second.kind == "score" and _SCORE.fullmatch(between):
        if not _is_counted(first, second):
            return _merge(text, first, second, first.span.start, "", "score")
        return _merge(text, first, second, first.span.start, second.unit, "count")
    return _join_range(text, first, second, between, grammar) if _agree(first, second) else None


def _join_range(text: str, first: Number, second: Number, between: str, grammar: Grammar) -> Number | None:
    lead = text[max(0, first.span.start - _OPENING) : first.span.start]
    unit = second.unit or first.unit
    opened = grammar.between.search(lead)
    if opened and grammar.middle.fullmatch(between):
        start = first.span.start - len(opened.group())
        return _merge(text, first, second, start, unit, _kind(first, second))
    if second.kind == "measure" and _SIDES.fullmatch(between):
        return _merge(text, first, second, first.span.start, unit, "measure")
    if second.kind in {"percent", "money"} and _falls(first, second):
        # "з 13,5 % до 13 %" tells how much it fell, and is no range.
        return None
    if first.kind == "money" and _is_scaled_apart(first, second):
        # "$120 million to two colleges", "fell $5 trillion to $51 trillion"
        return None
    whole = bool(second.unit) or first.kind == "money"
    if whole and grammar.range.fullmatch(between) and not _FROM.search(lead):
        return _merge(text, first, second, first.span.start, unit, _kind(first, second))
    return None


def _is_counted(first: Number, second: Number) -> bool:
    """Whether what looks like a score is a range of something counted: "10-20 people", not "3-2 goals"."""
    if not second.unit or second.unit.lower() in _SCORED or first.value is None or second.value is None:
        return False
    return first.value < second.value


def _falls(first: Number, second: Number) -> bool:
    return first.value is not None and second.value is not None and first.value > second.value


def _is_scaled_apart(first: Number, second: Number) -> bool:
    """Whether money with its own magnitude stands before what cannot be the upper end of a range with it."""
    if not first.span.text[-1].isalpha() or first.value is None or second.value is None:
        return False
    return not first.value < second.value < 10 * first.value


def _is_ratio(first: Number, second: Number, between: str, grammar: Grammar) -> bool:
    counts = first.kind == "count" and second.kind == "count"
    return counts and not first.unit and bool(grammar.ratio.fullmatch(between))


def _agree(first: Number, second: Number) -> bool:
    """Whether two numbers may be the ends of one range."""
    plain = first.kind in {"count", "score"} and not first.unit
    if plain:
        return second.kind in {"count", "money", "percent", "measure", "duration"}
    if first.kind == "money":
        return second.kind == "money" or (second.kind == "count" and not second.unit)
    return first.kind == second.kind and first.unit == second.unit and first.kind in {"percent", "measure"}


def _kind(first: Number, second: Number) -> str:
    return first.kind if first.kind in {"money", "percent"} else second.kind


def _merge(text: str, first: Number, second: Number, start: int, unit: str, kind: str) -> Number:
    span = Span(start, second.span.end, text[start : second.span.end])
    low = first.value
    if (
        low is not None
        and second.value
        and low < second.value
        and _has_scale(second)
        and not _has_scale(first)
    ):
        low = None  # "10 to 20 million": how much the lower end is, it does not say itself.
    return Number(span, first.bare, None, unit, kind, first.spelled, (low, second.value))


def _has_scale(number: Number) -> bool:
    return number.value is not None and number.value >= _LARGE and any(map(str.isalpha, number.span.text))
