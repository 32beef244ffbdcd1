"""Which numbers of a story are the one that its headline carries: as much, and of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.extract.counted import are_same, read_counted
from bot.extract.numbers import Number, find_numbers, name_time
from bot.extract.numbers.grammar import read_grammar
from bot.extract.ranking import DULL, Sighting
from bot.extract.ranking.slot import read_hedge
from bot.model import Span

_FOLLOWING = re.compile(r"[ \u00a0-](?:(?:[Mm]ore|[Ss]traight|[Ff]ull) )?([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_ONE, _OPEN, _NEAR = 1, "__", 70
_SMALL, _ROOT = 12, 3
"""A small number counts many things in one story; so many letters tell what."""
_HYPHENS = frozenset("-‑")


class Wanted(NamedTuple):
    """The numbers that the headline carries, and those that are as much, but of something else.

    `unsure` where only such are there, so that the story does not say for sure what the headline's is of.
    """

    same: frozenset[int] = frozenset()
    other: frozenset[int] = frozenset()
    unsure: bool = False


def find_wanted(headline: str, language: str, sightings: Sequence[Sighting], text: str) -> Wanted:
    """Which of a story's numbers its headline carries, by index; `text` is the whole story's.

    None where the headline's own number is left open, "____".
    """
    if _OPEN in headline:
        return Wanted()
    names = {each.number.value for each in sightings if each.number.kind == "name"} - {None}
    others: set[int] = set()
    unsure = False
    for number in sorted(find_numbers(Span(0, len(headline), headline), language), key=_rank_title):
        if number.kind in DULL or (number.value is not None and number.value <= _ONE):
            continue
        if number.value in names and number.kind == "count" and not number.unit:
            continue  # "PlayStation 3 unveiled": what is a name in the story is one in its headline.
        timed = _may_be_time(number, headline, language)
        equal = _list_equal(number, headline, sightings)
        lasting = {each for each in equal if _may_last(number, sightings[each].number, timed=timed)}
        same = {each for each in lasting if _counts_same(number, headline, sightings[each], text, language)}
        same = {index for index in same if sightings[index].number.value is not None} or same
        if language == "en":
            others |= equal - same
            unsure = unsure or same != lasting
        if same:
            return Wanted(frozenset(same), frozenset(others))
    return Wanted(other=frozenset(others), unsure=unsure)


def _list_equal(number: Number, headline: str, sightings: Sequence[Sighting]) -> set[int]:
    """The numbers that are worth as much, or a range that ends with it."""
    hedge = read_hedge(headline[: number.span.start])
    return {
        index
        for index, sighting in enumerate(sightings)
        if _is_same(number, sighting.number) or _is_end(number, hedge, sighting.number)
    }


def _may_last(number: Number, other: Number, *, timed: bool) -> bool:
    """Whether both are lengths of time, or neither: "in drei Jahren" is not "3 offers", nor "drei Tage"."""
    if number.kind == "duration":
        return other.kind == "duration" and name_time(number.unit) == name_time(other.unit)
    return timed or other.kind != "duration"


def _may_be_time(number: Number, headline: str, language: str) -> bool:
    """Whether a number of the headline may be a length of time, as "4 Months" is and "90 jobs" is not."""
    if number.kind == "duration":
        return True
    rest = headline[number.span.end if not number.unit else number.span.end - len(number.unit) - 1 :]
    following = _FOLLOWING.match(rest)
    return not following or bool(read_grammar(language).duration.match(" " + following.group(1).lower()))


def _rank_title(number: Number) -> int:
    return {"money": 0, "percent": 1}.get(number.kind, 2)


def _is_same(first: Number, second: Number) -> bool:
    if first.value is None or second.value is None:
        alike = first.span.text.lower() == second.span.text.lower()
        return alike or (first.ends == second.ends and None not in first.ends and _agree(first, second))
    return first.value == second.value and _agree(first, second) and second.kind not in DULL


def _is_end(number: Number, hedge: str, other: Number) -> bool:
    """Whether a range ends with the headline's number: "up to 20", "between 10 and 20"."""
    if number.value is None or other.value is not None or not _agree(number, other):
        return False
    low, high = other.ends
    if hedge in {"least", "most"}:
        return number.value == (high if hedge == "most" else low)
    return number.value in {low, high}


def _agree(first: Number, second: Number) -> bool:
    special = {"money", "percent"}
    return first.kind == second.kind or not special & {first.kind, second.kind}


def _counts_same(number: Number, headline: str, sighting: Sighting, text: str, language: str) -> bool:
    """Whether a number of the story counts what the headline's does, as far as their words tell."""
    other, sentence = sighting.number, sighting.sentence
    if number.kind != "count" or other.kind in {"money", "percent"}:
        return True
    if language != "en":
        # "Four professors" are not "four years", nor four boats.
        small = other.kind == "count" and number.value is not None and number.value <= _SMALL
        told = small and number.unit and other.unit
        return not told or number.unit[:_ROOT].lower() == other.unit[:_ROOT].lower()
    end = min(sentence.end, other.span.end + _NEAR)
    if text[other.span.end : other.span.end + 1] in _HYPHENS and (
        word := _WORD.match(text, other.span.end + 1)
    ):
        counted = read_counted(f" {word.group()}s")
    else:
        counted = read_counted(text[_cut_unit(other) : end], before=text[sentence.start : other.span.start])
    title = read_counted(headline[_cut_unit(number) :], before=headline[: number.span.start])
    return are_same(title, counted, headline, sentence.text, other.value)


def _cut_unit(number: Number) -> int:
    """Where a number ends without its unit."""
    return number.span.end - (len(number.unit) + 1 if number.unit else 0)
