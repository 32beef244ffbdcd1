"""Which words are a page's headline: what it shows, or what it tells machines and search engines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.text import fold_text

LONGEST = 300
"""No headline is longer (characters)."""

_ALIKE = 0.5
"""Two headlines that share so much of their words are of the same story."""

_FEWEST = 3
_LONGEST_NAME = 60
_SHORTEST_NAME = 3  # "co" and "de" are parts of an address
_BAR = re.compile(r"\s*[|•·»♥ǀ]\s*|\s+::\s+")
_DASH = re.compile(r"\s+[-–—―~:]\s+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Offered:
    """The titles that a page offers: `declared` best known first, `shown` its headings in their order."""

    declared: Sequence[str]
    shown: Sequence[str]
    window: str
    """What the browser's tab shows (`<title>`)."""
    names: Sequence[str]
    """What the site calls itself."""


def choose_headline(offered: Offered, address: str) -> str:
    """The headline without the site's name, empty where a page offers none.

    The heading that readers see wins where it surely heads this story: where it agrees with what
    the page declares, or stands alone. A declared title that only leaves a kicker out wins over it.
    """
    known = [*offered.names, *_hosts(address)]
    raw = [title for title in (*offered.declared, offered.window) if title and len(title) <= LONGEST]
    declared = list(dict.fromkeys(_strip_site(title, known, raw + list(offered.shown)) for title in raw))
    declared = [title for title in declared if title and not _is_name(title, known)]
    shown = [h for h in offered.shown if h and len(h) <= LONGEST and not _is_name(h, known)]
    best = max(shown, key=lambda heading: _agree(heading, declared), default="")
    agreed = _agree(best, declared)
    alone = len(shown) == 1 and (len(best.split()) >= _FEWEST or (agreed > 0 and " " in best))
    if best and (agreed >= _ALIKE or alone):
        return _drop_kicker(best, declared)
    return next(iter(declared), "") or next(iter(shown), "")


def _drop_kicker(heading: str, declared: Sequence[str]) -> str:
    """The declared title that a heading ends with, in the heading's own letters.

    What stands before an attached colon is part of the headline.
    """
    for title in declared:
        compact = _key(title)
        if len(title.split()) < _FEWEST or not _key(heading).endswith(compact) or _key(heading) == compact:
            continue
        for match in re.finditer(r"(?<!\S)(?=\S)", heading):
            start = match.start()
            opening = heading[start:].lstrip(" :|–-·•/")
            if _key(opening) == compact and not re.search(r"\S:\s*$", heading[:start]):
                return opening
    return heading


def _agree(heading: str, declared: Sequence[str]) -> float:
    """How far a heading and one of the declared titles share their words, 0 to 1."""
    words = set(_WORD.findall(fold_text(heading)))
    return max((_share(words, set(_WORD.findall(fold_text(title)))) for title in declared), default=0.0)


def _share(words: set[str], others: set[str]) -> float:
    if not words or not others:
        return 0.0
    shared = len(words & others)
    # A heading within a title is as good as a title within a heading: one of them is only longer.
    return max(
        shared / len(words | others),
        0.9 * shared / min(len(words), len(others)) if shared >= _FEWEST else 0.0,
    )


def _strip_site(title: str, known: Sequence[str], others: Iterable[str]) -> str:
    """A title without the site's name before or behind it."""
    keys = {_key(other) for other in others}
    for _ in range(3):
        cut = _cut_once(title, known, keys)
        if cut == title:
            return title
        title = cut
    return title


def _cut_once(title: str, known: Sequence[str], keys: set[str]) -> str:
    for parting in (_BAR, _DASH):
        places = list(parting.finditer(title))
        for place in reversed(places):
            before, after = title[: place.start()].strip(), title[place.end() :].strip()
            told = _key(before) in keys and not _is_name(before, known)
            if before and len(after) <= _LONGEST_NAME and (told or _is_name(after, known, part=True)):
                return before
        if places:
            before, after = title[: places[0].start()].strip(), title[places[0].end() :].strip()
            told = _key(after) in keys and not _is_name(after, known)
            if after and len(before) <= _LONGEST_NAME and (told or _is_name(before, known)):
                return after
        if places and parting is _BAR and len(title) - places[-1].end() <= _LONGEST_NAME:
            before = title[: places[-1].start()].strip()
            return before if any(map(str.isalpha, before)) else title
    return title


def _is_name(text: str, known: Sequence[str], *, part: bool = False) -> bool:
    """Whether a text is what the site calls itself; with `part`, also where it only begins so."""
    key = _key(text)
    names = [_key(name) for name in known]
    begins = part and any(len(name) > _FEWEST and key.startswith(name) for name in names)
    return not key or key in names or begins


def _hosts(address: str) -> list[str]:
    """How a site may call itself by its address, as in `courier.example.org` and `courier`."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return []
    labels = host.split(".")
    domains = [".".join(labels[index:]) for index in range(len(labels) - 1)]
    return domains + [label for label in labels[:-1] if len(label) >= _SHORTEST_NAME]


def _key(text: str) -> str:
    return "".join(_WORD.findall(fold_text(text)))
