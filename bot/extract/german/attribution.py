"""Who said a German quotation, from the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.german.accounts import Cue
from bot.extract.german.behind import FAR, NO_SUBJECT, Subject
from bot.extract.german.cues import Cues
from bot.extract.german.story import Place, Story, lower
from bot.extract.german.verbs import BE_DONE, BEING, HAVE, QUOTED, SAID, SAYING
from bot.extract.german.words import FUNCTION
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.words import gather

_BEFORE, _BEHIND, _LOOSE = 0.9, 0.85, 0.75
_SUBORDINATE = gather("während nachdem als obwohl weil da wenn bevor indem")
_OPENERS = gather("auch doch und aber dazu hierzu darauf")
_COMES = gather("kam kommt kamen kommen gab erhielt erntete bekam es")
_WITHIN = 25
_NICKNAME_MOST = 4
_LETS = gather("ließ lässt ließen lassen")
_INFLECTED = ("e", "en", "er", "es", "em")
_NO_VERBS = ("er", "es", "em")
_WRITTEN = gather("heißt hieß steht stand")


class Attribution(Story):
    """Reads the sentence of a quotation: what stands behind it, before it and around it."""

    def decide(self, place: Place, at: int, cues: Sequence[Cue]) -> Speaker:
        """The speaker that a quotation's own sentence names."""
        reader = self.readers[place.page]
        closed = self.pages[place.page].segments[reader.words[at].segment].closed
        if closed and (found := self.resolve(place, self._read_tail(place, at))).name:
            return found
        if (found := self._read_bracketed(place, at)).name:
            return found
        before = [cue for cue in cues if cue.at < at]
        if at > place.low and reader.words[at - 1].text == ":":
            return self.read_colon(place, at - 1, before)
        if (found := self._read_around(place, before, cues[len(before) :] if closed else ())).name:
            return found
        if not reader.mood(place.low, place.high):
            return NOBODY
        return self.go_on(place) if self.is_next(place) else self.look_before(place)

    def _read_around(self, place: Place, before: Sequence[Cue], behind: Sequence[Cue]) -> Speaker:
        """The speaker of the nearest cue before a quotation, else of the first behind it."""
        for cue in reversed(before):
            if (found := self.resolve(place, cue.subject)).name:
                return lower(found, _BEFORE)
        for cue in behind:
            if (found := self.resolve(place, cue.subject)).name:
                return lower(found, _BEHIND)
        return NOBODY

    def _read_bracketed(self, place: Place, at: int) -> Speaker:
        """Reads "der Vorsitzende, Hans Lau („Das war es wert.“), und …"."""
        reader = self.readers[place.page]
        text = self.pages[place.page].segments[reader.words[at].segment].span.text
        if at - 2 < place.low or reader.words[at - 1].text != "(" or len(text.split()) <= _NICKNAME_MOST:
            return NOBODY
        for far in range(at - 2, max(place.low, at - 2 - _NICKNAME_MOST) - 1, -1):
            sight = reader.sights.get(reader.words[far].start)
            if sight:
                return reader.meet(sight, _BEHIND) if sight.end == reader.words[at - 2].end else NOBODY
        return NOBODY

    def _read_tail(self, place: Place, at: int) -> Subject:
        """What follows the closing mark: "sagte Lau", "so Lau", "wie Lau sagte", "heißt es in …"."""
        reader, high = self.readers[place.page], place.high
        begin = at + 1
        comma = begin < high and reader.words[begin].text in {",", "–", "-"}
        begin += comma
        if begin >= high:
            return NO_SUBJECT
        if reader.words[begin].low == "so" and begin + 1 < high and self._is_any_verb(reader, begin + 1):
            begin += 1
        cue = reader.read_account(begin, place.low, high)
        if cue is not None:
            return cue.subject
        return self._read_verb(place, reader, at, begin)

    def _read_verb(self, place: Place, reader: Cues, at: int, begin: int) -> Subject:
        """The subject of the verb behind a quotation."""
        word, high = reader.words[begin], place.high
        if word.low == "wie":
            return self._read_as(reader, begin, high)
        if word.text in BE_DONE or word.text in QUOTED or word.text in _WRITTEN:
            return next(
                (each.subject for each in reader.find_cues(begin, min(high, begin + FAR))), NO_SUBJECT
            )
        comma = begin > at + 1
        if not self._is_any_verb(reader, begin) or not (comma or word.text in SAYING):
            return NO_SUBJECT
        if comma and self._ends_clause(reader, place.low, at):
            return NO_SUBJECT
        sure = word.text in SAYING or word.text in _LETS or word.text.endswith(("te", "ten"))
        return reader.find_after(begin, high, texts=True, any_noun=sure)

    def _ends_clause(self, reader: Cues, low: int, at: int) -> bool:
        """Whether a quotation ends a subordinate clause, so that the verb behind belongs to another."""
        return at > low and reader.words[low].low in _SUBORDINATE and reader.words[at - 1].text == ","

    def _read_as(self, reader: Cues, begin: int, high: int) -> Subject:
        """Reads "wie Lau sagte"; nobody in "wie es genannt wird"."""
        for far in range(begin + 1, min(high, begin + _WITHIN)):
            text = reader.words[far].text
            if text in {".", ";"} or text in BE_DONE:
                break
            if text in SAYING or text in SAID or text in HAVE:
                done = far + 1 < high and reader.words[far + 1].text in BE_DONE
                return NO_SUBJECT if done else reader.find_after(begin, far)
        return NO_SUBJECT

    def _is_any_verb(self, reader: Cues, at: int) -> bool:
        """Whether a small word right behind a quotation is its finite verb."""
        word = reader.words[at]
        return word.kind == "low" and word.low not in FUNCTION and not word.text.endswith(_NO_VERBS)

    def read_colon(self, place: Place, colon: int, cues: Sequence[Cue]) -> Speaker:
        """The speaker whom a sentence before a colon names."""
        reader = self.readers[place.page]
        begin = self._begin(reader, place.low, colon)
        for cue in reversed(cues):
            if cue.at >= begin and (found := self.resolve(place, cue.subject)).name:
                return found
        if (found := self._read_opening(reader, begin, colon)).name:
            return found
        for far in range(begin + 1, min(colon, begin + FAR)):
            if self._turns(reader, far):
                found = self.resolve(place, reader.find_subject(far, begin, colon, texts=True))
                if found.name and (found.person or not found.named):
                    return lower(found, _LOOSE)
                break
        if begin < colon and reader.words[begin].low in {"er", "sie"}:
            return self.read_pronoun(place, begin)
        return self.go_on(place) if reader.mood(begin, colon) else NOBODY

    def _begin(self, reader: Cues, low: int, colon: int) -> int:
        """Where the sentence before a colon begins, behind an earlier quotation."""
        begin = colon
        while begin > low and reader.words[begin - 1].kind != "quote":
            begin -= 1
        while begin < colon and reader.words[begin].kind == "mark":
            begin += 1
        return begin

    def _read_opening(self, reader: Cues, begin: int, colon: int) -> Speaker:
        """Reads "Lau: …" and "Auch Lau kennt das: …"."""
        while begin < colon - 1 and reader.words[begin].low in _OPENERS:
            begin += 1
        if (found := self._read_giver(reader, begin, colon)).name:
            return found
        phrase = reader.read(begin, colon)
        if phrase is None or phrase.case == "oblique":
            return NOBODY
        whole = reader.is_certain(phrase) or reader.is_document(phrase)
        if phrase.end == colon:
            owner = phrase if whole or reader.is_stranger(phrase) else reader.read_owner(phrase)
            return reader.speaker(owner, colon, _BEFORE) if owner else NOBODY
        if not whole or reader.words[phrase.end].kind not in {"low", "mark"}:
            return NOBODY
        return reader.speaker(phrase, colon, _LOOSE)

    def _read_giver(self, reader: Cues, begin: int, colon: int) -> Speaker:
        """Reads "Scharfe Kritik kam von Lau: "."""
        for at in range(begin, min(colon - 1, begin + FAR)):
            if reader.words[at].low in _COMES and reader.words[at + 1].low in {"von", "vom"}:
                phrase = reader.read_oblique(at + 2, colon)
                return reader.speaker(phrase, colon, _LOOSE) if phrase and reader.names(phrase) else NOBODY
        return NOBODY

    def _turns(self, reader: Cues, at: int) -> bool:
        """Whether a word before a colon is a finite verb: one of saying, a past one, or one before a name."""
        word = reader.words[at]
        if word.kind != "low" or word.low in FUNCTION or reader.is_attribute(at):
            return False
        if word.text in SAYING or word.text in BEING or word.text.endswith(("te", "ten")):
            return True
        after = reader.words[at + 1] if at + 1 < len(reader.words) else None
        return not word.text.endswith(_INFLECTED) and after is not None and after.start in reader.sights
