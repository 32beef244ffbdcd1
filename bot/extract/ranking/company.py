"""The company of a number: the very words next to it, which tell news from background ("the", "killing")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.numbers import Number
from bot.extract.ranking.fillers import FILLERS
from bot.extract.ranking.scale import read_scale, weigh_side
from bot.model import Span

_NEAR = 60
"""Characters on each side, within the sentence, whose words count as company."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
_WINDOW = 6
_NEXT = 5
_STEM = 6
_EDGE = "|"
_MARKS = frozenset('.,;:!?"”’)')
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
    """The tokens on both sides of a number and the words within it.

    `near` are the telling words beside it, in small letters, `following` the first of them behind it.
    """

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
    following = _pick_telling([*inside[-1:], *right])
    near = _pick_telling(left[: -2 * _NEXT - 1 : -1]) + following
    return Company(before, after, left, right, inside, near, following[:2])


def _find_tokens(text: str) -> list[str]:
    """The words, numbers and marks of a text; the pattern is dear, and reads what is no word with a mark."""
    tokens: list[str] = []
    for piece in text.split():
        if piece.isalpha():
            tokens.append(piece)
        elif (bare := piece[:-1]).isalpha() and piece[-1] in _MARKS:
            tokens += (bare, piece[-1])
        else:
            tokens += _TOKEN.findall(piece)
    return tokens


def _pick_telling(tokens: Sequence[str]) -> list[str]:
    """Those of the first few words that are no fillers, in small letters."""
    telling = []
    left = _NEXT
    for token in tokens:
        if token[0].isalpha():
            if (word := token.lower()) not in FILLERS:
                telling.append(word)
            left -= 1
            if not left:
                break
    return telling


def list_company(company: Company, kind: str, *, first: bool) -> list[str]:
    """The names of the words around a number: next to it, in pairs, and nearby; `first`: of the lead."""
    kind = _GROUPS.get(kind, "other")
    before, before2 = _take_last(company.left)
    after, after2 = _take_first(company.right)
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
    names += [f"left {head}" for head in _list_heads(company.left[-_WINDOW:])]
    names += [f"right {head}" for head in _list_heads(company.right[:_WINDOW])]
    if company.inside:
        names.append(f"unit {company.inside[-1].lower()}")
    return names


def weigh_company(company: Company, kind: str, situation: str, *, first: bool) -> float:
    """What all of `list_company` weighs in a situation."""
    scale = read_scale(situation, _GROUPS.get(kind, "other"), first=first)
    left, right = scale.left, scale.right
    near, far = _take_last(company.left)
    score = weigh_side(scale.before, near.lower(), far.lower(), (_name_shape(near), _name_shape(far)))
    near, far = _take_first(company.right)
    score += weigh_side(scale.behind, near.lower(), far.lower(), (_name_shape(near), _name_shape(far)))
    for head in _list_heads(company.left[-_WINDOW:]):
        if head in left:
            score += left[head]
    for head in _list_heads(company.right[:_WINDOW]):
        if head in right:
            score += right[head]
    return score + scale.unit.get(company.inside[-1].lower(), 0.0) if company.inside else score


def _take_last(left: Sequence[str]) -> tuple[str, str]:
    """The last two tokens before a number, the nearest first."""
    return (left[-1] if left else _EDGE, left[-2] if len(left) > 1 else _EDGE)


def _take_first(right: Sequence[str]) -> tuple[str, str]:
    """The first two tokens behind a number, the nearest first."""
    return (right[0] if right else _EDGE, right[1] if len(right) > 1 else _EDGE)


def _list_heads(tokens: Sequence[str]) -> dict[str, None]:
    """How some tokens begin, each once, in their order."""
    return dict.fromkeys([token[:_STEM].lower() for token in tokens])


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
