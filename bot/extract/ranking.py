"""Which number is the news: a linear score over features that a person can read.

The weights were fitted by softmax regression over the numbers of each article, on short and on
full-length annotated articles with equal say, and rounded; a positive weight speaks for a number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.extract.numbers import Number
from bot.extract.sentences import find_words
from bot.extract.words import gather
from bot.model import Span

DULL = frozenset({"age", "year", "date", "time", "ordinal", "score", "name"})
_HEDGE = re.compile(
    r"(?i)(?:more than|less than|fewer than|at least|up to|as many as|as much as|over|nearly|almost|"
    r"about|around|some|"
    r"roughly|an estimated|only|just|mehr als|mindestens|rund|etwa|knapp|fast|über|bis zu|insgesamt|"
    r"ponad|około|prawie|"
    r"co najmniej|plus de|environ|près de|au moins|más de|unos|casi|al menos)[ \u00a0]$"
)
_AGO = re.compile(
    r"(?i) ?(?:ago|earlier|later|before|old|previously|zuvor|später|temu|plus tard|antes|después)(?!\w)"
)
_PAST = re.compile(
    r"(?i)(?:last|past|next|first|previous|vor|letzten|nächsten|il y a|hace|in|within|after|nach|seit|for) $"
)
_RATE = re.compile(r"(?i) (?:a|an|per|each|every|pro|je|par|por) \w|/\w")
_TOLL = re.compile(
    r"(?i)(?:kill|dead|die[ds]?\b|death|injur|wound|hurt|arrest|missing|charged|jobs?\b|laid off|"
    r"victims?|toten?\b|tote\b|"
    r"verletzt|getötet|starben|opfer|festgenommen|zabit|rann|ofiar|zginę|morts?\b|bless|tué|muert|herid)"
)
_FORMER = re.compile(r"(?i)(?:from|compared (?:to|with)|down from|up from|than|gegenüber|von) $")
_STOP = gather(
    """the a an and or of in on at to for with from by as is was are were be been has have had that
    this it its his her their he she they we who which will would could said says say after before
    than more not but about into over up out der die das den dem des ein eine einen einem einer und
    oder von in im am an auf zu zum zur mit für bei nach aus ist sind war waren wurde wurden hat
    haben sich nicht auch als es er sie wird w z i na do się nie że jest le la les de du des un une
    et en dans pour par que qui est el los las y por con se una para"""
)
_SPAN = 48
_LOG_CAP = 13.0
_PLAIN_CAP = 7.0
_MILLION = 6
_PAIR = 2
_OPENING = 3
_DEPTH = 150.0
_FEW = 5
_STEM = 5
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number with what surrounds it, ready to be judged."""

    number: Number
    sentence: Span
    sentence_index: int
    paragraph_index: int
    quoted: bool
    sentence_order: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole article says about its numbers."""

    text: str
    start: int
    length: int
    words: Counter[str]
    title_words: frozenset[str]
    values: Counter[str]
    largest: Mapping[str, float]
    count: int


WEIGHTS: dict[str, float] = {
    "ago": -0.32,
    "bracketed": -1.15,
    "duration_short": -0.26,
    "first_number": 0.09,
    "first_paragraph": 0.81,
    "first_sentence": 0.7,
    "first_sentence_age": 0.2,
    "first_sentence_count": 0.24,
    "first_sentence_date": -0.54,
    "first_sentence_duration": -0.19,
    "first_sentence_measure": 0.22,
    "first_sentence_money": 0.54,
    "first_sentence_ordinal": 0.4,
    "first_sentence_percent": 1.13,
    "first_sentence_ratio": -0.09,
    "first_sentence_score": -0.07,
    "first_sentence_time": -0.43,
    "first_sentence_year": -0.72,
    "former": -1.03,
    "hedged": 0.12,
    "hyphened": -0.43,
    "kind_age": -0.78,
    "kind_count": 1.45,
    "kind_date": -1.46,
    "kind_duration": 1.27,
    "kind_measure": 0.24,
    "kind_money": 1.69,
    "kind_name": -0.24,
    "kind_percent": 0.52,
    "kind_ratio": 0.07,
    "kind_score": 0.59,
    "kind_time": -1.22,
    "kind_year": -2.09,
    "largest": -0.08,
    "no_unit": -0.29,
    "no_value": -0.44,
    "offset": -0.37,
    "one": -1.77,
    "order": -0.27,
    "past": 0.25,
    "repeated": 0.6,
    "repeated_small": 0.07,
    "round": -0.4,
    "scaled": -0.21,
    "second_sentence": 0.31,
    "sentence_depth": 0.69,
    "sentence_order": -0.37,
    "sentence_start": 0.43,
    "share": -1.46,
    "shared_noun": 0.1,
    "shared_words": 0.08,
    "size_money": 0.14,
    "size_plain": 0.14,
    "spelled": -0.11,
    "spelled_few": -0.43,
    "title_any": 0.54,
    "title_near": 0.43,
    "title_next": 0.49,
    "title_noun": 0.45,
    "title_sentence": 1.02,
    "title_unit": 2.4,
    "toll": 0.5,
    "two": -0.07,
}


def describe_setting(text: str, start: int, end: int, title: str, sightings: Sequence[Sighting]) -> Setting:
    """Count the words and values that the features compare with."""
    words = Counter(word for word in find_words(text[start:end]) if word not in _STOP)
    largest: dict[str, float] = {}
    for sighting in sightings:
        number = sighting.number
        if number.kind not in DULL:
            largest[number.kind] = max(largest.get(number.kind, 0.0), float(number.value or 0))
    values = Counter(name_value(sighting.number) for sighting in sightings)
    title_words = frozenset(word for word in find_words(title) if word not in _STOP and not word.isdigit())
    return Setting(
        text, start, max(1, end - start), words, title_words, values, largest, max(1, len(sightings))
    )


def name_value(number: Number) -> str:
    """A key under which the same figure said twice is the same."""
    return number.span.text.lower() if number.value is None else format(number.value.normalize(), "f")


def weigh(sighting: Sighting, index: int, setting: Setting) -> float:
    """The score of one number; only differences within an article mean anything."""
    return sum(
        WEIGHTS.get(name, 0.0) * value for name, value in list_features(sighting, index, setting).items()
    )


def list_features(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """Every feature of a number by name; absent means 0."""
    number = sighting.number
    features = {f"kind_{number.kind}": 1.0, **_place_features(sighting, index, setting)}
    features |= _value_features(number, setting)
    features |= _word_features(sighting, setting)
    return {name: value for name, value in features.items() if value}


def _place_features(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    number = sighting.number
    offset = number.bare - setting.start
    before = setting.text[max(0, number.span.start - 2) : number.span.start]
    return {
        "first_sentence": float(sighting.sentence_index == 0),
        "second_sentence": float(sighting.sentence_index == 1),
        "first_paragraph": float(sighting.paragraph_index == 0),
        "first_number": float(index == 0),
        f"first_sentence_{number.kind}": float(sighting.sentence_index == 0),
        "sentence_order": float(min(sighting.sentence_order, 4)),
        "sentence_depth": min(1.0, (number.span.start - sighting.sentence.start) / _DEPTH),
        "order": math.log1p(index),
        "offset": math.log1p(offset / 100.0),
        "share": offset / setting.length,
        "sentence_start": float(number.span.start - sighting.sentence.start < _OPENING),
        "bracketed": float("(" in before or "[" in before),
        "quoted": float(sighting.quoted),
    }


def _value_features(number: Number, setting: Setting) -> dict[str, float]:
    value = abs(float(number.value or 0))
    size = min(math.log10(value + 1.0), _LOG_CAP)
    plain = number.kind not in DULL and number.kind != "money"
    repeated = setting.values[name_value(number)] - 1
    return {
        "one": float(value == 1),
        "two": float(value == _PAIR),
        "size_money": size if number.kind == "money" else 0.0,
        "size_plain": min(size, _PLAIN_CAP) if plain else 0.0,
        "spelled": float(number.spelled),
        "spelled_few": float(number.spelled and value <= _FEW),
        "round": float(value >= _HUNDRED and value % _HUNDRED == 0 and number.kind == "count"),
        "duration_short": float(number.kind == "duration" and value <= _FEW),
        "largest": float(
            number.kind not in DULL and value == setting.largest.get(number.kind) and setting.count > 1
        ),
        "repeated": min(repeated, 3) * float(number.kind not in DULL and value > _PAIR),
        "repeated_small": min(repeated, 3) * float(value <= _PAIR),
        "scaled": float(size >= _MILLION),
        "no_unit": float(not number.unit and number.kind == "count"),
        "no_value": float(number.value is None),
    }


def _word_features(sighting: Sighting, setting: Setting) -> dict[str, float]:
    span, text = sighting.number.span, setting.text
    low, high = sighting.sentence.start, sighting.sentence.end
    before, after = (
        text[max(low, span.start - _SPAN) : span.start],
        text[span.end : min(high, span.end + _SPAN)],
    )
    left = [word for word in find_words(before)[-5:] if word not in _STOP]
    right = [word for word in find_words(after)[:5] if word not in _STOP]
    near = left + right
    following = right[:2]
    stems = frozenset(word[:_STEM] for word in setting.title_words)
    return {
        "shared_words": sum(min(setting.words[word] - 1, 4) for word in near) / max(1, len(near))
        if near
        else 0.0,
        "shared_noun": sum(min(setting.words[word] - 1, 4) for word in following) / max(1, len(following)),
        "title_near": sum(word[:_STEM] in stems for word in near) / max(1, len(near)),
        "title_noun": sum(word[:_STEM] in stems for word in following) / max(1, len(following)),
        "title_any": float(any(word[:_STEM] in stems for word in near)),
        "title_next": float(bool(right) and right[0][:_STEM] in stems),
        "title_unit": float(any(word[:_STEM] in stems for word in find_words(sighting.number.unit))),
        "title_sentence": sum(word[:_STEM] in stems for word in set(find_words(sighting.sentence.text[:400])))
        / max(1, len(stems)),
        "hedged": float(bool(_HEDGE.search(before[-20:]))),
        "ago": float(bool(_AGO.match(after))),
        "past": float(bool(_PAST.search(before[-12:])) and sighting.number.kind == "duration"),
        "rate": float(bool(_RATE.match(after))),
        "toll": float(bool(_TOLL.search(before[-24:]) or _TOLL.search(after[:24]))),
        "former": float(
            bool(_FORMER.search(before[-16:])) and not before.lower().endswith(("more than ", "less than "))
        ),
        "hyphened": float(after[:1] == "-" or (sighting.number.spelled and "-" in after[:1])),
    }
