"""Places in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: offsets in characters, the end exclusive, and the text itself."""

    start: int
    end: int
    text: str
