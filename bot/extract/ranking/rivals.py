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
    lively: int


def read_rivals(numbers: Sequence[tuple[Number, int]], dull: AbstractSet[str]) -> Rivals:
    """Compare numbers, each with the index of its sentence; `dull` kinds have no size that matters."""
    kinds: Counter[str] = Counter()
    sizes: dict[str, list[float]] = defaultdict(list)
    largest_in: dict[tuple[int, str], float] = {}
    for number, sentence in numbers:
        kinds[number.kind] += 1
        if number.value is not None and number.kind not in dull:
            size = read_size(number)
            sizes[number.kind].append(size)
            key = (sentence, number.kind)
            largest_in[key] = max(size, largest_in.get(key, size))
    for values in sizes.values():
        values.sort()
    return Rivals(
        kinds,
        dict(sizes),
        Counter(sentence for _, sentence in numbers),
        Counter((sentence, number.kind) for number, sentence in numbers),
        largest_in,
        sum(count for kind, count in kinds.items() if kind not in dull),
    )


def read_size(number: Number) -> float:
    """The value without its sign, bounded so that it stays a plain number."""
    return _bound(number.value) if number.value else 0.0


@lru_cache(maxsize=1024)
def _bound(value: Decimal) -> float:
    return float(min(abs(value), _CAP))


def list_rival_features(rivals: Rivals, number: Number, sentence: int) -> dict[str, float]:
    """How a number stands among the others, by name; `sentence` is the index of its sentence."""
    kind = number.kind
    features = {
        "beside_money": float(kind == "count" and rivals.kinds["money"] > 0),
        "only_durations": float(kind == "duration" and rivals.lively == rivals.kinds["duration"]),
        "alone_in_sentence": float(rivals.sentences[sentence] == 1),
        "alike_in_sentence": float(rivals.kinds_in[sentence, kind] > 1),
    }
    values = rivals.sizes.get(kind)
    if number.value is None or not values:
        return features
    size = read_size(number)
    bigger = len(values) - bisect_right(values, size)
    low, high = bisect_left(values, size * (1 - _ALIKE)), bisect_right(values, size * (1 + _ALIKE))
    same = len(values) - bigger - bisect_left(values, size)
    return features | {
        "largest": float(not bigger and sum(rivals.kinds.values()) > 1),
        "bigger_ones": min(bigger, _MOST_BIGGER) / _MOST_BIGGER,
        "largest_in_sentence": float(
            rivals.sentences[sentence] > 1 and size >= rivals.largest_in[sentence, kind]
        ),
        "rounded_elsewhere": float(size > _TELLING and high - low > same),
        "decimals": float(size != int(size)),
        f"{kind}_magnitude_{min(int(math.log10(size + 1)), _MOST_MAGNITUDE)}": 1.0,
    }
