"""How certain an attribution is: linear scores over clues that a person can read.

The weights are data (`pronouns.json`, `speakers.json`, `appeal.json`), fitted by logistic
regression to annotated articles; `bench/reading/fit_speakers.py` and `fit_appeal.py` make them and tell
how well they do on articles kept aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from math import exp

Weights = dict[str, float]


def _read(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


PRONOUNS: Weights = json.loads(_read("pronouns.json"))
"""Whom a pronoun means: clue to weight."""
SPEAKERS: Weights = json.loads(_read("speakers.json"))
"""Whether an attribution is right: clue to weight; "least" is the certainty that a named speaker needs."""
APPEAL: Weights = json.loads(_read("appeal.json"))
"""What makes a quotation worth showing: feature to weight."""
_STEEPEST = 30.0


def add_up(clues: Iterable[tuple[str, float]], weights: Weights) -> float:
    """The score of some clues; what has no weight adds nothing."""
    find = weights.get
    return sum([weight * value for name, value in clues if (weight := find(name))])


def share(rivals: Sequence[Weights], weights: Weights) -> list[float]:
    """The probability of each of some rivals, one of whom it is."""
    scores = [add_up(clues.items(), weights) for clues in rivals]
    top = max(scores)
    parts = [exp(score - top) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]


def judge(clues: Iterable[tuple[str, float]], weights: Weights) -> float:
    """The probability that something is so."""
    score = max(-_STEEPEST, min(_STEEPEST, add_up(clues, weights) + weights.get("always", 0.0)))
    return 1 / (1 + exp(-score))
