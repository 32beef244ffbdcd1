"""Softmax regression: the weights by which the right one among several is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize

_SMALLEST = 1e-12


def fit_choice(
    choices: Iterable[tuple[Sequence[Mapping[str, float]], Sequence[bool]]],
    names: Sequence[str],
    penalty: float,
) -> dict[str, float]:
    """The weight of each feature of `names`; a choice has the features of each one, and which are right.

    `penalty` times the squares of the weights is added to the loss.
    """
    tables = [_tabulate(features, right, names) for features, right in choices]

    def lose(weights: Any) -> tuple[float, Any]:
        loss, slope = 0.0, np.zeros(len(names))
        for table, right in tables:
            scores = table @ weights
            parts = np.exp(scores - scores.max())
            parts /= parts.sum()
            good = parts * right
            whole = max(good.sum(), _SMALLEST)
            loss -= np.log(whole)
            slope += table.T @ (parts - good / whole)
        return float(loss + penalty * (weights * weights).sum()), slope + 2 * penalty * weights

    found = minimize(lose, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, found.x.tolist(), strict=True))


def _tabulate(
    features: Sequence[Mapping[str, float]], right: Sequence[bool], names: Sequence[str]
) -> tuple[Any, Any]:
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(features), len(names)))
    for row, each in enumerate(features):
        for name, value in each.items():
            if name in column:
                table[row, column[name]] = value
    return table, np.array(right)
