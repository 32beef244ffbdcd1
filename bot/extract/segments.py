"""Where quotation marks open and close: every quoted stretch of a paragraph, of any style."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extract.numbers.languages import pick_language
from bot.model import Span
from bot.text import primary_language

MASK = "\x02"
"""What stands for each character of a masked quotation."""
_MARKS = re.compile('["“”„‟«»‘‚›‹「]')
_SINGLE_CLOSE = re.compile("(?<=[.,!?…])’(?=\\s|$|[—–,;])|’(?=[,.;:]?(?:\\s|$))")
_LOW = frozenset({"de", "pl", "nl", "cs", "hu", "uk", "ru", "ro", "hr", "bg"})
_ALIKE = frozenset({"sv", "fi", "nb", "nn", "no", "da"})
"""Languages that open with the mark that closes: ”…”."""
_REOPENED = frozenset({"es", "fr", "it", "pt", "uk"})
"""Languages in which a paragraph within a quotation opens with the closing mark."""
_SINGLE_MOST = 600
_CLOSERS = {'"': '"', "«": "»", "»": "«", "‘": "’", "‚": "‘", "›": "‹", "‹": "›"}
_SINGLES = frozenset("’‘‹›")
_CLOSERS_LOW = _CLOSERS | {'"': '"“”', "“": '”"', "”": "”"}
_CLOSERS_ALIKE = _CLOSERS | {"”": "”", "»": "«»"}
_BEFORE_OPEN = " \t\n\u00a0\u202f([—–-‘'/:,;“„«»\"¿¡…"


@dataclass(slots=True)
class Segment:
    """A quoted stretch: `span` without its marks, `outer_start` and `outer_end` with them.

    `closed` is False where the paragraph ends first, as in a quotation over several paragraphs.
    """

    span: Span
    outer_start: int
    outer_end: int
    closed: bool


def find_segments(paragraph: Span, language: str) -> list[Segment]:
    """The outermost quoted stretches of a paragraph in order; nested ones belong to their outer one."""
    text, base = paragraph.text, paragraph.start
    if not _MARKS.search(text):
        return []
    code = pick_language(language)
    low, reopens = code in _LOW, code in _REOPENED
    alike = primary_language(language) in _ALIKE
    found: list[Segment] = []
    at = 0
    while match := _MARKS.search(text, at):
        mark = match.start()
        close = (
            "»"
            if not mark and text[0] == "»" and reopens
            else _name_closers(text, mark, low=low, alike=alike)
        )
        if close is None:
            at = mark + 1
            continue
        start = mark + 1
        end = _find_close(text, start, close)
        closed = end >= 0
        end = end if closed else len(text)
        inner = text[start:end]
        lead = len(inner) - len(inner.lstrip("\u00a0\u202f \t\n"))
        inner = inner.strip("\u00a0\u202f \t\n")
        kept = closed or close not in _SINGLES or (mark == 0 and close == "’")
        if inner and kept:
            span = Span(base + start + lead, base + start + lead + len(inner), inner)
            found.append(Segment(span, base + mark, base + min(len(text), end + closed), closed))
        if not kept:
            at = mark + 1
            continue
        at = end + 1
    return found


def _name_closers(text: str, mark: int, *, low: bool, alike: bool) -> str | None:
    """The marks that close what opens here; None where nothing opens."""
    sign = text[mark]
    before = text[mark - 1] if mark else " "
    after = text[mark + 1 : mark + 2]
    opens = (before in _BEFORE_OPEN or not mark) and bool(after) and not after.isspace()
    spaced = sign == "«" and after in {"\u00a0", "\u202f", " "}
    if sign in "„‟":
        return '“”"'
    if sign == "“" and not low:
        return '”"'
    if sign == "「":
        return "」"
    closers = _CLOSERS_ALIKE if alike else _CLOSERS_LOW if low else _CLOSERS
    return closers.get(sign) if opens or spaced else None


def _find_close(text: str, start: int, closers: str) -> int:
    if closers == "’":
        match = _SINGLE_CLOSE.search(text, start, start + _SINGLE_MOST)
        return match.start() if match else -1
    end = -1
    for closer in closers:
        # What closes farther off need not be looked for.
        place = text.find(closer, start) if end < 0 else text.find(closer, start, end)
        end = place if place >= 0 else end
    if closers == '"':
        # A typewriter's mark may be closed by a curly one, unless that closes a quotation within.
        curly = text.find("”", start, end if end >= 0 else len(text))
        if curly >= 0 and text.find("“", start, curly) < 0:
            return curly
    return end


def mask_quotes(paragraph: Span, segments: list[Segment]) -> str:
    """The paragraph with every quotation blacked out, same length, its last stop left standing."""
    pieces, at = [], 0
    for segment in segments:
        start, end = segment.span.start - paragraph.start, segment.span.end - paragraph.start
        tail = segment.span.text[-1] if segment.span.text[-1] in ".!?…" else MASK
        pieces += [paragraph.text[at:start], MASK * (end - start - 1), tail]
        at = end
    return "".join([*pieces, paragraph.text[at:]])
