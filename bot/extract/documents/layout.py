"""Lines and paragraphs of plain text, by their places: nothing is copied, joined or changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.extract.documents.furniture import classify_line

_LINE = re.compile("[^\n\r\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…:;。！？؟][\"'”’»«“)\]]*$")

_NARROWEST_WRAP = 30
_WIDEST_WRAP = 120
"""Narrower is a list or a poem, wider was not wrapped by a mail program (characters)."""


@dataclass(slots=True, unsafe_hash=True)
class Stretch:
    """A line or paragraph: offsets into the text, the stripped text, and the block it stands in.

    Blocks are separated by blank lines and counted from 0. Its fields are final, as those of a `Span`.
    """

    start: Final[int]
    end: Final[int]
    text: Final[str]
    block: Final[int]

    @property
    def ends_sentence(self) -> bool:
        """Whether it closes as a sentence does, quotation marks and brackets aside."""
        return bool(_SENTENCE_END.search(self.text[-8:]))


def split_lines(text: str) -> list[Stretch]:
    """The lines that are not blank, without the white space around them."""
    lines: list[Stretch] = []
    block, last_end = -1, 0
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        begin, end = match.span()
        start = begin if stripped is line else begin + line.index(stripped[0])
        if not lines or _has_blank_line(text, last_end, begin):
            block += 1
        lines.append(Stretch(start, start + len(stripped), stripped, block))
        last_end = end
    return lines


def _has_blank_line(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    if gap == "\n":
        return False
    return gap == "\n\n" or gap.replace("\r\n", "\n").translate(_UNIFORM).count("\n") > 1


_UNIFORM = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


def split_paragraphs(text: str) -> list[Stretch]:
    """The paragraphs: lines, joined again where they were wrapped at a fixed width."""
    lines = split_lines(text)
    width = max(
        (len(line.text) for a, b in pairwise(lines) if a.block == b.block for line in (a, b)), default=0
    )
    wrapped = _find_wrapped_blocks(lines, width) if _NARROWEST_WRAP <= width <= _WIDEST_WRAP else frozenset()
    paragraphs: list[Stretch] = []
    for index, line in enumerate(lines):
        if index and line.block in wrapped and _was_wrapped(lines[index - 1], line, width):
            first = paragraphs.pop()
            paragraphs.append(Stretch(first.start, line.end, "", line.block))
        else:
            paragraphs.append(line)
    return [p if p.text else Stretch(p.start, p.end, text[p.start : p.end], p.block) for p in paragraphs]


def _find_wrapped_blocks(lines: list[Stretch], width: int) -> frozenset[int]:
    """The blocks whose lines were broken for want of room: in the middle of sentences, mostly."""
    breaks: dict[int, list[tuple[bool, bool]]] = {}
    for a, b in pairwise(lines):
        if a.block == b.block:
            breaks.setdefault(a.block, []).append((_was_wrapped(a, b, width), not a.ends_sentence))
    everywhere = [pair for pairs in breaks.values() for pair in pairs]
    if _are_wraps(everywhere, 0.6):
        return frozenset(breaks)
    found = frozenset(block for block, pairs in breaks.items() if _are_wraps(pairs, 0.8))
    evidence = sum(len(breaks[block]) for block in found)
    return found if evidence > 1 else frozenset()


def _are_wraps(pairs: list[tuple[bool, bool]], share: float) -> bool:
    wraps = [is_open for is_wrap, is_open in pairs if is_wrap]
    return len(wraps) >= share * len(pairs) and 2 * sum(wraps) > len(wraps)


def _was_wrapped(line: Stretch, following: Stretch, width: int) -> bool:
    """Whether the next line's first word had no room on this line, or clearly goes on with it."""
    if line.block != following.block or 2 * len(line.text) < width:
        return False
    word = following.text[: width + 1].split(maxsplit=1)[0]
    goes_on = len(line.text) + 1 + len(word) > width or (word[:1].islower() and not line.ends_sentence)
    return goes_on and not classify_line(following.text)
