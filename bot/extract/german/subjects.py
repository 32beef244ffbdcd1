"""The subject of a German verb: before it, behind it, or at the head of a subordinate clause."""

from __future__ import annotations

from bot.extract.german.behind import BREAKS, FAR, HE, NO_SUBJECT, SHE, Behind, Subject
from bot.extract.german.naming import SURE
from bot.extract.german.nouns import is_thing
from bot.extract.german.phrases import Phrase
from bot.extract.german.verbs import BEING
from bot.extract.german.words import (
    FUNCTION,
    JOINERS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATING,
)
from bot.extract.words import gather

SENTENCE_MOST = 120
"""Words of a sentence that are read around a verb."""
_UNSURE = 0.7
_ANTECEDENT_BACK = 8
_DASHES = frozenset({"–", "-"})
_PRONOUNS = HE | SHE
_CLAUSES, _DEPENDENT = SUBORDINATING - PREPOSITIONS, SUBORDINATING | RELATIVES
_OPENERS = JOINERS | _DASHES | gather("doch auch so nun selbst sogar ebenso")


class Subjects(Behind):
    """Finds the subjects of one page's verbs."""

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
        if self.words[at].low not in _PRONOUNS:
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
        if not own and any(word.text in BREAKS for word in gap):
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
        return words[start + 1].low not in _CLAUSES

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

    def _read_subordinate(self, verb: int, low: int, *, texts: bool = False) -> Subject:
        """The subject of a clause whose verb stands last: "wie Lau sagte", "der … nannte"."""
        words, start = self.words, self._clause_start(verb, low, across=True)
        while start > low and words[start - 1].text == "," and words[start].low not in _DEPENDENT:
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
