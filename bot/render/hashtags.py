"""Hashtags from an article's tags."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

_APOSTROPHE = regex.compile(r"(?<=\p{L})['’ʼ](?=\p{L})")
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}_]+")
_LETTER = regex.compile(r"\p{L}")


def make_hashtags(tags: Iterable[str], most: int) -> list[str]:
    """At most `most` hashtags in CamelCase, so that screen readers find the words; no doubles.

    Letters, digits and underscores only; a tag of digits only is no hashtag anywhere and is left out.
    """
    made: dict[str, str] = {}
    for tag in tags:
        words = _WORD.findall(_APOSTROPHE.sub("", unicodedata.normalize("NFC", tag)))
        name = words[0] if len(words) == 1 and words[0] != words[0].lower() else "".join(map(_raise, words))
        if _LETTER.search(name):
            made.setdefault(name.casefold(), f"#{name}")
    return list(made.values())[: max(most, 0)]


def _raise(word: str) -> str:
    """The first letter as a capital, the others as they are; "ß" and the like stay one letter."""
    first = word[0].upper()
    return (first if len(first) == 1 else word[0]) + word[1:]
