"""Places in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: offsets in characters, the end exclusive, and the text itself."""

    start: int
    end: int
    text: str
