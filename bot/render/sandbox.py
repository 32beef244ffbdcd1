"""What keeps a template within bounds: a budget of steps, and operations that cannot explode.

A time limit alone would make a post depend on how busy the machine is, and cannot stop one long
operation inside the interpreter. So every loop, call, filter, operation and printed value spends
steps from a budget, and each of them is small on its own: no text above 64 KB, no list above
10,000 items, no number above 256 bits. The same template always ends the same way. A limit on the
processor's work stands behind all this as a last resort: a worker that is frozen in the middle of a
post, or has to wait for a busy machine, loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined

from bot.clock import count_work

_MOST_STEPS = 20_000
MOST_CHARACTERS = 65_536
MOST_ITEMS = 10_000
_MOST_BITS = 256
_MOST_SECONDS = 5.0

_CHARACTERS_PER_STEP = 1_000
_EXPONENT = 64
_TOO_BIG = "a value in the template grows too large"


class Refused(TemplateRuntimeError):
    """A template asked for what it may not have; `hint` says what to do instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(slots=True)
class Budget:
    """What one rendering may still spend; `ends_at` is in seconds of the thread's work."""

    steps: int
    ends_at: float


_BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limit_spending(steps: int = _MOST_STEPS, seconds: float = _MOST_SECONDS) -> Iterator[Budget]:
    """Give whatever runs inside a fresh budget."""
    budget = Budget(steps, count_work() + seconds)
    token = _BUDGET.set(budget)
    try:
        yield budget
    finally:
        _BUDGET.reset(token)


def spend(steps: int = 1) -> None:
    """Take `steps` from the budget in force; raises Refused when it is used up."""
    budget = _BUDGET.get()
    if budget is None:
        return
    budget.steps -= steps
    if budget.steps < 0:
        raise Refused("the template does not come to an end", "use fewer or shorter loops")
    if count_work() > budget.ends_at:
        raise Refused("the template takes too long", "make it simpler")


def check_size(value: Any) -> Any:
    """The value as it is, paid for by its size; raises Refused if that is beyond bearing."""
    if isinstance(value, str):
        spend(1 + len(value) // _CHARACTERS_PER_STEP)
        too_big = len(value) > MOST_CHARACTERS
    elif isinstance(value, (list, tuple, dict)):
        spend(1 + len(value))
        too_big = len(value) > MOST_ITEMS
    elif isinstance(value, int):
        spend()
        too_big = value.bit_length() > _MOST_BITS
    else:
        spend()
        too_big = False
    if too_big:
        raise Refused(_TOO_BIG, f"texts end at {MOST_CHARACTERS:,} characters, lists at {MOST_ITEMS:,} items")
    return value


def to_text(value: Any) -> str:
    """A printable value as text; raises Refused for what would only look printed by mistake."""
    if isinstance(value, str):
        check_size(value)
        return value
    if isinstance(value, Undefined):
        return str(value)  # raises, with the name that is missing
    if value is None:
        raise Refused("a missing value is printed", "put it in a part named after it, or behind {% if … %}")
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, (bool, int, float, Decimal)):
        return str(check_size(value))
    what = type(value).__name__
    raise Refused(f"a {what} cannot be printed", "print one of its fields, or join the items of a list")


def join_texts(values: Iterable[Any], between: str = "") -> str:
    """All values as one text; raises Refused where it would grow too large."""
    texts = []
    length = 0
    for value in values:
        texts.append(to_text(value))
        spend()
        length += len(texts[-1]) + len(between)
        if length > MOST_CHARACTERS + len(between):
            raise Refused(_TOO_BIG, f"texts end at {MOST_CHARACTERS:,} characters")
    return between.join(texts)


def replace_text(text: Any, old: str, new: str, count: int | None = None) -> str:
    """The text with `new` for `old`, in a bearable size."""
    whole = to_text(text)
    times = whole.count(old) if count is None else min(count, whole.count(old))
    if len(whole) + times * (len(new) - len(old)) > MOST_CHARACTERS:
        raise Refused(_TOO_BIG, f"texts end at {MOST_CHARACTERS:,} characters")
    return whole.replace(old, new, times)


def count_rounds(values: Iterable[Any], cost: int) -> Iterator[Any]:
    """The values of a loop, each round paid for."""
    for value in values:
        spend(cost)
        yield value


def check_flat(value: Any) -> Any:
    """A list of values, or of lists of values; raises Refused for deeper ones.

    Nested lists that share their items stay small but take for ever to print or compare.
    """
    containers = (list, tuple, dict)
    items = value.values() if isinstance(value, dict) else value
    for item in items:
        inner = item.values() if isinstance(item, dict) else item
        if isinstance(item, containers):
            spend(len(item))
            if any(isinstance(each, containers) for each in inner):
                raise Refused("lists are nested too deeply", "at most a list of lists")
    return check_size(value)


def calculate(operator: str, left: Any, right: Any, work: Callable[[Any, Any], Any]) -> Any:
    """The result of `work` on two operands, if it cannot explode."""
    if isinstance(left, str) and operator == "%":
        raise Refused("the % operator does not format text here", "join with ~")
    if operator == "*":
        for many, times in ((left, right), (right, left)):
            if isinstance(many, (str, list, tuple)) and isinstance(times, int):
                most = MOST_CHARACTERS if isinstance(many, str) else MOST_ITEMS
                if len(many) * times > most:
                    raise Refused(_TOO_BIG, "repeat it less often")
    if operator == "**" and not (isinstance(right, int) and abs(right) <= _EXPONENT):
        raise Refused("the power is too large", f"exponents are whole numbers up to {_EXPONENT}")
    return check_size(work(left, right))


def charge(work: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or function whose results are paid for and bounded."""

    @wraps(work)
    def charged(*args: Any, **kwargs: Any) -> Any:
        spend()
        return check_size(work(*args, **kwargs))

    return charged
