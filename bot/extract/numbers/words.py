"""What each language's file gives: the words by which numbers are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.extract.words import gather

_NONE: frozenset[str] = frozenset()
NEVER = r"(?!)"
"""A pattern that matches nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """One language's words around numbers.

    A `str` is a regular expression of whole words without anchors, "miles?|acres?"; a set holds single
    words in small letters. What a language does not need stays empty.
    """

    scales: dict[str, int]
    """Magnitudes behind a numeral, and their exponents: "million" 6."""
    numerals: dict[str, int]
    """Number words; a hundred and more multiplies what stands before it."""
    joins: str = ""
    """What stands between number words beside a blank and a hyphen: "and", "y"."""
    articles: str = ""
    """What makes a magnitude a number: "a | million"."""
    halves: str = ""
    """What makes it half of one: "half a | million"."""
    oneandhalves: str = ""
    """What makes it one and a half: "anderthalb | Millionen"."""
    and_halves: str = ""
    """What adds half of what stands before it: "two | and a half", "un million | et demi"."""
    several: str = ""
    """What makes a magnitude vague: "several | hundred"."""
    vague: frozenset[str] = field(default=_NONE)
    """Magnitudes that tell no number where they stand alone: "thousands"; singular ones of a million or
    more are so everywhere."""
    currencies: dict[str, str]
    """Words of money, and their ISO 4217 codes; what several countries use stays as it is."""
    verbal: str = ""
    """A word of money, with its blank, that is a verb too: "20,000 | won"; `verbal_unit` is its code."""
    verbal_unit: str = ""
    pieces: dict[str, str] = field(default_factory=dict)
    """Letters glued to up to three digits that mean small money: "p" of "20p"."""
    nations: str = ""
    """What may stand before them: "US", "Swiss"."""
    percents: str = ""
    points: str = ""
    """Percentage points."""
    measures: str = ""
    """Lengths, areas, weights, volumes, temperatures."""
    nouns: str = ""
    """What news counts most: people, jobs, votes."""
    plural: str = ""
    """A word right behind a number that is what it counts; empty where endings do not tell."""
    durations: str = ""
    months: str = ""
    times_before: str = ""
    times_after: str = ""
    ages_before: str = ""
    ages_after: str = ""
    """With its own blanks and commas, as ages are said in many ways: "-year-old"."""
    ages_told: str = ""
    """What stands before an age that nothing counted follows: "she was just"."""
    ages_years: str = ""
    """What stands before years that are an age: "tenía | 90 años"; in a group `weak` what also stands before
    sentences and terms, "à", which make an age from thirty-one on only."""
    year_words: str = ""
    """Words of years that make a date of four digits before them: "2028 | roku"."""
    ordinals: str = ""
    """Endings glued to a numeral: "st"."""
    ranges: str = ""
    """What stands within a range: "10 | to | 15"."""
    between: str = ""
    """What stands before and within one: "between" and "and", parted by a blank."""
    ratios: str = ""
    """What stands within a ratio: "one | in | five"."""
    fractions: str = ""
    """Fractions in words, whole: "two[- ]thirds"."""
    fraction_hints: tuple[str, ...] = ()
    """What a text must hold, in small letters, for one of them to be in it."""
    parts: str = ""
    """What makes a fraction of the number before it: "thirds", "Drittel"."""
    naming: str = ""
    """Words in front of numbers that are names: "Flight", "Artikel"."""
    pronouns: str = ""
    """A number word that stands for something and counts nothing, whole: "a new one" before a verb."""
    closed: frozenset[str] = field(default=_NONE)
    """Capital words in front of numbers that are no names: "The", "About"."""
    point: str = ","
    """What parts the whole from its decimals; empty where that is not known."""


def count_up(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    """Number words in a row, by their values; "a/b" are two forms of one."""
    found: dict[str, int] = {}
    for place, forms in enumerate(words.split()):
        found |= dict.fromkeys(forms.split("/"), start + step * place)
    return found


def add_one(tens: dict[str, int], *tails: str) -> dict[str, int]:
    """Tens with the one that is no number word by itself: "vingt" and " et un"."""
    return {ten + tail: value + 1 for ten, value in tens.items() for tail in tails if value % 10 == 0}


def name_forms(table: str) -> dict[str, str]:
    """Words to what they stand for, from lines such as "USD: dollar dollars"."""
    found: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, forms = line.strip().partition(": ")
        found |= dict.fromkeys((form.replace("_", " ").lower() for form in gather(forms)), name)
    return found
