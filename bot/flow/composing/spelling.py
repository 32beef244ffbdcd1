"""A name in all the ways in which it may be written: what people would read as it is found. Pure.

Without case, accents and letters that look alike; with signs nobody sees, or signs instead of blanks; glued
together in a hashtag, a handle or an address. Another order of its words, initials and other scripts are
names of their own: each is a phrase of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
"""Letters that Unicode does not take apart, as addresses are written; in lower case."""
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_ALIKE: Final = str.maketrans("аеорсухіјѕкмтвнαορνικτυχε", "aeopcyxijskmtbhaopviktuxe")
"""Cyrillic and Greek letters that look like Latin ones, for words that mix them."""
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u0640")
_WORD: Final = re.compile(r"[^\W_]+")
_LATIN: Final = re.compile(r"[a-z]")
_LOOKALIKE: Final = re.compile("[α-ωа-џ]")

_GAP: Final = r"(?:[^\w,;:!?]|_){1,8}"
_APOSTROPHES: Final = re.compile(r"['’ʼ‘`´]")
_BEFORE: Final = r"(?<![^\W_])"
_BEHIND: Final = r"(?![^\W_])"
_NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
_NO_LETTER_BEHIND: Final = r"(?![^\W\d_])"
# Scripts without blanks between words; Korean words take their particles without one.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_KOREAN: Final = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_LONG_ENOUGH: Final = {False: 6, True: 8}
"""Letters that a name of one word, or of several, needs to count within a longer word of a hashtag."""
_MOST_UNQUOTED = 3


@lru_cache(maxsize=256)
def _fold_spellings(text: str) -> tuple[str, ...]:
    """A text as names are looked for in it; twice where it has letters that are also spelt out, as ü is."""
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return tuple(dict.fromkeys(_fold(each) for each in (lowered, lowered.translate(_SPELT_OUT))))


def _fold(lowered: str) -> str:
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    seen = "".join(
        char for char in decomposed if unicodedata.category(char) not in _UNSEEN and char not in _FILLERS
    )
    folded = seen.translate(_LETTERS)
    return _WORD.sub(_read_alike, folded) if _LOOKALIKE.search(folded) else folded


def _read_alike(word: re.Match[str]) -> str:
    return word.group().translate(_ALIKE) if _LATIN.search(word.group()) else word.group()


def read_address(address: str) -> str:
    """An address as people read it, its host's name and its path in their own letters."""
    for _ in range(_MOST_UNQUOTED):
        address, before = unquote(address), address
        if address == before:
            break
    return re.sub(r"\bxn--[a-z0-9-]+", _read_host, address, flags=re.IGNORECASE)


def _read_host(label: re.Match[str]) -> str:
    try:
        return label.group().encode("ascii").decode("idna")
    except UnicodeError:
        return label.group()


def stands_in(phrase: str, text: str) -> bool:
    """Whether a text names it: word by word, or glued as one word."""
    return any(pattern.search(each) for pattern in _in_text(phrase) for each in _fold_spellings(text))


def is_within(phrase: str, glued: str) -> bool:
    """Whether a hashtag or a handle names it, within a longer word too: #sprawajankowalski."""
    return any(pattern.search(each) for pattern in _in_glued(phrase) for each in _fold_spellings(glued))


def is_in_address(phrase: str, address: str) -> bool:
    """Whether an address names it: in its words, in one of them, or in its host's name."""
    read = read_address(address)
    if stands_in(phrase, re.sub(r"[,;:!?]", " ", read)):
        return True
    return len(_split(phrase)) > 1 and is_within(phrase, read)


@lru_cache(maxsize=2_000)
def _in_text(phrase: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for folded in _fold_spellings(phrase):
        words = _split(folded)
        apart = _GAP.join(_write(word) for word in words)
        together = "".join(_write(word, most=5) for word in words)
        patterns.append(re.compile(_bound(words, apart, _BEFORE, _BEHIND)))
        if len(words) > 1:
            patterns.append(re.compile(_bound(words, together, _NO_LETTER_BEFORE, _NO_LETTER_BEHIND)))
    return tuple(patterns)


@lru_cache(maxsize=2_000)
def _in_glued(phrase: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for folded in _fold_spellings(phrase):
        words = _split(folded)
        together = "".join(_write(word, most=5) for word in words)
        if sum(len(_letters(word)) for word in words) < _LONG_ENOUGH[len(words) > 1]:
            together = _bound(words, together, _NO_LETTER_BEFORE, _NO_LETTER_BEHIND)
        patterns.append(re.compile(together))
    return tuple(patterns)


def _split(phrase: str) -> list[str]:
    """The words of a phrase, each with its * where it has one."""
    words = re.split(r"(?:[^\w*'’ʼ‘`´]|_)+", phrase)
    return [word for word in words if _letters(word)]


def _letters(word: str) -> str:
    return _APOSTROPHES.sub("", word.rstrip("*"))


def _write(word: str, most: int | None = None) -> str:
    """One word; an apostrophe in it may be missing, or a hyphen; a * stands for an ending."""
    pieces = [re.escape(piece) for piece in _APOSTROPHES.split(word.rstrip("*")) if piece]
    ending = r"[^\W_]*" if most is None else rf"[^\W_]{{0,{most}}}"
    return r"[\W_]?".join(pieces) + (ending if word.endswith("*") else "")


def _bound(words: list[str], pattern: str, before: str, behind: str) -> str:
    """A word ends where another kind of sign follows, but in scripts that write without blanks."""
    first, last = words[0][0], _letters(words[-1])[-1]
    begin = "" if _UNSPACED.match(first) else before
    end = "" if _UNSPACED.match(last) or _KOREAN.match(last) or words[-1].endswith("*") else behind
    return f"{begin}{pattern}{end}"
