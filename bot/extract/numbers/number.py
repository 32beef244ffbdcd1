"""What a number of an article is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.model import Span


@dataclass(slots=True)
class Number:
    """A number at `span` (with its unit); `bare` is the offset of the numeral itself.

    `kind` is money, percent, measure, duration, count or ratio, or, hardly ever news: age, year,
    date, time, ordinal, score, name. `value` is None where one number does not tell it: a range, a
    ratio, a fraction, a score. `spelled` tells words from digits.
    """

    span: Span
    bare: int
    value: Decimal | None
    unit: str
    kind: str
    spelled: bool
    ends: tuple[Decimal | None, Decimal | None] = (None, None)
    """The two ends of a range."""
