"""The weights of the ranking, read once."""

from __future__ import annotations

import json
from importlib.resources import files

WEIGHTS: dict[str, float] = json.loads((files(__package__) / "figures.json").read_text("utf-8"))
"""Observation to weight; what is not in it weighs nothing."""
