"""Speech that dashes open, and the attributions that cut into a quotation without marks of their own."""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from bot.extract.languages import Lexicon
from bot.extract.people import CAP
from bot.extract.segments import Segment
from bot.extract.sentences import split_sentences
from bot.model import Span

_OPENER = re.compile(
    r"(?:^|(?<=[.!?…:][ \u00a0])|(?<=[.!?…][”\"»’)][ \u00a0]))[–—-][ \u00a0]?(?=[\"„«“¿¡]?[^\W\d_])"
)
_CUT = re.compile(r"(?<=\S)[ \u00a0]([–—-])[ \u00a0]?(?=\w)")
_RESUME = re.compile(r"[.,:;!?…]?[ \u00a0]?([–—-])[.,:;]?[ \u00a0]")
_SPEECH_MOST = 1200
_INCISE_MOST = 160
_APART = "([–—-"
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


def add_dialogue(paragraph: Span, segments: list[Segment], lexicon: Lexicon) -> list[Segment]:
    """The quoted stretches with those that dashes open, and with attributions cut out of them."""
    spoken = list(_find_spoken(paragraph, segments, lexicon)) if lexicon.words.dashes else []
    segments = sorted([*segments, *_find_plain(paragraph, segments, lexicon)], key=_start)
    kept = [
        segment
        for segment in segments
        if not _is_taken(segment, spoken) and not _names_body(paragraph, segment)
    ]
    if lexicon.words.incises:
        kept = [part for segment in kept for part in _part(segment, lexicon)]
    return sorted([*spoken, *kept], key=_start)


def _divide(segment: Segment, end: int, start: int) -> list[Segment]:
    """The two halves of a quotation around what stands between two places of its text."""
    text, base = segment.span.text, segment.span.start
    first = text[:end].rstrip(" \u00a0")
    span, rest = Span(base, base + len(first), first), Span(base + start, base + len(text), text[start:])
    return [
        Segment(span, segment.outer_start, span.end, closed=True),
        Segment(rest, rest.start, segment.outer_end, segment.closed),
    ]


def _find_plain(paragraph: Span, segments: list[Segment], lexicon: Lexicon) -> list[Segment]:
    """Quotations in two commas, ,,as typed", and in Dutch in straight single marks."""
    patterns = [_COMMAS, _STRAIGHT] if lexicon.code == "nl" else [_COMMAS]
    found: list[Segment] = []
    for match in (match for pattern in patterns for match in pattern.finditer(paragraph.text)):
        base = paragraph.start
        span = Span(base + match.start(1), base + match.end(1), match.group(1))
        segment = Segment(span, base + match.start(), base + match.end(), closed=True)
        if not _is_taken(segment, segments) and not _is_taken(segment, found):
            insort(found, segment, key=_start)
    return found


def _names_body(paragraph: Span, segment: Segment) -> bool:
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


def _is_office(subject: str, lexicon: Lexicon) -> bool:
    """Whether an article and an office, and no more, stand behind a verb: "la cheffe"."""
    determiner = lexicon.determiner.match(subject.strip())
    return determiner is not None and lexicon.is_role(subject.strip()[determiner.end() :])


def _start(segment: Segment) -> int:
    return segment.outer_start


def _is_taken(segment: Segment, others: list[Segment]) -> bool:
    """Whether one of other stretches, in order of place, overlaps one."""
    at = bisect_right(others, segment.outer_start, key=_start)
    before = at > 0 and others[at - 1].outer_end > segment.outer_start
    return before or (at < len(others) and others[at].outer_start < segment.outer_end)


def _find_spoken(paragraph: Span, segments: list[Segment], lexicon: Lexicon) -> list[Segment]:
    """Speech behind a dash; only where a verb of saying follows a second dash, as lists have dashes, too."""
    text, base = paragraph.text, paragraph.start
    marked = sorted((segment.outer_start - base, segment.outer_end - base) for segment in segments)
    found: list[Segment] = []
    at = 0
    while opener := _OPENER.search(text, at):
        at = opener.end()
        first = text[opener.end() :].lstrip('"„«“¿¡')[:1]
        if not first.isupper() or _is_within(opener.start(), marked):
            continue
        dash = opener.group()[0]
        cut = _find_cut(text, opener.end(), dash, lexicon)
        if cut is None:
            if _goes_on(text, opener.start(), marked, lexicon):
                at = _end_speech(paragraph, opener.end(), lexicon)
                found.append(_make(paragraph, opener.start(), opener.end(), at))
            continue
        found.append(_make(paragraph, opener.start(), opener.end(), cut.start()))
        at = cut.end()
        while resumed := _find_resumed(text, at, dash):
            start = resumed.end()
            again = _find_cut(text, start, dash, lexicon)
            end = again.start() if again else _end_speech(paragraph, start, lexicon)
            if end <= start:
                break
            found.append(_make(paragraph, start, start, end))
            at = again.end() if again else end
            if again is None:
                break
    return [segment for segment in found if segment.span.text]


def _is_within(place: int, marked: list[tuple[int, int]]) -> bool:
    at = bisect_right(marked, place, key=lambda each: each[0]) - 1
    return at >= 0 and marked[at][0] <= place < marked[at][1]


def _goes_on(text: str, start: int, marked: list[tuple[int, int]], lexicon: Lexicon) -> bool:
    """Whether only an attribution stands between a quotation in marks and a dash: „…” – said X. –."""
    before = max((high for _, high in marked if high <= start), default=-1)
    between = text[before:start].strip() if before >= 0 else ""
    spoken = lexicon.said_first.match(between)
    return bool(spoken) and len(between) <= _INCISE_MOST and not re.search(r"[.!?…][ \u00a0]", between)


def _find_cut(text: str, start: int, dash: str, lexicon: Lexicon) -> re.Match[str] | None:
    """The dash before a verb of saying, None where another speech begins first."""
    for match in _CUT.finditer(text, start, start + _SPEECH_MOST):
        if match.group(1) != dash:
            continue
        if lexicon.said_first.match(text, match.end()) or _is_told(text, match.end(), lexicon):
            return match
        if text[match.start() - 1] in ".!?…" and text[match.end()].isupper():
            return None
    return None


def _is_told(text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether any verb with a name or an office right behind it follows a dash: "– wylicza Hojka"."""
    verb = lexicon.said_like.match(text, start)
    if verb is None or not text[start].islower():
        return False
    if text[verb.end() : verb.end() + 1] in {".", ",", ":"}:
        told = verb.group().strip()
        tells = lexicon.he_said.search(told) or lexicon.she_said.search(told)
        return bool(tells or re.fullmatch(lexicon.words.incises or "(?!)", told))
    rest = text[verb.end() :].lstrip()
    following = rest.split(maxsplit=1)[:1]
    return bool(following) and (
        following[0][0].isupper() or lexicon.is_role(following[0]) or bool(lexicon.determiner.match(rest))
    )


def _find_resumed(text: str, start: int, dash: str) -> re.Match[str] | None:
    """Where speech goes on behind its attribution."""
    match = _RESUME.search(text, start, start + _INCISE_MOST)
    while match and match.group(1) != dash:
        match = _RESUME.search(text, match.end(), start + _INCISE_MOST)
    if match is None or match.end() >= len(text):
        return None
    stop = re.search(r"[.!?…][ \u00a0]", text[start : match.start()])
    return None if stop and not _is_short(text[start : start + stop.start() + 1]) else match


def _is_short(attribution: str) -> bool:
    """Whether a stop belongs to an abbreviation: "prof.", "M."."""
    word = attribution.rstrip(".!?…").rpartition(" ")[2]
    return len(word) == 1 or word.lower() in {"prof", "dr", "mme", "st", "sr", "sra", "mec", "gen"}


def _end_speech(paragraph: Span, start: int, lexicon: Lexicon) -> int:
    """The end of the paragraph, or of the last sentence before one that tells who spoke."""
    text = paragraph.text
    end = start
    for index, sentence in enumerate(split_sentences(Span(start, len(text), text[start:]))):
        if index and lexicon.said.search(sentence.text):
            break
        end = sentence.end
    return end


def _make(paragraph: Span, outer: int, start: int, end: int) -> Segment:
    inner = paragraph.text[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip().rstrip(",")
    base = paragraph.start
    span = Span(base + start, base + start + len(inner), inner)
    return Segment(span, base + outer, base + max(end, start + len(inner)), closed=True)


def _part(segment: Segment, lexicon: Lexicon) -> list[Segment]:
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
