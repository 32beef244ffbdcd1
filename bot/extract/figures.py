"""The key figure: every number ranked, and the one that a post may show."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.extract.deciding import CERTAIN_ENOUGH, TITLE_CERTAINTY, decide_figure, find_never, find_weak
from bot.extract.numbers import find_numbers, list_heads, list_roots
from bot.extract.ranking import Sighting, describe_setting, explain, weigh
from bot.extract.sentences import split_sentences
from bot.extract.showing import find_sentence
from bot.extract.tally import count_story
from bot.extract.wanted import find_wanted
from bot.model import Document, Figure, Span

_MARGIN = 1.6
_CANDIDATES_MOST = 400
_FEW_PARAGRAPHS = 4
_HEADLINE_MOST = 500
_LEAD_SENTENCES = 2
_SURE_MOST = 0.94
_OF_OTHERS = "the headline's number is as much, but of something else"


def read_figures(
    document: Document, quoted: Sequence[Span] = (), sure: float = CERTAIN_ENOUGH
) -> tuple[Figure | None, tuple[Figure, ...]]:
    """The figure that a post shows, or None, and all figures of the story, best first.

    `quoted` are the quotations of the story, in order of place: no sentence is cut out of one. `sure` is
    the certainty that a shown figure has at least.
    """
    choice = choose_figure(document, quoted, sure)
    return choice.figure, choice.figures


@dataclass(frozen=True, slots=True)
class Choice:
    """The figures of a story, best first, the one that a post shows, and the reason.

    `weights` tell what each observation spoke for or against a figure, by the figure's first offset.
    """

    figure: Figure | None
    figures: tuple[Figure, ...]
    reason: str
    weights: dict[int, dict[str, float]]


def choose_figure(
    document: Document, quoted: Sequence[Span] = (), sure: float = CERTAIN_ENOUGH, *, explained: bool = False
) -> Choice:
    """As `read_figures`, with the reason; `explained` adds the weights."""
    sightings = find_sightings(document, quoted)
    wanted = find_wanted(find_headline(document), document.language, sightings, document.text)
    figures, clear, weights = _rank(document, sightings, quoted, wanted.same, explained=explained)
    if noted := _find_noted(document, figures):
        figures = [noted, *(figure for figure in figures if not _overlap(figure.span, noted.span))]
    weak = find_weak(sightings, document)
    doubted = range(len(sightings)) if wanted.unsure else wanted.other
    weak |= {sightings[index].number.span.start: _OF_OTHERS for index in doubted}
    never = find_never(sightings)
    figure, reason = decide_figure(figures, clear=clear, sure=sure, weak=weak, never=never)
    return Choice(figure, tuple(figures), reason, weights)


def _rank(
    document: Document,
    sightings: list[Sighting],
    quoted: Sequence[Span],
    wanted: frozenset[int],
    *,
    explained: bool,
) -> tuple[list[Figure], bool, dict[int, dict[str, float]]]:
    """All figures, best first, whether the best stands clear of the second, and the weights if wanted."""
    if not sightings:
        return [], False, {}
    headline = find_headline(document)
    setting = describe_setting(
        document.text, document.paragraphs[0].start, document.paragraphs[-1].end, headline, sightings
    )
    scores = [weigh(sighting, index, setting) for index, sighting in enumerate(sightings)]
    certainties = _share_certainty(setting.keys, scores)

    def place(index: int) -> tuple[bool, float, float, int]:
        certainty = certainties[setting.keys[index]]
        return index not in wanted, -certainty, -scores[index], index

    figures = []
    for index in sorted(range(len(sightings)), key=place):
        certainty = certainties[setting.keys[index]]
        shown = TITLE_CERTAINTY if index in wanted else round(certainty, 4)
        figures.append(_make_figure(sightings[index], shown, document.language, quoted))
    weights = {
        sighting.number.span.start: explain(sighting, index, setting)
        for index, sighting in enumerate(sightings if explained else ())
    }
    return figures, _measure_margin(certainties), weights


def _make_figure(sighting: Sighting, certainty: float, language: str, quoted: Sequence[Span]) -> Figure:
    number = sighting.number
    sentence = find_sentence(sighting, language, quoted)
    return Figure(number.span, number.value, number.unit, number.kind, sentence, certainty)


def find_sightings(document: Document, quoted: Sequence[Span] = ()) -> list[Sighting]:
    """Every number of the story with its sentence, in order of place."""
    sightings: list[Sighting] = []
    starts = [span.start for span in quoted]
    counted = 0
    # In a short story it is quicker to look for all of them.
    long = len(document.paragraphs) > _FEW_PARAGRAPHS
    roots = _list_roots(document) if long else None
    for place, paragraph in enumerate(document.paragraphs):
        numbers = find_numbers(paragraph, document.language, roots)
        if not numbers and counted >= _LEAD_SENTENCES:
            # Behind the lead it only counts that sentences differ: this one need not be split.
            counted += 1
            continue
        sentences = split_sentences(paragraph)
        firsts = [sentence.start for sentence in sentences]
        order, last = 0, -1
        for number in numbers:
            index = max(0, bisect_right(firsts, number.bare) - 1)
            before = bisect_right(starts, number.bare) - 1
            inside = before >= 0 and number.bare < quoted[before].end
            order = order + 1 if index == last else 0
            last = index
            sightings.append(Sighting(number, sentences[index], counted + index, place, inside, order))
        counted += len(sentences)
        if len(sightings) >= _CANDIDATES_MOST:
            break
    return _spread_names(sightings)


def _list_roots(document: Document) -> list[str]:
    """How the number words begin that the story may have."""
    heads = count_story(document).pick_letters(list_heads(document.language))
    return list_roots(heads, document.language)


def _spread_names(sightings: list[Sighting]) -> list[Sighting]:
    """A number that is a name once is one wherever it only counts: "the 777-200", then "the 777 plane"."""
    names = {each.number.value for each in sightings if each.number.kind == "name"} - {None}
    if not names:
        return sightings
    return [
        replace(each, number=replace(each.number, kind="name"))
        if each.number.kind == "count" and not each.number.spelled and each.number.value in names
        else each
        for each in sightings
    ]


def _share_certainty(keys: Sequence[str], scores: Sequence[float]) -> dict[str, float]:
    """Softmax, summed up over the distinct values: a figure said twice is the more certain."""
    top = max(scores)
    parts: dict[str, float] = defaultdict(float)
    for key, score in zip(keys, scores, strict=True):
        parts[key] += math.exp(score - top)
    total = sum(parts.values())
    return {key: min(part / total, _SURE_MOST) for key, part in parts.items()}


def _measure_margin(certainties: dict[str, float]) -> bool:
    """Whether the best stands clear of the second best."""
    ranked = sorted(certainties.values(), reverse=True)
    return len(ranked) == 1 or ranked[0] >= _MARGIN * ranked[1]


def find_headline(document: Document) -> str:
    """The headline that the newsroom wrote; "" where the story's own first words stand for one."""
    own = document.title_span
    if own and any(paragraph.start <= own.start < paragraph.end for paragraph in document.paragraphs):
        return (document.note.headline or "")[:_HEADLINE_MOST]
    return (document.note.headline or document.title)[:_HEADLINE_MOST]


def _find_noted(document: Document, figures: Sequence[Figure]) -> Figure | None:
    """The figure of the editor's note where it stands verbatim in the story: it beats every guess."""
    found = [_read_noted(span, figures) for span in _places(document, document.note.figure or "")]
    # Said several times, it is shown where a whole sentence can be.
    return next((figure for figure in found if figure.sentence), found[0] if found else None)


def _places(document: Document, note: str) -> Iterator[Span]:
    """Where the note's words stand in the story, not within a longer word or number."""
    note = note.strip()
    before = r"(?<!\w)(?<!\d[.,])" if note[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if note[-1:].isalnum() else ""
    for paragraph in document.paragraphs if note else ():
        for match in re.finditer(before + re.escape(note) + after, paragraph.text):
            yield document.span(paragraph.start + match.start(), paragraph.start + match.end())


def _read_noted(span: Span, figures: Sequence[Figure]) -> Figure:
    inside = next((figure for figure in figures if _overlap(figure.span, span)), None)
    if inside:
        return Figure(span, inside.value, inside.unit, inside.kind, inside.sentence, 1.0)
    return Figure(span, None, "", "count", None, 1.0)


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
