"""What stands behind a number and tells what it counts."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.extract.numbers.grammar import SIGNS, Grammar

_SMALL_MONEY = re.compile(r"(?<![\d.,])(?!480$|576$|720$)\d{1,3}$")
"""Digits of prices, not of pictures: "20p", and no "720p"."""


_TIMES = {
    "yr": "yea", "hr": "hou", "an": "ann", "jaar": "jah", "jaren": "jah", "uur": "ure", "uren": "ure",
    "lat": "rok", "lata": "rok", "latach": "rok", "roku": "rok", "роки": "рок", "рік": "рок", "років": "рок",
    "doby": "діб", "доби": "діб", "доба": "діб",
}  # fmt: skip


def read_unit(text: str, end: int, grammar: Grammar) -> tuple[str, str, int]:
    """Unit, kind and the end of what follows a number."""
    if match := grammar.percent.match(text, end):
        return "points" if match.group(1) or match.group(2) else "%", "percent", match.end()
    if money := _read_money(text, end, grammar):
        return money
    if match := grammar.measure.match(text, end):
        return match.group(1) or match.group(2), "measure", match.end()
    if match := grammar.noun.match(text, end):
        return match.group(1), "count", match.end()
    if (match := grammar.duration.match(text, end)) and not grammar.age_after.match(text, end):
        return match.group(1), "duration", match.end()
    return "", "count", end


def _read_money(text: str, end: int, grammar: Grammar) -> tuple[str, str, int] | None:
    if match := grammar.currency.match(text, end):
        word, code, sign = match.groups()
        return (
            grammar.currencies[word.lower()] if word else code or SIGNS.get(sign, sign),
            "money",
            match.end(),
        )
    if match := grammar.verbal.match(text, end):
        return grammar.words.verbal_unit, "money", match.end()
    if (match := grammar.piece.match(text, end)) and _SMALL_MONEY.search(text, max(0, end - 4), end):
        return grammar.words.pieces[match.group(1)], "money", match.end()
    return None


def read_noun(text: str, end: int, grammar: Grammar) -> tuple[str, int]:
    """What a number counts, where the word right behind it tells so by its form."""
    match = grammar.plural.match(text, end)
    return (match.group(1), match.end()) if match else ("", end)


def name_time(unit: str) -> str:
    """The unit of a length of time, alike in all its forms: "years", "jaren", "lata"."""
    word = unit.strip(" -").lower().rstrip("s")
    return _TIMES.get(word, word[:3])


def scale_up(value: Decimal | None, exponent: int) -> Decimal | None:
    """A value with a magnitude of so many noughts."""
    return None if value is None else value * Decimal(10) ** exponent


def add_half(
    text: str, end: int, value: Decimal | None, grammar: Grammar, *, of: int = 0
) -> tuple[Decimal | None, int]:
    """The value with the half that may follow it, and where that ends: "two and a half", "un an et demi".

    The half is `of` a magnitude; else of the noughts that the value ends with, from a million on.
    """
    half = grammar.plus_half.match(text, end)
    if not half or value is None:
        return value, half.end() if half else end
    if not of:
        of = next((size for size in (10**9, 10**6) if value >= size and value % size == 0), 1)
    return value + Decimal(of) / 2, half.end()
