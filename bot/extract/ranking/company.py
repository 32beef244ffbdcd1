"""The company of a number: the very words next to it, which tell news from background ("the", "killing")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.numbers import Number
from bot.extract.ranking.fillers import FILLERS
from bot.model import Span

_NEAR = 60
"""Characters on each side, within the sentence, whose words count as company."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
_WINDOW = 6
_NEXT = 5
_STEM = 6
_EDGE = "|"
_SHORT = 3
_GROUPS = {
    "money": "money",
    "percent": "percent",
    "duration": "duration",
    "count": "count",
    "measure": "count",
}
_ENDINGS = ("ing", "ed", "ers", "ies", "ions", "es", "s", "ly", "er", "tion", "al", "an", "ous", "ive", "ful")


@dataclass(slots=True)
class Company:
    """The words and marks on both sides of a number and within it; `near` are the telling words beside it."""

    before: str
    after: str
    left: list[str]
    right: list[str]
    inside: list[str]
    near: list[str]
    following: list[str]


def read_company(number: Number, sentence: Span, text: str) -> Company:
    """What stands beside a number in its sentence."""
    span = number.span
    before = text[max(sentence.start, span.start - _NEAR) : span.start]
    after = text[span.end : min(sentence.end, span.end + _NEAR)]
    left, right = _find_tokens(before), _find_tokens(after)
    inside = [] if span.text.isdigit() else [each for each in _find_tokens(span.text) if each[0].isalpha()]
    ahead = _pick_words(left[-2 * _NEXT :])[-_NEXT:]
    behind = _pick_words([*inside[-1:], *right])[:_NEXT]
    following = [word for word in behind if word not in FILLERS]
    near = [word for word in ahead if word not in FILLERS] + following
    return Company(before, after, left, right, inside, near, following[:2])


def _find_tokens(text: str) -> list[str]:
    """The words, numbers and marks of a text; most are letters between blanks, and the pattern is dear."""
    tokens: list[str] = []
    for piece in text.split():
        if piece.isalpha():
            tokens.append(piece)
        else:
            tokens += _TOKEN.findall(piece)
    return tokens


def _pick_words(tokens: list[str]) -> list[str]:
    return [token.lower() for token in tokens if token[0].isalpha()]


def list_company(company: Company, kind: str, *, first: bool) -> list[str]:
    """The names of the words around a number: next to it, in pairs, and nearby; `first`: of the lead."""
    kind = _GROUPS.get(kind, "other")
    left, right = company.left, company.right
    before, before2 = left[-1] if left else _EDGE, left[-2] if len(left) > 1 else _EDGE
    after, after2 = right[0] if right else _EDGE, right[1] if len(right) > 1 else _EDGE
    shapes = [_name_shape(token) for token in (before2, before, after, after2)]
    before, before2, after, after2 = before.lower(), before2.lower(), after.lower(), after2.lower()
    names = [
        f"before {before}",
        f"{kind} before {before}",
        f"before2 {before2}",
        f"before {before2} {before}",
        f"after {after}",
        f"{kind} after {after}",
        f"after2 {after2}",
        f"{kind} like {shapes[1]} _",
        f"{kind} like {shapes[0]} {shapes[1]} _",
        f"{kind} like _ {shapes[2]}",
        f"{kind} like _ {shapes[2]} {shapes[3]}",
    ]
    if first:
        names += [f"lead {kind} before {before}", f"lead {kind} after {after}"]
    names += [f"left {word}" for word in sorted({token[:_STEM].lower() for token in left[-_WINDOW:]})]
    names += [f"right {word}" for word in sorted({token[:_STEM].lower() for token in right[:_WINDOW]})]
    if company.inside:
        names.append(f"unit {company.inside[-1].lower()}")
    return names


@lru_cache(maxsize=4096)
def _name_shape(token: str) -> str:
    """What a word looks like: a capital, an ending, a short word as it is."""
    if token[0].isdigit():
        return "#"
    if not token[0].isalpha():
        return token
    if token[0].isupper():
        return "Capital"
    ending = next((end for end in _ENDINGS if token.endswith(end) and len(token) > len(end) + 1), None)
    return f"-{ending}" if ending else "word" if len(token) > _SHORT else token
