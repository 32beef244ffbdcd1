"""The words of saying in a quotation's own sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.people import CAP, find_names
from bot.extract.phrases import (
    MASK,
    NOBODY,
    NOMINAL_MOST,
    Page,
    Phrases,
    Speaker,
)
from bot.extract.segments import Segment

_SO = re.compile(rf", so (?=(?:der |die |das )?[{CAP}])")
_CHUNK = re.compile(r"[^,;:–—()\x02]+")
_SENTENCE_MOST = 420
_VERB_WITHIN = 160
_COLON_WITHIN = 40
_ABBREVIATED = re.compile(
    rf"(?<=[{CAP}])\.|(?<=\b(?:Mr|Ms|Dr|St|Lt))\.|(?<=\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt|Rev))\.|(?<=\bProf)\."
)


class Attribution(Phrases):
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
        if segment.closed:
            found = self._read_after(index, page, end, tail, segment)
        if not found.name and lead.strip():
            found = self._read_before(index, page, lead_start, lead)
        if not found.name and segment.closed and tail.strip():
            found = self._read_around(index, page, end, tail)
        if not found.name and self.lexicon.code == "de":
            found = self._read_so(index, page, (lead_start, start), (end, end + len(tail)))
        if self.lexicon.code == "de" and found.person is None and not found.role and found.named:
            found = self._read_only(page, lead_start, start, end, end + len(tail)) or found
        if found.name and found.person is not None and not found.span:
            found = replace(found, span=found.person.span)
        return found

    def _read_so(self, index: int, page: Page, *stretches: tuple[int, int]) -> Speaker:
        """German "…, so Lau" behind more of the sentence, or "…, so Lau weiter: " before the mark."""
        for low, high in stretches:
            if match := _SO.search(page.masked, low, high):
                rest = page.masked[match.end() : high]
                if (found := self._read_subject(index, page, match.end(), rest, after=True)).name:
                    return found
        return NOBODY

    def _read_only(self, page: Page, start: int, opening: int, closing: int, end: int) -> Speaker | None:
        """The one person of a German sentence with a verb of saying, whose subject may stand anywhere."""
        for low, high in ((closing, end), (start, opening)):
            text = page.masked[low:high]
            if not (
                self.lexicon.said.search(text)
                or self.lexicon.according_first.match(text)
                or "zitiert" in text
            ):
                continue
            sights = [sight for sight in page.sights if low <= sight.start < high]
            known = [sight for sight in sights if self.register.find(sight.name)]
            if len({sight.name for sight in known}) == 1:
                return self._from_sight(page, known[0], 0.7)
        return None

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
        cut = tail.find(MASK)
        tail = (tail if cut < 0 else tail[:cut]).rstrip('"“”„«»‘')
        stopped = segment.span.text[-1:] == "."
        for pattern in (self.lexicon.said_first, self.lexicon.according_first):
            if match := pattern.match(tail):
                return self._read_subject(index, page, offset + match.end(), tail[match.end() :], after=True)
        match = self.lexicon.said.search(tail, 0, _VERB_WITHIN)
        if not match or (stopped and tail[:1] != ","):
            return NOBODY
        phrase = tail[: match.start()]
        skipped = self.lexicon.leading.match(phrase)
        begin = skipped.end() if skipped else 0
        if ";" in phrase or MASK in phrase:
            return NOBODY
        head = phrase[begin:]
        return self._read_subject(index, page, offset + begin, head, after=False)

    def _read_before(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """Attributions before the opening mark: "X said: ", "According to X, ", "X: "."""
        lead = lead.rstrip('"“”„«»‘ ')
        cut = lead.rfind(MASK)
        if cut >= 0:
            between = lead[cut + 1 :].lstrip('"“”«».!?… ')
            offset, lead = offset + len(lead) - len(between), between
        if match := self.lexicon.said_first.match(lead):
            found = self._read_subject(index, page, offset + match.end(), lead[match.end() :], after=True)
            if found.name:
                return found
        match = self.lexicon.according.search(lead)
        if match and match.group().lower() not in self.lexicon.words.weak_according:
            found = self._read_subject(index, page, offset + match.end(), lead[match.end() :], after=True)
            if found.name:
                return found
        return self._read_verbs(index, page, offset, lead)

    def _read_verbs(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """The subject of the last verb of saying before the opening mark."""
        verbs = list(self.lexicon.said.finditer(lead))
        if len(verbs) > 1 and verbs[-1].group() in {"adding", "saying"}:
            verbs.pop()
        for verb in reversed(verbs[-3:]):
            found = self._read_ending(index, page, offset, lead[: verb.start()])
            if not found.name:
                rest = lead[verb.end() :]
                found = self._read_subject(index, page, offset + verb.end(), rest, after=True, strict=True)
            if found.name:
                return found
        if lead.endswith(":"):
            return self._read_colon(index, page, offset, lead[:-1])
        return NOBODY

    def _read_colon(self, index: int, page: Page, offset: int, lead: str) -> Speaker:
        """Short openings: "Steinbrück: …" and "Then he turned to the crowd: …"."""
        names = find_names(page.masked, self.lexicon, offset, offset + len(lead), page.common)
        if self.lexicon.code == "de" and names and not self.register.find(names[0].name):
            alone = names[0].start == offset or names[0].role
            names = names if alone and names[0].end >= offset + len(lead) - 1 else []
        if names and names[0].start - offset <= _COLON_WITHIN:
            return self._from_sight(page, names[0], 0.75 if names[0].end - offset >= len(lead) - 1 else 0.5)
        return self._read_pronoun(index, page, offset, lead, 0.5)

    def _read_around(self, index: int, page: Page, offset: int, tail: str) -> Speaker:
        """A verb of saying later in the sentence, behind another stretch: "…" and "…", X said."""
        cut = tail.rfind(MASK)
        if cut < 0:
            return NOBODY
        rest = tail[cut + 1 :].lstrip('"“”«»')
        begin = offset + len(tail) - len(rest)
        if match := self.lexicon.said_first.match(rest) or self.lexicon.according_first.match(rest):
            return self._read_subject(index, page, begin + match.end(), rest[match.end() :], after=True)
        return NOBODY

    def _read_ending(self, index: int, page: Page, offset: int, phrase: str) -> Speaker:
        """The subject at the end of what stands before a verb."""
        apposed = phrase.rstrip().endswith(",")
        while match := self.lexicon.filler.search(phrase):
            phrase = phrase[: match.start()]
            if not phrase:
                return NOBODY
        chunks = [
            (piece.start(), piece.group())
            for piece in _CHUNK.finditer(phrase)
            if phrase[max(0, piece.start() - 1) : piece.start()] != "("
        ]
        for number, (at, chunk) in enumerate(reversed(chunks[-3:])):
            skipped = self.lexicon.leading.match(chunk)
            begin = at + (skipped.end() if skipped else 0)
            text = phrase[begin : at + len(chunk)].rstrip()
            if pronoun := self._end_pronoun(index, page, offset + begin, text):
                return pronoun
            names = find_names(
                page.masked, self.lexicon, offset + begin, offset + begin + len(text), page.common
            )
            if names and names[-1].end >= offset + begin + len(text) - 1:
                before = page.masked[offset + begin : names[-1].start]
                governed = self.lexicon.preposition.search(" " + before.lstrip()) and not find_names(
                    page.masked, self.lexicon, offset + begin, names[-1].start - 1, page.common
                )
                sure = self.lexicon.code != "de" or names[-1].role or names[-1].start == offset + begin
                if (not governed and sure) or self.register.find(names[-1].name):
                    return self._from_sight(page, names[-1], 0.9 if number == 0 else 0.8)
            if number == 0 and apposed and len(chunks) > 1 and self._ends_named(page, offset, chunks[-2]):
                continue
            if number == 0 and self.lexicon.determiner.match(text) and len(text) <= NOMINAL_MOST:
                return self._describe(page, offset + begin, text, 0.7)
        return NOBODY

    def _ends_named(self, page: Page, offset: int, chunk: tuple[int, str]) -> bool:
        """Whether a chunk before an apposition ends with a name: "Ann Low, a farmer, said"."""
        at, text = chunk
        end = offset + at + len(text.rstrip())
        names = find_names(page.masked, self.lexicon, offset + at, end, page.common)
        return bool(names) and names[-1].end >= end - 1

    def _end_pronoun(self, index: int, page: Page, offset: int, text: str) -> Speaker | None:
        word = re.search(r"(?:^|\s)(\w+)$", text)
        if not word:
            return None
        plain = " " + word.group(1)
        if self.lexicon.he.fullmatch(plain) or self.lexicon.she.fullmatch(plain):
            return self._read_pronoun(index, page, offset + word.start(), plain, 0.75)
        return None

    def _read_subject(
        self, index: int, page: Page, offset: int, text: str, *, after: bool, strict: bool = False
    ) -> Speaker:
        """The speaker at the beginning of a text; `after` where a verb stands before it."""
        skip = len(text) - len(text.lstrip(" ,:\u00a0"))
        if after and skip and "," in text[:skip]:
            return NOBODY
        offset, text = offset + skip, text[skip:]
        if self.lexicon.he.match(text) or self.lexicon.she.match(text):
            return self._read_pronoun(index, page, offset, text, 0.8)
        if self.lexicon.others.match(text):
            return NOBODY
        if after:
            determiner = self.lexicon.determiner.match(text)
            stop = self.lexicon.stop.search(
                _ABBREVIATED.sub("_", text), determiner.end() if determiner else 0
            )
            phrase = text[: stop.start()] if stop else text
        else:
            phrase = re.split(r"[,;:(–—]", text)[0]
            phrase = self.lexicon.filler.sub("", phrase)
        return self._read_phrase(page, offset, phrase.rstrip(), text, after=after, strict=strict)
