"""Which number is the news: a linear score over features that a person can read.

A weight above zero speaks for a number. The weights are data (`figures.json`), fitted by softmax
regression over the numbers of each annotated article, short and full-length ones with equal say;
`bench/reading/fit_figures.py` makes them and tells how well they do on articles kept aside.
"""

from __future__ import annotations

from functools import cache

from bot.extract.ranking.company import list_company, read_company
from bot.extract.ranking.features import list_features
from bot.extract.ranking.filling import list_slot_features
from bot.extract.ranking.sighting import DULL, Setting, Sighting, describe_setting, name_value
from bot.extract.ranking.weights import WEIGHTS

__all__ = [
    "DULL",
    "OPEN",
    "TITLED",
    "Setting",
    "Sighting",
    "combine",
    "describe_setting",
    "explain",
    "name_value",
    "observe",
    "weigh",
]

TITLED, OPEN = "titled ", "open "
"""What an observation is called again where the article has a headline, or one whose number is still open."""


def observe(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """Everything that is known of a number, by name: its features, and the words around it as 1."""
    features, words = _look(sighting, index, setting)
    return features | dict.fromkeys(words, 1.0)


def weigh(sighting: Sighting, index: int, setting: Setting) -> float:
    """The score of one number; only differences within an article mean anything."""
    features, words = _look(sighting, index, setting)
    find = _list_weights(_name_situation(setting)).get
    score = sum([weight * value for name, value in features.items() if (weight := find(name))])
    return score + sum(filter(None, map(find, words)))


def explain(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """What each observation adds to the score of a number."""
    weights = _list_weights(_name_situation(setting))
    seen = observe(sighting, index, setting)
    return {name: weights[name] * value for name, value in seen.items() if name in weights}


def combine(weights: dict[str, float], situation: str) -> dict[str, float]:
    """What each observation weighs in a situation: what it weighs anywhere, and what more in this one.

    `situation` is TITLED or OPEN, or "" for no headline.
    """
    if not situation:
        return weights
    names = {name.removeprefix(situation) for name in weights}
    return {name: weights.get(name, 0.0) + weights.get(situation + name, 0.0) for name in names}


def _look(sighting: Sighting, index: int, setting: Setting) -> tuple[dict[str, float], list[str]]:
    """The features, those of the headline's gap among them, and the words beside the number."""
    company = read_company(sighting.number, sighting.sentence, setting.text)
    features = list_features(sighting, index, setting, company)
    if setting.slot:
        slot = list_slot_features(setting.slot, sighting.number, sighting.sentence, setting.text)
        slot |= setting.nearness[index]
        features |= {name: value for name, value in slot.items() if value}
    return features, list_company(company, sighting.number.kind, first=sighting.sentence_index == 0)


def _name_situation(setting: Setting) -> str:
    return OPEN if setting.slot else TITLED if setting.title_stems else ""


@cache
def _list_weights(situation: str) -> dict[str, float]:
    return combine(WEIGHTS, situation)
