"""Places in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(slots=True, unsafe_hash=True)
class Span:
    """A stretch of a text: offsets in characters, the end exclusive, and the text itself.

    An article has hundreds, and a frozen one takes thrice as long to make; so its fields are final.
    """

    start: Final[int]
    end: Final[int]
    text: Final[str]
