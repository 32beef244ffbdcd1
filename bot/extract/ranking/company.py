"""The company of a number: the very words next to it, which tell news from background ("the", "killing")."""

from __future__ import annotations

import re

from bot.extract.numbers import Number
from bot.model import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
_NEAR = 60
_WINDOW = 6
_STEM = 6
_EDGE = "|"
_GROUPS = {
    "money": "money",
    "percent": "percent",
    "duration": "duration",
    "count": "count",
    "measure": "count",
}


def list_company(number: Number, sentence: Span, text: str) -> list[str]:
    """The names of the words around a number within its sentence: next to it, in pairs, and nearby."""
    span, kind = number.span, _GROUPS.get(number.kind, "other")
    left = _list_tokens(text[max(sentence.start, span.start - _NEAR) : span.start])
    right = _list_tokens(text[span.end : min(sentence.end, span.end + _NEAR)])
    near_left, near_right = [_EDGE, _EDGE, *left], [*right, _EDGE, _EDGE]
    first, second = near_left[-1], near_left[-2]
    names = [
        f"before {first}",
        f"{kind} before {first}",
        f"before2 {second}",
        f"before {second} {first}",
        f"after {near_right[0]}",
        f"{kind} after {near_right[0]}",
        f"after2 {near_right[1]}",
        *(f"left {word}" for word in sorted({token[:_STEM] for token in left[-_WINDOW:]})),
        *(f"right {word}" for word in sorted({token[:_STEM] for token in right[:_WINDOW]})),
    ]
    inside = [token for token in _list_tokens(span.text) if token[0].isalpha()]
    if inside:
        names.append(f"unit {inside[-1]}")
    return names


def _list_tokens(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(text)]
