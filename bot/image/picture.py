"""What a picture is made to fit, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
"""The types that pictures are made in, with the ending of their files."""


@dataclass(frozen=True, slots=True)
class Fit:
    """At most `most_bytes`, no side over `side` pixels, one of `types` (the first is preferred)."""

    most_bytes: int | None = None
    side: int | None = None
    types: tuple[str, ...] = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made by us; `width` and `height` in pixels."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
