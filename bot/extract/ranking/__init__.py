"""Which number is the news: a linear score over features that a person can read.

A weight above zero speaks for a number. The weights are data (`figures.json`), fitted by softmax
regression over the numbers of each annotated article, short and full-length ones with equal say;
`bench/reading/fit_figures.py` makes them and tells how well they do on articles kept aside.
"""

from __future__ import annotations

from functools import cache

from bot.extract.ranking.company import list_company, read_company
from bot.extract.ranking.features import list_features
from bot.extract.ranking.sighting import DULL, Setting, Sighting, describe_setting, name_value
from bot.extract.ranking.slot import list_slot_features
from bot.extract.ranking.weights import WEIGHTS

__all__ = [
    "DULL",
    "OPEN",
    "TITLED",
    "Setting",
    "Sighting",
    "describe_setting",
    "explain",
    "name_value",
    "observe",
    "weigh",
]

TITLED, OPEN = "titled ", "open "
"""What a feature is called again where the article has a headline, or one whose number is still open."""


def observe(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """Everything that is known of a number, by name: its features, and the words around it as 1."""
    features, words, slot = _look(sighting, index, setting)
    prefix = _name_situation(setting)
    again = {prefix + name: value for name, value in features.items()} if prefix else {}
    return features | again | dict.fromkeys(words, 1.0) | slot


def weigh(sighting: Sighting, index: int, setting: Setting) -> float:
    """The score of one number; only differences within an article mean anything."""
    features, words, slot = _look(sighting, index, setting)
    weights = _add_weights(_name_situation(setting))
    score = sum([weights[name] * value for name, value in features.items() if name in weights])
    score += sum([WEIGHTS[name] for name in words if name in WEIGHTS])
    return score + sum([WEIGHTS[name] * value for name, value in slot.items() if name in WEIGHTS])


def explain(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """What each observation adds to the score of a number."""
    features, words, slot = _look(sighting, index, setting)
    weights = _add_weights(_name_situation(setting))
    others = dict.fromkeys(words, 1.0) | slot
    told = {name: weights[name] * value for name, value in features.items() if name in weights}
    return told | {name: WEIGHTS[name] * value for name, value in others.items() if name in WEIGHTS}


def _look(
    sighting: Sighting, index: int, setting: Setting
) -> tuple[dict[str, float], list[str], dict[str, float]]:
    """The features, and what weighs the same with and without a headline: words beside it, and its gap."""
    company = read_company(sighting.number, sighting.sentence, setting.text)
    features = list_features(sighting, index, setting, company)
    words = list_company(company, sighting.number.kind, first=sighting.sentence_index == 0)
    slot: dict[str, float] = {}
    if setting.slot:
        slot = list_slot_features(setting.slot, sighting.number, sighting.sentence, setting.text)
    return features, words, {name: value for name, value in slot.items() if value}


def _name_situation(setting: Setting) -> str:
    return OPEN if setting.slot else TITLED if setting.title_stems else ""


@cache
def _add_weights(prefix: str) -> dict[str, float]:
    """The weights of the features in one situation: what they weigh anywhere, and what more in this one."""
    names = {name.removeprefix(prefix) for name in WEIGHTS} if prefix else set(WEIGHTS)
    return {
        name: WEIGHTS.get(name, 0.0) + (WEIGHTS.get(prefix + name, 0.0) if prefix else 0.0) for name in names
    }
