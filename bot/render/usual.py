"""The templates that a newsroom begins with, and which of them is taken where none is named."""

from __future__ import annotations

from collections.abc import Collection

DEFAULT, SOBER, BREAKING = "posts/default.j2", "posts/sober.j2", "posts/breaking.j2"

ALWAYS_NEEDED = (DEFAULT, SOBER)


def choose_usual(platform: str, names: Collection[str]) -> str:
    """The platform's own, where there is one among `names`, else the default."""
    own = f"posts/{platform}.j2"
    return own if own in names else DEFAULT
