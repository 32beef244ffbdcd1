"""Which number is the news: a linear score over features that a person can read.

A weight above zero speaks for a number. The weights are data (`figures.json`), fitted by softmax
regression over the numbers of each annotated article, short and full-length ones with equal say;
`bench/reading/fit_figures.py` makes them and tells how well they do on articles kept aside.
"""

from __future__ import annotations

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
    company = read_company(sighting.number, sighting.sentence, setting.text)
    features = list_features(sighting, index, setting, company)
    words = list_company(company, sighting.number.kind, first=sighting.sentence_index == 0)
    if setting.slot:
        slot = list_slot_features(setting.slot, sighting.number, sighting.sentence, setting.text)
        features |= {OPEN + name: value for name, value in features.items()}
        features |= {name: value for name, value in slot.items() if value}
    elif setting.title_stems:
        features |= {TITLED + name: value for name, value in features.items()}
    return features | dict.fromkeys(words, 1.0)


def weigh(sighting: Sighting, index: int, setting: Setting) -> float:
    """The score of one number; only differences within an article mean anything."""
    return sum(explain(sighting, index, setting).values())


def explain(sighting: Sighting, index: int, setting: Setting) -> dict[str, float]:
    """What each observation adds to the score of a number."""
    seen = observe(sighting, index, setting)
    return {name: WEIGHTS[name] * value for name, value in seen.items() if name in WEIGHTS}
