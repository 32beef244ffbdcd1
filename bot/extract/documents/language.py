"""The language of a text: told from its letters, and only where it is certain."""

from __future__ import annotations

import mmap
import os
import re
import sys
import tempfile
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, cast

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model
from typing_extensions import Buffer

from bot.text import primary_language

_CODES = (
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lb "
    "lt lv mk ms nl no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh"
)
_PLAUSIBLE = _CODES.split()
"""Languages that newsrooms write in; others are not guessed."""

_FEWEST_LETTERS = 100
"""A shorter text is not judged."""

ENOUGH = 500
SURE = 0.95
_SAMPLE = 3_000
_BLOCK = 1_000
_REMEMBERED = 20_000
"""Steps of the model's machine kept at hand, some 130 bytes each; an article takes about a thousand."""
_TELLING = re.compile("[\u0370-\u03ff\u0590-\u05ff\u0e00-\u0e7f\u10a0-\u10ff\u3040-\U0010ffff]")


class _Identifier(Protocol):
    """py3langid's identifier, which ships no type information."""

    def classify(self, text: str) -> tuple[str, float]:
        """The likeliest language and its probability, 0 to 1."""


def detect_language(text: str) -> str | None:
    """The primary language (ISO 639-1) that a text is surely in; None where it is short, mixed or unsure.

    Deterministic, offline; by py3langid, whose model comes with it. The first call loads it.
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS and not _is_dense(sample):
        return None
    code, certainty = _load().classify(sample)
    if certainty < SURE:
        return None
    middle = len(sample) // 2
    halves = (sample[:middle], sample[middle:])
    return code if all(_load().classify(half)[0] == code for half in halves) else None


def choose_language(text: str, *, told: str | None, marked: str | None = None, default: str) -> str:
    """What is told by hand, else the page's mark, else what the text is surely in, else the default.

    A mark is often only what a CMS came with: a text of `ENOUGH` characters that is surely in another
    language beats it. Of the same language, mark and default also know the country.
    """
    if told:
        return told.replace("_", "-")
    found = detect_language(text)
    if marked and (found is None or found == primary(marked) or len(text) < ENOUGH):
        return marked
    return default if found is None or found == primary(default) else found


def primary(code: str) -> str:
    """`pt` of `pt-BR`; Norwegian is one language here, whichever way it is written."""
    first = primary_language(code)
    return "no" if first in {"nb", "nn"} else first


def _is_dense(text: str) -> bool:
    # A letter of Chinese, Japanese or Korean says as much as three others, and so does one that few
    # languages write: Greek, Hebrew, Thai, Georgian.
    return len(_TELLING.findall(text)) * 3 >= _FEWEST_LETTERS


class _Steps(dict[int, int]):
    """The table of the machine's steps, 39 MB, left in a nameless file and read where a text treads.

    Mapped instead, a single text would pull most of it in, for each touch maps its whole neighbourhood.
    """

    def __init__(self, steps: array[int]) -> None:
        super().__init__()
        self._size = steps.itemsize
        with tempfile.TemporaryFile() as file:
            steps.tofile(file)
            self._file = os.dup(file.fileno())  # the model stays to the end of the process, and so does this

    def __missing__(self, place: int) -> int:
        found = os.pread(self._file, self._size, place * self._size)
        if not found:
            raise IndexError(place)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[place] = step = int.from_bytes(found, sys.byteorder)
        return step


def _lay_out(pieces: Iterable[Buffer]) -> mmap.mmap:
    """A table in a nameless file: a text touches few of its pages, and what it does not costs no memory."""
    with tempfile.TemporaryFile() as file:
        file.writelines(pieces)
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=1)
def _load() -> _Identifier:
    chances, priors, codes, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    # `set_languages` would keep what is known of the other eighty, too: 28 MB for as long as we run.
    kept = [place for place, code in enumerate(codes) if code in _PLAUSIBLE]
    blocks = (chances[first : first + _BLOCK, kept].tobytes() for first in range(0, len(chances), _BLOCK))
    table = np.frombuffer(_lay_out(blocks), chances.dtype).reshape(-1, len(kept))
    told = (table, priors[kept], [codes[place] for place in kept], _Steps(moves), array("i", features))
    return cast("_Identifier", LanguageIdentifier(*told, norm_probs=True, tk_row=rows))
