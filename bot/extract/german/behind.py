"""The subject behind a German verb: "sagte gestern Lau"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.extract.german.naming import SURE, Naming
from bot.extract.german.nouns import TIMES
from bot.extract.german.phrases import Phrase, is_inflected
from bot.extract.german.verbs import SAYING
from bot.extract.german.words import FUNCTION, JOINERS, NOMINATIVE, OBLIQUE, POSSESSIVE_OTHER, PREPOSITIONS
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.words import gather

FAR = 40
"""Words that may lie between a verb and its subject."""
HE, SHE = gather("er dieser letzterer"), gather("sie diese letztere")
BREAKS = frozenset(",:;.!?–—-")
_OTHERS = gather("ich wir man")
_ADJECTIVES_BACK = 4
_GOVERNED_BACK = 9


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a verb speaks of: a speaker, or the word number of a pronoun that stands for one."""

    speaker: Speaker = NOBODY
    pronoun: int = -1

    def __bool__(self) -> bool:
        return bool(self.speaker.name) or self.pronoun >= 0


NO_SUBJECT = Subject()


class Behind(Naming):
    """Finds subjects that stand behind the verbs of one page."""

    def is_verb(self, at: int) -> bool:
        """Whether a word looks like a finite verb of saying."""
        word = self.words[at]
        return word.kind == "low" and word.text in SAYING and not self.is_attribute(at)

    def is_attribute(self, at: int) -> bool:
        """Whether a word that could be a verb is an adjective: "das neu formulierte Recht"."""
        words = self.words
        if at + 1 >= len(words) or words[at + 1].kind != "cap" or words[at - 1].text in {"Das", "Dies"}:
            return False
        for far in range(at - 1, max(-1, at - _ADJECTIVES_BACK), -1):
            low = words[far].low
            if low in NOMINATIVE or low in OBLIQUE or POSSESSIVE_OTHER.fullmatch(low):
                return True
            if words[far].kind != "low":
                return False
        return False

    def is_governed(self, at: int) -> bool:
        """Whether a name stands behind a preposition: "mit seinen Kollegen Lau und Low"."""
        for far in range(at - 1, max(-1, at - _GOVERNED_BACK), -1):
            word = self.words[far]
            if word.low in PREPOSITIONS:
                return True
            if word.kind in {"mark", "quote"} or (
                word.kind == "low" and word.low not in FUNCTION and not is_inflected(word)
            ):
                return False
        return False

    def find_after(
        self, verb: int, high: int, *, texts: bool = False, joined: bool = False, any_noun: bool = False
    ) -> Subject:
        """The subject behind the verb: its first phrase that is no object and no adverbial.

        `any_noun`: right behind a quotation's verb even a thing is the speaker.
        """
        words, at, high = self.words, verb + 1, min(high, verb + FAR)
        while at < high:
            word = words[at]
            if word.low in HE or (word.low in SHE and not self._is_article(at)):
                return Subject(pronoun=at)
            if word.low in _OTHERS or self._breaks(at, joined=joined):
                break
            if word.text == "(":
                at = max(at, self._close(at, high)) + 1
                continue
            if self.is_noble(at):
                return Subject(self.meet(self.sights[word.start], SURE))
            if word.low in PREPOSITIONS:
                at = self._skip_adverbial(at, high)
                continue
            phrase = self.read(at, high)
            if phrase is None:
                at += 1
                continue
            direct = at == verb + 1
            if self._is_subject(phrase, direct=direct, texts=texts, any_noun=any_noun):
                return Subject(self.speaker(phrase, high))
            if joined:
                break
            at = phrase.end
        return NO_SUBJECT

    def _breaks(self, at: int, *, joined: bool) -> bool:
        word = self.words[at]
        return word.text in BREAKS or word.kind == "quote" or (word.low in JOINERS and not joined)

    def _is_subject(self, phrase: Phrase, *, direct: bool, texts: bool, any_noun: bool) -> bool:
        if phrase.case == "oblique":
            return False
        if self.find_sight(phrase) is not None:
            return True
        head = self.words[phrase.tail - 1]
        if head.kind == "cap" and TIMES.search(head.low):
            return False
        if self.is_agent(phrase):
            return True
        if self.is_stranger(phrase):
            return direct or phrase.tail - phrase.head > 1
        return (texts and self.is_document(phrase)) or (any_noun and direct)

    def _is_article(self, at: int) -> bool:
        """Whether "dieser" or "diese" has a noun: "diese Zeitung"."""
        return self.words[at].low == "diese" and self.read(at, min(len(self.words), at + 6)) is not None

    def _skip_adverbial(self, at: int, high: int) -> int:
        """The word behind "auf Nachfrage", even where a name follows at once."""
        phrase = self.read(at + 1, high)
        if phrase is None:
            return at + 1
        for far in range(phrase.head + 1, phrase.tail):
            if self.words[far].start in self.sights and not self.is_agent(replace(phrase, tail=far, end=far)):
                return far
        return phrase.end
