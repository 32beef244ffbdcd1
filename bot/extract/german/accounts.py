"""German phrases that tell whose words follow: "laut Lau", "nach Angaben der Polizei", ", so Lau"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.extract.german.behind import NO_SUBJECT, Subject
from bot.extract.german.nouns import speaks
from bot.extract.german.phrases import Phrase
from bot.extract.german.subjects import Subjects
from bot.extract.german.verbs import HOLDS
from bot.extract.words import gather

_ACCOUNTS = gather(
    """angaben angabe aussagen aussage ansicht meinung auffassung worten einschätzung darstellung
    darstellungen informationen überzeugung bekunden mitteilung ankündigung schätzung schätzungen
    berichten bericht erkenntnissen erklärung sicht lesart bewertung beurteilung vorstellung
    vorstellungen wunsch willen definition zeugenaussagen vermutung vermutungen hinweisen empfinden"""
)
_OWNERS = gather("der des eines einer seiner ihrer ihres seines dieser")
_POSSESSIVE = re.compile("(?:sein|ihr)e[nr]")
_COMPOUND = re.compile("[A-ZÄÖÜ].+angaben")
_HEDGES = gather("etwa auch zum beispiel jedenfalls gestern heute")
_PRONOUNS = gather("er sie letztere letzterer")
_FOLLOW_BACK = 9
_TOLD, _HELD = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying with its subject: `at` to `end` are the words it covers."""

    at: int
    end: int
    subject: Subject
    kind: str = "said"


class Accounts(Subjects):
    """Reads the phrases of one page that name a source without a verb."""

    def read_account(self, at: int, low: int, high: int) -> Cue | None:
        """The cue of such a phrase at a word; None where none begins."""
        text = self.words[at].low
        if text in {"laut", "gemäß"}:
            return self._name(at, at + 1, high)
        if text in {"nach", "aus"}:
            return self._read_according(at, high)
        if text == "für":
            return self._read_held(at, low, high)
        if text == "zufolge":
            return self._read_following(at, low)
        return self._read_so(at, high) if text == "so" and self._is_set_off(at, low) else None

    def _is_set_off(self, at: int, low: int) -> bool:
        before = self.words[at - 1] if at > low else None
        return before is not None and (before.text in {",", "–", "-", "("} or before.kind == "quote")

    def _may_say(self, phrase: Phrase) -> bool:
        return self.names(phrase) or self.is_document(phrase)

    def _name(self, at: int, start: int, high: int, certainty: float = _TOLD) -> Cue | None:
        phrase = self.read_oblique(start, high)
        if phrase is None or not self._may_say(phrase):
            return None
        return Cue(at, phrase.end, Subject(self.speaker(phrase, high, certainty)), "account")

    def read_oblique(self, at: int, stop: int) -> Phrase | None:
        """A phrase that cannot be a nominative here: "laut der Behörde"."""
        phrase = self.read(at, stop)
        return replace(phrase, case="oblique") if phrase and phrase.case else phrase

    def _read_according(self, at: int, high: int) -> Cue | None:
        """Reads "nach Angaben von Lau", "seiner Ansicht nach", "aus Sicht des Amtes"."""
        words, start = self.words, at + 1
        for owner, account in ((at + 1, at + 2), (at - 2, at - 1)):
            if max(owner, account) < high and _POSSESSIVE.fullmatch(words[owner].low) and (
                words[account].low in _ACCOUNTS
            ):  # fmt: skip
                return Cue(min(at, owner), max(at, account) + 1, Subject(pronoun=owner), "account")
        if at + 1 < high and _COMPOUND.fullmatch(words[at + 1].text):
            return self._read_compound(at)
        while start < high and words[start].kind == "low" and words[start].text.endswith(("en", "er", "em")):
            start += 1
        if start >= high - 1 or words[start].low not in _ACCOUNTS:
            return None
        after = words[start + 1]
        if after.low in {"von", "vom", "aus", "durch"}:
            return self._name(at, start + 2, high)
        if after.low in _OWNERS or after.kind == "cap":
            return self._name(at, start + 1, high)
        return None

    def _read_compound(self, at: int) -> Cue | None:
        """Reads "nach Polizeiangaben"."""
        word = self.words[at + 1]
        name = word.text[: -len("angaben")].removesuffix("s")
        if not speaks(name):
            return None
        return Cue(
            at, at + 2, Subject(self.speak(word.start, word.start + len(name), _HELD, named=False)), "account"
        )

    def _read_held(self, at: int, low: int, high: int) -> Cue | None:
        """Reads "Für Lau ist das …": what somebody holds."""
        phrase = self.read_oblique(at + 1, high) if at == low else None
        if phrase is None or phrase.end >= high or self.words[phrase.end].low not in HOLDS:
            return None
        return self._name(at, at + 1, high, _HELD) if self.names(phrase) else None

    def _read_following(self, at: int, low: int) -> Cue | None:
        """Reads "Lau zufolge" and "den Worten der Sprecherin zufolge"."""
        for start in range(max(low, at - _FOLLOW_BACK), at):
            phrase = self.read(start, at)
            if phrase is None or phrase.end != at:
                continue
            if self.words[phrase.tail - 1].low in _ACCOUNTS and phrase.end > phrase.tail:
                phrase = self.read_oblique(phrase.tail, at) or phrase
            if not self._may_say(phrase):
                return None
            return Cue(start, at + 1, Subject(self.speaker(phrase, at, _TOLD)), "account")
        return None

    def _read_so(self, at: int, high: int) -> Cue | None:
        """Reads ", so Lau weiter", ", so der Sprecher" and ", so die Vorwürfe der Anwältin"."""
        start = at + 1
        while start < high and self.words[start].low in _HEDGES:
            start += 1
        if start >= high:
            return None
        if self.words[start].low in _PRONOUNS:
            return Cue(at, start + 1, Subject(pronoun=start), "account")
        phrase = self.read(start, high)
        if phrase and not self.names(phrase):
            phrase = self.read_owner(phrase) or phrase
        elif phrase and phrase.case == "oblique":
            return None
        if phrase is None or not self._may_say(phrase):
            return None
        return Cue(at, phrase.end, Subject(self.speaker(phrase, high)), "account")

    def read_owner(self, phrase: Phrase) -> Phrase | None:
        """The one behind a thing that is said: "die Vorwürfe der Anwältin", "die Worte von Lau"."""
        if phrase.end == phrase.tail:
            return None
        at = phrase.tail + (self.words[phrase.tail].low in {"von", "vom"})
        inner = self.read_oblique(at, phrase.end)
        return inner if inner and self.names(inner) else None

    def read_wording(self, at: int, low: int) -> Subject:
        """Reads "Die Kernaussage von Lau lautete: "."""
        phrase = self.read(low, at)
        inner = self.read_owner(phrase) if phrase else None
        return Subject(self.speaker(inner, at, _TOLD)) if inner else NO_SUBJECT
