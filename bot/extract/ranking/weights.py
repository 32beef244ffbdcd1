"""The weights of the ranking, read once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

WEIGHTS: dict[str, float] = json.loads((files(__package__) / "figures.json").read_text("utf-8"))
"""Observation to weight; what is not in it weighs nothing."""
TITLED, OPEN = "titled ", "open "
"""What an observation is called again where the article has a headline, or one whose number is still open."""


@cache
def list_weights(situation: str) -> dict[str, float]:
    """What each observation weighs in a situation: TITLED or OPEN, or "" for no headline."""
    return combine(WEIGHTS, situation)


def combine(weights: dict[str, float], situation: str) -> dict[str, float]:
    """What each observation weighs in a situation: what it weighs anywhere, and what more in this one."""
    if not situation:
        return weights
    names = {name.removeprefix(situation) for name in weights}
    return {name: weights.get(name, 0.0) + weights.get(situation + name, 0.0) for name in names}
