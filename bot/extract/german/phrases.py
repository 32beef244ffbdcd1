"""German noun phrases: article, case, nouns, and the attributes behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.extract.german.crowd import LEXICON, Crowd, is_function, is_genitive
from bot.extract.german.nouns import DOCUMENTS, TIMES_ALONE, is_feminine, is_thing, speaks
from bot.extract.german.tokens import Word
from bot.extract.german.verbs import MOODS, SAYING
from bot.extract.german.words import NOMINATIVE, OBLIQUE, POSSESSIVE_FIRST, POSSESSIVE_OTHER
from bot.extract.speaking.people import Register
from bot.extract.speaking.phrases import Page
from bot.extract.speaking.sights import Sight
from bot.extract.words import gather

_ADJECTIVES_MOST = 5
_PARTICIPLE_WITHIN = 8
_BRACKETS_WITHIN = 8
_ATTRIBUTES_MOST = 3
_NUMBER_MOST = 2
_GENITIVES = gather(
    "der des eines einer ihres ihrer seines seiner unseres unserer dieses dieser deren dessen"
)
_ATTRIBUTES = gather("von vom für aus beim bei")
_BELONGING = _GENITIVES | _ATTRIBUTES
_INNER = gather("de van von der den zu zur al el la le du")
_PARTICIPLE = re.compile(r"\w{3,}(?:ene|enen|ener|te|ten|ter|ende|enden|ender)")
_PAPERS = gather("die der das dem im")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by word numbers: `head` to `tail` are its capitalised words, `end` ends its attributes.

    `case` is nominative (or the accusative that looks like it), oblique, or empty without an article.
    """

    start: int
    head: int
    tail: int
    end: int
    case: str
    plural: bool = False

    @property
    def bare(self) -> bool:
        """Whether no article and no adjective stands before its nouns."""
        return self.start == self.head


class Phrases:
    """Reads the noun phrases of one page."""

    def __init__(
        self, page: Page, words: Sequence[Word], sights: Sequence[Sight], register: Register, crowd: Crowd
    ) -> None:
        self.page = page
        self.words = words
        self.register = register
        self.crowd = crowd
        self.sights = {sight.start: sight for sight in sights}
        self.inner = {at for sight in sights for at in range(sight.start + 1, sight.end) if " " in sight.name}

    def read(self, at: int, stop: int, depth: int = 0) -> Phrase | None:
        """The noun phrase that begins at a word; None where none does."""
        if at >= stop:
            return None
        case = "nominative" if self._opens_genitive(at, stop) else _read_case(self.words[at])
        if not case and self.words[at].kind == "low" and is_function(self.words[at]):
            return None
        head = self._skip_adjectives(at + bool(case), stop, determined=bool(case))
        tail = self._end_run(head, stop)
        if tail == head:
            return self._read_one_of(at, stop, depth)
        if self.words[at].low == "der" and is_feminine(self.words[tail - 1].low):
            case = "oblique"
        phrase = Phrase(at, head, tail, tail, case)
        if depth >= _ATTRIBUTES_MOST:
            return phrase
        return self._join(self._extend(phrase, stop, depth), stop, depth)

    def _opens_genitive(self, at: int, stop: int) -> bool:
        """Whether a name's genitive stands for the article: "Laus neuer Sprecher"."""
        word = self.words[at]
        return (
            word.kind == "cap"
            and at + 1 < stop
            and (self.words[at + 1].kind == "cap" or is_inflected(self.words[at + 1]))
            and is_genitive(word.text, self.crowd)
        )

    def _read_one_of(self, at: int, stop: int, depth: int) -> Phrase | None:
        """Reads "einer der Helfer" and "eine von zwei Ärztinnen"."""
        if self.words[at].low not in {"einer", "eine", "eines"} or at + 2 >= stop or depth:
            return None
        if self.words[at + 1].low not in {"der", "von", "seiner", "ihrer"}:
            return None
        inner = self.read(at + 1 + (self.words[at + 1].low == "von"), stop, depth + 1)
        return replace(inner, start=at, case="nominative") if inner else None

    def _skip_adjectives(self, at: int, stop: int, *, determined: bool) -> int:
        words, head = self.words, at
        while head < min(stop, at + _ADJECTIVES_MOST) and is_inflected(words[head]):
            head += 1
        if head < stop and words[head].kind in {"cap", "title"}:
            return head
        if determined:
            # "die in Kiel geborene Lau": a participle with what belongs to it.
            for far in range(head, min(stop - 1, head + _PARTICIPLE_WITHIN)):
                if words[far].kind == "mark":
                    break
                if _PARTICIPLE.fullmatch(words[far].text) and words[far + 1].kind == "cap":
                    return far + 1
        return at

    def _end_run(self, at: int, stop: int) -> int:
        tail = at
        while tail < stop and self._runs_on(at, tail, stop):
            tail += 1
        return tail

    def _runs_on(self, at: int, tail: int, stop: int) -> bool:
        word = self.words[tail]
        if word.kind == "cap":
            return (tail > at and word.low not in TIMES_ALONE) or not is_function(word)
        if word.kind == "number":
            return tail > at and len(word.text) <= _NUMBER_MOST
        return word.kind == "title" or (
            word.low in _INNER and at < tail < stop - 1 and word.start in self.inner
        )

    def _extend(self, phrase: Phrase, stop: int, depth: int) -> Phrase:
        """A phrase with its genitives, its "von …" and its brackets."""
        words, end = self.words, phrase.end
        while end < stop - 1:
            if words[end].text == "(":
                close = self._close(end, stop)
                if close < 0:
                    break
                end = close + 1
                continue
            if words[end].low not in _BELONGING:
                break
            inner = self.read(end + (words[end].low in _ATTRIBUTES), stop, depth + 1)
            if inner is None:
                break
            end = inner.end
        return replace(phrase, end=end)

    def _close(self, at: int, stop: int) -> int:
        within = range(at, min(stop, at + _BRACKETS_WITHIN))
        return next((far for far in within if self.words[far].text == ")"), -1)

    def _join(self, phrase: Phrase, stop: int, depth: int) -> Phrase:
        """Two who speak together, "Hamas und Fatah", or one with two roles, "die Autorin und Ärztin Lau"."""
        words, at = self.words, phrase.end
        if at >= stop - 1 or words[at].low not in {"und", "&"} or not self.names(phrase):
            return phrase
        other = self.read(at + 1, stop, depth + 1)
        if other is None or not self.names(other) or (other.case == "oblique") != (phrase.case == "oblique"):
            return phrase
        one = other.bare and self.find_sight(phrase) is None and self._has_office(other)
        return replace(phrase, tail=other.tail, end=other.end, plural=not one)

    def _has_office(self, phrase: Phrase) -> bool:
        sight = self.find_sight(phrase)
        return sight is not None and self.words[phrase.head].start < sight.start

    def find_sight(self, phrase: Phrase) -> Sight | None:
        """The person whom the head of a phrase names."""
        for at in range(phrase.head, phrase.tail):
            if sight := self.sights.get(self.words[at].start):
                return sight
        return None

    def is_noble(self, at: int) -> bool:
        """Whether a surname begins with a small word here: "von der Lau"."""
        return self.words[at].low in {"von", "van"} and self.words[at].start in self.sights

    def names(self, phrase: Phrase) -> bool:
        """Whether a phrase means somebody or a body that can speak."""
        return self.find_sight(phrase) is not None or self.is_agent(phrase) or self.is_stranger(phrase)

    def is_agent(self, phrase: Phrase) -> bool:
        """Whether the noun of a phrase is somebody or a body that can speak, or a quoted paper."""
        last, first = self.words[phrase.tail - 1], self.words[phrase.head]
        if last.kind == "title":
            return phrase.tail - phrase.head > 1 or self.words[phrase.tail - 2].low in _PAPERS
        return any(
            word.kind == "cap" and (speaks(word.text) or LEXICON.is_role(word.text)) for word in (last, first)
        )

    def is_stranger(self, phrase: Phrase, *, sure: bool = False) -> bool:
        """Whether a phrase may be a name that stands nowhere in full; `sure` where only a name can stand."""
        words = self.words[phrase.head : phrase.tail]
        lenient = sure and len(words) > 1
        return (
            phrase.bare
            and not phrase.case
            and all(
                word.kind == "cap"
                and word.text not in self.crowd.nouns
                and word.low not in self.crowd.small
                and not is_function(word)
                and (lenient or not is_thing(word.text))
                for word in words
            )
        )

    def is_document(self, phrase: Phrase) -> bool:
        """Whether a phrase means a text: a report, a law, a letter."""
        words = self.words[phrase.head : phrase.tail]
        last = words[-2] if words[-1].kind == "number" and len(words) > 1 else words[-1]
        return bool(DOCUMENTS.search(last.low))


def _read_case(word: Word) -> str:
    low = word.low
    if low in NOMINATIVE or low in {"deren", "dessen"}:
        return "nominative"
    if low in OBLIQUE:
        return "oblique"
    if POSSESSIVE_FIRST.fullmatch(low):
        return "nominative"
    return "oblique" if POSSESSIVE_OTHER.fullmatch(low) else ""


def is_inflected(word: Word) -> bool:
    """Whether a word may stand between an article and its noun."""
    if word.kind == "number":
        return True
    return (
        word.kind == "low"
        and word.text.endswith(("e", "en", "er", "es", "em"))
        and not is_function(word)
        and word.text not in SAYING
        and word.text not in MOODS
    )
