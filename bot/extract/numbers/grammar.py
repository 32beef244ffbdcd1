"""One language's number words, compiled.

Babel knows how a locale writes a number, but it reads only a string that is one, strictly; where numbers
stand in running text, which words multiply them and what they count is what these patterns are for.
Currency signs and codes follow ISO 4217; `$` stays a bare sign: only readers know whose dollar it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.extract.numbers.languages import LANGUAGES
from bot.extract.numbers.languages.neutral import NEUTRAL
from bot.extract.numbers.words import NEVER, NumberWords
from bot.text import primary_language

BLANK = "[ \u00a0\u202f]"
GLUED = {
    "k": 3, "m": 6, "mn": 6, "mm": 6, "b": 9, "bn": 9, "md": 9, "mds": 9, "mrd": 9, "t": 12, "tn": 12,
    "trn": 12,
}  # fmt: skip
SIGNS = {
    "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "₹": "INR", "₽": "RUB", "₩": "KRW", "₦": "NGN", "₴": "UAH",
    "₺": "TRY", "₪": "ILS", "₫": "VND", "₱": "PHP", "฿": "THB", "₿": "BTC", "¢": "cent", "US$": "USD",
    "US-$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "R$": "BRL", "NT$": "TWD", "MX$": "MXN", "RM": "MYR", "Rs": "INR",
    "Rs.": "INR", "kr": "krone", "Kč": "CZK", "Ft": "HUF", "zł": "PLN",
}  # fmt: skip
_CODE = (
    "USD|EUR|GBP|CHF|PLN|JPY|CNY|RMB|CAD|AUD|NZD|SEK|NOK|DKK|ISK|CZK|HUF|RON|BGN|UAH|RUB|TRY|ILS|INR|PKR|"
    "BRL|MXN|ARS|CLP|COP|ZAR|KES|NGN|EGP|SAR|AED|QAR|KWD|KRW|IDR|THB|VND|PHP|SGD|HKD|TWD|MYR"
)
# "COP28" and "the COP 28 summit" are no Colombian pesos.
_CODE_BEFORE = _CODE.replace("COP|", "")
_SIGN_BEFORE = r"(?:(?<!\w)(?:US-?|C(?:AD?)?|AU?|NZ|HK|NT|MX|S|R))?\$|[€£¥₹₽₩₦₴₺₪₫₱฿₿]|(?<!\w)(?:RM|Rs\.?)"
_SIGN_AFTER = r"(?:US-?)?\$|[€£¥₹₽₩₦₴₺₪₫₱฿¢]|zł|Kč|kr\b|Ft\b"


class Grammar:
    """The patterns of one language; `code` is its ISO 639-1 code."""

    def __init__(self, code: str, words: NumberWords) -> None:
        self.code, self.words = code, words
        self.comma = words.point != "."
        self.scales, self.numerals, self.currencies = words.scales, words.numerals, words.currencies
        self._linked = r"(?:de |d['’]|di )?" if code in {"fr", "es", "it", "pt"} else ""
        self.word = _compile_words(words)
        self.roots = _find_roots(words.numerals)
        self.heads = _list_heads(words.numerals, self.roots)
        self.token = re.compile(_either(words.numerals), re.IGNORECASE)
        self.numeral = _compile_numeral(words.point, mixed=code == "es")
        self.scale = re.compile(rf"(?:{BLANK}|-)?({_either(words.scales)})(?!\w)", re.IGNORECASE)
        self.glued = re.compile(rf"({_either(GLUED)})(?!\w)", re.IGNORECASE)
        self._compile_money(words)
        self._compile_counted(words)
        self._compile_times(words)
        self._compile_joints(words)
        self._compile_shares(words)

    def _compile_money(self, words: NumberWords) -> None:
        """Currencies and per cent."""
        self.money_before = re.compile(
            rf"(?:({_SIGN_BEFORE})|(?<!\w)({_CODE_BEFORE}|kr\.?){BLANK}?){BLANK}?[-−]?$"
        )
        nation = f"(?:(?:{words.nations}){BLANK})?" if words.nations else ""
        self.percent = re.compile(
            rf"{BLANK}?-?(?:({words.points or NEVER})|%{BLANK}?-?({words.points or NEVER})|%|‰|"
            rf"(?:{words.percents})(?!\w))(?!\w)"
            rf"|{BLANK}?%",
            re.IGNORECASE,
        )
        self.currency = re.compile(
            rf"(?:{BLANK}|-)?{self._linked}{nation}(?:((?i:{_either(words.currencies)}))(?!\w)|({_CODE})(?!\w)|({_SIGN_AFTER})(?!\w))"
        )
        self.verbal = re.compile(
            rf"(?:{words.verbal or NEVER})"
            r"(?=[.,;:)]| \(| an? (?:year|month|week|day)| (?:in|to|from|per|for|each)(?!\w))"
        )
        self.piece = re.compile(rf"({_either(words.pieces)})(?!\w)")

    def _compile_counted(self, words: NumberWords) -> None:
        """What stands behind a number: units, things, lengths of time."""
        self.measure = re.compile(
            rf"(?:{BLANK}|-)?{self._linked}({words.measures}|°{BLANK}?[CF]?|º{BLANK}?C)(?!\w)"
            r"|([CF])(?= |[.,;])(?<=\d.)"
        )
        self.noun = re.compile(rf"{BLANK}{self._linked}({words.nouns or NEVER})(?!\w)")
        self.plural = re.compile(rf"{BLANK}({words.plural or NEVER})(?![\w'’-])")
        self.duration = re.compile(rf"(?:{BLANK}|-)({words.durations or NEVER})(?!\w)")

    def _compile_times(self, words: NumberWords) -> None:
        """Dates, hours and ages."""
        self.month_before = re.compile(rf"(?<!\w)(?:{words.months}){BLANK}$")
        self.month_after = re.compile(
            rf"(?:{words.ordinals or NEVER}|\.)?(?:{BLANK}(?:of|de))?{BLANK}(?:{words.months})(?!\w)"
        )
        self.time_before = re.compile(rf"(?<!\w)(?:{words.times_before or NEVER}){BLANK}$", re.IGNORECASE)
        self.time_after = re.compile(rf"{BLANK}?(?:{words.times_after or NEVER})(?!\w)")
        self.age_before = re.compile(rf"(?<!\w)(?:{words.ages_before or NEVER}){BLANK}$", re.IGNORECASE)
        self.age_after = re.compile(words.ages_after or NEVER, re.IGNORECASE)
        self.age_told = re.compile(rf"(?:{words.ages_told or NEVER}){BLANK}$")
        self.aged = re.compile(rf"(?<!\w)(?:{words.ages_years or NEVER}){BLANK}$", re.IGNORECASE)
        self.dated = re.compile(rf"(?:{words.year_words or NEVER})$")

    def _compile_joints(self, words: NumberWords) -> None:
        """What makes a number a name or an order, and what joins two."""
        self.ordinal = re.compile(rf"(?:{words.ordinals or NEVER})(?!\w)")
        self.naming = re.compile(rf"(?<!\w)(?:{words.naming or NEVER}){BLANK}$")
        self.pronoun = re.compile(words.pronouns or NEVER, re.IGNORECASE)
        self.range = re.compile(rf"{BLANK}?[-–—]{BLANK}?|{BLANK}(?:{words.ranges or NEVER}){BLANK}")
        opening, _, middle = words.between.partition(" ")
        self.between = re.compile(rf"(?<!\w){opening or NEVER}{BLANK}$", re.IGNORECASE)
        self.middle = re.compile(rf"{BLANK}{middle or NEVER}{BLANK}")
        self.ratio = re.compile(rf"{BLANK}(?:{words.ratios or NEVER}){BLANK}")

    def _compile_shares(self, words: NumberWords) -> None:
        """Parts, fractions and halves, and what is no exact number."""
        self.part = re.compile(rf"[- ](?:{words.parts or NEVER})(?!\w)")
        self.fraction = re.compile(rf"(?<!\w)(?:{words.fractions or NEVER})(?!\w)", re.IGNORECASE)
        self.halved = re.compile(rf"(?<!\w)(?:{words.halves or NEVER})[- \u00a0]?$", re.IGNORECASE)
        self.and_a_half = re.compile(rf"(?<!\w)(?:{words.oneandhalves or NEVER}){BLANK}$", re.IGNORECASE)
        self.plus_half = re.compile(rf"(?:{words.and_halves or NEVER})(?!\w)", re.IGNORECASE)
        self.several = re.compile(rf"(?<!\w)(?:{words.several or NEVER}){BLANK}$", re.IGNORECASE)
        self.articled = re.compile(rf"(?<!\w)(?:{words.articles or NEVER}){BLANK}$", re.IGNORECASE)


@cache
def read_grammar(language: str) -> Grammar:
    """The grammar of a language tag; where we have none, what is written alike in all."""
    primary = primary_language(language)
    return _compile(primary if primary in LANGUAGES else "")


@cache
def _compile(code: str) -> Grammar:
    return Grammar(code, LANGUAGES.get(code, NEUTRAL))


def _find_roots(words: Iterable[str]) -> list[str]:
    """The words that no other one begins with: where none of them stands, there is no word."""
    roots: list[str] = []
    for word in sorted(words):
        if not roots or not word.startswith(roots[-1]):
            roots.append(word)
    return roots


def _list_heads(words: Iterable[str], roots: Iterable[str]) -> dict[str, set[str]]:
    """The letters that number words begin with ("dix" of "dix-sept"), each with its roots."""
    heads: dict[str, set[str]] = {}
    for word in words:
        head = next((word[:at] for at, char in enumerate(word) if not char.isalpha()), word)
        heads.setdefault(head, set()).update(root for root in roots if word.startswith(root))
    return heads


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or NEVER


def _compile_numeral(point: str, *, mixed: bool) -> re.Pattern[str]:
    """Digits with their groups and decimals; `mixed` where a comma may part thousands, too (Mexico)."""
    if not point:
        grouped, decimals, single = (
            r"(?:[.,\u00a0\u202f '’]\d{3})+",
            r"(?:[.,]\d{1,2})?",
            r"\d*(?:[.,]\d{1,2})?",
        )
    elif point == ".":
        # A plain blank parts thousands only where no other number begins behind it: "12 000".
        grouped = r"(?:(?:,\d{2})*(?:[,\u00a0\u202f'’]\d{3})+|(?: 0\d\d)+)"
        decimals, single = r"(?:\.\d+)?", r"\d*(?:\.\d+)?"
    else:
        # "3.4 %" is how a point comes into a language of commas; elsewhere it makes a date or a time.
        stray = rf"\.\d{{1,2}}(?={BLANK}?(?:%|(?i:mil|mln|mld|mio|mrd|bil)))"
        grouped, decimals, single = r"(?:[.\u00a0\u202f '’]\d{3})+", r"(?:,\d+)?", rf"\d*(?:,\d+|{stray})?"
        if mixed:
            grouped = rf"(?:{grouped}|(?:,\d{{3}})+)"
    return re.compile(rf"\d(?:\d{{0,2}}{grouped}(?!\d){decimals}|{single})[½¼¾]?")


def _compile_words(words: NumberWords) -> re.Pattern[str]:
    """Number words in a row. By first letters, so that the engine can skip what begins with another."""
    joins = rf"(?:[ -]|{BLANK}(?:{words.joins}){BLANK}|-(?:{words.joins})-)" if words.joins else "[ -]"
    firsts: dict[str, list[str]] = {}
    for word in words.numerals:
        firsts.setdefault(word[0], []).append(word[1:])
    heads = "|".join(
        rf"(?<=[{first}{first.upper()}])(?:{_either(rest)})" for first, rest in sorted(firsts.items())
    )
    if not firsts:
        return re.compile(NEVER)
    letters = "".join(first + first.upper() for first in sorted(firsts))
    close = r"(?!\w)" if words.point == "." else r"(?![\w-])"
    return re.compile(
        rf"[{letters}](?<![\w-].)(?i:(?:{heads})(?!\w)(?:{joins}(?:{_either(words.numerals)})(?!\w))*){close}"
    )
