"""Finding the numbers of a paragraph: where each stands with its unit, what it is worth, of what kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from bot.extract.units import (
    BIG,
    GLUED,
    MEASURES,
    NAMING,
    PERCENTS,
    SIGNS,
    Grammar,
    pick_language,
    power,
    read_grammar,
)
from bot.extract.words import gather
from bot.model import Span

_PREFIX = re.compile(
    r"((?:US|C|A|CA|AU|NZ|HK|S|R)?[$€£¥₹₽₩₦₴₺₪]|(?:USD|EUR|GBP|CHF|PLN|Rs\.?|INR|CAD|AUD)[ "
    r"\u00a0])[ \u00a0]?$"
)
_PERCENT = re.compile(rf"[ \u00a0\u202f-]?({'|'.join(PERCENTS)})(?!\w)", re.IGNORECASE)
_GLUED = re.compile(r"(k|mn|mm|m|bn|b|tn|trn)(?!\w)", re.IGNORECASE)
_TIME_AFTER = re.compile(
    r"(?::|h)\d\d|[ \u00a0]?(?:am|pm|a\.m\.|p\.m\.|AM|PM|[Uu]hr|o['’]clock|GMT|UTC|heures? "
    r"du)(?!\w)|\.\d\d Uhr|h(?!\w)"
)
_TIME_BEFORE = re.compile(r"\d:$|(?:godz\.|godzinie|o godz\.)[ \u00a0]$", re.IGNORECASE)
_AGE_AFTER = re.compile(
    r"[- ]year[s]?[- ]old|[- ]?jährig| Jahre alt|[- ]letni|[- ]latk|[- ]річн|[- ]летн|[- ]jarige| "
    r"años de edad"
    r"| anni fa|, (?:of|from) [A-Z]",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"(?:\baged?|\bage of|im Alter von|\bw wieku|âgée?s? de|\bà l['’]âge de|\bde|\bleeftijd van)[ \u00a0]$",
    re.IGNORECASE,
)
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th|ème|e|er|º|ª|-й|-го|\.)(?!\w)")
_ORDINAL_BEFORE = re.compile(r"(?:[#№@]|\b(?:No|Nos|Nr|n°|núm|numer|nr)\.? ?|\bNumber |\bnumber )$")
_PHONE = re.compile(r"[-/ ]?\d{3,}|\)[ -]\d{3}")
_RANGE = re.compile(r"[ ]?[-–—][ ]?|[ ](?:to|bis|à|do|a|or|and|und)[ ]$")
_RATIO = re.compile(r"[ ](?:in|out of|of every|von|na|sur)[ ]$")
_LIST_ITEM = re.compile(r"[.)](?:\s|$)")
_CAPITAL_BEFORE = re.compile(r"([^\W\d_][\w'’]*)[ \u00a0]$")
_CLOSED = gather(
    """the a an in on at by for from with about over under some only nearly almost around more less
    than to of and but or after before between another all these those its his her their our my your
    when while if as up just last next past first every each that this it he she they we there since
    within until like least most plus police officials is was are were has have had will would
    nearly roughly approximately among now today yesterday so"""
)
_NAMING = gather(
    "Flight Boeing Airbus Route Highway Interstate Article Section Chapter Game Level Phase Apollo Title"
)
_MOST_DIGITS = 18
_YEARS = range(1500, 2101)
_YEAR_DIGITS = 4
_PHONE_GROUP = 3
_LONG_NUMBER = 8
_CLOSING = frozenset('“”"»«’')
_MOST_AGE = 115
_MOST_DAYS = 31
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `span` (with its unit); `bare` is the offset of the numeral itself.

    `kind` is money, percent, measure, duration, count, ratio or range, or, hardly ever news: age,
    year, date, time, ordinal, score, name. `spelled` tells words from digits.
    """

    span: Span
    bare: int
    value: Decimal | None
    unit: str
    kind: str
    spelled: bool


def find_numbers(paragraph: Span, language: str) -> list[Number]:
    """All numbers of a paragraph in order of place; spans never overlap."""
    grammar = read_grammar(language)
    lang = pick_language(language)
    text = paragraph.text
    found = [_read_digits(text, match, grammar, lang) for match in grammar.numeral.finditer(text)]
    if grammar.word:
        found += [_read_words(text, match, grammar) for match in grammar.word.finditer(text)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda each: (each.bare, each.span.start)):
        if kept and number.span.start < kept[-1].span.end:
            continue
        if kept and (joined := _join(text, kept[-1], number)):
            kept[-1] = joined
            continue
        kept.append(number)
    return [_place(number, paragraph) for number in kept]


def _place(number: Number, paragraph: Span) -> Number:
    span = number.span
    return replace(
        number,
        span=Span(span.start + paragraph.start, span.end + paragraph.start, span.text),
        bare=number.bare + paragraph.start,
    )


def _make(
    text: str, start: int, end: int, bare: int, value: Decimal | None, unit: str, kind: str, *, spelled: bool
) -> Number:
    return Number(Span(start, end, text[start:end]), bare, value, unit, kind, spelled)


def _read_digits(text: str, match: re.Match[str], grammar: Grammar, lang: str) -> Number:
    start, end = match.span()
    raw = match.group()
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    value = _parse(raw, grammar)
    money = _PREFIX.search(before)
    kind = "" if money else _judge_context(raw, before, after, grammar)
    if kind:
        tail = _ORDINAL_AFTER.match(after) if kind == "ordinal" else None
        return _make(text, start, end + (tail.end() if tail else 0), start, value, "", kind, spelled=False)
    head, unit, kind = start, "", "count"
    value, end = _read_scale(text, end, value, grammar, money=bool(money))
    if money:
        head = start - len(money.group())
        sign = money.group(1).strip()
        return _make(text, head, end, start, value, _name_sign(sign), "money", spelled=False)
    scaled = end != match.end()
    unit, kind, end = _read_unit(text, end, grammar)
    if kind == "count" and not scaled:
        kind = _judge_plain(text, start, end, raw, lang)
    return _make(text, head, end, start, value, unit, kind, spelled=False)


def _parse(raw: str, grammar: Grammar) -> Decimal | None:
    plain = re.sub(r"[.\s'’]", "", raw).replace(",", ".") if grammar.comma else raw.replace(",", "")
    if len(plain) > _MOST_DIGITS:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _name_sign(sign: str) -> str:
    if sign in {"US$", "USD"}:
        return "USD"
    return SIGNS.get(sign, sign)


def _judge_context(raw: str, before: str, after: str, grammar: Grammar) -> str:
    """Kinds that the neighbours decide before any unit is read; "" where they say nothing."""
    short = raw.isdigit() and int(raw[:5]) <= _MOST_DAYS
    last = before[-1:]
    hyphened = last in "-‑" and before[-2:-1].isalpha() and _capital_word(before[:-1])
    decade = re.match(r"(?:['’]?s|er)(?!\w)", after) and raw.endswith("0") and raw.isdigit()
    if last.isalpha() or hyphened or len(raw) > _MOST_DIGITS:
        return "name"
    if _TIME_AFTER.match(after) or _TIME_BEFORE.search(before):
        return "time"
    if re.match(r"/\d", after) or re.search(r"\d[/.]$", before) or re.match(r"\.\d{1,2}\.", after):
        return "date"
    if grammar.month_before.search(before) or (short and grammar.month_after.match(after)):
        return "date" if short else "year"
    if _ORDINAL_BEFORE.search(before):
        return "ordinal"
    return "year" if decade else ""


def _capital_word(before: str) -> bool:
    word = re.search(r"[\w.]+$", before)
    return bool(word and word.group()[0].isupper())


def _read_scale(
    text: str, end: int, value: Decimal | None, grammar: Grammar, *, money: bool
) -> tuple[Decimal | None, int]:
    """The value with its magnitude applied, and where the magnitude ends."""
    after = text[end : end + _WINDOW]
    glued = _GLUED.match(after)
    if glued:
        mark = glued.group(1)
        counted = bool(re.match(r" [a-z]{4,}", after[glued.end() :])) and mark == "m"
        certain = money or mark[0].isupper() or len(mark) > 1 or mark == "k"
        certain = certain or bool(grammar.currency.match(after[glued.end() :])) or counted
        if certain and mark.lower() != "mm":
            return _scale(value, GLUED[mark.lower()]), end + glued.end()
    match = grammar.scale.match(after)
    if not match:
        return value, end
    return _scale(value, grammar.scales[match.group(1).lower()]), end + match.end()


def _scale(value: Decimal | None, exponent: int) -> Decimal | None:
    return None if value is None else value * power(exponent)


def _read_unit(text: str, end: int, grammar: Grammar) -> tuple[str, str, int]:
    """Unit, kind and the end of what follows a number."""
    after = text[end : end + _WINDOW]
    if match := _PERCENT.match(after):
        return (
            (
                "%"
                if "po" not in match.group(1).lower() or "cent" in match.group(1)[-4:].lower()
                else "points"
            ),
            "percent",
            end + match.end(),
        )
    if match := grammar.currency.match(after):
        word = match.group(1)
        unit = grammar.currencies[word.lower()] if word else SIGNS.get(match.group(2), "")
        return unit, "money", end + match.end()
    if match := grammar.unit.match(after):
        kind = "measure" if MEASURES.match(match.group(1)) else "count"
        return match.group(1), kind, end + match.end()
    if (match := grammar.duration.match(after)) and not _AGE_AFTER.match(after):
        return match.group(1), "duration", end + match.end()
    return "", "count", end


def _judge_plain(text: str, start: int, end: int, raw: str, lang: str) -> str:
    """The kind of a bare number without magnitude or known unit."""
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    small = raw.isdigit() and int(raw[:5]) <= _MOST_AGE
    if small and _is_age(before, after):
        return "age"
    full = raw.isdigit() and len(raw) == _YEAR_DIGITS and int(raw) in _YEARS
    if full or (before[-1:] in {"'", "’"} and len(raw) * 2 == _YEAR_DIGITS):
        return "year"
    if re.match(r"[-–:]\d{1,3}(?![\d,.%\w])", after) or re.search(r"\d[-–:]$", before):
        return "score"
    if after[:1].isalpha():
        return "ordinal" if _ORDINAL_AFTER.match(after) else "name"
    counted = lang != "en" and small and re.match(r"\.\s[^\W\d_]", after)
    if counted or (_LIST_ITEM.match(after or " ") and not text[:start].strip()):
        return "ordinal"
    titled = after[:1] in _CLOSING and re.search(r"\w $", before)
    lettered = len(raw) >= _LONG_NUMBER or re.search(r"(?<!\w)[A-Z] $", before)
    phone = _PHONE.match(after) and raw.isdigit() and len(raw) >= _PHONE_GROUP
    followed = raw.isdigit() and _follows_name(text, start, lang)
    return "name" if titled or lettered or phone or followed else "count"


def _is_age(before: str, after: str) -> bool:
    if _AGE_AFTER.match(after):
        return True
    match = _AGE_BEFORE.search(before)
    if match and (match.group().strip().lower() != "de" or re.match(r" (?:ans|años)(?!\w)", after)):
        return True
    apposition = re.search(r"[A-Za-zÀ-ž.\"”’], $", before) and (
        after[:1] == "," or re.match(r"\.(?:\s|$)", after)
    )
    bracketed = before[-1:] == "(" and after[:1] == ")"
    return bool(apposition or bracketed)


def _follows_name(text: str, start: int, lang: str) -> bool:
    """Whether a capital word stands right before, inside a sentence: "Flight 370", "Boeing 737"."""
    before = text[max(0, start - _WINDOW) : start]
    if lang == "de":
        return bool(re.search(NAMING["de"] + r"[ \u00a0]$", before))
    match = _CAPITAL_BEFORE.search(before)
    if not match or not match.group(1)[0].isupper() or match.group(1).lower() in _CLOSED:
        return False
    if match.group(1) in _NAMING:
        return True
    lead = text[: start - len(match.group())].rstrip()
    return bool(lead) and lead[-1] not in '.!?:;"“”(\n„«»'


def _read_words(text: str, match: re.Match[str], grammar: Grammar) -> Number:
    start, end = match.span()
    value: Decimal | None = Decimal(_value_words(match.group(), grammar))
    if scale := grammar.scale.match(text[end : end + _WINDOW]):
        value, end = _scale(value, grammar.scales[scale.group(1).lower()]), end + scale.end()
    after = text[end : end + _WINDOW]
    if fraction := re.match(r"[- ](?:thirds?|quarters?|fifths?|halves|Drittel|Viertel)(?!\w)", after):
        return _make(text, start, end + fraction.end(), start, None, "", "ratio", spelled=True)
    if _AGE_AFTER.match(after):
        return _make(text, start, end, start, value, "", "age", spelled=True)
    if _TIME_AFTER.match(after):
        return _make(text, start, end, start, value, "", "time", spelled=True)
    unit, kind, end = _read_unit(text, end, grammar)
    return _make(text, start, end, start, value, unit, kind, spelled=True)


def _value_words(phrase: str, grammar: Grammar) -> int:
    total = current = 0
    for word in re.findall(r"[^\W\d_]+", phrase.lower()):
        if word in grammar.words:
            current += grammar.words[word]
        elif word in {"hundred", "dozen"}:
            current = (current or 1) * BIG[word]
        elif word in BIG:
            total, current = total + (current or 1) * BIG[word], 0
    return total + current


def _join(text: str, first: Number, second: Number) -> Number | None:
    """One number out of a range ("10 to 15 percent") or a ratio ("one in five"), else None."""
    between = text[first.span.end : second.span.start]
    if len(between) > len(" of every "):
        return None
    if first.kind == "count" and second.kind == "count" and not first.unit and _RATIO.fullmatch(between):
        return _make(
            text, first.span.start, second.span.end, first.bare, None, "", "ratio", spelled=first.spelled
        )
    joins = first.kind in {"count", "score"} and not first.unit and bool(second.unit)
    if joins and (_RANGE.fullmatch(between)) and not between.endswith((" and ", " und ", " or ", " a ")):
        return _make(
            text,
            first.span.start,
            second.span.end,
            first.bare,
            None,
            second.unit,
            second.kind,
            spelled=first.spelled,
        )
    return None
