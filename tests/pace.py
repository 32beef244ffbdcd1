"""That work grows as what it is done on, and no faster: told without seconds, which load breaks."""

import time
from collections.abc import Callable

_TOO_SHORT = 0.1
"""Seconds: what takes less is not measured well."""

_TRIES = 3


def assert_grows_evenly(step: Callable[[int], object], length: int) -> None:
    """Twice as much takes twice the time of the processor or so, not four times.

    What else a machine does makes a measurement longer, never shorter: the shortest of several counts.
    """
    half = whole = float("inf")
    for _ in range(_TRIES):
        half, whole = min(half, _measure(step, length)), min(whole, _measure(step, 2 * length))
        if whole < 3 * half + _TOO_SHORT:
            return
    raise AssertionError(f"{half:.2f} s for half, {whole:.2f} s for the whole")


def _measure(step: Callable[[int], object], length: int) -> float:
    began = time.process_time()
    step(length)
    return time.process_time() - began
