"""Who was spoken of and who spoke, paragraph by paragraph, and whom that makes "he" or "the minister"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.extract.languages import Lexicon
from bot.extract.segments import Segment
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.cast import Cast
from bot.extract.voices.names import Member, Mention
from bot.extract.voices.parties import BYNAMES, PARTIES
from bot.extract.voices.titles import bare, find_titles, is_abbreviation
from bot.model import Span
from bot.text import squeeze_spaces

_HARD = re.compile(r"[.;:()\n\x02]|[ \u00a0][–—-](?=[ \u00a0.,])|(?<=\w)[–—](?=[.,:; ])")
_WORD = re.compile(r"[^\s,]+")
_BACK = 2
_LEAVES_MOST = 40
_SUBJECT_WITHIN = 30
_OFFICE_WITHIN, _OFFICE_WORDS, _WORDS_MOST = 40, 4, 40
_RESOLVED, _CARRIED, _FAR = 0.8, 0.78, 0.72


@dataclass(slots=True)
class Leaf:
    """A paragraph with its quotations masked, its sentences and its names."""

    paragraph: Span
    masked: str
    segments: list[Segment]
    sentences: list[Span]
    mentions: list[Mention]


class Memory:
    """What the article and the walk so far know."""

    def __init__(self, leaves: list[Leaf], cast: Cast, lexicon: Lexicon) -> None:
        self.leaves = leaves
        self.cast = cast
        self.lexicon = lexicon
        self._folded_roles = (
            frozenset(map(cast.fold, lexicon.words.roles)) if lexicon.words.endings else frozenset()
        )
        self._bynames = frozenset(map(cast.fold, BYNAMES))
        self.spoken: list[list[tuple[int, Speaker]]] = [[] for _ in leaves]
        """The speakers of each paragraph with the places at which they were found."""
        self._of = re.compile(rf"(?i)(?:{lexicon.words.of or '(?!)'})$")
        self._indefinite = re.compile(rf"(?i)(?:{lexicon.words.indefinites or '(?!)'})[ \u00a0]")
        self._masculine = re.compile(rf"(?i)(?:{lexicon.words.masculine or '(?!)'})[ \u00a0]")
        self._feminine = re.compile(rf"(?i)(?:{lexicon.words.feminine or '(?!)'})[ \u00a0]")
        self._stops = re.compile(rf"(?i)(?:{lexicon.words.stops or '(?!)'})$")

    def is_governed(self, text: str, low: int, start: int) -> bool:
        """Whether a preposition stands before a name's noun phrase: "said to the mayor, Ann Low"."""
        words = [match.group() for match in _WORD.finditer(text, low, start)]
        if words and words[-1].rstrip("'’").isalpha() and self.lexicon.governs(words[-1]):
            return True
        at = next(
            (number for number, word in enumerate(words) if self.lexicon.is_role(bare(word))), len(words)
        )
        head = words[:at]
        while head and (
            self.lexicon.determiner.match(head[-1] + " x")
            or head[-1].lower() in self.lexicon.words.role_adjectives
        ):
            head.pop()
        if not head:
            return False
        return self.lexicon.governs(head[-1])

    def name(self, index: int, mention: Mention, certainty: float, sex: str = "") -> Speaker:
        """A mention as a speaker; nobody where only declined forms are known, or the sex does not fit."""
        leaf, member = self.leaves[index], mention.member
        span = Span(leaf.paragraph.start + mention.start, leaf.paragraph.start + mention.end, mention.name)
        before, after = find_titles(leaf.masked, mention.start, mention.end, self.lexicon)
        if member is None:
            role = (
                before
                or after
                or " ".join(
                    each for each in mention.titles if each.lower().strip(".") not in self.lexicon.words.forms
                )
            )
            return Speaker(
                squeeze_spaces(mention.name), squeeze_spaces(role), span, True, certainty, None, sex
            )
        if member.oblique or (sex and member.sex and sex != member.sex):
            return NOBODY
        member.sex = member.sex or sex
        made = self.make(member, span, certainty)
        return made._replace(role=squeeze_spaces(before or after or member.role))

    def make(self, member: Member, span: Span | None, certainty: float) -> Speaker:
        """A person as a speaker."""
        return Speaker(
            squeeze_spaces(member.full),
            squeeze_spaces(member.role),
            span or member.span,
            True,
            certainty,
            None,
            member.sex,
        )

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
            if not found.name:
                return NOBODY
            certainty = _CARRIED if back == index else _FAR
            rivals = {each.name for each in fits if each.name}
            if not sex and len(rivals) > 1 and back != index:
                return NOBODY
            return found._replace(certainty=min(found.certainty, certainty), sex=found.sex or sex)
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
        return self.make(found, None, _FAR) if found and len(people) == 1 and not found.oblique else None

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
                return mention.start, self.make(mention.member, None, _CARRIED)
            if len(mention.tokens) > 1 and mention.start - low < _SUBJECT_WITHIN:
                # Somebody, or something, whom we do not know is what the sentence is about.
                return mention.start, NOBODY
        return None

    def _find_office(self, index: int, low: int, high: int) -> tuple[int, Speaker] | None:
        """Whom a sentence is about that begins with an office: "L'avocat avait plaidé"; its place.

        Nobody where that is none of the people named with an office of their own; None for no such sentence.
        """
        leaf = self.leaves[index]
        text = leaf.masked[low:high]
        begin = self.lexicon.determiner.match(text)
        words = [(match.group(), match.start()) for match in _WORD.finditer(text[:_OFFICE_WITHIN])]
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
        if found is None and (
            self._may_repeat(role) or not any(member.roles for member in self._list_recent(index, low))
        ):
            return None
        return low + at, found or NOBODY._replace(sex=sex)

    def _has_unnamed(self, leaf: Leaf, low: int, high: int) -> bool:
        """Whether somebody unnamed is what a sentence is about: "En la puerta, un pasajero se reía"."""
        if any(low <= each.start < high and each.member for each in leaf.mentions):
            return False
        words = leaf.masked[low:high].split()
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
        while words and words[-1].lower().strip(".") in self.lexicon.words.forms:
            words.pop()
        if words and words[-1] == ",":
            return True
        return len(words) <= _OFFICE_WORDS and self.lexicon.governs(words[0]) if words else True

    def find_edge(self, text: str, start: int) -> int:
        """Where a subject ends at the latest."""
        for match in _HARD.finditer(text, start):
            if not is_abbreviation(text, match.start()):
                return match.start()
        return len(text)

    def tell_sex(self, verb: str) -> str:
        """The sex that a verb's form tells: "powiedziała"."""
        plain = verb.strip(" ,;:–—-\u00a0")
        return (
            "f" if self.lexicon.she_said.search(plain) else "m" if self.lexicon.he_said.search(plain) else ""
        )

    def _list_recent(self, index: int, place: int) -> list[Member]:
        """The people of a paragraph up to a place, else who spoke in the one before, else all before."""
        here = [each.member for each in self.leaves[index].mentions if each.member and each.end <= place]
        spoken = {speaker.name for at, speaker in self.spoken[index] if at <= place}
        if not here and not spoken and index:
            spoken = {speaker.name for _, speaker in self.spoken[index - 1]}
        if not here and not spoken:
            here = [
                each.member
                for leaf in self.leaves[:index][:_LEAVES_MOST]
                for each in leaf.mentions
                if each.member
            ]
        return here + [member for member in self.cast.members if member.full in spoken]

    def resolve(self, index: int, place: int, role: str, sex: str, *, alone: bool) -> Speaker | None:
        """The one person whom "the minister" means: by the office, else by who the talk is of."""
        word = self.cast.fold(role)
        known = [
            member
            for member in self.cast.members
            if any(self.cast.fold(each) == word for each in member.roles)
            and (not sex or member.sex in {"", sex})
            and not member.oblique
        ]
        if len(known) == 1:
            return self.make(known[0], None, _RESOLVED)
        if known or not alone:
            return None
        here = [speaker for _, speaker in self.spoken[index]]
        recent = self._list_recent(index, place)
        people = {id(member) for member in recent if not sex or member.sex in {"", sex}}
        if len(people) == 1 and (not here or (here[-1].name and here[-1].named)):
            member = next(member for member in recent if id(member) in people)
            if self._is_across(role, member):
                return None
            return self.make(member, None, _FAR)
        return None

    def _is_across(self, role: str, member: Member) -> bool:
        """Whether one is a party to a case, and the other sits in judgement or speaks for others."""
        held = {each for each in member.roles if self.lexicon.is_role(each)}
        if role.lower() in PARTIES:
            return bool(held - PARTIES)
        return bool(held) and (not self._may_repeat(role) or held <= PARTIES)

    def _may_repeat(self, role: str) -> bool:
        """Whether a word may call somebody once more who holds another office."""
        return self.cast.fold(role) in self._bynames or not self.lexicon.is_role(role)


def _clause(text: str, low: int, start: int) -> int:
    comma = text.rfind(",", low, start - 2)
    return low if comma < 0 else comma + 1
