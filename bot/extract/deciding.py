"""Whether a post shows the best figure or quote, and the reason in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.extract.languages import has_words
from bot.extract.numbers.kinds import is_running
from bot.extract.ranking import DULL, Sighting
from bot.model import Document, Figure, Quote, Thresholds
from bot.text import count_graphemes

TITLE_CERTAINTY = 0.95
"""Certainty of a number that the headline carries."""
CERTAIN_ENOUGH = Thresholds().figure
"""Certainty from which on a post shows a figure."""
_FEW = 12
_WITHIN = re.compile(r"[\w,)'’] $")
_DENIED = re.compile(r"(?<!\w)(?:not|nicht|niet|nie|не|pas|non|não) (?:[£$€] ?)?$")
_BEFORE = 12
_HYPHENS = frozenset("-‑")


def decide_figure(
    figures: Sequence[Figure],
    *,
    clear: bool,
    sure: float = CERTAIN_ENOUGH,
    weak: Mapping[int, str] | None = None,
    never: Mapping[int, str] | None = None,
) -> tuple[Figure | None, str]:
    """The figure that a post shows, or None, and why.

    `clear` where the best stands off from the second; `weak` are the offsets of numbers that say little by
    themselves, with the reason, which only a headline makes a key figure; `never` are those that nothing
    makes one.
    """
    if not figures:
        return None, "the story has no numbers"
    best = figures[0]
    if best.certainty >= 1:
        return best, "the editor's note names it"
    titled = best.certainty >= TITLE_CERTAINTY
    doubt = _doubt(best, clear=clear or titled, sure=sure)
    if never:
        doubt = never.get(best.span.start, "") or doubt
    if not doubt and not titled and weak:
        doubt = weak.get(best.span.start, "")
    if doubt:
        return None, doubt
    same = [each for each in figures if _says_same(each, best)]
    shown = next((figure for figure in same if figure.sentence), None)
    if shown is None:
        return (
            None,
            "no sentence with it can stand alone: too long, a piece of a quotation, or a pronoun begins it",
        )
    return shown, "the headline carries it" if titled else "it is certain enough, and clear of the second"


def _says_same(each: Figure, best: Figure) -> bool:
    """Whether a figure is the best one said once more: "90 jobs", and no "90-day" notice.

    A small number counts many things in one story, so it must count the same one.
    """
    if (each.certainty, each.value, each.kind) != (best.certainty, best.value, best.kind):
        return False
    small = best.value is not None and best.value <= _FEW
    return each is best or not small or bool(best.unit and each.unit == best.unit)


def _doubt(best: Figure, *, clear: bool, sure: float) -> str:
    if best.kind in DULL:
        return f"the best number is only of the kind {best.kind}"
    if best.certainty < sure:
        return f"the best is less certain than {sure:g}"
    if not clear:
        return "the two best are too close"
    return "the best is a small bare count, which says nothing by itself" if _is_petty(best) else ""


def find_weak(sightings: Sequence[Sighting], document: Document) -> dict[int, str]:
    """The numbers that are no key figure unless the headline has them, by offset, with the reason."""
    weak: dict[int, str] = {}
    known = has_words(document.language)
    for each in sightings:
        number = each.number
        small = number.kind == "count" and number.value is not None and number.value <= _FEW
        if not known:
            weak[number.span.start] = "the article's language is not one whose words are known"
        elif small and each.sentence_index > 0:
            weak[number.span.start] = "the best is a small count behind the lead"
        elif number.kind == "count" and document.text[number.span.end : number.span.end + 1] in _HYPHENS:
            weak[number.span.start] = "the best is part of a compound word"
    return weak


def find_never(sightings: Sequence[Sighting]) -> dict[int, str]:
    """The numbers that are no key figure whatever the headline says, by offset, with the reason.

    They are number words written large within a sentence of small words, "the Six Nations", and what the
    sentence says not to be: "not 48, but 31".
    """
    found: dict[int, str] = {}
    for each in sightings:
        start = each.number.span.start
        before = each.sentence.text[: start - each.sentence.start][-_BEFORE:]
        large = each.number.spelled and each.number.span.text[0].isupper()
        if large and _WITHIN.search(before) and is_running(each.sentence.text):
            found[start] = "the best is part of a name"
        elif _DENIED.search(before):
            found[start] = "its sentence says that it is not so many"
    return found


def _is_petty(figure: Figure) -> bool:
    """A small bare count, "two" or "eight", says nothing by itself unless the headline has it."""
    few = figure.value is not None and figure.value <= _FEW and not figure.unit and figure.kind == "count"
    return few and figure.certainty < TITLE_CERTAINTY


def explain_quote(quote: Quote, *, sure: float, shortest: int, longest: int) -> str:
    """Why a post would not show a quotation, as far as it can be told from itself; "" for nothing."""
    size = count_graphemes(quote.text[: 4 * longest])
    if quote.speaker is None:
        return "nobody is named as its speaker for sure"
    if quote.certainty < sure:
        return f"its speaker is less certain than {sure:g}"
    if not shortest <= size <= longest:
        return f"it has {size} characters, and {shortest} to {longest} are shown"
    return ""
