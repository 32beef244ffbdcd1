"""The subject of a German verb: before it, behind it, or at the head of a subordinate clause."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.extract.german.naming import SURE, Naming
from bot.extract.german.nouns import TIMES, is_thing
from bot.extract.german.phrases import Phrase, is_inflected
from bot.extract.german.verbs import BEING, SAYING
from bot.extract.german.words import (
    FUNCTION,
    JOINERS,
    NOMINATIVE,
    OBLIQUE,
    POSSESSIVE_OTHER,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATING,
)
from bot.extract.phrases import NOBODY, Speaker
from bot.extract.words import gather

FAR = 40
"""Words that may lie between a verb and its subject."""
SENTENCE_MOST = 120
"""Words of a sentence that are read around a verb."""
_ADJECTIVES_BACK = 4
_UNSURE = 0.7
_ANTECEDENT_BACK = 8
_GOVERNED_BACK = 9
_BREAKS = frozenset(",:;.!?–—-")
_DASHES = frozenset({"–", "-"})
_HE, _SHE = gather("er dieser letzterer"), gather("sie diese letztere")
_OTHERS = gather("ich wir man")
_OPENERS = JOINERS | _DASHES | gather("doch auch so nun selbst sogar ebenso")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a verb speaks of: a speaker, or the word number of a pronoun that stands for one."""

    speaker: Speaker = NOBODY
    pronoun: int = -1

    def __bool__(self) -> bool:
        return bool(self.speaker.name) or self.pronoun >= 0


NO_SUBJECT = Subject()


class Subjects(Naming):
    """Finds the subjects of one page's verbs."""

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

    def find_subject(self, verb: int, low: int, high: int, *, texts: bool = False) -> Subject:
        """The subject of a finite verb within [low, high); `texts`: a report may speak too."""
        low = max(low, verb - SENTENCE_MOST)
        if verb <= low:
            return self.find_after(verb, high, texts=texts)
        before = self.words[verb - 1]
        if before.low in JOINERS:
            found = self._read_joined(verb, low, high)
        elif before.text == ",":
            found = self._read_apposed(verb, low)
        elif before.kind == "quote" or before.text in {":", "–", "-"}:
            found = NO_SUBJECT
        else:
            found = self._read_front(verb, low, texts=texts)
        return (
            found
            or self.find_after(verb, high, texts=texts)
            or self._read_subordinate(verb, low, texts=texts)
            or (self._read_body(verb, low) if texts else NO_SUBJECT)
        )

    def _read_body(self, verb: int, low: int) -> Subject:
        """A body that we do not know, before a sure verb of saying: "Die Deutsche Bahn bat"."""
        at = self._skip_openers(self._clause_start(verb, low), verb)
        phrase = self.read(at, verb)
        if phrase is None or phrase.case != "nominative" or phrase.end != verb:
            return NO_SUBJECT
        head = self.words[phrase.tail - 1]
        if head.kind != "cap" or is_thing(head.text):
            return NO_SUBJECT
        return Subject(self.speaker(phrase, verb, _UNSURE))

    def _read_front(self, verb: int, low: int, *, texts: bool = False, loose: bool = False) -> Subject:
        """The subject before the verb: the whole of what stands there is one phrase."""
        begin = self._clause_start(verb, low)
        for start in dict.fromkeys((low, begin)):
            at = self._skip_openers(start, verb)
            if at >= verb:
                continue
            if self.is_noble(at):
                return Subject(self.meet(self.sights[self.words[at].start], SURE))
            if self._is_pronoun(at, verb, loose=loose):
                return Subject(pronoun=at)
            phrase = self.read(at, verb)
            if phrase is None or phrase.case == "oblique":
                continue
            if not loose and not self._is_whole_front(phrase, verb, own=start == begin):
                continue
            lone = phrase.end == phrase.start + 1 and not self.is_certain(phrase)
            if lone and (other := self.find_after(verb, min(verb + FAR, len(self.words)))):
                # "Entsetzt reagierte Lau": a lone unknown word is the name only where nobody else is.
                return other
            if self._fronts(phrase, verb) or (texts and self.is_document(phrase)):
                found = self.speaker(phrase, verb)
                if found.name:
                    return Subject(found)
        return NO_SUBJECT

    def _is_pronoun(self, at: int, verb: int, *, loose: bool) -> bool:
        if self.words[at].low not in _HE | _SHE:
            return False
        return at == verb - 1 or (loose and self._is_small_verb(at + 1))

    def is_certain(self, phrase: Phrase) -> bool:
        """Whether a phrase surely means somebody or a body that can speak."""
        return self.find_sight(phrase) is not None or self.is_agent(phrase)

    def _skip_openers(self, at: int, stop: int) -> int:
        while at < stop and self.words[at].low in _OPENERS:
            at += 1
        return at

    def _is_small_verb(self, at: int) -> bool:
        return self.words[at].kind == "low" and self.words[at].low not in FUNCTION

    def _is_whole_front(self, phrase: Phrase, verb: int, *, own: bool) -> bool:
        """Whether between a phrase and its verb stand attributes and appositions only."""
        gap = self.words[phrase.end : verb]
        if not own and any(word.text in _BREAKS for word in gap):
            return self._is_apposition(phrase.end, verb)
        return not any(word.text in {":", ";"} for word in gap) and not any(
            self.is_verb(at) for at in range(phrase.end, verb)
        )

    def _fronts(self, phrase: Phrase, verb: int) -> bool:
        """Whether a phrase may be all that stands before the verb."""
        if self.is_certain(phrase):
            return True
        alone = phrase.end == verb
        return self.is_stranger(phrase, sure=alone) and (alone or self.words[phrase.end].text in {",", "("})

    def _read_joined(self, verb: int, low: int, high: int) -> Subject:
        """The subject of the second of two joined verbs: "Noch gestern war Lau froh und sagte"."""
        joiner = verb - 1
        if found := self._read_front(joiner, low, loose=True):
            return found
        for at in range(self._clause_start(joiner, low), joiner):
            if self.words[at].kind == "low" and (self.words[at].low in BEING or self.is_verb(at)):
                if found := self.find_after(at, joiner):
                    return found
                break
        return self.find_after(verb, high, joined=True)

    def _is_apposition(self, start: int, end: int) -> bool:
        """Whether an insertion stands between two commas: "Lau, die Leiterin, sagte"."""
        words = self.words
        if words[start].text not in {",", "–", "-"} or words[end - 1].text not in {",", "–", "-", ")"}:
            return False
        return words[start + 1].low not in SUBORDINATING - PREPOSITIONS

    def _read_apposed(self, verb: int, low: int) -> Subject:
        """A subject with an apposition or a relative clause before its verb."""
        for start in dict.fromkeys((low, self._main_start(verb, low))):
            phrase = self.read(self._skip_openers(start, verb), verb)
            if phrase is None or phrase.case == "oblique" or phrase.end >= verb or not self.names(phrase):
                continue
            if self.words[phrase.end].text == "," and self._is_apposition(phrase.end, verb):
                found = self.speaker(phrase, verb)
                if found.name:
                    return Subject(found)
        return NO_SUBJECT

    def _main_start(self, verb: int, low: int) -> int:
        """Where the main clause begins behind a colon, a semicolon or a quotation."""
        for at in range(verb - 1, low, -1):
            if self.words[at].text in {":", ";"} or self.words[at].kind == "quote":
                return at + 1
        return low

    def _clause_start(self, verb: int, low: int, *, across: bool = False) -> int:
        """Where the clause of a verb begins; `across`: a quotation may stand within it."""
        for at in range(verb - 1, low - 1, -1):
            word = self.words[at]
            if word.text in {",", ":", ";", "–"} or (word.kind == "quote" and not across):
                return at + 1
        return low

    def find_after(
        self, verb: int, high: int, *, texts: bool = False, joined: bool = False, any_noun: bool = False
    ) -> Subject:
        """The subject behind the verb: its first phrase that is no object and no adverbial.

        `any_noun`: right behind a quotation's verb even a thing is the speaker.
        """
        words, at, high = self.words, verb + 1, min(high, verb + FAR)
        while at < high:
            word = words[at]
            if word.low in _HE or (word.low in _SHE and not self._is_article(at)):
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
        return word.text in _BREAKS or word.kind == "quote" or (word.low in JOINERS and not joined)

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

    def _read_subordinate(self, verb: int, low: int, *, texts: bool = False) -> Subject:
        """The subject of a clause whose verb stands last: "wie Lau sagte", "der … nannte"."""
        words, start = self.words, self._clause_start(verb, low, across=True)
        while (
            start > low and words[start - 1].text == "," and words[start].low not in SUBORDINATING | RELATIVES
        ):
            # The clause began before an insertion.
            start = self._clause_start(start - 1, low, across=True)
        if start > low and words[start - 1].text == "," and words[start].low in RELATIVES:
            # "die Lau leitet" or "die den Lau leitet": whose subject is there is no other's.
            inner = self.find_after(start, verb)
            if inner or words[start].low not in {"der", "die", "das", "welcher", "welche"}:
                return inner
            return self._read_antecedent(start - 1, low)
        return self.find_after(start, verb, texts=texts) if words[start].low in SUBORDINATING else NO_SUBJECT

    def _read_antecedent(self, comma: int, low: int) -> Subject:
        """The phrase that a relative clause belongs to."""
        for at in range(max(low, comma - _ANTECEDENT_BACK), comma):
            phrase = self.read(at, comma)
            if phrase is None or phrase.end != comma:
                continue
            if self.find_sight(phrase) or (phrase.case != "oblique" and self.names(phrase)):
                return Subject(self.speaker(phrase, comma))
            break
        return NO_SUBJECT
