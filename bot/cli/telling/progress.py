"""A bar on a terminal for work that takes a while; elsewhere nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

from bot.cli.telling.faults import clean
from bot.secrecy import mask, read_variable

_Item = TypeVar("_Item")

_FEW = 3
"""For so few steps a bar would only flicker."""


def wanted() -> bool:
    """Whether a person watches: a terminal that can draw, not a CI job, and nobody asked for plain output."""
    if not sys.stderr.isatty() or read_variable("TERM") in {"", "dumb"}:
        return False
    return not (read_variable("NO_COLOR") or read_variable("CI"))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` steps on standard error while the block runs; gives what to call after each step.

    It is gone in the end; what the block prints to standard error meanwhile stands above it.
    """
    if total <= _FEW or not wanted():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(clean(mask(what)), total=total)
        yield lambda: bar.advance(task)


@contextmanager
def measure(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar in hundredths for work that tells by itself how much of how much is done."""
    if not wanted():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(clean(mask(what)), total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)


def track(what: str, items: Iterable[_Item], total: int | None = None) -> Iterator[_Item]:
    """The items one after the other, with a bar; `total` is needed where they cannot be counted."""
    if total is None:
        total = len(items) if isinstance(items, Sized) else 0
    with progress(what, total) as step:
        for item in items:
            yield item
            step()
