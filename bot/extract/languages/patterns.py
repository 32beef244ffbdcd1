"""Alternatives written so that the engine is quick to say no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

_REPEATS = frozenset("?*+{")
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def group_words(pattern: str) -> str:
    """The same alternatives, neighbours under their first letter: "said|saw|told" is "s(?:aid|aw)|told".

    The engine tries alternatives one by one at every place, so it should not ask for the same letter often.
    What begins with a group, a class or an escape stays where it is.
    """
    return "|".join(
        piece
        for plain, run in groupby(_split(pattern), key=_begins_plain)
        for piece in _group(run, plain=plain)
    )


def _group(run: Iterator[str], *, plain: bool) -> Iterator[str]:
    if not plain:
        yield from run
        return
    rests: dict[str, list[str]] = {}
    for part in run:
        rests.setdefault(part[0], []).append(part[1:])
    for letter, rest in rests.items():
        yield letter + rest[0] if len(rest) == 1 else f"{letter}(?:{'|'.join(rest)})"


def _begins_plain(part: str) -> bool:
    return part[:1].isalpha() and part[1:2] not in _REPEATS


def _split(pattern: str) -> list[str]:
    """The alternatives of a pattern; those within its groups are left together."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts
