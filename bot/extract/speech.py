"""Whether a quoted stretch is speech, and a sentence by itself: no scare quote, no title, no piece."""

from __future__ import annotations

import re

from bot.extract.german.titles import introduces_speech, is_title
from bot.extract.languages import Lexicon
from bot.extract.segments import Segment
from bot.extract.sentences import find_words, has_more_words
from bot.extract.speaking.phrases import Speaker
from bot.extract.voices import is_spoken
from bot.model import Span

_SCARE_MOST = 3
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE_MOST = 8
_NOUN_BEFORE = re.compile(r"(?<![.!?:] )(?<!\w)[A-ZÄÖÜ][\w-]+ $")
_WORKS = (
    r"(?:(?:text|audio|pic)?book|movie|film|documentary|podcast|novel|memoir|song|album|single|poem|play|"
    r"musical|painting|series|sitcom|show|programme?|magazine|website|game|comedy|drama|thriller|bestseller)"
)
_WORK_BEFORE = re.compile(
    rf"(?<!\w){_WORKS}(?: (?:called|titled|entitled|named))? $|(?<!\w)(?:slogan|motto|banner),? $"
)
_WORK_BEHIND = re.compile(rf"[”\"]?,? (?:an?|the|his|her|their) (?:[\w-]+ ){{0,2}}{_WORKS}(?!\w)")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2}|『")
"""How text begins that parts its words by no blanks."""
_UNSPACED_LEAST = 8
_STOPPED = tuple(".!?…,")


def is_speech(paragraph: Span, segment: Segment, speaker: Speaker, lexicon: Lexicon) -> bool:
    """Whether a quoted stretch is what somebody said."""
    if not lexicon.words.inverted:
        return _is_direct(paragraph, segment, speaker)
    before = paragraph.text[: segment.outer_start - paragraph.start]
    after = paragraph.text[segment.outer_end - paragraph.start :]
    return is_spoken(segment.span.text, before, after[:3], speaker, lexicon)


def _is_direct(paragraph: Span, segment: Segment, speaker: Speaker) -> bool:
    """Whether a quoted stretch is speech: not a scare quote, not the title of a work."""
    text = segment.span.text
    if _names_work(paragraph, segment):
        return False
    if _UNSPACED.match(text):
        return len(text) >= _UNSPACED_LEAST
    after = paragraph.text[segment.outer_end - paragraph.start :][:2].lstrip()[:1]
    stopped = text.endswith(_STOPPED) or (after in {",", "."} and speaker.told)
    sentence = bool(text[0].isupper() and stopped)
    if not has_more_words(text, _SCARE_MOST):
        return sentence and speaker.told and has_more_words(text, 1)
    if sentence or speaker.told:
        return True
    return sum(word[0].isupper() for word in _find_long(text)) < max(2, len(find_words(text)) / 2)


def _names_work(paragraph: Span, segment: Segment) -> bool:
    """Whether a stretch is the title of a work or a body's name: "Face the Nation", Zeitung „Die Welt“."""
    text = segment.span.text
    if not text[0].isupper() or has_more_words(text, _TITLE_MOST):
        return False
    before = paragraph.text[
        max(0, segment.outer_start - paragraph.start - 30) : segment.outer_start - paragraph.start
    ]
    if introduces_speech(before, text):
        return False
    if _WORK_BEFORE.search(before) or _WORK_BEHIND.match(paragraph.text, segment.outer_end - paragraph.start):
        return True
    if text[-1] in ".!?…":
        return False
    long = _find_long(text)
    if len(long) > 1 and all(word[0].isupper() for word in long):
        return True
    return bool(_NOUN_BEFORE.search(before)) and not text.endswith(",")


def is_named(paragraph: Span, segment: Segment, speaker: Speaker) -> bool:
    """Whether a German quoted stretch is the name of a work or a body, whatever its length."""
    start, end = segment.outer_start - paragraph.start, segment.outer_end - paragraph.start
    before, after = paragraph.text[max(0, start - 160) : start], paragraph.text[end : end + 3]
    return is_title(before, segment.span.text, after, spoken=speaker.name is not None)


def _find_long(text: str) -> list[str]:
    return [word for word in _LETTERS.findall(text) if len(word) > _SCARE_MOST]


def is_whole(text: str, after: str) -> bool:
    """Whether it is a sentence; in many languages its full stop or comma stands behind the marks."""
    first = text.lstrip("¿¡[(“\"'‘")[:1]
    return (
        (first.isupper() or first.isdigit())
        and (text.endswith(_STOPPED) or after.startswith((",", ".", " –", " —", " -")))
        and not text.startswith(("…", "..."))
    )


def is_piece(paragraph: Span, segment: Segment) -> bool:
    """Whether German words are a piece of the sentence around them, capital or not: des „Austauschs“."""
    before = paragraph.text[: segment.outer_start - paragraph.start].rstrip()
    return before[-1:].isalpha() and segment.span.text[-1] not in ".!?…"
