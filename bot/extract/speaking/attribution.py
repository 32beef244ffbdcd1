"""The words of saying in a quotation's own sentence."""

from __future__ import annotations

import re

from bot.extract.segments import MASK, Segment
from bot.extract.speaking.phrases import NOBODY, UNREAD, Page, Speaker
from bot.extract.speaking.sights import CAP
from bot.extract.speaking.subjects import Subjects, cut_mask

_DASHED = re.compile(rf"[\s.,]*(?:[―—–]|--?)\s*(?=[{CAP}])")
_ADVERB = re.compile(r" \w+ly$")
_ABSOLUTE = re.compile(r"(?:with|of|by) $")
_BREAK = re.compile(r"[,.;:—–(]")
_TOLD_WORDS = 2
_DASHED_MOST = 60
_INTRODUCING = (":", ",")
_MARKS = '"“”„«»‘ '
_SENTENCE_MOST = 420
_VERB_WITHIN = 160
_COLON_WITHIN = 40
_UNKNOWN_MOST = 5
_PLACE = re.compile(r"\s*(?:in|at|on|during|from|near|outside|after|before|with|of|about|over)\s")


class Attribution(Subjects):
    """Reads who said a quotation from the sentence that it stands in."""

    def _read_own(self, index: int, page: Page, at: int) -> Speaker:
        """The speaker that the quotation's own sentence names."""
        segment, base = page.segments[at], page.paragraph.start
        start, end = segment.outer_start - base, segment.outer_end - base
        sentence_start, sentence_end = self._bounds(page, segment)
        tail = page.masked[end : min(sentence_end, end + _SENTENCE_MOST)]
        lead_start = max(sentence_start, start - _SENTENCE_MOST)
        lead = page.masked[lead_start:start]
        found = NOBODY
        introduced = lead.rstrip().endswith(_INTRODUCING) and MASK not in lead
        if introduced:
            found = self._read_before(index, page, lead_start, lead)
        if not found.name and segment.closed:
            found = self._read_after(index, page, end, tail, segment)
        if not found.name and not introduced and lead.strip():
            found = self._read_before(index, page, lead_start, lead)
        if not found.name and segment.closed:
            found = self._read_verb_like(index, page, end, cut_mask(tail), segment)
        if not found.name and segment.closed:
            found = self._read_dashed(page, end)
        if not found.name and segment.closed and tail.strip():
            found = self._read_around(index, page, end, tail)
        if found.name and found.person is not None and not found.span:
            found = found._replace(span=found.person.span)
        if found.name or not self._is_told(tail, lead, segment):
            return found
        if lead.strip() and not self.lexicon.passive.search(lead, max(0, len(lead) - _COLON_WITHIN)):
            found = self._head_clause(index, page, lead_start, start).by("headed said")
        return found if found.name else UNREAD

    def _is_told(self, tail: str, lead: str, segment: Segment) -> bool:
        """Whether a verb of saying stands right beside the quotation, though we cannot read its subject."""
        if segment.closed and segment.span.text[-1:] != "." and self.lexicon.said_first.match(tail):
            return True
        pronoun = (
            self.lexicon.others.match(tail) or self.lexicon.he.match(tail) or self.lexicon.she.match(tail)
        )
        if segment.closed and pronoun and self.lexicon.said.search(tail, 0, _COLON_WITHIN):
            return True
        return bool(self.lexicon.said.search(" ".join(lead.rstrip(_MARKS + ":,").split()[-_TOLD_WORDS:])))

    def _bounds(self, page: Page, segment: Segment) -> tuple[int, int]:
        base = page.paragraph.start
        start, end = segment.outer_start, segment.outer_end
        inside = [sentence for sentence in page.sentences if sentence.end > start and sentence.start < end]
        if not inside:
            return start - base, end - base
        first, last = inside[0].start, inside[-1].end
        if segment.span.text[-1:] in "!?…—-" and last <= end:
            last = next((sentence.end for sentence in page.sentences if sentence.start >= end), last)
        return min(first, start) - base, max(last, end) - base

    def _read_after(self, index: int, page: Page, offset: int, tail: str, segment: Segment) -> Speaker:
        """Attributions right behind the closing mark: "said X", "X said", "according to X", "so X"."""
        tail = cut_mask(tail).rstrip(_MARKS.strip())
        stopped = segment.span.text[-1:] == "."
        for pattern, how in (
            (self.lexicon.said_first, "said X"),
            (self.lexicon.according_first, "according"),
        ):
            if match := pattern.match(tail):
                rest = tail[match.end() :]
                return self._read_subject(index, page, offset + match.end(), rest, after=True).by(how)
        if stopped and tail[:1] != ",":
            return NOBODY
        match = self.lexicon.said.search(tail, 0, _VERB_WITHIN)
        found = NOBODY
        if match and ";" not in tail[: match.start()]:
            phrase = tail[: match.start()]
            skipped = self.lexicon.leading.match(phrase)
            begin = skipped.end() if skipped else 0
            if _PLACE.match(phrase, begin):
                # "…" in Miami on Wednesday, Low said: what stands behind the preposition does not speak.
                begin = phrase.rfind(",") + 1
                if not begin:
                    return NOBODY
            found = self._read_subject(index, page, offset + begin, phrase[begin:], after=False).by("X said")
        return found

    def _read_verb_like(self, index: int, page: Page, offset: int, tail: str, segment: Segment) -> Speaker:
        """A verb that we do not know, where only an attribution can stand: "…," Low thundered on Monday."""
        if segment.span.text[-1:] not in ",?!" and tail[:1] != ",":
            return NOBODY
        skip = len(tail) - len(tail.lstrip(" ,\u00a0"))
        body = _BREAK.split(tail[skip:], 1)[0]
        words = body.split()
        if words and self.lexicon.verb_like.fullmatch(words[0]) and len(words) > 1 and words[1][0].isupper():
            at = offset + skip + len(words[0])
            return self._read_subject(index, page, at, body[len(words[0]) :], after=True).by("verbed X")
        for count in range(1, min(len(words), _UNKNOWN_MOST + 1)):
            if words[count].endswith("ed") and self.lexicon.verb_like.fullmatch(words[count]):
                head = body[: body.find(words[count])]
                return self._read_subject(index, page, offset + skip, head, after=False).by("X verbed")
        return NOBODY

    def _read_dashed(self, page: Page, offset: int) -> Speaker:
        """A name behind a dash that ends the line: "…" — Ann Low, mayor."""
        match = _DASHED.match(page.masked, offset)
        if not match or "\n\n" in match.group():
            return NOBODY
        names = page.find_names(match.end(), match.end() + _DASHED_MOST)
        if (
            names
            and page.masked[match.end() : names[0].start].strip() == names[0].role
            and _ends(page.masked, names[0].end)
        ):
            return self._from_sight(page, names[0]).by("dash")
        return NOBODY

    def _read_before(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """Attributions before the opening mark: "X said: ", "According to X, ", "X: "."""
        lead = lead.rstrip(_MARKS)
        cut = lead.rfind(MASK)
        if cut >= 0:
            between = lead[cut + 1 :].lstrip('"“”«».!?… ')
            offset, lead = offset + len(lead) - len(between), between
        if match := self.lexicon.said_first.match(lead):
            found = self._read_subject(index, page, offset + match.end(), lead[match.end() :], after=True)
            if found.name:
                return found.by("lead said X")
        match = self.lexicon.according.search(lead)
        if match and match.group().lower() not in self.lexicon.words.weak_according:
            found = self._read_subject(index, page, offset + match.end(), lead[match.end() :], after=True)
            if found.name:
                return found.by("lead according")
        return self._read_verbs(index, page, offset, lead)

    def _read_verbs(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """The subject of the last verb of saying before the opening mark."""
        verbs = [(match.start(), match.end(), "lead X said") for match in self.lexicon.said.finditer(lead)]
        verbs += [(match.start(), match.end(), "saying") for match in self.lexicon.participle.finditer(lead)]
        heard = [match.end() for match in self.lexicon.passive.finditer(lead)] if verbs else []
        for start, end, how in sorted(verbs)[-3:][::-1]:
            if end in heard or (how == "lead X said" and lead.endswith(" to ", 0, start)):
                continue
            if how == "saying":
                found = self._read_participle(index, page, offset, lead[:start])
            else:
                found = self._read_ending(index, page, offset, lead[:start])
            if found.name:
                return found if found.how == "saying" else self._note_gap(found, how, lead[end:])
            found = self._read_subject(index, page, offset + end, lead[end:], after=True, strict=True)
            if found.name:
                return self._note_gap(found, "lead said X", lead[end:])
        words = lead.rstrip(",: ").split()
        if words and self.lexicon.verb_like.fullmatch(words[-1]) and not self.lexicon.passive.search(lead):
            found = self._read_ending(index, page, offset, lead[: lead.rfind(words[-1])])
            if found.name and found.named:
                return found.by("lead X verbed")
        if lead.endswith(":"):
            return self._read_colon(index, page, offset, lead[:-1]).by("colon")
        return NOBODY

    def _note_gap(self, found: Speaker, how: str, gap: str) -> Speaker:
        """The same, with how much stands between the verb and the quotation."""
        words = min(len(gap.split()), 8)
        inner = found.how if found.how in {"apposed", "headed"} else ""
        comma = float("," in gap.rstrip(" ,"))
        clues = (*found.clues, ("gap", words / 8), ("gap comma", comma), *(((inner, 1.0),) if inner else ()))
        return found._replace(how=how, clues=clues)

    def _read_participle(self, index: int, page: Page, offset: int, phrase: str) -> Speaker:
        """Who says in "Low left, saying": the main clause's subject, or a name right before."""
        text = _ADVERB.sub("", phrase.rstrip())
        end = offset + len(text)
        names = page.find_names(offset, end)
        near = names[-1] if names and names[-1].end == end else None
        if near and _ABSOLUTE.search(page.masked, max(offset, near.start - 6), near.start):
            return self._from_sight(page, near)
        found = self._head_clause(index, page, offset, end)
        return self._from_sight(page, near) if near and not found.name else found

    def _read_colon(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """Short openings: "Steinbrück: …" and "Then he turned to the crowd: …"."""
        names = page.find_names(offset, offset + len(lead))
        if names and names[0].start - offset <= _COLON_WITHIN:
            whole = float(names[0].end - offset >= len(lead) - 1)
            return self._from_sight(page, names[0])._replace(clues=(("colon alone", whole),))
        return self._read_pronoun(index, page, offset, lead)

    def _read_around(self, index: int, page: Page, offset: int, tail: str) -> Speaker:
        """A verb of saying later in the sentence, behind another stretch: "…" and "…", X said."""
        cut = tail.rfind(MASK)
        if cut < 0:
            return NOBODY
        rest = tail[cut + 1 :].lstrip('"“”«»')
        begin = offset + len(tail) - len(rest)
        if match := self.lexicon.said_first.match(rest) or self.lexicon.according_first.match(rest):
            found = self._read_subject(index, page, begin + match.end(), rest[match.end() :], after=True)
            return found.by("around")
        return NOBODY


def _ends(text: str, at: int) -> bool:
    """Whether a line or a clause ends here."""
    rest = text[at : at + 2].strip(" \u00a0.")
    return not rest or rest[0] in ",\n("
