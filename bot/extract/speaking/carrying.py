"""Quotations whose own sentence names nobody: the speaker who runs on, or whom a sentence near by names."""

from __future__ import annotations

import re

from bot.extract.certainty import SPEAKERS, judge
from bot.extract.segments import Segment
from bot.extract.sentences import find_words, split_sentences
from bot.extract.speaking.attribution import Attribution
from bot.extract.speaking.phrases import NOBODY, UNREAD, Page, Speaker
from bot.extract.speaking.sights import last_word
from bot.model import Span

_CLOSE_GAP = 60
_GAP_SENTENCES = 3
_BRIEF = 4
_SENT = re.compile(r"(?<!\w)(?:sent|written|penned|posted|emailed) (?:from|by)(?!\w)")


def describe_segment(segment: Segment) -> dict[str, float]:
    """What a quotation itself tells of how certain its speaker is."""
    brief = len(segment.span.text) < 10 * _BRIEF and len(find_words(segment.span.text)) <= _BRIEF
    return {"brief": float(brief), "open": float(not segment.closed)}


class Carrying(Attribution):
    """Gives quotations the speaker of another one, or the subject of a sentence before them."""

    def _judge(self, found: Speaker, clues: dict[str, float]) -> Speaker:
        """A speaker with the certainty that the clues give."""
        clues["unnamed"] = float(not found.named)
        if found.named:
            clues["registered"] = float(found.person is not None)
            clues["proved"] = float(found.person is not None and found.person.proof > 0)
        seen = tuple(sorted((name, value) for name, value in clues.items() if value))
        certainty = 0.0 if found.doubtful else judge(seen, SPEAKERS)
        return found._replace(clues=seen, certainty=certainty)

    def _carry(self, speaker: Speaker, segment: Segment, how: str, **clues: float) -> Speaker:
        """The speaker of another quotation for this one too, less certain."""
        if not speaker.name:
            return NOBODY
        told = {
            "carried " + how: 1.0,
            "carried": 1.0,
            "origin": speaker.certainty,
            "doubt": 1 - speaker.certainty,
        }
        return self._judge(
            speaker._replace(how="carried " + how, rivals=()), told | clues | describe_segment(segment)
        )

    def _carry_on(self, index: int, page: Page, speakers: list[Speaker]) -> None:
        """Give quotations without a speaker of their own the one that runs on."""
        for at, segment in enumerate(page.segments):
            if speakers[at].name or speakers[at] is UNREAD:
                continue
            if at:
                speakers[at] = self._go_on(page, at, speakers[at - 1])
                continue
            gap = page.masked[: segment.outer_start - page.paragraph.start]
            if not gap.strip():
                speakers[at] = self._look_on(page, speakers) or self._look_back(index, segment)
            else:
                speakers[at] = self._look_on(page, speakers, close=True) or self._look_inside(
                    index, page, segment
                )

    def _go_on(self, page: Page, at: int, before: Speaker) -> Speaker:
        """The speaker of the quotation before, in the same paragraph."""
        base = page.paragraph.start
        low, high = page.segments[at - 1].outer_end - base, page.segments[at].outer_start - base
        gap = page.masked[low:high]
        sentences = len(split_sentences(Span(0, len(gap), gap.strip(" ,."))))
        if not before.name or sentences > _GAP_SENTENCES:
            return NOBODY
        named = {self._name_known(sight.name) for sight in page.find_names(low, high)} - {""}
        pronoun = bool(self.lexicon.he.search(gap) or self.lexicon.she.search(gap))
        return self._carry(
            before,
            page.segments[at],
            f"over {sentences}",
            **{"gap other": float(bool(named - {before.name})), "gap same": float(before.name in named)},
            **{"gap pronoun": float(pronoun), "gap length": min(len(gap), 300) / 300},
        )

    def _name_known(self, name: str) -> str:
        person = self.register.find(name)
        return person.full if person else ""

    def _look_on(self, page: Page, speakers: list[Speaker], *, close: bool = False) -> Speaker | None:
        """The speaker of the next quotation of the same paragraph."""
        for at in range(1, len(speakers)):
            if speakers[at].name:
                base = page.paragraph.start
                low, high = page.segments[at - 1].outer_end - base, page.segments[at].outer_start - base
                if close and high - low > _CLOSE_GAP:
                    return None
                clues = {"on length": min(high - low, 300) / 300, "on further": float(at > 1)}
                return self._carry(speakers[at], page.segments[0], "from behind", **clues)
        return None

    def _look_back(self, index: int, segment: Segment) -> Speaker:
        """The speaker who goes on from the paragraph before."""
        if index == 0:
            return NOBODY
        page = self.pages[index - 1]
        if self.last_page == index - 1 and page.segments and not page.segments[-1].closed:
            return self._carry(self.last, segment, "on")
        if page.masked.rstrip().endswith(":") and page.sentences:
            sentence = page.sentences[-1]
            low = sentence.start - page.paragraph.start
            found = self._read_before(index - 1, page, low, sentence.text)
            if not found.name:
                found = self._head_clause(index - 1, page, low, low + len(sentence.text))
            if found.name:
                return self._judge(found, {"from above": 1.0, "how " + found.how: 1.0, **dict(found.clues)})
        if self.last_page == index - 1:
            return self._carry(self.last, segment, "back", **self._describe_end(page))
        return self._head_last(index - 1, page)

    def _describe_end(self, page: Page) -> dict[str, float]:
        """What the paragraph before ends with, behind its last quotation."""
        low = page.segments[-1].outer_end - page.paragraph.start if page.segments else 0
        others = {self._name_known(sight.name) for sight in page.find_names(low, len(page.masked))}
        rest = page.masked[low:]
        return {
            "back other": float(bool(others - {"", self.last.name})),
            "back length": min(len(rest), 300) / 300,
            "back ends": float(len(rest.strip(" .")) <= 1),
        }

    def _head_person(self, index: int, page: Page, low: int, high: int) -> Speaker:
        """The subject of a sentence, if it is somebody: a name, or a description by an office."""
        found = self._head_clause(index, page, low, high)
        somebody = found.name and (found.named or self.lexicon.is_role(last_word(found.name)))
        return found if somebody else NOBODY

    def _head_last(self, index: int, page: Page) -> Speaker:
        """The subject of the last sentence of a paragraph without a quotation."""
        if not page.sentences:
            return NOBODY
        sentence = page.sentences[-1]
        low, high = sentence.start - page.paragraph.start, sentence.end - page.paragraph.start
        found = self._head_person(index, page, low, high)
        how = "headed above"
        if not found.name:
            sight = next((each for each in page.find_names(low, high) if self.register.find(each.name)), None)
            found, how = (self._from_sight(page, sight), "named above") if sight else (NOBODY, "")
        if not found.name:
            return NOBODY
        again = {"spoke before": float(found.name == self.last.name)}
        colon = {"above colon": float(sentence.text.rstrip().endswith(":"))}
        return self._judge(found.by(how), {"how " + how: 1.0, **dict(found.clues), **again, **colon})

    def _find_sender(self, page: Page, low: int, high: int) -> Speaker | None:
        """Who wrote what a sentence speaks of: "an email sent by her friend Ann Low."."""
        sent = _SENT.search(page.masked, low, high)
        sight = next(iter(page.find_names(sent.end(), high)), None) if sent else None
        return self._from_sight(page, sight) if sight and self.register.find(sight.name) else None

    def _look_inside(self, index: int, page: Page, segment: Segment) -> Speaker:
        """The subject of the sentence before, in the same paragraph: "X was blunt. …"."""
        offset = segment.outer_start - page.paragraph.start
        for back, sentence in enumerate(
            reversed([s for s in page.sentences if s.start - page.paragraph.start < offset])
        ):
            low = sentence.start - page.paragraph.start
            high = min(offset, sentence.end - page.paragraph.start)
            found = self._find_sender(page, low, high) or self._head_person(index, page, low, high)
            how = "headed inside"
            if not found.name:
                sights = page.find_names(low, high)
                sight = next((each for each in sights if self.register.find(each.name)), None)
                found, how = (self._from_sight(page, sight), "named inside") if sight else (NOBODY, "")
            if found.name:
                clues = {"how " + how: 1.0, "inside back": min(back, 3) / 3, **dict(found.clues)}
                clues["inside colon"] = float(page.masked[:offset].rstrip().endswith(":"))
                return self._judge(found.by(how), clues | describe_segment(segment))
        return NOBODY
