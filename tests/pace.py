"""Tests of what takes how long, on machines that may be slow or busy with something else."""

import gc
import time
from collections.abc import Callable
from datetime import timedelta

import httpx

from bot.flow.arriving import pictures
from bot.http import Client
from bot.image import shrink_apart
from bot.sources.feed.parsing.apart import parse_apart

PATIENCE = 120.0
"""Seconds after which something is taken for hanging; only a failure takes so long."""

PATIENT = timedelta(seconds=PATIENCE)

_TOO_SHORT = 0.1
"""Seconds: what takes less is not measured well."""

_TRIES = 8


def take_time() -> None:
    """Let pictures and feeds take as long as the machine does; whoever tests their limits sets them."""
    pictures.WITHIN = PATIENCE
    for limited in (shrink_apart, parse_apart):
        limits = limited.__kwdefaults__
        assert limits
        limits["longest"] = PATIENCE


def lose_patience(client: Client, seconds: float = 0.4, *, whole: bool = False) -> None:
    """Let its next requests end by their time; those before it took the machine's.

    It counts from when a request is on its way: a connection takes as long as the machine does. With
    `whole` it counts for a whole request, also for one that is answered drop by drop.
    """
    client._wire._timeout = seconds if whole else PATIENCE
    limits = httpx.Timeout(PATIENCE, read=seconds)
    http = client._wire._http
    stream = httpx.AsyncClient.stream.__get__(http)
    http.stream = lambda *given, **more: stream(*given, **{**more, "timeout": limits})  # type: ignore[method-assign] # in tests alone


def assert_grows_evenly(step: Callable[[int], object], length: int) -> None:
    """Twice as much takes twice the time of the processor or so, not four times; seconds would not fit all.

    What else a machine does makes a measurement longer, never shorter: the shortest of several counts.
    """
    half = whole = float("inf")
    for _ in range(_TRIES):
        half, whole = min(half, _measure(step, length)), min(whole, _measure(step, 2 * length))
        if whole < 3 * half + _TOO_SHORT:
            return
    raise AssertionError(f"{half:.2f} s for half, {whole:.2f} s for the whole")


def _measure(step: Callable[[int], object], length: int) -> float:
    gc.collect()
    gc.disable()  # its walk through all that the tests have loaded is not the step's
    try:
        began = time.process_time()
        step(length)
        return time.process_time() - began
    finally:
        gc.enable()
