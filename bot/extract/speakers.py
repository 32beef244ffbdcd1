"""Who said it: the speaker of each quotation, from the words of saying around it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.attribution import Attribution
from bot.extract.languages import read_lexicon
from bot.extract.people import build_register, find_names
from bot.extract.phrases import MASK, NOBODY, Page, Speaker
from bot.extract.segments import Segment
from bot.extract.sentences import split_sentences
from bot.model import Span

_SHORT_GAP = 160
_CLOSE_GAP = 60
_LONG = re.compile(r"\w\w+")
_CAPITAL = re.compile(r"[\d_A-ZÀ-ÖØ-Þ]")


def mask_quotes(paragraph: Span, segments: list[Segment]) -> str:
    """The paragraph with every quotation blacked out, same length, its last stop left standing."""
    pieces, at = [], 0
    for segment in segments:
        start, end = segment.span.start - paragraph.start, segment.span.end - paragraph.start
        tail = segment.span.text[-1] if segment.span.text[-1] in ".!?…" else MASK
        pieces += [paragraph.text[at:start], MASK * (end - start - 1), tail]
        at = end
    return "".join([*pieces, paragraph.text[at:]])


def find_speakers(paragraphs: list[tuple[Span, list[Segment]]], language: str) -> list[list[Speaker]]:
    """The speaker of every segment, paragraph by paragraph, `NOBODY` where unsure."""
    lexicon = read_lexicon(language)
    words = set(_LONG.findall("\n".join(paragraph.text for paragraph, _ in paragraphs)))
    common = frozenset(word for word in words if not _CAPITAL.match(word))
    pages = []
    for paragraph, segments in paragraphs:
        veiled = Span(paragraph.start, paragraph.end, mask_quotes(paragraph, segments))
        names = find_names(veiled.text, lexicon, common=common)
        pages.append(Page(paragraph, veiled.text, segments, split_sentences(veiled), names, common))
    veiled_pages = (
        (Span(page.paragraph.start, page.paragraph.end, page.masked), page.sights) for page in pages
    )
    register = build_register(veiled_pages, lexicon)
    return _Walk(pages, register, language).run()


class _Walk(Attribution):
    """One walk through the article, in order, remembering who spoke last."""

    def run(self) -> list[list[Speaker]]:
        """Attribute page by page."""
        results = []
        for index, page in enumerate(self.pages):
            speakers = []
            for at in range(len(page.segments)):
                speakers.append(self._read_own(index, page, at))
                if speakers[-1].name:
                    self.last, self.last_page = speakers[-1], index
            self._carry_on(index, page, speakers)
            results.append(speakers)
            spoken = [speaker for speaker in speakers if speaker.name]
            if spoken:
                self.last, self.last_page = spoken[-1], index
        return results

    def _carry_on(self, index: int, page: Page, speakers: list[Speaker]) -> None:
        """Give quotations without a speaker of their own the one that runs on."""
        for at, segment in enumerate(page.segments):
            if speakers[at].name:
                continue
            gap_start = page.segments[at - 1].outer_end if at else page.paragraph.start
            gap = page.masked[gap_start - page.paragraph.start : segment.outer_start - page.paragraph.start]
            if (
                at
                and speakers[at - 1].name
                and len(split_sentences(Span(0, len(gap), gap.strip(" ,.")))) <= 1 + (len(gap) < _SHORT_GAP)
            ):
                speakers[at] = replace(speakers[at - 1], certainty=speakers[at - 1].certainty - 0.05)
            elif not gap.strip() and not at:
                speakers[at] = self._look_on(page, speakers) or self._look_back(index)
            elif gap.strip() and not at:
                speakers[at] = self._look_on(page, speakers, close=True) or self._look_inside(
                    index, page, segment
                )

    def _look_on(self, page: Page, speakers: list[Speaker], *, close: bool = False) -> Speaker | None:
        """The speaker of the next quotation of the same paragraph."""
        for at in range(1, len(speakers)):
            if speakers[at].name:
                gap = page.masked[
                    page.segments[at - 1].outer_end - page.paragraph.start : page.segments[at].outer_start
                    - page.paragraph.start
                ]
                if close and len(gap) > _CLOSE_GAP:
                    return None
                return replace(speakers[at], certainty=speakers[at].certainty - 0.1)
        return None

    def _look_back(self, index: int) -> Speaker:
        """The speaker who goes on from the paragraph before."""
        if index == 0:
            return NOBODY
        page = self.pages[index - 1]
        open_end = bool(page.segments) and not page.segments[-1].closed
        if self.last_page == index - 1 and open_end:
            return self.last
        if page.masked.rstrip().endswith(":") and page.sentences:
            sentence = page.sentences[-1]
            low = sentence.start - page.paragraph.start
            found = self._read_before(index - 1, page, low, sentence.text)
            if found.name:
                return found
        if self.last_page == index - 1:
            return replace(self.last, certainty=min(self.last.certainty, 0.6))
        names = self._nearest_subject(page)
        return names or NOBODY

    def _nearest_subject(self, page: Page) -> Speaker | None:
        if not page.sentences:
            return None
        sentence = page.sentences[-1]
        low, high = sentence.start - page.paragraph.start, sentence.end - page.paragraph.start
        for sight in page.sights:
            if low <= sight.start < high and self.register.find(sight.name):
                return self._from_sight(page, sight, 0.5)
        return None

    def _look_inside(self, index: int, page: Page, segment: Segment) -> Speaker:
        """The subject of the sentence before, in the same paragraph: "X was blunt. …"."""
        offset = segment.outer_start - page.paragraph.start
        before = [sight for sight in page.sights if sight.end <= offset]
        for sentence in reversed(page.sentences):
            low = sentence.start - page.paragraph.start
            if low >= offset:
                continue
            for sight in before:
                if low <= sight.start < sentence.end - page.paragraph.start and self.register.find(
                    sight.name
                ):
                    return self._from_sight(page, sight, 0.5)
            text = page.masked[low:offset]
            if self.lexicon.he.match(text) or self.lexicon.she.match(text):
                return self._read_pronoun(index, page, low, text, 0.5)
        return NOBODY
