"""Dates and times as pages and people write them, in many languages, on 12 and 24 hour clocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from bot.extract.documents.calendar_names import (
    fold_name,
    list_languages,
    month_numbers,
    weekday_names,
    worded_date,
)
from bot.extract.documents.zones import find_zone, read_offset
from bot.text import primary_language

LONGEST = 160
"""No line that only tells a date is longer (characters)."""

_MONTHS = 12
_HALF_DAY = 12
_DAY = 24
_EARLIEST, _LATEST = 1800, 2200
_UPDATED = re.compile(
    r"(?:last )?(?:updated|modified|edited)|update|aktualisiert|geändert|zaktualizowan[oay]"
    r"|aktualizacja|mis(?:e)? à jour"
    r"|modifié|actualizad[oa]|actualización|aggiornat[oa]|bijgewerkt|uppdaterad|atualizad[oa]|оновлено",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:published|posted|first|originally|created|last|date|veröffentlicht|erstellt|erschienen|stand"
    r"|datum|publié"
    r"|publication|opublikowan[oay]|publikacja|utworzono|dodano|data|publicad[oa]|pubblicat[oa]"
    r"|gepubliceerd|fecha|опубліковано"
    r"|on|at|of|the|am|um|vom|den|der|uhr|godz|godzina|g|r|roku|o|w|le|la|les|à|a|el|los|las|de|del|h"
    r"|hrs|hours|ore|alle"
    r"|il|time|local|kl|om|op|date|du|en|em|às|в|о|та)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<h>[01]?\d|2[0-4])(?:(?::|\."
    r"|\s?[hH]\s?)(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d{1,6})?)?"
    r"(?!\d)(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?|\s?(?P<ap2>[ap])\.?\s?m\b\.?|\s?(?:Uhr|uhr|h)\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?<![\w+-])(?P<name>[A-Za-z]{1,4})?\s?(?P<offset>[+\-−]\d{1,2}(?::?\d{2})?)?(?!\w)")
_ISO = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<mo>\d\d)-(?P<d>\d\d)"
    r"(?:[T ](?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?P<z>Z|[+\-−]\d\d:?(?:\d\d)?)?)?(?![\d-])",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/-])\.?")
_DAY_NUMBER, _YEAR_NUMBER = re.compile(r"(?<!\d)[0-3]?\d(?!\d)"), re.compile(r"(?<!\d)\d{4}(?!\d)")
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"[\s,.:;|/·•()\[\]\-–—―~’'\u200b]+")


FoundDate = tuple[int, int, date, re.Match[str] | None]
"""Start, end, the day, and the match of an ISO date, whose time is in it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time found in a line: `at` is aware, `has_time` False for a bare date (midnight).

    `updated` tells that the line calls it the time of a change; `rest` is what else the line says.
    """

    at: datetime
    has_time: bool
    updated: bool
    rest: str


def read_dateline(line: str, *, language: str, zone: tzinfo) -> list[Moment]:
    """The moments that a line tells, in order; `zone` is for times without one of their own.

    Empty where the line holds no full date (day, month, year) or is longer than `LONGEST`.
    A date such as 12/08/2023 that may be read two ways is not guessed.
    """
    if len(line) > LONGEST or not _DIGIT.search(line):
        return []
    dates = _find_dates(line, language)
    moments = []
    for index, (start, end, day, iso) in enumerate(dates):
        # A time may stand before its date ("8:03 PM EST, December 8"), so the first date takes what leads it.
        left = 0 if index == 0 else dates[index - 1][1]
        right = dates[index + 1][0] if index + 1 < len(dates) else len(line)
        before, after = line[left:start], line[end:right]
        if index:
            before = _after_first_label(before)
        if index + 1 < len(dates) and (label := _UPDATED.search(after)):
            after = after[: label.start()]
        moments.append(_build_moment(day, iso, before, after, language, zone))
    return [moment for moment in moments if moment]


def _after_first_label(text: str) -> str:
    label = _UPDATED.search(text)
    return text[label.start() :] if label else ""


def _build_moment(
    day: date, iso: re.Match[str] | None, before: str, after: str, language: str, zone: tzinfo
) -> Moment | None:
    updated = bool(_UPDATED.search(before))
    if iso and iso["h"]:
        try:
            clock = time(int(iso["h"]), int(iso["m"]), int(iso["s"] or 0))
        except ValueError:
            return None
        own: tzinfo | None = (
            read_offset(iso["z"].replace("Z", "+00").replace("z", "+00")) if iso["z"] else None
        )
        own, after = (own, after) if own else _take_zone(after, day, zone)
        rest = f"{before} {after}"
        return Moment(datetime.combine(day, clock, own or zone), True, updated, _leftover(rest, language))
    for text, other in ((after, before), (before, after)):
        match = _CLOCK.search(text)
        if match and (clock_time := _read_clock(match)) is not None:
            own, tail = _take_zone(text[match.end() :], day, zone)
            rest = f"{other} {text[: match.start()]} {tail}"
            return Moment(
                datetime.combine(day, clock_time, own or zone), True, updated, _leftover(rest, language)
            )
    return Moment(
        datetime.combine(day, time(), zone), False, updated, _leftover(f"{before} {after}", language)
    )


def _read_clock(match: re.Match[str]) -> time | None:
    hour, minute, second = int(match["h"]), int(match["m"] or 0), int(match["s"] or 0)
    half = (match["ap"] or match["ap2"] or "").lower()
    if half:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, second) if hour < _DAY else None


def _take_zone(text: str, day: date, local: tzinfo) -> tuple[tzinfo | None, str]:
    """The zone that directly follows a time, and what stands behind it."""
    lead = len(text) - len(text.lstrip(" \t\u00a0,("))
    if text[lead : lead + 3].casefold() == "uhr":
        lead += 3
        lead += len(text[lead:]) - len(text[lead:].lstrip(" \t\u00a0,("))
    match = _ZONE.match(text, lead)
    if not match or not match.group().strip():
        return None, text
    name, offset = (match["name"] or "").casefold(), match["offset"]
    if offset and name in {"", "gmt", "utc"} and (own := read_offset(offset)):
        return own, text[match.end() :]
    found = find_zone(name, day, local)
    return (found, text[match.end("name") :]) if found else (None, text)


def _find_dates(line: str, language: str) -> list[FoundDate]:
    dates: list[FoundDate] = [
        (match.start(), match.end(), day, match)
        for match in _ISO.finditer(line)
        if (day := _date(int(match["y"]), int(match["mo"]), int(match["d"])))
    ]
    return dates or _find_worded(line, language) or _find_numeric(line, language)


def _find_worded(line: str, language: str) -> list[FoundDate]:
    """Dates whose month is a word, of the article's own language or else of any."""
    if not _DAY_NUMBER.search(line) or not _YEAR_NUMBER.search(line):
        return []
    languages = list_languages(primary_language(language))
    return _find_months(line, languages[:1]) or _find_months(line, languages)


def _find_months(line: str, languages: tuple[str, ...]) -> list[FoundDate]:
    months = month_numbers(languages)
    return [
        (match.start(), match.end(), day, None)
        for match in worded_date(languages).finditer(line)
        if (
            day := _date(
                int(match["y1"] or match["y2"]),
                months[fold_name(match["m1"] or match["m2"])],
                int(match["d1"] or match["d2"]),
            )
        )
    ]


def _find_numeric(line: str, language: str) -> list[FoundDate]:
    return [
        (match.start(), match.end(), day, None)
        for match in _NUMERIC.finditer(line)
        if (day := _numeric_date(match, language))
    ]


def _numeric_date(match: re.Match[str], language: str) -> date | None:
    first, second, third = (int(match[number]) for number in (1, 3, 4))
    if match[1][3:]:
        return _date(first, second, third)
    if match[1][2:] or (not match[4][2:] and match[2] != "."):
        return None
    year = third if match[4][2:] else 2000 + third
    american = language.casefold().replace("_", "-").startswith("en-us")
    if (
        match[2] == "/"
        and primary_language(language) == "en"
        and max(first, second) <= _MONTHS
        and first != second
    ):
        if "-" not in language.replace("_", "-"):
            return None
        return _date(year, first, second) if american else _date(year, second, first)
    if match[2] == "/" and second > _MONTHS:
        return _date(year, first, second)
    return _date(year, second, first)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None


def _leftover(text: str, language: str) -> str:
    """What a line says beside its date: without labels, weekdays and small words of dates."""
    weekdays = weekday_names(primary_language(language))
    text = _UPDATED.sub(" ", text)
    words = [word for word in _BETWEEN.split(text) if word]
    kept = [word for word in words if not _FILLER.fullmatch(word) and fold_name(word) not in weekdays]
    return " ".join(kept)
