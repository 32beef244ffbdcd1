"""What speaks for and against a number, by name: its place, its value, the words around it."""

from __future__ import annotations

import math
import re

from bot.extract.numbers import Number
from bot.extract.ranking.company import Company
from bot.extract.ranking.rivals import list_rival_features, read_size
from bot.extract.ranking.sighting import DULL, STEM, Setting, Sighting, name_value
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
_LOG_CAP = 13.0
_PLAIN_CAP = 7.0
_MILLION = 6
_PAIR = 2
_OPENING = 3
_DEPTH = 150.0
_FEW = 5
_HUNDRED = 100


def list_features(sighting: Sighting, index: int, setting: Setting, company: Company) -> dict[str, float]:
    """Every readable feature of a number by name; absent means 0. `index` counts the story's numbers."""
    number = sighting.number
    features = {f"kind_{number.kind}": 1.0, **_place_features(sighting, index, setting)}
    features |= _value_features(number, setting)
    features |= list_rival_features(setting.rivals, number, sighting.sentence_index)
    features |= _word_features(number, setting, company)
    if setting.title_stems:
        features |= _title_features(sighting, setting, company)
    return {name: value for name, value in features.items() if value}


def _place_features(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    number = sighting.number
    offset = number.bare - setting.start
    before = setting.text[max(0, number.span.start - 2) : number.span.start]
    first = float(sighting.sentence_index == 0)
    return {
        "first_sentence": first,
        "second_sentence": float(sighting.sentence_index == 1),
        "first_paragraph": float(sighting.paragraph_index == 0),
        "first_number": float(index == 0),
        f"first_sentence_{number.kind}": first,
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
    value = read_size(number)
    size = min(math.log10(value + 1.0), _LOG_CAP)
    lively = number.kind not in DULL
    repeated = min(setting.values[name_value(number)] - 1, 3)
    return {
        "one": float(value == 1),
        "two": float(value == _PAIR),
        "size_money": size if number.kind == "money" else 0.0,
        "size_plain": min(size, _PLAIN_CAP) if lively and number.kind != "money" else 0.0,
        "spelled": float(number.spelled),
        "spelled_few": float(number.spelled and value <= _FEW),
        "round": float(number.kind == "count" and value >= _HUNDRED and value % _HUNDRED == 0),
        "duration_short": float(number.kind == "duration" and value <= _FEW),
        "repeated": float(repeated) * (lively and value > _PAIR),
        "repeated_small": float(repeated) * (value <= _PAIR),
        "scaled": float(size >= _MILLION),
        "no_unit": float(not number.unit and number.kind == "count"),
        "no_value": float(number.value is None),
    }


def _word_features(number: Number, setting: Setting, company: Company) -> dict[str, float]:
    before, after = company.before, company.after
    words = setting.words
    shared = [min(words[word] - 1, 4) if word in words else 0 for word in company.near]
    nouns = [min(words[word] - 1, 4) if word in words else 0 for word in company.following]
    return {
        "shared_words": sum(shared) / max(1, len(shared)),
        "shared_noun": sum(nouns) / max(1, len(nouns)),
        "hedged": float(bool(_HEDGE.search(before[-20:]))),
        "ago": float(bool(_AGO.match(after))),
        "past": float(number.kind == "duration" and bool(_PAST.search(before[-12:]))),
        "rate": float(bool(_RATE.match(after))),
        "toll": float(bool(_TOLL.search(before[-24:]) or _TOLL.search(after[:24]))),
        "former": float(
            bool(_FORMER.search(before[-16:])) and not before.lower().endswith(("more than ", "less than "))
        ),
        "hyphened": float(after[:1] == "-"),
    }


def _title_features(sighting: Sighting, setting: Setting, company: Company) -> dict[str, float]:
    """How much a number's words share with the headline."""
    stems = setting.title_stems
    near = [word[:STEM] in stems for word in company.near]
    following = [word[:STEM] in stems for word in company.following]
    said = {word[:STEM] for word in find_words(sighting.sentence.text[:400])}
    return {
        "title_near": sum(near) / max(1, len(near)),
        "title_noun": sum(following) / max(1, len(following)),
        "title_any": float(any(near)),
        "title_next": float(bool(following) and following[0]),
        "title_unit": float(any(word[:STEM].lower() in stems for word in company.inside)),
        "title_sentence": len(said & stems) / max(1, len(stems)),
    }
