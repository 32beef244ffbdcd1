"""The picture of an item: what Media RSS and enclosures name, and which of them is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.sources.feed.parsing.items import Picture
from bot.sources.feed.parsing.tree import absolute_url
from bot.sources.feed.parsing.wording import plain_line

_MOST_DIGITS = 9
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$", re.IGNORECASE)


@dataclass(slots=True)
class Media:
    """A file that belongs to an item, as written; `width` is in pixels, 0 where none is told."""

    url: str
    kind: str = ""
    medium: str = ""
    width: int = 0
    alt: str = ""
    credit: str = ""


def read_width(written: object) -> int:
    """Pixels; 0 where no number stands there."""
    if not written:
        return 0
    text = str(written)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def describe(media: Iterable[Media], alt: str, credit: str) -> None:
    """Give what stands around these files to those that do not say it themselves."""
    for one in media:
        one.alt = one.alt or alt
        one.credit = one.credit or credit


def choose_picture(media: Sequence[Media], enclosures: Sequence[Media], base: str) -> Picture | None:
    """The widest of the pictures among the media, else the first among the enclosures."""
    best: Media | None = None
    for one in media:
        if one.url and (best is None or one.width > best.width) and _is_picture(one):
            best = one
    best = best or next((one for one in enclosures if one.url and _is_picture(one)), None)
    url = absolute_url(base, best.url) if best else ""
    return Picture(url, plain_line(best.alt), plain_line(best.credit)) if best and url else None


def _is_picture(media: Media) -> bool:
    if media.kind or media.medium:
        return media.medium == "image" or media.kind.startswith("image/")
    return bool(_SUFFIX.search(media.url.partition("?")[0]))
