"""Which number is the news: a linear score over features that a person can read.

A weight above zero speaks for a number. The weights are data (`figures.json`), fitted by softmax
regression over the numbers of each annotated article, short and full-length ones with equal say;
`bench/reading/fit_figures.py` makes them and tells how well they do on articles kept aside.
"""

from __future__ import annotations

from bot.extract.ranking.company import Company, list_company, read_company, weigh_company
from bot.extract.ranking.features import list_features
from bot.extract.ranking.filling import list_slot_features
from bot.extract.ranking.sighting import DULL, Setting, Sighting, describe_setting, name_value
from bot.extract.ranking.weights import OPEN, TITLED, combine, list_weights

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


def observe(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """Everything that is known of a number, by name: its features, and the words around it as 1."""
    company = read_company(sighting.number, sighting.sentence, setting.text)
    words = list_company(company, sighting.number.kind, first=sighting.sentence_index == 0)
    return _list_features(sighting, index, setting, company) | dict.fromkeys(words, 1.0)


def weigh(sighting: Sighting, index: int, setting: Setting) -> float:
    """The score of one number, all that `observe` tells; only differences within an article mean anything."""
    situation = _name_situation(setting)
    company = read_company(sighting.number, sighting.sentence, setting.text)
    first = sighting.sentence_index == 0
    score = weigh_company(company, sighting.number.kind, situation, first=first)
    find = list_weights(situation).get
    for name, value in _list_features(sighting, index, setting, company).items():
        if weight := find(name):
            score += weight * value
    return score


def explain(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """What each observation adds to the score of a number."""
    weights = list_weights(_name_situation(setting))
    seen = observe(sighting, index, setting)
    return {name: weights[name] * value for name, value in seen.items() if name in weights}


def _list_features(sighting: Sighting, index: int, setting: Setting, company: Company) -> dict[str, float]:
    """The features, those of the headline's gap among them."""
    features = list_features(sighting, index, setting, company)
    if setting.slot:
        slot = list_slot_features(setting.slot, sighting.number, sighting.sentence, setting.text)
        slot |= setting.nearness[index]
        features |= {name: value for name, value in slot.items() if value}
    return features


def _name_situation(setting: Setting) -> str:
    return OPEN if setting.slot else TITLED if setting.title_stems else ""
