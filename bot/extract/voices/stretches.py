"""Quoted stretches of other kinds: in commas or straight marks, and without what cuts into them."""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from bot.extract.languages import Lexicon
from bot.extract.segments import Segment
from bot.extract.speaking.sights import CAP
from bot.model import Span

_MARKED_INCISE = re.compile(r"(?:,|(?<=[!?…]))[ \u00a0](?=[^\W\d_])")
_DASHED_INCISE = re.compile(r",?[ \u00a0][–—-][ \u00a0](?=[^\W\d_])")
_DASH_END = re.compile(r",?[ \u00a0][–—-],?[ \u00a0](?=\S)")
_INCISE_END = re.compile(r"[,.](?:[ \u00a0]|$)")
_SUBJECT_MOST = 70
_BODY_MOST = 3
_COMMAS = re.compile(r",,(?=\w)([^\"”“]{2,600}?)(?:[\"”“]|'')")
_STRAIGHT = re.compile(
    r"(?<![\w'])'(?![snt]\b)(?=\w)([^'\n]{2,600}(?:'\w[^'\n]{2,600}){0,4})'(?=[\s,.:;!?]|$)"
)
_APPOSITION = re.compile(r"[^.,;!?]{3,80}[.,][ \u00a0]")
_FULL_NAME = re.compile(rf"[ \u00a0][{CAP}][\w’'-]+[ \u00a0](?:[a-z]{{1,3}}[ \u00a0])?[{CAP}][\w’'-]+$")


def part_incise(segment: Segment, lexicon: Lexicon) -> list[Segment]:
    """A quotation without the attribution that stands within its marks."""
    text = segment.span.text
    for match in _DASHED_INCISE.finditer(text):
        verb = lexicon.said_first.match(text, match.end())
        end = _DASH_END.search(text, verb.end(), verb.end() + _SUBJECT_MOST) if verb else None
        if end is not None:
            return _divide(segment, match.start(), end.end())
    for match in _MARKED_INCISE.finditer(text):
        verb = lexicon.said_first.match(text, match.end()) or lexicon.said_like.match(text, match.end())
        end = _INCISE_END.search(text, verb.end(), verb.end() + _SUBJECT_MOST) if verb else None
        if verb is None or end is None:
            continue
        named = _FULL_NAME.search(text[: end.start()], verb.end())
        known = lexicon.said_first.match(text, match.end())
        told = known and (
            re.fullmatch(lexicon.words.incises, verb.group())
            or _is_office(text[verb.end() : end.start()], lexicon)
        )
        if not named and not told:
            continue
        if named and end.group()[0] == "," and (behind := _APPOSITION.match(text, end.end())):
            end = behind if lexicon.is_role(behind.group().split()[0]) else end
        if lexicon.others.match(text, verb.end()) or end.end() >= len(text):
            continue
        return _divide(segment, match.start(), end.end())
    return [segment]


def _divide(segment: Segment, end: int, start: int) -> list[Segment]:
    """The two halves of a quotation around what stands between two places of its text."""
    text, base = segment.span.text, segment.span.start
    first = text[:end].rstrip(" \u00a0")
    span, rest = Span(base, base + len(first), first), Span(base + start, base + len(text), text[start:])
    return [
        Segment(span, segment.outer_start, span.end, closed=True),
        Segment(rest, rest.start, segment.outer_end, segment.closed),
    ]


def _is_office(subject: str, lexicon: Lexicon) -> bool:
    """Whether an article and an office, and no more, stand behind a verb: "la cheffe"."""
    determiner = lexicon.determiner.match(subject.strip())
    return determiner is not None and lexicon.is_role(subject.strip()[determiner.end() :])


def find_plain(paragraph: Span, segments: list[Segment], lexicon: Lexicon) -> list[Segment]:
    """Quotations in two commas, ,,as typed", and in Dutch in straight single marks."""
    patterns = [_COMMAS, _STRAIGHT] if lexicon.code == "nl" else [_COMMAS]
    found: list[Segment] = []
    for match in (match for pattern in patterns for match in pattern.finditer(paragraph.text)):
        base = paragraph.start
        span = Span(base + match.start(1), base + match.end(1), match.group(1))
        segment = Segment(span, base + match.start(), base + match.end(), closed=True)
        if not is_taken(segment, segments) and not is_taken(segment, found):
            insort(found, segment, key=place)
    return found


def names_body(paragraph: Span, segment: Segment) -> bool:
    """Whether marks stand around a name within a sentence: тренер «Колоса» Андрій Мельничук."""
    text = segment.span.text
    behind = paragraph.text[segment.outer_end - paragraph.start :][:2]
    return (
        segment.closed
        and text[0].isupper()
        and text[-1] not in ".!?…,"
        and len(text.split()) <= _BODY_MOST
        and len(behind) > 1
        and behind[0] in " \u00a0"
        and behind[1].isalpha()
    )


def place(segment: Segment) -> int:
    """Where a stretch begins, with its mark."""
    return segment.outer_start


def is_taken(segment: Segment, others: list[Segment]) -> bool:
    """Whether one of other stretches, in order of place, overlaps one."""
    at = bisect_right(others, segment.outer_start, key=place)
    before = at > 0 and others[at - 1].outer_end > segment.outer_start
    return before or (at < len(others) and others[at].outer_start < segment.outer_end)
