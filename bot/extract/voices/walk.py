"""One walk through an article: the speaker of every quoted stretch, and silence where unsure."""

from __future__ import annotations

import re

from bot.extract.languages import Lexicon
from bot.extract.segments import MASK, Segment
from bot.extract.sentences import find_words, split_sentences
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.cast import Cast
from bot.extract.voices.leads import Leads
from bot.extract.voices.memory import Leaf
from bot.model import Span

_GAP_MOST = 200
_LEAD_MOST = 300
_INTRODUCED = 0.05
_PARTIAL_LEAST = 5
_FEWEST = 2
_NAME_MOST = 6


def find_voices(
    paragraphs: list[tuple[Span, list[Segment]]], veiled: list[str], lexicon: Lexicon
) -> list[list[Speaker]]:
    """The speaker of every segment, paragraph by paragraph; `veiled` are the texts with quotations masked."""
    common = frozenset(
        word for paragraph, _ in paragraphs for word in re.findall(r"\w\w+", paragraph.text) if word.islower()
    )
    cast = Cast(lexicon, common)
    covered = [Span(each.start, each.end, text) for (each, _), text in zip(paragraphs, veiled, strict=True)]
    pages = cast.gather(covered)
    leaves = [
        Leaf(paragraph, text, segments, split_sentences(cover), mentions)
        for (paragraph, segments), text, cover, mentions in zip(
            paragraphs, veiled, covered, pages, strict=True
        )
    ]
    return _Walk(leaves, cast, lexicon).run()


class _Walk(Leads):
    """Reads the attributions in order, remembering who spoke."""

    def run(self) -> list[list[Speaker]]:
        """Attribute paragraph by paragraph, then quotations that run over paragraphs."""
        found = []
        for index, leaf in enumerate(self.leaves):
            speakers: list[Speaker] = []
            for at, segment in enumerate(leaf.segments):
                speaker = self._read_own(index, at)
                if not speaker.name and not self.is_told(index, segment):
                    speaker = self._go_on(index, at, speakers)
                speakers.append(speaker)
                if speaker.name or _looks_whole(segment):
                    # Nobody, too: who speaks after somebody unknown is unknown.
                    self.spoken[index].append((segment.outer_end - leaf.paragraph.start, speaker))
            found.append(speakers)
        self._run_over(found)
        return found

    def _read_own(self, index: int, at: int) -> Speaker:
        """The speaker whom the quotation's own sentence names, behind it or before it."""
        leaf = self.leaves[index]
        segment, base = leaf.segments[at], leaf.paragraph.start
        found = self._read_tail(index, segment.outer_end - base) if segment.closed else NOBODY
        if not found.name and segment.closed:
            found = self._read_told(index, segment.outer_end - base, segment)
        if not found.name and segment.closed:
            found = self._read_next(index, segment.outer_end - base)
        if found.name:
            return found
        low = leaf.segments[at - 1].outer_end - base if at else 0
        start = segment.outer_start - base
        low = max([low, *(each.start - base for each in leaf.sentences if each.start - base <= start)])
        return self._read_lead(index, max(low, start - _LEAD_MOST), start, segment)

    def _go_on(self, index: int, at: int, speakers: list[Speaker]) -> Speaker:
        """The speaker before, where nothing but their attribution stands between."""
        if not at or not speakers[at - 1].name:
            return NOBODY
        leaf = self.leaves[index]
        base = leaf.paragraph.start
        low, high = leaf.segments[at - 1].outer_end - base, leaf.segments[at].outer_start - base
        gap = leaf.masked[low:high]
        told = gap.strip(' ,.;:–—-\u00a0”“"»«’')
        if told[:1].isupper() and leaf.segments[at - 1].span.text[-1:] in ".!?…":
            # A sentence of its own stands between: "…." Selon le rapport, "…".
            return NOBODY
        if (
            len(gap) > _GAP_MOST
            or MASK in gap
            or re.search(r"[.!?…][ \u00a0]+\S", gap.strip(' –—-\u00a0"“„«'))
        ):
            return NOBODY
        spoken = self.lexicon.said.search(gap) or self.lexicon.according.search(gap)
        if told and not spoken and not self.lexicon.said_like.match(told):
            return NOBODY
        before = speakers[at - 1]
        return before._replace(certainty=before.certainty - _INTRODUCED)

    def _run_over(self, found: list[list[Speaker]]) -> None:
        """Give the parts of a quotation over several paragraphs the speaker whom one of them names."""
        order = list(range(len(self.leaves) - 1))
        for index in [*reversed(order), *order]:
            leaf, following = self.leaves[index], self.leaves[index + 1]
            if not leaf.segments or not following.segments or leaf.segments[-1].closed:
                continue
            first = following.segments[0]
            if following.masked[: first.outer_start - following.paragraph.start].strip():
                continue
            one, other = found[index][-1], found[index + 1][0]
            if other.name and not one.name:
                found[index][-1] = other._replace(certainty=other.certainty - _INTRODUCED)
            elif one.name and not other.name:
                found[index + 1][0] = one._replace(certainty=one.certainty - _INTRODUCED)


def _looks_whole(segment: Segment) -> bool:
    text = segment.span.text[:_LEAD_MOST]
    return text[0].isupper() and len(find_words(text)) >= _PARTIAL_LEAST


def is_spoken(text: str, before: str, after: str, speaker: Speaker, lexicon: Lexicon) -> bool:
    """Whether a quoted stretch is speech: somebody says it, or it is a whole sentence of its own."""
    words = len(find_words(text))
    first = text.lstrip('¿¡[(…. "“„«‘')[:1]
    if first.isupper() and words <= _NAME_MOST and text[-1] not in ".!?…,":
        last = before.rstrip(' \u00a0"“„«').rpartition(" ")[2]
        if last and lexicon.governs(last.lstrip("(")):
            return False  # "promises Low in «The Courier of Nil»": the name of a paper or a work.
    stopped = (
        text[-1:] in ".!?…" or after.lstrip()[:1] in {".", ","} or after[:2] in {" –", " —", "—", "\u00a0–"}
    )
    inside = text[-1:] in ".!?…"
    if speaker.name:
        led = before.rstrip()[-1:] in {",", ":", "–", "—", "-"}
        least = _PARTIAL_LEAST - (first.isupper() or led)
        return words >= (least if not inside and not (first.isupper() and stopped) else _FEWEST)
    opens = not before.strip() or before.rstrip()[-1:] in ".!?…:"
    if not first.isupper() or not opens or words < _PARTIAL_LEAST:
        return False
    return inside or after.lstrip()[:1] == "." or (words > _PARTIAL_LEAST and stopped)
