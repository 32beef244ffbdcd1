"""What speaks for and against a number, by name: its place, its value, the words around it."""

from __future__ import annotations

import math
import re

from bot.extract.numbers import Number
from bot.extract.ranking.sighting import DULL, FILLERS, Setting, Sighting, name_value
from bot.extract.sentences import find_words

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


def list_features(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """Every readable feature of a number by name; absent means 0. `index` counts the story's numbers."""
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
    left = [word for word in find_words(before)[-5:] if word not in FILLERS]
    right = [word for word in find_words(after)[:5] if word not in FILLERS]
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
