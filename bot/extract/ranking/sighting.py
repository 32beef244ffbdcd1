"""A number as the ranking sees it: where it stands, and what the whole article says about its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.extract.numbers import Number
from bot.extract.ranking.fillers import FILLERS
from bot.extract.ranking.nearness import measure_nearness
from bot.extract.ranking.rivals import Rivals, read_rivals, read_size
from bot.extract.ranking.slot import Slot, read_slot
from bot.extract.sentences import find_words
from bot.extract.tally import count_words
from bot.model import Span

DULL = frozenset({"age", "year", "date", "time", "ordinal", "score", "name"})
"""Kinds of numbers that are hardly ever the news."""


@dataclass(slots=True)
class Sighting:
    """A number with what surrounds it, ready to be judged.

    `paragraph_index` counts within the story, as does `sentence_index`, in which later paragraphs without
    numbers are one sentence each; `sentence_order` counts the numbers of its sentence before it; `quoted`
    tells that somebody is quoted with it.
    """

    number: Number
    sentence: Span
    sentence_index: int
    paragraph_index: int
    quoted: bool
    sentence_order: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article says about its numbers; `slot` is the headline's open number, if it has one.

    `nearness` is how near its words stand to each number;
    `title_stems` are the beginnings of the headline's words; `keys` and `sizes` are the numbers' values as
    text and without their signs, in order; `rivals` compares them.
    """

    text: str
    start: int
    length: int
    words: Mapping[str, int]
    title_stems: frozenset[str]
    values: Counter[str]
    keys: Sequence[str]
    sizes: Sequence[float]
    rivals: Rivals
    slot: Slot | None
    nearness: Sequence[Mapping[str, float]]


STEM = 5
"""Letters that are taken for a headline's word, whatever its ending."""


def describe_setting(text: str, start: int, end: int, title: str, sightings: Sequence[Sighting]) -> Setting:
    """Count the words and values that the features compare with."""
    slot = read_slot(title)
    title_words = [word for word in find_words(title) if word not in FILLERS and not word.isdigit()]
    keys = [name_value(each.number) for each in sightings]
    sizes = [read_size(each.number) for each in sightings]
    return Setting(
        text,
        start,
        max(1, end - start),
        count_words(text, start, end).words,
        frozenset(word[:STEM] for word in title_words),
        Counter(keys),
        keys,
        sizes,
        read_rivals(
            [(each.number, size, each.sentence_index) for each, size in zip(sightings, sizes, strict=True)],
            DULL,
        ),
        slot,
        measure_nearness(slot, sightings, text) if slot else (),
    )


def name_value(number: Number) -> str:
    """A key under which the same figure said twice is the same."""
    return number.span.text.lower() if number.value is None else _write(number.value)


@lru_cache(maxsize=1024)  # asked for by the setting, by the features and by the order of the figures
def _write(value: Decimal) -> str:
    return format(value.normalize(), "f")
