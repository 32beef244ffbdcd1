"""Who speaks in a German article, quotation by quotation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.german.attribution import Attribution
from bot.extract.german.behind import NO_SUBJECT, Subject
from bot.extract.german.cues import Cues
from bot.extract.german.story import Place, carry, lower
from bot.extract.german.verbs import MODALS, SAYING, TO_SAY
from bot.extract.segments import Segment, mask_quotes
from bot.extract.speaking.phrases import NOBODY, Page, Speaker
from bot.extract.words import gather
from bot.model import Span

_UNSURE = 0.5
"""Certainty below which nobody is named."""
_AGAIN, _NEXT, _AFTER, _ALONE = 0.05, 0.1, 0.85, 0.9
_POINTERS = gather("das dies so diese damit mit")
_POINTER_WITHIN = 4


def find_german_speakers(paragraphs: Sequence[tuple[Span, list[Segment]]]) -> list[list[Speaker]]:
    """The speaker of every segment, paragraph by paragraph, `NOBODY` where unsure."""
    if not any(segments for _, segments in paragraphs):
        return [[] for _ in paragraphs]
    pages = []
    for paragraph, segments in paragraphs:
        veiled = Span(paragraph.start, paragraph.end, mask_quotes(paragraph, segments))
        pages.append(Page(paragraph, veiled.text, segments, []))
    return _Walk(pages).run()


class _Walk(Attribution):
    """One walk through a German article, in order."""

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__(pages)
        self.spoke: Speaker = NOBODY

    def run(self) -> list[list[Speaker]]:
        """Attribute page by page."""
        results: list[list[Speaker]] = []
        for index, page in enumerate(self.pages):
            voices = [NOBODY] * len(page.segments)
            # What stands two paragraphs before a quotation tells nothing of its speaker.
            near = page.segments or any(after.segments for after in self.pages[index + 1 : index + 2])
            for place in self.places[index] if near else ():
                self._read_sentence(place, voices)
            self._look_on(index, voices)
            self.spoke = next((voice for voice in reversed(voices) if voice.name), NOBODY)
            results.append(voices)
        return results

    def _read_sentence(self, place: Place, voices: list[Speaker]) -> None:
        words, cues = (
            self.readers[place.page].words,
            self.readers[place.page].find_cues(place.low, place.high),
        )
        alone = not any(word.kind in {"low", "cap", "number"} for word in words[place.low : place.high])
        told = before = NOBODY
        for at in range(place.low, place.high):
            if words[at].kind not in {"quote", "title"}:
                continue
            found = self.decide(place, at, cues)
            if not found.name and before.name and words[at].kind == "quote":
                found = carry(before, _AGAIN)
            if not found.name and alone:
                found = self._continue(place)
            before = NOBODY
            if found.name and found.certainty >= _UNSURE:
                voices[words[at].segment] = told = before = found
        self.remember(place, cues, told)

    def _continue(self, place: Place) -> Speaker:
        """The speaker of a quotation that stands alone."""
        if self.source and self.source.page == place.page and self.is_next(place):
            return carry(lower(self.source.speaker, _ALONE), _AGAIN)
        if (found := self._look_after(place)).name or (found := self.look_before(place)).name:
            return found
        if place.sentence or not place.page:
            return NOBODY
        page, sentences = self.pages[place.page - 1], self.places[place.page - 1]
        if page.segments and not page.segments[-1].closed:
            return self.spoke
        if not sentences or not page.masked.rstrip().endswith(":"):
            return NOBODY
        last = sentences[-1]
        cues = self.readers[last.page].find_cues(last.low, last.high)
        return self.read_colon(last, last.high, cues)

    def _look_after(self, place: Place) -> Speaker:
        """The speaker whom the next sentence names: "Das sagte Lau am Montag."."""
        reader, sentences = self.readers[place.page], self.places[place.page]
        after = sentences[place.sentence + 1] if place.sentence + 1 < len(sentences) else None
        if after is None or reader.words[after.low].low not in _POINTERS:
            return NOBODY
        if reader.words[after.low].low == "mit":
            return lower(self._read_with(reader, after).speaker, _AFTER)
        for at in range(after.low + 1, min(after.high, after.low + _POINTER_WITHIN)):
            if reader.words[at].text in MODALS or reader.is_verb(at):
                subject = reader.find_after(at, after.high)
                if subject.speaker.name and self._says(reader, at, after.high):
                    return lower(subject.speaker, _AFTER)
        return NOBODY

    def _read_with(self, reader: Cues, after: Place) -> Subject:
        """Reads "Mit diesen Worten eröffnete Lau die Sitzung"."""
        texts = [word.low for word in reader.words[after.low : after.low + _POINTER_WITHIN]]
        if texts[1:3] not in (["diesen", "worten"], ["diesem", "satz"], ["diesem", "appell"]):
            return NO_SUBJECT
        return reader.find_after(after.low + 3, after.high)

    def _says(self, reader: Cues, at: int, high: int) -> bool:
        """Whether a modal verb's infinitive is one of saying."""
        if reader.words[at].text not in MODALS:
            return True
        return any(word.text in SAYING or word.text in TO_SAY for word in reader.words[at + 1 : high])

    def _look_on(self, index: int, voices: list[Speaker]) -> None:
        """Give a paragraph's opening quotation the speaker who is named behind its next stretch."""
        words = self.readers[index].words
        for at, word in enumerate(words[:-1]):
            if word.kind != "quote" or voices[word.segment].name or (at and words[at - 1].kind != "quote"):
                continue
            after = next((each for each in words[at + 1 : at + 3] if each.kind != "mark"), None)
            if after is not None and after.kind == "quote" and voices[after.segment].name:
                voices[word.segment] = carry(voices[after.segment], _NEXT)
