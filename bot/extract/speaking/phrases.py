"""Noun phrases as speakers: a name, a pronoun or a description."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.extract.languages import Lexicon
from bot.extract.segments import MASK, Segment
from bot.extract.sentences import split_sentences
from bot.extract.speaking.namesakes import is_other, list_namesakes, tell_apart
from bot.extract.speaking.people import Person, Register
from bot.extract.speaking.roles import find_role
from bot.extract.speaking.sights import Sight, is_full, last_word
from bot.model import Span
from bot.text import squeeze_spaces

_APPOSED = re.compile(r", (?=[A-ZÀ-ÖØ-Þ])")
NOMINAL_MOST = 90
_OFFICE_MOST = 3
_OF_BODY = re.compile(
    r"(?:Department|Ministry|Bureau|Office|University|Bank|Board|Institute|Secretary|Court) (?:of|for) $"
)
_BODY_WITHIN = 24
_OWNED = re.compile(r"['’]s? [a-zà-öø-ÿ][a-zà-öø-ÿ -]*(?!\w)")
_DEMONYM = re.compile(
    r"(?:New|North|South|East|West|Northern|Southern|Sri|Costa|Puerto|Saudi|El) "
    r"[A-Z][a-z]+(?:er|an|ian|ish|i|ese|man)"
)
"""Where somebody is from, and no name: "the New Zealander"."""
_JOINED = re.compile(r"[ \u00a0](?:and|und|et|y|i|e|en|та|і|и)[ \u00a0]")


def _ends_body(text: str, sight: Sight) -> bool:
    """Whether a lone word ends the name of a body: "the Department of | Transportation"."""
    return " " not in sight.name and bool(
        _OF_BODY.search(text, max(0, sight.start - _BODY_WITHIN), sight.start)
    )


class Speaker(NamedTuple):
    """A speaker as read: `name` is None where nobody is sure; `person` is the register's entry.

    `how` names the pattern that told; `clues` are what speaks for and against it, by name;
    `rivals` are all whom a pronoun may have meant, with what spoke for each.
    """

    name: str | None
    role: str = ""
    span: Span | None = None
    named: bool = True
    certainty: float = 0.0
    person: Person | None = None
    sex: str = ""
    how: str = ""
    clues: tuple[tuple[str, float], ...] = ()
    rivals: tuple[tuple[str, dict[str, float]], ...] = ()
    doubtful: bool = False
    """Whether another one may be meant as well, so that nobody is named."""

    @property
    def told(self) -> bool:
        """Whether somebody surely speaks, be it uncertain who."""
        return bool(self.name) or (
            bool(self.how) and not self.how.startswith(("headed above", "headed inside", "named"))
        )

    def by(self, how: str) -> Speaker:
        """The same, told by a pattern."""
        return self._replace(how=how) if self.name else self


NOBODY = Speaker(None)
UNREAD = Speaker(None, how="unread")
"""Somebody whom the sentence names in words that we cannot read; nobody else may be taken for the speaker."""


@dataclass(slots=True)
class Page:
    """A paragraph with its quotations masked, its sentences and its names."""

    paragraph: Span
    masked: str
    segments: list[Segment]
    sights: list[Sight]
    starts: list[int] = field(default_factory=list)
    place: int = 0
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """What the name at a place does in its sentence, where that was asked."""
    _split: list[Span] | None = None
    _bounds: list[tuple[int, int]] | None = None

    @property
    def sentences(self) -> list[Span]:
        """The sentences, quotations masked; split when first asked for, as most pages are never asked."""
        if self._split is None:
            paragraph = self.paragraph
            self._split = split_sentences(Span(paragraph.start, paragraph.end, self.masked))
        return self._split

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """Where each sentence begins and ends within the paragraph."""
        if self._bounds is None:
            base = self.paragraph.start
            self._bounds = [(sentence.start - base, sentence.end - base) for sentence in self.sentences]
        return self._bounds

    def find_names(self, start: int, end: int) -> list[Sight]:
        """The names that begin in a stretch."""
        return self.sights[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Phrases:
    """Reads noun phrases with what the article and the walk so far know."""

    def __init__(self, pages: list[Page], register: Register, lexicon: Lexicon) -> None:
        self.pages = pages
        self.register = register
        self.lexicon = lexicon
        self.last: Speaker = NOBODY
        self.last_page = -9

    def _read_phrase(
        self, page: Page, offset: int, phrase: str, text: str, *, after: bool, strict: bool
    ) -> Speaker:
        """A noun phrase: a name where its head ends with one, else a description."""
        if titled := self._find_titled(page, offset, text if after else phrase):
            return titled
        parted = self.lexicon.preposition.search(phrase)
        head = phrase[: parted.start()] if parted else phrase
        sights = page.find_names(offset, offset + len(head))
        sight = sights[-1] if sights else None
        determiner = self.lexicon.determiner.match(text if after else phrase)
        if sights and (owned := self._read_owned(page, sights[0], offset, phrase)):
            return owned
        if sight and self._heads(page, sight, offset + len(head)):
            alone = (
                determiner
                and not sight.role
                and sight.start <= offset + determiner.end()
                and (len(sight.name.split()) == 1 or not self.lexicon.definite.match(phrase))
            )
            if not alone or self.register.find(sight.name):
                return self._join(page, sights, offset) or self._from_sight(page, sight)
        if strict and not (sight and self.register.find(sight.name)):
            return NOBODY
        if not strict and (determiner or (phrase and any(map(self.lexicon.is_role, head.split()[-1:])))):
            if after:
                stop = self.lexicon.described.search(re.sub(r"(?<=[A-Z])\.", "_", text))
                phrase = text[: stop.start()] if stop else text
            return self._name_described(page, offset, phrase.rstrip(" ."))
        return NOBODY

    def _find_titled(self, page: Page, offset: int, phrase: str) -> Speaker | None:
        """Who is named behind an office of several words: "the Secretary of State Ann Low"."""
        for sight in page.find_names(offset, offset + min(len(phrase), NOMINAL_MOST)):
            if " " in sight.role and page.masked[offset : sight.start].rstrip().endswith(sight.role):
                return self._from_sight(page, sight) if " of " in sight.role else None
        return None

    def _modifies(self, page: Page, sight: Sight, other: Sight) -> bool:
        """Whether a name only tells which office another one holds: "Lowland spokesman Bob Day"."""
        between = page.masked[sight.end : other.start]
        words = between.split()
        return 0 < len(words) <= _OFFICE_MOST and between.islower() and self.lexicon.is_role(words[-1])

    def _read_owned(self, page: Page, sight: Sight, offset: int, phrase: str) -> Speaker | None:
        """What belongs to somebody and speaks: "Low's office"."""
        match = _OWNED.match(page.masked, sight.end, offset + len(phrase))
        if sight.start > offset + 4 or not match or any(map(self.lexicon.is_role, match.group().split())):
            return None
        return self._describe(page, offset, page.masked[offset : match.end()])

    def _heads(self, page: Page, sight: Sight, end: int) -> bool:
        """Whether a name ends the head of a noun phrase."""
        rest = page.masked[sight.end : end].strip(" .")
        return len(rest) <= 1 and not self.lexicon.is_role(last_word(sight.name))

    def _list_kin(self, page: Page, sight: Sight) -> list[Person]:
        """Those whom a surname may mean where it is not sure whom; empty where a full name says it."""
        known = self.register.list_namesakes(sight.name)
        if not known or sight.name in self.register.people:
            return []
        if len(known) > 1:
            known = list_namesakes(known, self.lexicon)
        return known if len(known) > 1 or is_other(known[0], sight, page.masked) else []

    def _list_nearby(self, page: Page, sight: Sight) -> list[tuple[str, list[Sight]]]:
        """The names before one in its paragraph, and those of the paragraph before, each with its text."""
        before = [self.pages[page.place - 1]] if page.place else []
        return [
            (page.masked, page.find_names(0, sight.start)),
            *((each.masked, each.sights) for each in before),
        ]

    def _join(self, page: Page, sights: list[Sight], offset: int) -> Speaker | None:
        """Two who speak together: "Ann Low and Bob Day"."""
        if len(sights) < len("ab") or not _JOINED.fullmatch(page.masked, sights[-2].end, sights[-1].start):
            return None
        one, other = (self._from_sight(page, sight) for sight in sights[-2:])
        known = one.person is not None or other.person is not None
        if not known or not one.span or not other.span or one.span.start - page.paragraph.start > offset + 40:
            return None
        start, end = one.span.start, other.span.end
        between = page.masked[sights[-2].end : sights[-1].start]
        span = Span(start, end, page.masked[start - page.paragraph.start : end - page.paragraph.start])
        return Speaker(f"{one.name}{between}{other.name}", "", span, how="joint")

    def _name_described(self, page: Page, offset: int, phrase: str) -> Speaker:
        """A description, or the name set behind it: "the head of the union, Ann Low,"."""
        described = self._describe(page, offset, phrase)
        if described.span is None:
            return described
        end = described.span.end - page.paragraph.start
        if _APPOSED.match(page.masked, end):
            names = page.find_names(end + 2, end + 60)
            if names and names[0].start == end + 2 and is_full(names[0].name, self.lexicon):
                named = self._from_sight(page, names[0])
                return named._replace(role=self.lexicon.determiner.sub("", phrase, count=1))
        return described

    def _describe(self, page: Page, offset: int, phrase: str) -> Speaker:
        phrase = phrase.strip()
        if not phrase or len(phrase) > NOMINAL_MOST or " " not in phrase or MASK in phrase:
            return NOBODY
        at = page.masked.find(phrase, max(0, offset - 2))
        if at < 0:
            return NOBODY
        start = page.paragraph.start + at
        return Speaker(squeeze_spaces(phrase), "", Span(start, start + len(phrase), phrase), named=False)

    def _from_sight(self, page: Page, sight: Sight) -> Speaker:
        person = self.register.find(sight.name, sight.sex)
        if kin := self._list_kin(page, sight):
            person = tell_apart(kin, sight, page.masked, self._list_nearby(page, sight), self.lexicon)
            if person is None:
                span = Span(page.paragraph.start + sight.start, page.paragraph.start + sight.end, sight.name)
                return Speaker(squeeze_spaces(sight.name), "", span, sex=sight.sex, doubtful=True)
        base = page.paragraph.start
        span = Span(base + sight.start, base + sight.end, sight.name)
        role = find_role(page.masked, sight, self.lexicon)
        if person and not role:
            role = person.find_role(self.lexicon)
        role = squeeze_spaces(role)
        if not person and (_DEMONYM.fullmatch(sight.name) or _ends_body(page.masked, sight)):
            return NOBODY
        if person:
            return Speaker(squeeze_spaces(person.full), role, span, person=person, sex=person.sex)
        if not sight.role and not sight.sex and self.lexicon.thing.search(sight.name):
            return NOBODY
        return Speaker(squeeze_spaces(sight.name), role, span, sex=sight.sex)
