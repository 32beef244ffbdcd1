"""The weights of what stands beside a number, by place, so that no observation need be named to weigh it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bot.extract.ranking.weights import list_weights

_KINDS = frozenset({"money", "percent", "duration", "count", "other"})

Beside = dict[tuple[str, ...], float]
"""The weights of the words behind a place's name, as of ("of", "the") behind "before"."""


@dataclass(frozen=True, slots=True)
class Side:
    """What the two tokens on one side of a number weigh: each, both together, and what they look like.

    `pair` has them in the order of the text, `looks` the nearer first.
    """

    near: dict[str, float]
    far: dict[str, float]
    pair: Beside
    look: dict[str, float]
    looks: Beside


@dataclass(frozen=True, slots=True)
class Scale:
    """What the company of a number of one kind weighs; `left`, `right` and `unit` are by the words alone."""

    before: Side
    behind: Side
    left: dict[str, float]
    right: dict[str, float]
    unit: dict[str, float]


@cache
def read_scale(situation: str, kind: str, *, first: bool) -> Scale:
    """The weights of a situation for the company of a number; `first`: of the lead."""
    places = _sort_places(situation)

    def gather(place: str, count: int) -> Beside:
        found: Beside = defaultdict(float)
        for lead in (place, f"{kind} {place}", *([f"lead {kind} {place}"] if first else ())):
            for words, weight in places.get(lead, {}).items():
                if len(words) == count:
                    found[words] += weight
        return dict(found)

    like = places.get(f"{kind} like", {})
    before = Side(
        _flatten(gather("before", 1)),
        _flatten(gather("before2", 1)),
        gather("before", 2),
        {looks[0]: weight for looks, weight in like.items() if looks[1:] == ("_",)},
        {(looks[1], looks[0]): weight for looks, weight in like.items() if looks[2:] == ("_",)},
    )
    behind = Side(
        _flatten(gather("after", 1)),
        _flatten(gather("after2", 1)),
        {},
        {looks[1]: weight for looks, weight in like.items() if looks[0] == "_" and not looks[2:]},
        {looks[1:]: weight for looks, weight in like.items() if looks[0] == "_" and looks[2:]},
    )
    return Scale(before, behind, *(_flatten(places.get(place, {})) for place in ("left", "right", "unit")))


def _flatten(beside: Beside) -> dict[str, float]:
    return {words[0]: weight for words, weight in beside.items()}


@cache
def _sort_places(situation: str) -> dict[str, Beside]:
    """The weights by what their names begin with ("lead money before"), then by the words that follow."""
    places: dict[str, Beside] = defaultdict(dict)
    for name, weight in list_weights(situation).items():
        parts = name.split(" ")
        size = 1 + (parts[0] == "lead")
        size += parts[size - 1] in _KINDS
        places[" ".join(parts[:size])][tuple(parts[size:])] = weight
    return places


def weigh_side(side: Side, near: str, far: str, looks: tuple[str, str]) -> float:
    """What two tokens weigh, in small letters, with what they look like, the nearer first."""
    return (
        side.near.get(near, 0.0)
        + side.far.get(far, 0.0)
        + side.pair.get((far, near), 0.0)
        + side.look.get(looks[0], 0.0)
        + side.looks.get(looks, 0.0)
    )
