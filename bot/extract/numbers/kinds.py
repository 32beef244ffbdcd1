"""What kind a bare numeral is, by the characters and words next to it."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.extract.numbers.grammar import Grammar

WINDOW = 40
"""Characters on each side that are looked at."""
_CLOCK = re.compile(
    r":[0-5]\d(?!\d)|[ \u00a0]?h(?:[ \u00a0]?[0-5]\d)?(?!\w)|\.[0-5]\d[ \u00a0](?:Uhr|uur|h\b)"
)
_WITHIN_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4]):$|\d[ \u00a0]?h[ \u00a0]?$")
_CLOCK_ENDS = frozenset(":h")
_DOTTED = re.compile(r"(?:[01]?\d|2[0-4])[.,][0-5]\d")
_DOTTED_CLOCK = re.compile(r"\.[0-5]\d(?![\d,.])(?!\.\d)")
_DATE_AFTER = re.compile(r"/\d|\.\d{1,2}\.(?:\d|\s|$)|-\d\d-\d\d(?!\d)")
_DATE_BEFORE = re.compile(r"\d[/.]$|\d{4}-(?:\d\d-)?$|\d\.[ \u00a0]?\d{1,2}\.[ \u00a0]?$")
_DATE_MARKS = frozenset("/.-")
_ERA = re.compile(r"[ \u00a0]?(?:AD|BCE?|CE|A\.D\.|B\.C\.)(?!\w)")
_DECADE = re.compile(r"(?:['’]?s|er|er-Jahren?|-х|-ті)(?!\w)")
_ORDINAL_BEFORE = re.compile(r"(?:[#№@]|\b(?:No|Nos|Nr|n°|nº|núm|numer|nr)\.? ?|\b[Nn]umber )$")
_ORDINAL_ENDS = frozenset("#№@.osr°ºm")
_PHONE = re.compile(r"[-/ ]?\d{3,}|\)[ -]\d{3}|(?:[ -]\d{2,4}){2,}(?![\d,.]*[ ]?%)")
_DIALLED = re.compile(r"(?<!\w)(?:\+|\(?0(?=\d))(?:[\d ()/-]{1,18}[ /-])?$")
_VERSION = re.compile(r"\.\d")
_SCORE = re.compile(r"[-–:]\d{1,3}(?![\d%\w]|[.,]\d|[ ]?%)")
_SCORE_BEFORE = re.compile(r"\d[-–:]$")
_EMERGENCY = frozenset({"911", "999", "112"})
_CALLING = re.compile(r"(?<!\w)(?:call|dial|phon|ring|rang)\w* $", re.IGNORECASE)
_CALLED = re.compile(r"[ -](?:call|dispatch|operator|emergency|line)")
_NOTHING_COUNTED = re.compile(r"[.,;:)–—]|$| (?:when|and|at the time)(?!\w)")
_WEIGHT_BEFORE = re.compile(r"(?<!\w)(?:weigh|heav|lift|bench|hoist)\w*(?: [\w-]+){0,4} $", re.IGNORECASE)
_WEIGHT_CHANGES = re.compile(
    r"(?<!\w)(?:los[et]|losing|shed|gain|put(?:ting|s)? on)\w*(?: [\w-]+){0,4} $", re.IGNORECASE
)
_WEIGHT_AFTER = re.compile(r" (?:of (?!savings|debt|cash|funding|aid|taxes)[a-z]|heavier|lighter|overweight)")
_PAID = re.compile(
    r"(?: [a-z]+)? (?:fines?|notes?|coins?|deals?|prizes?|cheques?|rewards?|bills?|fees?|charges?|prices?|"
    r"bonus|salary|budgets?|funds?|grants?|contracts?|bids?|loans?|debts?|pay(?:out|ment)?|donations?|tickets?|bets?|"
    r"house|home|mansion|question|transfer|signing|gift|jackpot|bounty|penalty|investment|rise|voucher)(?!\w)"
)
"""What money is for: "a 300-pound fine", where "a 300-pound man" is heavy."""
_HEAVIEST = 1000
"""Pounds from which on nobody loses or gains them but in money."""
_LIST_ITEM = re.compile(r"[.)](?:\s|$)")
_BLANKS = frozenset(" \u00a0")
_CAPITAL_BEFORE = re.compile(r"([^\W\d_][\w'’]*)[ \u00a0]$")
_INITIAL_BEFORE = re.compile(r"(?<!\w)[A-Z] $")
_LETTER_BEFORE = re.compile(r"(?<!\w)[B-HJ-Z] $")  # "A 7.8-magnitude quake", "I 5"
_TITLE_BEFORE = re.compile(r"\w $")
_ORDINAL_DOT = re.compile(r"\.\s[^\W\d_]")
_APPOSED = re.compile(r"[A-Za-zÀ-ž.\"”’], $")
_STOP = re.compile(r"\.(?:\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_MOST_DIGITS = 18
_YEARS = range(1500, 2101)
_DATED = re.compile(
    r"(?<!\w)(?:in|since|by|of|from|until|till|during|before|after|to|and|late|early|mid|the|this|seit|ab|bis|"
    r"von|vor|nach|anno|jahr\w*|en|depuis|dès|de|del|dal|nel|em|desde|do|van|sinds|w|od|z|roku|"
    r"у|в|з|від|до)[ \u00a0]$",
    re.IGNORECASE,
)
"""What stands before a year, so that what is counted behind it is none: "in 2019 people were"."""
_YEAR_DIGITS = 4
_PHONE_GROUP = 3
_LONG_NUMBER = 8
_CLOSING = frozenset('“”"»«’')
_MOST_AGE = 115
_LONG_TERM = 30
_OF_YEARS = re.compile(
    r" (?:de|d['’]|di|do|da|van|von|plus|più|más|mais|Haft|później|пізніше|тому|temu|fa)(?!\w)"
)
"""What follows years that are a term or a distance in time: "à 40 ans de prison"."""
_RUNNING = 400
_MOST_DAYS = 31
_MOST_HOURS = 24
_CLOCK_DIGITS = 2
_AGE_DIGITS = 3


def judge_context(raw: str, before: str, after: str, grammar: Grammar) -> str:
    """Kinds that the neighbours decide before any unit is read; "" where they say nothing."""
    last, behind = before[-1:], after[:1]
    hyphened = last in "-‑" and before[-2:-1].isalpha() and _is_capital(before[:-1])
    if last.isalpha() or hyphened or len(raw) > _MOST_DIGITS:
        return "name"
    short = len(raw) <= _CLOCK_DIGITS and raw.isdigit() and int(raw) <= _MOST_DAYS
    if behind and _is_time(raw, before, after, grammar, short=short):
        return "time"
    if _is_date(before, after):
        return "date"
    if (raw.isdigit() and grammar.month_before.search(before)) or (
        short and grammar.month_after.match(after)
    ):
        return "date" if short else "year"
    return _judge_last(raw, before, after, grammar)


def _is_date(before: str, after: str) -> bool:
    if after[:1] in "/.-" and _DATE_AFTER.match(after):
        return True
    return before.rstrip(" \u00a0")[-1:] in _DATE_MARKS and bool(_DATE_BEFORE.search(before))


def _judge_last(raw: str, before: str, after: str, grammar: Grammar) -> str:
    if before.rstrip(" ")[-1:] in _ORDINAL_ENDS and _ORDINAL_BEFORE.search(before):
        return "ordinal"
    if raw.isdigit() and len(raw) <= _AGE_DIGITS and grammar.age_before.search(before):
        return "age"
    decade = raw.endswith("0") and raw.isdigit() and _DECADE.match(after)
    return "year" if decade or _ERA.match(after) else ""


def _is_time(raw: str, before: str, after: str, grammar: Grammar, *, short: bool) -> bool:
    hour = short and int(raw) <= _MOST_HOURS
    if hour and (_CLOCK.match(after) or grammar.time_after.match(after)):
        return True
    dotted = _DOTTED.fullmatch(raw)
    if dotted and grammar.time_after.match(after):
        return True
    if dotted and ("," in raw or grammar.percent.match(after) or grammar.currency.match(after)):
        dotted = None
    if (
        len(raw) == _CLOCK_DIGITS
        and before.rstrip(" \u00a0")[-1:] in _CLOCK_ENDS
        and (_WITHIN_CLOCK.search(before))
    ):
        return True
    if before[-1:] == "." and grammar.time_after.match(after):
        return True
    clock = dotted or (hour and _DOTTED_CLOCK.match(after))
    return bool(clock and grammar.time_before.search(before))


def _is_capital(before: str) -> bool:
    word = _LAST_WORD.search(before)
    return bool(word and word.group()[0].isupper())


def judge_plain(text: str, start: int, end: int, raw: str, grammar: Grammar) -> str:
    """The kind of a bare number without magnitude or known unit."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    whole = raw.isdigit()
    small = whole and len(raw) <= _AGE_DIGITS and int(raw) <= _MOST_AGE
    if small and is_age(before, after, grammar):
        return "age"
    full = whole and len(raw) == _YEAR_DIGITS and int(raw) in _YEARS
    if full and end > start + len(raw) and not _DATED.search(before):
        return "count"
    if full or (before[-1:] in {"'", "’"} and len(raw) * 2 == _YEAR_DIGITS):
        return "year"
    scored = after[:1] in "-–:" and _SCORE.match(after)
    if scored or (whole and before[-1:] in "-–:" and _SCORE_BEFORE.search(before)):
        return "score"
    bare = end - start == len(raw)
    counted = grammar.comma and small and bare and _ORDINAL_DOT.match(after)
    if counted or (_LIST_ITEM.match(after or " ") and not text[:start].strip()):
        return "ordinal"
    return _judge_name(text, start, raw, after, grammar)


def _judge_name(text: str, start: int, raw: str, after: str, grammar: Grammar) -> str:
    before, whole = text[max(0, start - WINDOW) : start], raw.isdigit()
    if after[:1].isalpha() or (after[:1] in "-°ºª." and grammar.ordinal.match(after)):
        return "ordinal" if grammar.ordinal.match(after) else "name"
    titled = (
        after[:1] in _CLOSING and text.startswith(raw + after[:1], start) and _TITLE_BEFORE.search(before)
    )
    letter = _INITIAL_BEFORE if grammar.comma else _LETTER_BEFORE
    long = whole and (len(raw) >= _LONG_NUMBER or (raw[0] == "0" and len(raw) > 1))
    lettered = long or (before[-2:-1].isupper() and letter.search(before))
    dialled = ("+" in before or "0" in before) and _DIALLED.search(before)
    phone = whole and (dialled or (len(raw) >= _PHONE_GROUP and _PHONE.match(after)))
    calling = raw in _EMERGENCY and (_CALLING.search(before) or _CALLED.match(after))
    named = _follows_name(text, start, grammar, whole=whole)
    if titled or calling or lettered or phone or named or _opens_name(text, raw, after, grammar):
        return "name"
    return "count"


def _opens_name(text: str, raw: str, after: str, grammar: Grammar) -> bool:
    """Whether it is a version, "17.4.1", or a name begins with it, "7-Eleven"."""
    if grammar.code != "en":
        return False
    version = "." in raw and _VERSION.match(after)
    return bool(version) or (after[:1] == "-" and after[1:3].istitle() and is_running(text))


def is_running(text: str) -> bool:
    """Whether a text is no headline of capital words, so that a capital means a name."""
    words = [word for word in text[:_RUNNING].split() if word[0].isalpha()]
    return 2 * sum(word[0].islower() for word in words) > len(words)


def is_age(before: str, after: str, grammar: Grammar) -> bool:
    """Whether a small number between these is somebody's age: "aged 34", "Low, 34, said"."""
    if grammar.age_after.match(after) or grammar.age_before.search(before):
        return True
    if grammar.age_told.search(before) and _NOTHING_COUNTED.match(after):
        return True
    apposition = (
        before.endswith(", ") and _APPOSED.search(before) and (after[:1] == "," or _STOP.match(after))
    )
    bracketed = before[-1:] == "(" and after[:1] == ")"
    return bool(apposition or bracketed)


def judge_years(raw: str, unit: str, before: str, after: str, grammar: Grammar) -> str:
    """What a length of time is: a year of the calendar, "2028 року", an age, "tenía 90 años", or itself."""
    if not raw.isdigit():
        return "duration"
    if len(raw) == _YEAR_DIGITS and int(raw) in _YEARS and grammar.dated.match(unit):
        return "year"
    told = grammar.aged.search(before) if len(raw) <= _AGE_DIGITS and int(raw) <= _MOST_AGE else None
    if not told or _OF_YEARS.match(after):
        return "duration"
    weak = told.groupdict().get("weak")
    return "duration" if weak and int(raw) <= _LONG_TERM else "age"


def is_weight(text: str, start: int, end: int, value: Decimal | None) -> bool:
    """Whether pounds are no money: "a 300-pound man", "2 pounds of rice", "weighs 90 pounds"."""
    if text[start:end].endswith(("-pound", "-pounds")):
        return not _PAID.match(text, end)
    before = text[max(0, start - WINDOW) : start]
    if _WEIGHT_AFTER.match(text, end) or _WEIGHT_BEFORE.search(before):
        return True
    return bool(value is not None and value < _HEAVIEST and _WEIGHT_CHANGES.search(before))


def _follows_name(text: str, start: int, grammar: Grammar, *, whole: bool = True) -> bool:
    """Whether a number belongs to the word before it: "Flight 370", "Artikel 5", "iPhone 5".

    One with decimals only does so behind a word that always names.
    """
    before = text[max(0, start - WINDOW) : start]
    if grammar.naming.search(before):
        return True
    if grammar.code != "en" or not whole:
        return False
    if before[-1:] not in _BLANKS:
        return False
    match = _CAPITAL_BEFORE.search(before, max(0, before.rfind(" ", 0, -1)))
    if not match or not match.group(1)[0].isupper() or match.group(1).lower() in grammar.words.closed:
        return False
    lead = before[: match.start()].rstrip()[-1:]
    return bool(lead) and lead not in '.!?:;"“”(\n„«»'
