"""What a German article has told so far: whose words it follows, and whom "er" and "sie" mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.extract.german.accounts import Cue
from bot.extract.german.behind import Subject
from bot.extract.german.crowd import is_office, observe
from bot.extract.german.cues import Cues
from bot.extract.german.people import build_people
from bot.extract.german.subjects import SENTENCE_MOST
from bot.extract.german.tokens import cut_words
from bot.extract.german.verbs import UNREAL
from bot.extract.german.words import PREPOSITIONS
from bot.extract.speaking.people import Person
from bot.extract.speaking.phrases import NOBODY, Page, Speaker
from bot.extract.words import gather

_BESIDE = 4
_FEW = 6
"""Sentences back that a pronoun may look."""
_HE, _SHE = gather("er seiner seinen"), gather("sie ihrer ihren")
_ARTICLES = {"m": gather("der ein"), "f": gather("die eine")}
_NO_PLURALS = gather("gestern wegen")
_KNOWN, _GUESSED, _FAR_BACK = 0.75, 0.6, 0.55
_ACTED = _GUESSED


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: the number of its page, its own number there, and its words [low, high)."""

    page: int
    sentence: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Source:
    """The speaker whom the story follows, and the sentence where it last did."""

    speaker: Speaker
    page: int
    sentence: int


def lower(speaker: Speaker, most: float) -> Speaker:
    """The speaker, no surer than `most`."""
    return speaker._replace(certainty=min(speaker.certainty, most))


def doubt(speaker: Speaker) -> Speaker:
    """The speaker where somebody else may be meant as well: nobody is named."""
    return speaker._replace(certainty=0.0, doubtful=True)


def carry(speaker: Speaker, less: float) -> Speaker:
    """The speaker of one quotation for the next, a little less sure."""
    return speaker._replace(certainty=speaker.certainty - less)


class Story:
    """The pages of an article with their readers, and the source that it follows."""

    def __init__(self, pages: Sequence[Page]) -> None:
        words = [cut_words(page.masked, page.paragraph.start, page.segments) for page in pages]
        crowd = observe(words)
        spans = [replace(page.paragraph, text=page.masked) for page in pages]
        self.register, sights = build_people(list(zip(spans, words, strict=True)), crowd)
        self.pages = pages
        self.readers = [
            Cues(page, each, seen, self.register, crowd)
            for page, each, seen in zip(pages, words, sights, strict=True)
        ]
        self.places = [self._find_places(index) for index in range(len(pages))]
        self.source: Source | None = None

    def _find_places(self, index: int) -> list[Place]:
        """The sentences of a page; a word belongs where it begins."""
        page, words = self.pages[index], self.readers[index].words
        places: list[Place] = []
        at = 0
        for sentence in page.sentences:
            end = at
            while end < len(words) and words[end].start < sentence.end - page.paragraph.start:
                end += 1
            if end > at:
                places.append(Place(index, len(places), at, end))
            at = end
        return places

    def is_next(self, place: Place) -> bool:
        """Whether a sentence follows the one where the source spoke last."""
        source = self.source
        if source is None:
            return False
        if source.page == place.page:
            return place.sentence - source.sentence in {0, 1}
        return place.sentence == 0 and source.page == place.page - 1 and (
            source.sentence == len(self.places[source.page]) - 1
        )  # fmt: skip

    def remember(self, place: Place, cues: Sequence[Cue], told: Speaker) -> None:
        """Take the source from a sentence that was read; the subjunctive goes on with the one before."""
        reader = self.readers[place.page]
        for cue in reversed(cues):
            if told.name:
                break
            told = self.resolve(place, cue.subject)
        if told.name:
            self.source = Source(told, place.page, place.sentence)
        elif self.source and self.is_next(place):
            words = reader.words[place.low : place.high]
            if (
                reader.mood(place.low, place.high)
                or any(word.low in UNREAL for word in words)
                or not any(word.kind in {"low", "cap"} for word in words)
            ):
                self.source = Source(self.source.speaker, place.page, place.sentence)

    def go_on(self, place: Place) -> Speaker:
        """The source, where a sentence follows it."""
        if self.source is None or not self.is_next(place):
            return NOBODY
        return lower(self.source.speaker, _KNOWN if self.source.page == place.page else _GUESSED)

    def look_before(self, place: Place) -> Speaker:
        """The one person of the sentence before, who is its subject: "Lau schüttelt den Kopf. „…“"."""
        if not place.sentence:
            return NOBODY
        reader, before = self.readers[place.page], self.places[place.page][place.sentence - 1]
        seen = [at for at in range(before.low, before.high) if reader.words[at].start in reader.sights]
        phrase = reader.read(before.low, before.high)
        if len(seen) != 1 or phrase is None or not phrase.head <= seen[0] < phrase.tail:
            return NOBODY
        return reader.speaker(phrase, before.high, _ACTED)

    def resolve(self, place: Place, subject: Subject) -> Speaker:
        """The speaker whom a subject means."""
        if subject.pronoun < 0:
            return subject.speaker
        return self.read_pronoun(place, subject.pronoun)

    def read_pronoun(self, place: Place, at: int) -> Speaker:
        """Whom "er" or "sie" means: the one the story follows, else the person named last."""
        text = self.readers[place.page].words[at].low
        sex = "m" if text in _HE else "f" if text in _SHE else ""
        if not sex or (text == "sie" and self._is_plural(place.page, at)):
            # "dieser" and "letztere" mean just not the one the story follows.
            return NOBODY
        if office := self._find_office(place, sex):
            return office
        return next((found for found in self._suppose(place, at, sex) if found.name), NOBODY)

    def _find_office(self, place: Place, sex: str) -> Speaker | None:
        """Whom the sentence before is about where an office begins it and nobody is named: "Der Anwalt"."""
        if not place.sentence:
            return None
        reader, before = self.readers[place.page], self.places[place.page][place.sentence - 1]
        named = [at for at in range(before.low, before.high) if reader.words[at].start in reader.sights]
        if not named and (found := self._find_unnamed(place.page, before, sex)):
            return found
        article = reader.words[before.low].low
        phrase = reader.read(before.low, before.high) if article in _ARTICLES[sex] else None
        if phrase is None or phrase.case == "oblique" or phrase.start != before.low:
            return None
        if not any(is_office(word.text) for word in reader.words[phrase.head : phrase.tail]):
            return None
        apposed = (
            phrase.end + (reader.words[phrase.end].text == ",") if phrase.end < before.high else phrase.end
        )
        if named and named[0] <= apposed:
            return None
        found = reader.speaker(phrase, before.high)
        # "Der Richter verurteilte Gerd Lau.": he may be either.
        return doubt(found) if named and not found.person else lower(found, _GUESSED)

    def _find_unnamed(self, index: int, before: Place, sex: str) -> Speaker | None:
        """Somebody unnamed within a sentence: "In der Reihe weinte eine Nachbarin"."""
        reader = self.readers[index]
        for at in range(before.low + 1, before.high):
            if (
                reader.words[at].low != ("ein" if sex == "m" else "eine")
                or reader.words[at - 1].low in PREPOSITIONS
            ):
                continue
            phrase = reader.read(at, before.high)
            heads = reader.words[phrase.head : phrase.tail] if phrase else []
            if phrase and phrase.case != "oblique" and any(is_office(word.text) for word in heads):
                return lower(reader.speaker(phrase, before.high), _GUESSED)
        return None

    def _suppose(self, place: Place, at: int, sex: str) -> Iterator[Speaker]:
        """Those whom a pronoun may mean, the likeliest first."""
        source = self.source
        if source and self.is_next(place):
            yield self._take(source.speaker, sex, _KNOWN)
        yield self._find_named(place, at, sex, governed=False)
        if source and source.page == place.page:
            yield self._take(source.speaker, sex, _GUESSED)
        yield lower(self._find_named(place, at, sex, governed=True), _GUESSED)
        if source and source.page == place.page - 1:
            yield self._take(source.speaker, sex, _FAR_BACK)
        yield self._look_back(place.page, sex)

    def _take(self, speaker: Speaker, sex: str, certainty: float) -> Speaker:
        """The speaker whom the story follows, where the pronoun fits."""
        if speaker.sex != sex and (speaker.sex or not speaker.person):
            return NOBODY
        if speaker.doubtful:
            return speaker
        return speaker._replace(certainty=certainty if speaker.sex else min(certainty, _GUESSED))

    def _find_named(self, place: Place, at: int, sex: str, *, governed: bool) -> Speaker:
        """The first fitting person of the latest sentence that has one, be it `governed` by a preposition."""
        reader, stop = self.readers[place.page], at
        for earlier in reversed(self.places[place.page][max(0, place.sentence - _FEW) : place.sentence + 1]):
            for far in range(max(earlier.low, stop - SENTENCE_MOST), stop):
                sight = reader.sights.get(reader.words[far].start)
                person = self.register.find(sight.name, sight.sex) if sight else None
                if sight and person and person.sex in {"", sex} and (governed or not reader.is_governed(far)):
                    found = reader.meet(sight, _KNOWN if person.sex else _GUESSED)
                    return doubt(found) if self._is_joined(earlier, far, person, sex) else found
            stop = earlier.low
        return NOBODY

    def _is_joined(self, place: Place, at: int, one: Person, sex: str) -> bool:
        """Whether somebody else whom a pronoun fits does the same: "Max Reh und Gerd Lau kamen."."""
        reader = self.readers[place.page]
        joint = next((far for far in range(at, place.high) if reader.words[far].low == "und"), -1)
        if joint < 0 or any(word.kind != "cap" for word in reader.words[at:joint]):
            return False
        sights = [reader.sights.get(word.start) for word in reader.words[joint + 1 : place.high][:_BESIDE]]
        sight = next((each for each in sights if each), None)
        other = self.register.find(sight.name, sight.sex) if sight else None
        return other is not None and other is not one and other.sex in {"", sex}

    def _look_back(self, index: int, sex: str) -> Speaker:
        """The first person of that sex in the paragraph before."""
        if not index:
            return NOBODY
        reader = self.readers[index - 1]
        for sight in reader.sights.values():
            person = self.register.find(sight.name, sight.sex)
            if person and person.sex == sex:
                return reader.meet(sight, _FAR_BACK)
        return NOBODY

    def _is_plural(self, index: int, at: int) -> bool:
        """Whether a plural verb stands beside "sie"."""
        words = self.readers[index].words
        beside = [words[far].text for far in (at - 1, at + 1) if 0 <= far < len(words)]
        return any(text.endswith("en") and text not in _NO_PLURALS for text in beside)
