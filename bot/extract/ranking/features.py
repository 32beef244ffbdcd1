"""What speaks for and against a number, by name: its place, its value, the words around it."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from bot.extract.numbers import Number
from bot.extract.ranking.company import Company
from bot.extract.ranking.rivals import list_rival_features, read_size
from bot.extract.ranking.sighting import DULL, STEM, Setting, Sighting, name_value
from bot.extract.sentences import find_words
from bot.extract.words import gather


def _list_phrases(lines: str) -> tuple[str, ...]:
    """Phrases that stand right before a number, "at_least" with its blanks."""
    return tuple(sorted(f"{phrase.replace('_', ' ')} " for phrase in gather(lines)))


_HEDGE = _list_phrases(
    """more_than less_than fewer_than at_least up_to as_many_as as_much_as over nearly almost about around
    some roughly an_estimated only just mehr_als mindestens rund etwa knapp fast
    über bis_zu insgesamt ponad około
    prawie co_najmniej plus_de environ près_de au_moins más_de unos casi al_menos"""
)
_AGO = re.compile(
    r"(?i) ?(?:ago|earlier|later|before|old|previously|zuvor|später|temu|plus tard|antes|después)(?!\w)"
)
_PAST = _list_phrases(
    """last past next first previous vor letzten nächsten il_y_a hace in within after nach seit for"""
)
_RATE = re.compile(r"(?i) (?:a|an|per|each|every|pro|je|par|por) \w|/\w")
_TOLL = tuple(
    sorted(
        gather(
            """kill dead died dies death injur wound hurt arrest missing charged job laid victim tote verletzt
            getötet starben opfer festgenommen zabit rann ofiar zginę mort bless tué muert herid"""
        )
    )
)
_FORMER = _list_phrases("from compared_to compared_with down_from up_from than gegenüber von")
_NO_FORMER = ("more than ", "less than ")
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
    before, after = company.before[-20:].lower(), company.after
    words = setting.words
    shared = [min(count - 1, 4) if (count := words.get(word)) else 0 for word in company.near]
    nouns = [min(count - 1, 4) if (count := words.get(word)) else 0 for word in company.following]
    return {
        "shared_words": sum(shared) / max(1, len(shared)),
        "shared_noun": sum(nouns) / max(1, len(nouns)),
        "hedged": float(before.endswith(_HEDGE)),
        "ago": float(bool(_AGO.match(after))),
        "past": float(number.kind == "duration" and before.endswith(_PAST)),
        "rate": float(bool(_RATE.match(after))),
        "toll": float(any(word.startswith(_TOLL) for word in company.near)),
        "former": float(before.endswith(_FORMER) and not before.endswith(_NO_FORMER)),
        "hyphened": float(after[:1] == "-"),
    }


def _title_features(sighting: Sighting, setting: Setting, company: Company) -> dict[str, float]:
    """How much a number's words share with the headline."""
    stems = setting.title_stems
    near = [word[:STEM] in stems for word in company.near]
    following = [word[:STEM] in stems for word in company.following]
    said = _list_stems(sighting.sentence.text[:400])
    return {
        "title_near": sum(near) / max(1, len(near)),
        "title_noun": sum(following) / max(1, len(following)),
        "title_any": float(any(near)),
        "title_next": float(bool(following) and following[0]),
        "title_unit": float(any(word[:STEM].lower() in stems for word in company.inside)),
        "title_sentence": len(said & stems) / max(1, len(stems)),
    }


@lru_cache(maxsize=64)
def _list_stems(sentence: str) -> frozenset[str]:
    return frozenset([word[:STEM] for word in find_words(sentence)])
