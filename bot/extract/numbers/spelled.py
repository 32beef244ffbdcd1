"""Numbers in words: "three dozen", "zweieinhalb Millionen", "several hundred"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.extract.numbers.grammar import Grammar
from bot.extract.numbers.kinds import WINDOW, is_age, is_weight
from bot.extract.numbers.number import Number
from bot.extract.numbers.units import add_half, read_noun, read_unit, scale_up
from bot.model import Span

_TEN, _HUNDRED, _THOUSAND, _MILLION = 10, 100, 1000, 10**6
_MULTIPLIERS = frozenset([12, 100])
_MOST_AGE = 115


def read_words(text: str, match: re.Match[str], grammar: Grammar) -> Number:
    """The number that words in a row make, with its unit."""
    start, end = match.span()
    worth = Decimal(_value_words(match.group(), grammar))
    start, value = _read_lead(text, start, match.group().lower(), worth, grammar)
    last = grammar.numerals[grammar.token.findall(match.group())[-1].lower()]
    value, end = add_half(text, end, value, grammar, of=last if _is_power(last) else 1)
    if scale := grammar.scale.match(text, end):
        value, end = scale_up(value, grammar.scales[scale.group(1).lower()]), scale.end()
    bare = start
    after = text[end : end + WINDOW]
    if part := grammar.part.match(after):
        end += part.end()
        return Number(Span(start, end, text[start:end]), bare, None, "", "ratio", True)
    if grammar.age_after.match(after) or (
        value is not None
        and value <= _MOST_AGE
        and grammar.age_before.search(text[max(0, match.start() - WINDOW) : match.start()])
        and is_age("", after, grammar)
    ):
        return Number(Span(start, end, text[start:end]), bare, value, "", "age", True)
    if grammar.time_after.match(after):
        return Number(Span(start, end, text[start:end]), bare, value, "", "time", True)
    unit, kind, end = read_unit(text, end, grammar)
    if unit == "GBP" and is_weight(text, start, end, value):
        unit, kind = "pounds", "measure"
    if kind == "duration":
        value, end = add_half(text, end, value, grammar)
    if kind == "count" and not unit:
        unit, end = read_noun(text, end, grammar)
    return Number(Span(start, end, text[start:end]), bare, value, unit, kind, True)


def _read_lead(
    text: str, start: int, words: str, value: Decimal, grammar: Grammar
) -> tuple[int, Decimal | None]:
    """Where a number in words begins with what stands before it, and what it is worth with that.

    Worth nothing certain are "several hundred" and "millions" alone.
    """
    before = text[max(0, start - WINDOW) : start]
    if value < _TEN:
        return start, value
    if value > _HUNDRED and (part := grammar.halved.search(before) or grammar.and_a_half.search(before)):
        halves = 1 if part.re is grammar.halved else 3
        return start - len(part.group()), value * halves / 2
    if article := grammar.articled.search(before):
        return start - len(article.group()), value
    vague = words in grammar.words.vague
    if (vague or _is_power(grammar.numerals.get(words, 0))) and (several := grammar.several.search(before)):
        return start - len(several.group()), None
    alone = vague or (value >= _MILLION and _is_power(grammar.numerals.get(words, 0)))
    return start, None if alone else value


def _is_power(value: int) -> bool:
    """Whether a number word is a magnitude: a dozen, a hundred, a million."""
    return value in _MULTIPLIERS or (value >= _HUNDRED and str(value).strip("0") == "1")


def _value_words(phrase: str, grammar: Grammar) -> int:
    """What number words in a row are worth: a hundred and more multiplies what stands before it."""
    total = current = 0
    for word in grammar.token.findall(phrase):
        value = grammar.words.numerals[word.lower()]
        if value in _MULTIPLIERS and 0 < current < _TEN:
            current *= value
        elif value >= _THOUSAND and str(value).strip("0") == "1":
            total, current = total + (current or 1) * value, 0
        else:
            current += value
    return total + current
