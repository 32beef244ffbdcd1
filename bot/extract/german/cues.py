"""The cues of a German sentence: who is said to say something, and where."""

from __future__ import annotations

from bisect import bisect_left

from bot.extract.german.accounts import Accounts, Cue
from bot.extract.german.behind import FAR, NO_SUBJECT, Subject
from bot.extract.german.phrases import Phrase
from bot.extract.german.verbs import (
    BE_DONE,
    BLAMING,
    HAVE,
    JUDGING,
    LETS,
    LIGHT,
    MODALS,
    MOODS,
    PARTICLES,
    QUOTED,
    SAID,
    SAYING,
    STANCES,
    WANTS,
)
from bot.extract.german.words import JOINERS
from bot.extract.words import gather

_WHERE = gather("in im am an auf")
_INSIDE = gather("in im aus bei beim auf von vom seitens am an")
_IT_BACK, _READ_BACK = 8, 20
_WRITTEN = 0.8
_WORDINGS = gather("lautet lautete")
_NO_PARTICLES = gather("zu nach vor")


class Cues(Accounts):
    """Finds the cues of one page."""

    _moods: list[int] | None = None
    """The places of all words in the subjunctive, once somebody asked."""

    def find_cues(self, low: int, high: int) -> list[Cue]:
        """The cues within [low, high) in their order, those with a subject only."""
        cues: list[Cue] = []
        free = True
        for at in range(low, high):
            if self.words[at].kind in {"mark", "quote"} or self.words[at].low in JOINERS:
                free = True
            cue = self.read_cue(at, low, high) if free or self.words[at].text not in SAYING else None
            if cue is None or not cue.subject:
                continue
            cues.append(cue)
            # A clause has one finite verb: "sagte Lau empört" has no second.
            free = cue.kind != "said"
        return cues

    def read_cue(self, at: int, low: int, high: int) -> Cue | None:
        """The cue that begins at a word; None where none does."""
        word = self.words[at]
        if word.kind not in {"low", "cap"}:
            return None
        if word.kind == "low" and (word.text in SAYING or word.text in SAID or word.text in QUOTED):
            return self._read_verb(at, low, high)
        if word.text in WANTS and self._is_whole(at, high):
            return Cue(at, at + 1, self.find_subject(at, low, high))
        if word.text in {"steht", "stand"} or (word.text == "lesen" and self.words[at - 1].low == "zu"):
            return self._read_written(at, low, high)
        return self.read_account(at, low, high)

    def _read_verb(self, at: int, low: int, high: int) -> Cue | None:
        text = self.words[at].text
        if text in QUOTED:
            return self._read_quoted(at, low, high)
        if text in {"heißt", "hieß"} and any(
            word.low == "es" for word in self.words[max(low, at - 2) : at + 3]
        ):
            return self._read_written(at, low, high)
        done = at + 1 < high and self.words[at + 1].low in BE_DONE
        have = self._find_have(at, low)
        if have >= 0 and (text in SAID or self._closes(at, high)):
            return self._read_perfect(have, at, low, high)
        if done or text not in SAYING or self.is_attribute(at) or self._is_infinitive(at, low):
            return None
        if text in LIGHT and not self._is_whole(at, high):
            return None
        subject = self.find_subject(at, low, high, texts=text not in LIGHT)
        if not subject and text in _WORDINGS:
            subject = self.read_wording(at, low)
        return Cue(at, at + 1, subject)

    def _find_have(self, participle: int, low: int) -> int:
        """The auxiliary of a participle in the same clause; -1 where there is none."""
        for at in range(participle - 1, max(low, participle - FAR) - 1, -1):
            word = self.words[at]
            if word.low in HAVE or word.low in BE_DONE or word.low in MODALS:
                return at
            if word.text in {":", ";", ","}:
                break
        return -1

    def _is_infinitive(self, at: int, low: int) -> bool:
        """Whether a verb stands with "zu" or belongs to a modal verb."""
        if not self.words[at].text.endswith("en"):
            return False
        if self.words[at - 1].low == "zu":
            return True
        for far in range(at - 1, max(low, at - FAR) - 1, -1):
            word = self.words[far]
            if word.text in {",", ":", ";"}:
                return False
            if word.low in MODALS or word.low in LETS or word.low in BE_DONE:
                return True
        return False

    def _closes(self, at: int, high: int) -> bool:
        """Whether a clause ends behind a word."""
        if at + 1 >= high:
            return True
        after = self.words[at + 1]
        return after.text in {",", ".", ":", ";", "–"} or after.low in JOINERS or after.kind == "quote"

    def _is_whole(self, at: int, high: int) -> bool:
        """Whether a light verb says something: gab … bekannt, glaubt, dass …, sah es so: …."""
        for far in range(at + 1, min(high, at + FAR)):
            word = self.words[far]
            if word.kind == "quote" and self.words[at].text in JUDGING:
                return True
            if word.low == "vor" and self.words[at].text in BLAMING and self._closes(far, high):
                return True
            if word.text == ":" or word.low in {"dass", "daß"} or word.text in MOODS:
                return True
            if (word.low in STANCES or (word.low in PARTICLES and word.low not in _NO_PARTICLES)) and (
                self._closes(far, high)
            ):
                return True
            if word.text in {".", ";", "!", "?"}:
                return False
        return False

    def _read_perfect(self, have: int, said: int, low: int, high: int) -> Cue | None:
        """Reads "hat Lau … gesagt" and "wird von Lau … genannt"."""
        if self.words[have].low not in BE_DONE:
            return Cue(have, said + 1, self.find_subject(have, low, high))
        for at in range(have, said):
            if self.words[at].low in {"von", "vom", "seitens"}:
                phrase = self.read_oblique(at + 1, said)
                if phrase and self.names(phrase):
                    return Cue(have, said + 1, Subject(self.speaker(phrase, said)))
        return None

    def _read_quoted(self, at: int, low: int, high: int) -> Cue | None:
        """Reads "wird Lau zitiert" and "zitiert die Zeitung Lau": the one who is quoted."""
        start = at
        while start > low and self.words[start - 1].text not in {",", ";", ":"} and (
            self.words[start - 1].kind != "quote"
        ):  # fmt: skip
            start -= 1
        for far in range(at - 1, max(low, at - FAR) - 1, -1):
            if self.words[far].low in BE_DONE:
                return Cue(start, at + 1, self.find_subject(far, low, high))
        places = (self.words[far].start for far in range(start, min(high, at + FAR)))
        seen = [place for place in places if place in self.sights]
        return Cue(start, at + 1, Subject(self.meet(self.sights[seen[-1]], 0.85))) if seen else None

    def _read_written(self, at: int, low: int, high: int) -> Cue | None:
        """Reads "heißt es in dem Schreiben", "hieß es aus der Partei", "auf dem Plakat stand"."""
        told = self.words[at].low in {"heißt", "hieß"}
        back = _READ_BACK if self.words[at].low == "lesen" else _IT_BACK
        for far in (*range(at + 1, min(high, at + _IT_BACK)), *range(max(low, at - back), at)):
            phrase = self.read_oblique(far + 1, high) if self.words[far].low in _INSIDE else None
            if phrase and (self.is_document(phrase) or (told and self._tells(phrase, far))):
                return Cue(at, max(at + 1, phrase.end), Subject(self.speaker(phrase, high, _WRITTEN)))
        return Cue(at, at + 1, NO_SUBJECT)

    def _tells(self, phrase: Phrase, at: int) -> bool:
        """Whether somebody is meant: "hieß es bei Lau", but not "hieß es in Bonn"."""
        return self.is_certain(phrase) or (self.words[at].low not in _WHERE and self.is_stranger(phrase))

    def mood(self, low: int, high: int) -> bool:
        """Whether the words are in the subjunctive by which German reports speech."""
        if self._moods is None:
            # A paragraph of nothing but quotations asks for the same words once for each of them.
            self._moods = [at for at, word in enumerate(self.words) if word.low in MOODS]
        return bisect_left(self._moods, low) < bisect_left(self._moods, high)
