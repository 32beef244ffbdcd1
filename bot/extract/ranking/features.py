"""What speaks for and against a number, by name: its place, its value, the words around it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from bot.extract.numbers import Number
from bot.extract.ranking.company import Company
from bot.extract.ranking.phrases import HEDGES, ends_with, list_phrases
from bot.extract.ranking.rivals import note_rivals
from bot.extract.ranking.sighting import DULL, STEM, Setting, Sighting
from bot.extract.sentences import begins_word
from bot.extract.words import gather

_AGO = re.compile(
    r"(?i) ?(?:ago|earlier|later|before|old|previously|zuvor|später|temu|plus tard|antes|después)(?!\w)"
)
_PAST = list_phrases(
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
_FORMER = list_phrases("from compared_to compared_with down_from up_from than gegenüber von")
_NO_FORMER = ("more than ", "less than ")
_LOG_CAP = 13.0
_PLAIN_CAP = 7.0
_MILLION = 6
_PAIR = 2
_OPENING = 3
_DEPTH = 150.0
_SENTENCE_MOST = 400
_FEW = 5
_HUNDRED = 100
_OFTEN = 4
"""Times that a word is said elsewhere, beyond which it counts no more."""


def list_features(sighting: Sighting, index: int, setting: Setting, company: Company) -> dict[str, float]:
    """Every readable feature of a number by name; absent means 0. `index` counts the story's numbers."""
    number = sighting.number
    features = {f"kind_{number.kind}": 1.0}
    value = setting.sizes[index]
    _note_place(features, sighting, index, setting)
    _note_sentence(features, sighting, setting.text)
    _note_value(features, number, value, setting.values[setting.keys[index]])
    _note_form(features, number, value)
    note_rivals(features, setting.rivals, number, value, sighting.sentence_index)
    _note_words(features, number, setting, company)
    if setting.title_stems:
        _note_title(features, sighting, setting, company)
    return features


def _note_place(features: dict[str, float], sighting: Sighting, index: int, setting: Setting) -> None:
    if sighting.paragraph_index == 0:
        features["first_paragraph"] = 1.0
    if index == 0:
        features["first_number"] = 1.0
    else:
        features["order"] = math.log1p(index)
    if offset := sighting.number.bare - setting.start:
        features["offset"] = math.log1p(offset / 100.0)
        features["share"] = offset / setting.length
    if sighting.quoted:
        features["quoted"] = 1.0


def _note_sentence(features: dict[str, float], sighting: Sighting, text: str) -> None:
    """Where a number stands in its sentence, and the sentence in the story."""
    start = sighting.number.span.start
    if sighting.sentence_index == 0:
        features["first_sentence"] = features[f"first_sentence_{sighting.number.kind}"] = 1.0
    elif sighting.sentence_index == 1:
        features["second_sentence"] = 1.0
    if sighting.sentence_order:
        features["sentence_order"] = float(min(sighting.sentence_order, 4))
    if depth := start - sighting.sentence.start:
        features["sentence_depth"] = min(1.0, depth / _DEPTH)
    if depth < _OPENING:
        features["sentence_start"] = 1.0
    before = text[max(0, start - 2) : start]
    if "(" in before or "[" in before:
        features["bracketed"] = 1.0


def _note_value(features: dict[str, float], number: Number, value: float, said: int) -> None:
    """What a number is worth; `said` is how often the story says it."""
    size = min(math.log10(value + 1.0), _LOG_CAP)
    lively = number.kind not in DULL
    if value == 1:
        features["one"] = 1.0
    elif value == _PAIR:
        features["two"] = 1.0
    if number.kind == "money":
        features["size_money"] = size
    elif lively:
        features["size_plain"] = min(size, _PLAIN_CAP)
    if size >= _MILLION:
        features["scaled"] = 1.0
    if number.value is None:
        features["no_value"] = 1.0
    if said > 1 and (lively or value <= _PAIR):
        features["repeated" if value > _PAIR else "repeated_small"] = float(min(said - 1, 3))


def _note_form(features: dict[str, float], number: Number, value: float) -> None:
    """How a number is written."""
    if number.spelled:
        features["spelled"] = 1.0
        if value <= _FEW:
            features["spelled_few"] = 1.0
    if number.kind == "count":
        if value >= _HUNDRED and value % _HUNDRED == 0:
            features["round"] = 1.0
        if not number.unit:
            features["no_unit"] = 1.0
    elif number.kind == "duration" and value <= _FEW:
        features["duration_short"] = 1.0


def _note_words(features: dict[str, float], number: Number, setting: Setting, company: Company) -> None:
    before, after = company.before[-20:].lower(), company.after
    if company.near:
        features["shared_words"] = _share(company.near, setting.words)
        if any(map(_tells_toll, company.near)):
            features["toll"] = 1.0
    if company.following:
        features["shared_noun"] = _share(company.following, setting.words)
    if ends_with(before, HEDGES):
        features["hedged"] = 1.0
    if number.kind == "duration" and ends_with(before, _PAST):
        features["past"] = 1.0
    if ends_with(before, _FORMER) and not before.endswith(_NO_FORMER):
        features["former"] = 1.0
    if after[:1] == "-":
        features["hyphened"] = 1.0
    if _AGO.match(after):
        features["ago"] = 1.0
    if _RATE.match(after):
        features["rate"] = 1.0


@lru_cache(maxsize=4096)
def _tells_toll(word: str) -> bool:
    return word.startswith(_TOLL)


def _share(words: list[str], counts: Mapping[str, int]) -> float:
    """How often the rest of the article says some words, four times at most each, on average."""
    again = 0
    for word in words:
        if (count := counts.get(word, 0)) > 1:
            again += min(count - 1, _OFTEN)
    return again / len(words)


def _note_title(features: dict[str, float], sighting: Sighting, setting: Setting, company: Company) -> None:
    """How much a number's words share with the headline."""
    stems = setting.title_stems
    near = 0
    for word in company.near:
        near += word[:STEM] in stems
    if near:
        features["title_near"], features["title_any"] = near / len(company.near), 1.0
    following = [word[:STEM] in stems for word in company.following]
    if any(following):
        features["title_noun"], features["title_next"] = sum(following) / len(following), float(following[0])
    if company.inside and any(word[:STEM].lower() in stems for word in company.inside):
        features["title_unit"] = 1.0
    sentence = sighting.sentence.text[:_SENTENCE_MOST].lower()
    said = 0
    for stem in stems:
        said += stem in sentence and begins_word(sentence, stem, STEM)
    if said:
        features["title_sentence"] = said / len(stems)
