"""Names of months and days in many languages, from CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from bot.text import fold_text

_LANGUAGES = ("en", "de", "pl", "fr", "es", "it", "pt", "nl", "uk", "cs", "sv", "da", "fi", "ro", "hu")


def fold_name(name: str) -> str:
    """A name of a month or day without case, accents and the stop of an abbreviation."""
    return fold_text(name).rstrip(".")


def list_languages(primary: str) -> tuple[str, ...]:
    """Those whose names of months and days are known, the article's own first."""
    try:
        Locale.parse(primary)
    except (ValueError, UnknownLocaleError, TypeError):
        return _LANGUAGES
    return (primary, *(language for language in _LANGUAGES if language != primary))


def _list_months(language: str) -> Iterator[tuple[int, str]]:
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, language).items():
                if not name.strip(".").isdigit():
                    yield number, name


@lru_cache(maxsize=64)
def month_numbers(languages: tuple[str, ...]) -> dict[str, int]:
    """Names of months, folded, to their numbers; an earlier language is right where two differ."""
    names: dict[str, int] = {}
    for language in languages:
        for number, name in _list_months(language):
            names.setdefault(fold_name(name), number)
    names.setdefault("sept", 9)
    return names


@lru_cache(maxsize=64)
def worded_date(languages: tuple[str, ...]) -> re.Pattern[str]:
    """A date with the month as a word, in either order: groups d1 m1 y1, or m2 d2 y2."""
    spellings: set[str] = set(month_numbers(languages))
    for language in languages:
        spellings.update(name.casefold().rstrip(".") for _, name in _list_months(language))
    month = "|".join(re.escape(name) for name in sorted(spellings, key=len, reverse=True))
    day = r"(?<!\d)(?P<d{0}>[0-3]?\d)(?:st|nd|rd|th|er|º|°|ª|\.|-?го)?"
    return re.compile(
        rf"{day.format(1)}\s?(?:of\s|de\s|d[’'])?\s?(?P<m1>{month})\.?,?\s(?:de\s|del\s)?(?P<y1>\d{{4}})(?!\d)"
        rf"|(?<!\w)(?P<m2>{month})\.?\s{day.format(2)},?\s(?P<y2>\d{{4}})(?!\d)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def weekday_names(primary: str) -> frozenset[str]:
    """Names of days, folded."""
    return frozenset(
        fold_name(name)
        for language in list_languages(primary)
        for width in ("wide", "abbreviated", "short")
        for name in get_day_names(width, "format", language).values()
    )
