"""Speech that dashes open, beside the quotations in marks."""

from __future__ import annotations

import re
from bisect import bisect_right

from bot.extract.languages import Lexicon
from bot.extract.segments import Segment
from bot.extract.sentences import split_sentences
from bot.extract.voices.stretches import find_plain, is_taken, names_body, part_incise, place
from bot.model import Span

_OPENER = re.compile(
    r"(?:^|(?<=[.!?…:][ \u00a0])|(?<=[.!?…][”\"»’)][ \u00a0]))[–—-][ \u00a0]?(?=[\"„«“¿¡]?[^\W\d_])"
)
_CUT = re.compile(r"(?<=\S)[ \u00a0]([–—-])[ \u00a0]?(?=\w)")
_RESUME = re.compile(r"[.,:;!?…]?[ \u00a0]?([–—-])[.,:;]?[ \u00a0]")
_SPEECH_MOST = 1200
_INCISE_MOST = 160


def add_dialogue(paragraph: Span, segments: list[Segment], lexicon: Lexicon) -> list[Segment]:
    """The quoted stretches with those that dashes open, and with attributions cut out of them."""
    spoken = list(_find_spoken(paragraph, segments, lexicon)) if lexicon.words.dashes else []
    segments = sorted([*segments, *find_plain(paragraph, segments, lexicon)], key=place)
    kept = [
        segment
        for segment in segments
        if not is_taken(segment, spoken) and not names_body(paragraph, segment)
    ]
    if lexicon.words.incises:
        kept = [part for segment in kept for part in part_incise(segment, lexicon)]
    return sorted([*spoken, *kept], key=place)


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
    return [segment for segment in found if segment.span.text and _is_balanced(segment.span.text)]


def _is_balanced(text: str) -> bool:
    """Whether no quotation in marks begins or ends within a speech."""
    low = "„" in text
    opened = text.count("„" if low else "“") + text.count("«")
    closed = text.count("”") + text.count("»") + (text.count("“") if low else 0)
    return opened == closed and text.count('"') % 2 == 0


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
