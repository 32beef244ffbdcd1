"""The filters of post templates: marks, quotation marks, and what Jinja offers that cannot explode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jinja2 import Undefined
from jinja2.filters import FILTERS

from bot.render.marks import fence, strip_ours
from bot.render.sandbox import (
    Refused,
    charge,
    check_flat,
    count_rounds,
    join_texts,
    replace_text,
    to_text,
)
from bot.text import primary_language

# Names with a blank cannot be written in a template; the compiler puts them in (see environment.py).
CONCAT: Final = " concat"
COUNTED: Final = " counted"
FLAT: Final = " flat"

_FROM_JINJA: Final = str.split(
    "abs capitalize count d default first float int last length list lower map max min reject rejectattr "
    "reverse select selectattr sort title trim truncate unique upper wordcount"
)

_MARKS: Final = {
    "cs": ("„", "“"),
    "da": ("»", "«"),
    "de": ("„", "“"),
    "es": ("«", "»"),
    "et": ("„", "“"),
    "fi": ("”", "”"),
    "fr": ("«", "»"),
    "hr": ("„", "“"),
    "hu": ("„", "”"),
    "it": ("«", "»"),
    "ja": ("「", "」"),
    "lt": ("„", "“"),
    "nb": ("«", "»"),
    "nl": ("‘", "’"),
    "nn": ("«", "»"),
    "no": ("«", "»"),
    "pl": ("„", "”"),
    "pt": ("«", "»"),
    "ro": ("„", "”"),
    "ru": ("«", "»"),
    "sk": ("„", "“"),
    "sl": ("„", "“"),
    "sv": ("”", "”"),
    "uk": ("«", "»"),
    "zh": ("“", "”"),
}
_ENGLISH: Final = ("“", "”")
_SPACED: Final = frozenset({"fr"})


def bold(text: Any) -> str:
    """In bold, where the platform can."""
    return fence("bold", to_text(text))


def blockquote(text: Any) -> str:
    """As a block quotation, where the platform can."""
    return fence("blockquote", to_text(text))


def clippable(text: Any) -> str:
    """May be shortened when all droppable parts are gone and the post is still too long."""
    return fence("clip", to_text(text))


def link(text: Any, href: Any) -> str:
    """Linked to an address, where the platform can; plain where there is none."""
    if href is None:
        return to_text(text)
    if not isinstance(href, str) or isinstance(href, Undefined):
        raise Refused("a link needs an address", "for example {{ 'Read on' | link(link) }}")
    href = strip_ours(href)
    if not href.startswith(("https://", "http://")):
        raise Refused(f"{href[:60]!r} is no http or https address", "link to a full address")
    return fence("link", to_text(text), href)


def quoted(text: Any, language: str = "en") -> str:
    """Within the language's quotation marks; a trailing comma becomes a full stop.

    The comma stood before the attribution, which now follows on its own: the one change that is
    made to a quote. German, Polish, Czech and the like close outside; that is how they come to us.
    """
    said = to_text(text).strip()
    if said.endswith(","):
        said = said[:-1].rstrip()
        said += "" if said.endswith((".", "!", "?", "…")) else "."
    code = primary_language(language)
    opening, closing = _MARKS.get(code, _ENGLISH)
    if language.replace("_", "-").casefold() in {"de-ch", "pt-br"}:
        opening, closing = ("«", "»") if code == "de" else _ENGLISH
    gap = "\u202f" if code in _SPACED else ""
    return f"{opening}{gap}{said}{gap}{closing}"


def _round_number(number: float, places: int = 0) -> float:
    """The number with so many places behind the point, at most ten."""
    return round(number, min(places, 10))


def make_filters() -> dict[str, Callable[..., Any]]:
    """Every filter by name; the plain ones of Jinja are paid for, all others are left out."""
    filters: dict[str, Callable[..., Any]] = {name: charge(FILTERS[name]) for name in _FROM_JINJA}
    filters["join"] = charge(lambda values, between="": join_texts(values, to_text(between)))
    filters["replace"] = charge(replace_text)
    filters["round"] = charge(_round_number)
    filters["string"] = charge(to_text)
    for own in (bold, blockquote, clippable, link, quoted):
        filters[own.__name__] = charge(own)
    filters[CONCAT] = charge(join_texts)
    filters[COUNTED] = count_rounds
    filters[FLAT] = charge(check_flat)
    return filters
