"""How often a feed says that it is worth a look: `ttl` of RSS 2.0, and the syndication module of RSS 1.0.

Hours and days to skip are left out: they are written once and forgotten, and news comes at night too.
"""

from __future__ import annotations

from bot.sources.feed.parsing.details import Details, Element, Reader

SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_DAY = 24 * 60
_PERIODS = {"hourly": 60, "daily": _DAY, "weekly": 7 * _DAY, "monthly": 30 * _DAY, "yearly": 365 * _DAY}
_MOST_DIGITS = 6


def read_hint(ttl: object, period: object, frequency: object) -> int:
    """Minutes between two looks; 0 where the feed says nothing, or nothing sensible."""
    return _read_count(ttl) or _PERIODS.get(str(period).strip().lower(), 0) // (_read_count(frequency) or 1)


def _read_count(written: object) -> int:
    text = str(written).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def read_ttl(found: Details, _element: Element, text: str) -> None:
    """The element of RSS 2.0."""
    found.ttl = text


def _read_period(found: Details, _element: Element, text: str) -> None:
    found.period = text


def _read_frequency(found: Details, _element: Element, text: str) -> None:
    found.frequency = text


SYNDICATION_READERS: dict[str, Reader] = {"updatePeriod": _read_period, "updateFrequency": _read_frequency}
