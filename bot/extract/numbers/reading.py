"""Finding the numbers of a paragraph: where each stands with its unit, what it is worth, of what kind."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal, InvalidOperation

from bot.extract.numbers.grammar import GLUED, SIGNS, Grammar, read_grammar
from bot.extract.numbers.joining import join
from bot.extract.numbers.kinds import WINDOW, is_running, is_weight, judge_context, judge_plain, judge_years
from bot.extract.numbers.number import Number
from bot.extract.numbers.spelled import read_words
from bot.extract.numbers.units import add_half, read_noun, read_unit, scale_up
from bot.model import Span

_HALVES = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_SEPARATORS = re.compile(r"[.\s'’\u00a0\u202f]")
_GROUPING = re.compile("[, \u00a0\u202f'’]")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+")
_STRAY_POINT = re.compile(r"\d+\.\d{1,2}")
_PACKED = re.compile("[ \u00a0\u202f]?(k|K|M|Md|Mds|Mrd)€(?!\\w)")
_COUNTED = re.compile(
    r" (?!(?:wide|long|tall|deep|high|away|below|above|from|north|south|east|west|apart|across|down|ahead|"
    r"behind|back|under|over|into|with|through|freestyle|butterfly|backstroke|breaststroke|medley|relay|hurdles?|"
    r"hurdler|sprint|sprinter|dash|race|races|final|heats?|runner|swimmer|champion|title|walk|swim|drop|fall|"
    r"climb|descent|radius|stretch|section|wave|waves|ship|boat|yacht|tower|wall|when|while|after|before|between|"
    r"along|around|beneath|thick|underwater|offshore|inland|upstream|downstream|square)(?!\w))"
    r"(?:[a-z]{4,}|(?:new|old|job|car|tax|oil|gas|extra) [a-z]{3,})"
)
"""What millions may be of, where "m" may be metres, too: "4m viewers", "300m wide"."""
_RACE = re.compile(
    r"[ -](?:(?:fun|charity|road|city|annual) )?(?:race|run|walk|swim|ski|course|runner|time|record)(?!\w)"
)
"""What "10K" is the length of."""
_NEGATIVE = re.compile(r"(?:^|[\s(])[-−]$|(?:^|\s)minus $", re.IGNORECASE)
_BELOW = re.compile(r"(?<=[^\W\d_][ \u00a0])–$")
"""A long dash that is a minus within a sentence: "do –3 stopni"."""
_MINUS = frozenset("-−–")
_BETWEEN = "-− \u00a0\u202f"
_MONEY_ENDS = frozenset(string.ascii_uppercase + "$€£¥₹₽₩₦₴₺₪₫₱฿₿r.s")
"""Characters that a sign or code of money before a number ends with."""
_PUNCTUATION = frozenset('.,;:!?)\n"”’“»«…]')
_MOST_DIGITS = 18
_METRES = 1000
_LONGEST_PRONOUN = 3


def list_heads(language: str) -> AbstractSet[str]:
    """The letters that number words begin with: "twenty" of "twenty-one", "dix" of "dix-sept"."""
    return read_grammar(language).heads.keys()


def list_roots(heads: AbstractSet[str], language: str) -> list[str]:
    """How the number words begin that a story may have; `heads` are those of `list_heads` in it."""
    roots = read_grammar(language).heads
    return sorted(set().union(*(roots[head] for head in heads)))


def find_numbers(paragraph: Span, language: str, roots: Sequence[str] | None = None) -> list[Number]:
    """All numbers of a paragraph in order of place; spans never overlap.

    No number word begins otherwise than with one of `roots`, where that is known.
    """
    grammar = read_grammar(language)
    text = paragraph.text
    found = [_read_digits(text, match, grammar) for match in grammar.numeral.finditer(text)]
    lowered = text.lower()
    spelled = _find_words(text, lowered, grammar, roots)
    found += [read_words(text, one, grammar) for one in spelled if not _is_pronoun(text, one, grammar)]
    for hint in grammar.words.fraction_hints:
        if hint in lowered:
            found += [_read_fraction(text, match) for match in grammar.fraction.finditer(text)]
            break
    if not found:
        return []
    kept: list[Number] = []
    for number in sorted(found, key=_place) if len(found) > 1 else found:
        if kept and number.span.start < kept[-1].span.end:
            continue
        if kept and (joined := join(text, kept[-1], number, grammar)):
            kept[-1] = joined
            continue
        kept.append(number)
    if base := paragraph.start:
        for number in kept:
            span = number.span
            number.span = Span(span.start + base, span.end + base, span.text)
            number.bare += base
    return kept


def _find_words(
    text: str, lowered: str, grammar: Grammar, roots: Sequence[str] | None
) -> Iterator[re.Match[str]]:
    """Number words in a row, in order. Their places are looked up as plain text, a tenth of a scan's work."""
    if len(lowered) != len(text):
        yield from grammar.word.finditer(text)
        return
    places = []
    for root in grammar.roots if roots is None else roots:
        at = lowered.find(root)
        while at >= 0:
            if not at or not lowered[at - 1].isalnum():
                places.append(at)
            at = lowered.find(root, at + 1)
    end = 0
    for at in sorted(places):
        if at >= end and (match := grammar.word.match(text, at)):
            end = match.end()
            yield match


def _is_pronoun(text: str, match: re.Match[str], grammar: Grammar) -> bool:
    if not grammar.words.pronouns or match.end() - match.start() > _LONGEST_PRONOUN:
        return False
    around = grammar.pronoun.finditer(text, max(0, match.start() - WINDOW), match.end() + WINDOW)
    return any(one.start(1) == match.start() for one in around)


def _place(number: Number) -> tuple[int, int]:
    return number.span.start, -number.span.end


def _read_digits(text: str, match: re.Match[str], grammar: Grammar) -> Number:
    start, end = match.span()
    raw = match.group()
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    money = grammar.money_before.search(before) if before.rstrip(_BETWEEN)[-1:] in _MONEY_ENDS else None
    kind = "" if money else judge_context(raw, before, after, grammar)
    if kind:
        tail = grammar.ordinal.match(after) if kind == "ordinal" else None
        stop = end + (tail.end() if tail else 0)
        return Number(Span(start, stop, text[start:stop]), start, parse(raw, grammar), "", kind, False)
    value, end = _read_scale(text, end, parse(raw, grammar), grammar, money=bool(money))
    value, end = add_half(text, end, value, grammar)
    head = start
    if money:
        head, unit, kind = start - len(money.group()), _name_sign(money), "money"
    else:
        scaled = end != match.end()
        unit, kind, end = _read_tail(text, match.end(), end, grammar)
        if kind == "duration":
            value, end = add_half(text, end, value, grammar)
            kind = judge_years(raw, unit, before, text[end : end + WINDOW], grammar)
        if unit == "GBP" and is_weight(text, start, end, value):
            unit, kind = "pounds", "measure"
        if kind == "count" and not scaled:
            kind = judge_plain(text, start, end if unit else match.end(), raw, grammar)
        if kind == "count" and not unit:
            unit, end = read_noun(text, end, grammar)
            # In a language that we do not know the next word may be a magnitude.
            value = value if grammar.words.point else None
        elif kind == "ordinal" and (tail := grammar.ordinal.match(text, end)):
            end = tail.end()
    signed = before[-1:] in _MINUS or before[-2:-1] in {"s", "S"}
    negative = _BELOW if before[-1:] == "–" and kind != "count" else _NEGATIVE
    if signed and kind in {"measure", "percent", "count"} and (minus := negative.search(before)):
        head, value = start - len(minus.group().lstrip(" (\n\t")), None if value is None else -value
    return Number(Span(head, end, text[head:end]), start, value, unit, kind, False)


def _read_tail(text: str, behind: int, end: int, grammar: Grammar) -> tuple[str, str, int]:
    """Unit, kind and end of a number whose digits end at `behind`.

    A single piece of money written large makes a name of it: "the rapper 50 Cent".
    """
    if end == len(text) or text[end] in _PUNCTUATION:
        return "", "count", end
    unit, kind, end = read_unit(text, end, grammar)
    if kind != "money" or grammar.code != "en":
        return unit, kind, end
    word = text[behind:end].lstrip(" -")
    large = word[:1].isupper() and word[1:].islower() and word[-1] != "s" and unit != "BTC"
    return ("", "name", end) if large and is_running(text) else (unit, kind, end)


def parse(raw: str, grammar: Grammar) -> Decimal | None:
    """What digits are worth; None where they are too many to be a quantity."""
    half = _HALVES.get(raw[-1:], Decimal(0))
    plain = raw.rstrip("½¼¾")
    if not grammar.comma:
        plain = _GROUPING.sub("", plain)
    elif not _STRAY_POINT.fullmatch(plain):
        grouped = grammar.code == "es" and _GROUPS.fullmatch(plain)
        plain = plain.replace(",", "") if grouped else _SEPARATORS.sub("", plain).replace(",", ".")
    if len(plain) > _MOST_DIGITS:
        return None
    try:
        return Decimal(plain) + half
    except InvalidOperation:
        return None


def _name_sign(money: re.Match[str]) -> str:
    sign = (money.group(1) or money.group(2)).strip()
    return SIGNS.get(sign, sign)


def _read_scale(
    text: str, end: int, value: Decimal | None, grammar: Grammar, *, money: bool
) -> tuple[Decimal | None, int]:
    """The value with its magnitude applied, and where the magnitude ends."""
    if text[end : end + 1].isalpha() and (glued := grammar.glued.match(text, end)):
        mark, stop = glued.group(1), glued.end()
        if mark in "kK" and not money and _RACE.match(text, stop):
            return value, end
        certain = money or mark[0].isupper() or len(mark) > 1 or mark == "k"
        certain = certain or bool(grammar.currency.match(text, stop))
        few = value is not None and value < _METRES
        certain = certain or (mark == "m" and few and bool(_COUNTED.match(text, stop)) and not grammar.comma)
        named = text[end - 1] == "3" and mark == "M" and not money and not text[end - 2 : end - 1].isdigit()
        certain = certain and not (named and not grammar.plural.match(text, stop))
        if certain and mark.lower() != "mm" and (money or mark.lower() != "t"):
            return scale_up(value, GLUED[mark.lower()]), stop
    if match := grammar.scale.match(text, end):
        return scale_up(value, grammar.scales[match.group(1).lower()]), match.end()
    if packed := _PACKED.match(text, end):
        return scale_up(value, GLUED[packed.group(1).lower()]), packed.end() - 1
    return value, end


def _read_fraction(text: str, match: re.Match[str]) -> Number:
    return Number(
        Span(match.start(), match.end(), text[match.start() : match.end()]),
        match.start(),
        None,
        "",
        "ratio",
        True,
    )
