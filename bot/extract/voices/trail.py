"""Who spoke, or was the subject, last: whom that makes "he" or "she"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.memory import FAR, WORD, Leaf
from bot.extract.voices.names import Member, Mention
from bot.extract.voices.offices import Offices
from bot.extract.voices.titles import bare, find_owner

_BACK = 2
_SUBJECT_WITHIN = 30
_OFFICE_WITHIN, _OFFICE_WORDS, _WORDS_MOST = 40, 4, 40
_CARRIED = 0.78
_JOINED = re.compile(r"[ \u00a0](?:et|y|e|i|en|та|і|й)[ \u00a0]")


class Trail(Offices):
    """Carries a speaker on from sentence to sentence."""

    def carry(self, index: int, place: int, sex: str) -> Speaker:
        """Who goes on speaking, or was the subject last, before a place; nobody where that is not sure."""
        for back in range(index, max(-1, index - 1 - _BACK), -1):
            trail = sorted(
                self._list_trail(back, place if back == index else None), key=lambda each: -each[0]
            )
            fits = [speaker for _, speaker in trail if not sex or speaker.sex in {"", sex}]
            if not fits:
                if found := self._find_other(back, place if back == index else None, sex):
                    return found
                continue
            found = fits[0]
            if not found.name or (found.doubtful and not sex):
                return NOBODY
            certainty = _CARRIED if back == index else FAR
            rivals = {each.name for each in fits if each.name}
            if not sex and len(rivals) > 1 and back != index:
                return NOBODY
            return found._replace(
                certainty=min(found.certainty, certainty), sex=found.sex or sex, doubtful=False
            )
        return NOBODY

    def _find_other(self, index: int, place: int | None, sex: str) -> Speaker | None:
        """The only man, or woman, of a paragraph, though no sentence has them as its subject."""
        people = {
            mention.member.full: mention.member
            for mention in self.leaves[index].mentions
            if mention.member
            and sex
            and mention.member.sex == sex
            and (place is None or mention.end <= place)
        }
        found = next(iter(people.values()), None)
        return self.make(found, None, FAR) if found and len(people) == 1 and not found.oblique else None

    def _list_trail(self, index: int, place: int | None) -> Iterator[tuple[int, Speaker]]:
        """The speakers and the subjects of a paragraph's sentences up to a place, each with its place."""
        leaf = self.leaves[index]
        for at, speaker in self.spoken[index]:
            if place is None or at < place:
                yield at, speaker
        for sentence in leaf.sentences:
            low, high = sentence.start - leaf.paragraph.start, sentence.end - leaf.paragraph.start
            if place is not None and low >= place:
                break
            if subject := self._find_office(index, low, high) or self._find_subject(index, low, high, place):
                yield subject

    def _find_subject(self, index: int, low: int, high: int, place: int | None) -> tuple[int, Speaker] | None:
        """The first name of a sentence that may be its subject, up to a place, and where it stands."""
        leaf = self.leaves[index]
        for mention in leaf.mentions:
            if not low <= mention.start < high or (place is not None and mention.end > place):
                continue
            governed = self.is_governed(leaf.masked, _clause(leaf.masked, low, mention.start), mention.start)
            if governed or not mention.plain:
                continue
            if mention.member and not mention.member.oblique:
                return mention.start, self._read_joint(leaf, mention, mention.member)
            if len(mention.tokens) > 1 and mention.start - low < _SUBJECT_WITHIN:
                # Somebody, or something, whom we do not know is what the sentence is about.
                return mention.start, NOBODY
        return None

    def _read_joint(self, leaf: Leaf, mention: Mention, member: Member) -> Speaker:
        """The subject that begins with a name; nobody where another one is joined to it who fits as well.

        A man and a woman are told apart by the pronoun only: then it is doubtful.
        """
        found = self.make(member, None, _CARRIED)
        others = (each for each in leaf.mentions if each.start > mention.end)
        other = next(others, None)
        if other is None or not other.member or other.member is member:
            return found
        if not _JOINED.fullmatch(leaf.masked, mention.end, other.start):
            return found
        apart = member.sex and other.member.sex and member.sex != other.member.sex
        return found._replace(doubtful=True) if apart else NOBODY._replace(sex=member.sex)

    def _find_office(self, index: int, low: int, high: int) -> tuple[int, Speaker] | None:
        """Whom a sentence is about that begins with an office: "L'avocat avait plaidé"; its place.

        Nobody where that is none of the people named with an office of their own; None for no such sentence.
        """
        leaf = self.leaves[index]
        text = leaf.masked[low:high]
        begin = self.lexicon.determiner.match(text)
        words = [(match.group(), match.start()) for match in WORD.finditer(text[:_OFFICE_WITHIN])]
        first = len(text[: begin.end()].split()) if begin and begin.group().endswith(" ") else 0
        if not words[first:]:
            return None
        if self._has_unnamed(leaf, low, high):
            return low, NOBODY
        word, at = words[first]
        role = bare(word)
        bound = begin or self.lexicon.words.endings
        if (
            not bound
            or not self.lexicon.is_role(role)
            or self._names_subject(leaf, low + at + len(word), high)
        ):
            return None
        sex = "f" if self._feminine.match(text) else "m" if self._masculine.match(text) else ""
        sex = sex or self.lexicon.guess_sex([role.lower()])
        found = self.resolve(index, low, role, sex, alone=False)
        others = self._list_recent(index, low)
        others += [each.member for each in leaf.mentions if low <= each.start < high and each.member]
        if found is None and (self._may_repeat(role) or not any(member.roles for member in others)):
            return None
        return low + at, found or NOBODY._replace(sex=sex)

    def _has_unnamed(self, leaf: Leaf, low: int, high: int) -> bool:
        """Whether somebody unnamed is what a sentence is about: "En la puerta, un pasajero se reía"."""
        if any(low <= each.start < high and each.member for each in leaf.mentions):
            return False
        words = leaf.masked[low:high].split()
        if len(words) > 1 and self._indefinite.match(words[0] + " x") and self._of.match(words[1]):
            return True
        return any(
            self._indefinite.match(word + " x")
            and self.lexicon.is_role(bare(words[at + 1]))
            and not (at and self.lexicon.governs(words[at - 1]))
            for at, word in enumerate(words[:-1][:_WORDS_MOST])
        )

    def _names_subject(self, leaf: Leaf, end: int, high: int) -> bool:
        """Whether the office that ends at a place has its holder's name behind it."""
        name = next((each for each in leaf.mentions if end <= each.start < high), None)
        if name is None:
            return False
        between = leaf.masked[end : name.start].replace(",", " ,")
        words = between.split()
        if find_owner(["x", *words], 0, self.lexicon):
            return False
        while words and words[-1].lower().strip(".") in self.lexicon.words.forms:
            words.pop()
        if words and words[-1] == ",":
            return True
        return len(words) <= _OFFICE_WORDS and self.lexicon.governs(words[0]) if words else True


def _clause(text: str, low: int, start: int) -> int:
    comma = text.rfind(",", low, start - 2)
    return low if comma < 0 else comma + 1
