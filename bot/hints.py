"""What a person probably meant by a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 60


def find_near(name: object, known: Iterable[str]) -> str | None:
    """The known name that is nearly this one; None where there is none."""
    near = get_close_matches(str(name)[:_LONGEST].casefold(), sorted(known), n=1)
    return near[0] if near else None


def suggest(name: object, known: Iterable[str], otherwise: str = "known are:") -> str:
    """`did you mean x?`, else the known names behind `otherwise`; empty where nothing is known."""
    names = sorted(known)
    if near := find_near(name, names):
        return f"did you mean {near}?"
    return f"{otherwise} {', '.join(names)}" if names else ""
