"""How a number compares with the others of its article and its sentence."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.extract.numbers import Number

_MOST_BIGGER = 4
_MOST_MAGNITUDE = 9
_ALIKE = 0.03
_TELLING = 20
_CAP = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Rivals:
    """The numbers of an article by kind and sentence; `sizes` are their values by kind, sorted."""

    kinds: Counter[str]
    sizes: dict[str, list[float]]
    sentences: Counter[int]
    kinds_in: Counter[tuple[int, str]]
    largest_in: dict[tuple[int, str], float]
    count: int
    lively: int


def read_rivals(numbers: Sequence[tuple[Number, float, int]], dull: AbstractSet[str]) -> Rivals:
    """Compare numbers, each with its size and the index of its sentence; no size of `dull` kinds matters."""
    kinds: Counter[str] = Counter()
    sizes: dict[str, list[float]] = defaultdict(list)
    sentences: Counter[int] = Counter()
    kinds_in: Counter[tuple[int, str]] = Counter()
    largest_in: dict[tuple[int, str], float] = {}
    for number, size, sentence in numbers:
        kind = number.kind
        key = (sentence, kind)
        kinds[kind] += 1
        sentences[sentence] += 1
        kinds_in[key] += 1
        if number.value is not None and kind not in dull:
            sizes[kind].append(size)
            largest_in[key] = max(size, largest_in.get(key, size))
    for values in sizes.values():
        values.sort()
    lively = sum([count for kind, count in kinds.items() if kind not in dull])
    return Rivals(kinds, dict(sizes), sentences, kinds_in, largest_in, len(numbers), lively)


def read_size(number: Number) -> float:
    """The value without its sign, bounded so that it stays a plain number."""
    return _bound(number.value) if number.value else 0.0


@lru_cache(maxsize=1024)
def _bound(value: Decimal) -> float:
    return float(min(abs(value), _CAP))


def note_rivals(
    features: dict[str, float], rivals: Rivals, number: Number, size: float, sentence: int
) -> None:
    """Add how a number of a size stands among the others; `sentence` is the index of its sentence."""
    kind = number.kind
    if kind == "count" and rivals.kinds["money"]:
        features["beside_money"] = 1.0
    if kind == "duration" and rivals.lively == rivals.kinds["duration"]:
        features["only_durations"] = 1.0
    alone = rivals.sentences[sentence] == 1
    if alone:
        features["alone_in_sentence"] = 1.0
    elif rivals.kinds_in[sentence, kind] > 1:
        features["alike_in_sentence"] = 1.0
    if number.value is None or kind not in rivals.sizes:
        return
    if not alone and size >= rivals.largest_in[sentence, kind]:
        features["largest_in_sentence"] = 1.0
    if size != int(size):
        features["decimals"] = 1.0
    features[f"{kind}_magnitude_{min(int(math.log10(size + 1)), _MOST_MAGNITUDE)}"] = 1.0
    _note_order(features, rivals, rivals.sizes[kind], size)


def _note_order(features: dict[str, float], rivals: Rivals, values: list[float], size: float) -> None:
    """Where a size stands among those of its kind."""
    below, upto = bisect_left(values, size), bisect_right(values, size)
    if bigger := len(values) - upto:
        features["bigger_ones"] = min(bigger, _MOST_BIGGER) / _MOST_BIGGER
    elif rivals.count > 1:
        features["largest"] = 1.0
    if size > _TELLING:
        low, high = bisect_left(values, size * (1 - _ALIKE)), bisect_right(values, size * (1 + _ALIKE))
        if high - low > upto - below:
            features["rounded_elsewhere"] = 1.0
