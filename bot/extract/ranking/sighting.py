"""A number as the ranking sees it: where it stands, and what the whole article says about its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.extract.numbers import Number
from bot.extract.ranking.slot import Slot, read_slot
from bot.extract.sentences import find_words
from bot.extract.words import gather
from bot.model import Span

DULL = frozenset({"age", "year", "date", "time", "ordinal", "score", "name"})
"""Kinds of numbers that are hardly ever the news."""
FILLERS = gather(
    """the a an and or of in on at to for with from by as is was are were be been has have had that
    this it its he his her their he she they we who which will would could said says say after before
    than more not but about into over up out der die das den dem des ein eine einen einem einer und
    oder von in im am an auf zu zum zur mit für bei nach aus ist sind war waren wurde wurden hat
    haben sich nicht auch als es er sie wird w z i na do się nie że jest la le les de du des un une
    et en dans pour par que qui est el los las y por con se una para"""
)
"""Words that say nothing about what an article is about."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number with what surrounds it, ready to be judged.

    `sentence_index` and `paragraph_index` count within the story, `sentence_order` the numbers of its
    sentence before it; `quoted` tells that somebody is quoted with it.
    """

    number: Number
    sentence: Span
    sentence_index: int
    paragraph_index: int
    quoted: bool
    sentence_order: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article says about its numbers; `slot` is the headline's open number, if it has one."""

    text: str
    start: int
    length: int
    words: Counter[str]
    title_words: frozenset[str]
    values: Counter[str]
    largest: Mapping[str, float]
    count: int
    slot: Slot | None


def describe_setting(text: str, start: int, end: int, title: str, sightings: Sequence[Sighting]) -> Setting:
    """Count the words and values that the features compare with."""
    words = Counter(word for word in find_words(text[start:end]) if word not in FILLERS)
    largest: dict[str, float] = {}
    for sighting in sightings:
        number = sighting.number
        if number.kind not in DULL:
            largest[number.kind] = max(largest.get(number.kind, 0.0), float(number.value or 0))
    values = Counter(name_value(sighting.number) for sighting in sightings)
    title_words = frozenset(word for word in find_words(title) if word not in FILLERS and not word.isdigit())
    return Setting(
        text,
        start,
        max(1, end - start),
        words,
        title_words,
        values,
        largest,
        max(1, len(sightings)),
        read_slot(title),
    )


def name_value(number: Number) -> str:
    """A key under which the same figure said twice is the same."""
    return number.span.text.lower() if number.value is None else format(number.value.normalize(), "f")
