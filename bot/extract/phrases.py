"""Noun phrases as speakers: a name, a pronoun or a description."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.extract.languages import read_lexicon
from bot.extract.people import Person, Register, Sight, find_names, find_role, is_full
from bot.extract.segments import Segment
from bot.model import Span
from bot.text import squeeze_spaces

MASK = "\x02"
_APPOSED = re.compile(r", (?=[A-ZÀ-ÖØ-Þ])")
NOMINAL_MOST = 90
_BESIDE = 20
_BACK = 3


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as read: `name` is None where nobody is sure; `person` is the register's entry."""

    name: str | None
    role: str = ""
    span: Span | None = None
    named: bool = True
    certainty: float = 0.0
    person: Person | None = None
    sex: str = ""


NOBODY = Speaker(None)


@dataclass(slots=True)
class Page:
    """A paragraph with its quotations masked, its sentences and its names."""

    paragraph: Span
    masked: str
    segments: list[Segment]
    sentences: list[Span]
    sights: list[Sight]
    common: frozenset[str]


class Phrases:
    """Reads noun phrases with what the article and the walk so far know."""

    def __init__(self, pages: list[Page], register: Register, language: str) -> None:
        self.pages = pages
        self.register = register
        self.lexicon = read_lexicon(language)
        self.last: Speaker = NOBODY
        self.last_page = -9

    def _read_phrase(
        self, page: Page, offset: int, phrase: str, text: str, *, after: bool, strict: bool
    ) -> Speaker:
        """A noun phrase: a name where its head ends with one, else a description."""
        parted = self.lexicon.preposition.search(phrase)
        head = phrase[: parted.start()] if parted else phrase
        sights = find_names(page.masked, self.lexicon, offset, offset + len(head), page.common)
        sight = sights[-1] if sights else None
        if (
            sight
            and self._heads(page, sight, offset + len(head))
            and not self.lexicon.is_role(sight.name.split()[-1])
        ):
            alone = (
                self.lexicon.determiner.match(phrase)
                and len(sight.name.split()) == 1
                and not sight.role
                and sight.start <= offset + 5
            )
            if not alone or self.register.find(sight.name):
                return self._from_sight(page, sight, 0.95)
        if strict and not (sight and self.register.find(sight.name)):
            return NOBODY
        if not strict and (
            self.lexicon.determiner.match(phrase)
            or (phrase and any(self.lexicon.is_role(word) for word in head.split()[-1:]))
        ):
            if after:
                stop = self.lexicon.described.search(re.sub(r"(?<=[A-Z])\.", "_", text))
                phrase = text[: stop.start()] if stop else text
            return self._name_described(page, offset, phrase.rstrip(" ."))
        return NOBODY

    def _heads(self, page: Page, sight: Sight, end: int) -> bool:
        """Whether a name ends the head of a noun phrase; German adverbs may follow it."""
        rest = page.masked[sight.end : end].strip(" .")
        if not rest or self.lexicon.code != "de":
            return len(rest) <= 1
        return rest.islower() and not any(self.lexicon.is_role(word) for word in rest.split())

    def _name_described(self, page: Page, offset: int, phrase: str) -> Speaker:
        """A description, or the name set behind it: "the head of the union, Ann Low,"."""
        described = self._describe(page, offset, phrase, 0.7)
        if described.span is None:
            return described
        end = described.span.end - page.paragraph.start
        if _APPOSED.match(page.masked, end):
            names = find_names(
                page.masked, self.lexicon, end + 2, min(len(page.masked), end + 60), page.common
            )
            if names and names[0].start == end + 2 and is_full(names[0].name, self.lexicon):
                named = self._from_sight(page, names[0], 0.9)
                return replace(named, role=self.lexicon.determiner.sub("", phrase, count=1))
        return described

    def _describe(self, page: Page, offset: int, phrase: str, certainty: float) -> Speaker:
        phrase = phrase.strip()
        if not phrase or len(phrase) > NOMINAL_MOST or " " not in phrase or MASK in phrase:
            return NOBODY
        at = page.masked.find(phrase, max(0, offset - 2))
        if at < 0:
            return NOBODY
        start = page.paragraph.start + at
        return Speaker(squeeze_spaces(phrase), "", Span(start, start + len(phrase), phrase), False, certainty)

    def _from_sight(self, page: Page, sight: Sight, certainty: float) -> Speaker:
        person = self.register.find(sight.name, sight.sex)
        base = page.paragraph.start
        span = Span(base + sight.start, base + sight.end, sight.name)
        role = squeeze_spaces(find_role(page.masked, sight, self.lexicon) or (person.role if person else ""))
        if person:
            return Speaker(squeeze_spaces(person.full), role, span, True, certainty, person, person.sex)
        if (
            self.lexicon.code == "de"
            and not sight.role
            and not sight.sex
            and self.lexicon.thing.search(sight.name)
        ):
            return NOBODY
        return Speaker(squeeze_spaces(sight.name), role, span, True, certainty - 0.1, None, sight.sex)

    def _read_pronoun(self, index: int, page: Page, offset: int, text: str, certainty: float) -> Speaker:
        """The person whom "he" or "she" means here; nobody where two could be meant."""
        sex = "m" if self.lexicon.he.match(text) else "f" if self.lexicon.she.match(text) else ""
        if not sex:
            return NOBODY
        fits = self._fits(self.last, sex)
        if self.last_page == index and fits:
            return replace(self.last, certainty=certainty)
        seen = [sight for sight in page.sights if sight.end <= offset]
        if near := self._nearest(page, seen, offset, sex):
            return near
        return self._look_up(index, sex, certainty) or (
            replace(self.last, certainty=certainty - 0.2) if fits else NOBODY
        )

    def _look_up(self, index: int, sex: str, certainty: float) -> Speaker | None:
        """The latest fitting speaker or person of the paragraphs before."""
        recent = index - self.last_page <= 1 and self._fits(self.last, sex)
        for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
            if recent and self.last_page == back and self.last.name:
                return replace(self.last, certainty=certainty)
            other = self.pages[back]
            if found := self._nearest(other, other.sights, len(other.masked), sex):
                return replace(found, certainty=certainty - 0.1)
        return None

    def _fits(self, speaker: Speaker, sex: str) -> bool:
        return (
            bool(speaker.name) and speaker.sex in {"", sex} and (speaker.person is not None or speaker.named)
        )

    def _speaks(self, page: Page, sight: Sight) -> bool:
        """Whether a verb of saying stands right beside a name."""
        behind = page.masked[sight.end : sight.end + _BESIDE]
        match = self.lexicon.said.search(behind)
        if match and not behind[: match.start()].strip():
            return True
        ahead = page.masked[max(0, sight.start - _BESIDE) : sight.start]
        return bool(ahead.split() and self.lexicon.said.fullmatch(ahead.split()[-1]))

    def _nearest(self, page: Page, sights: list[Sight], offset: int, sex: str) -> Speaker | None:
        """The first fitting person of the latest sentence before a place that has one."""
        for sentence in reversed(page.sentences):
            low = sentence.start - page.paragraph.start
            if low >= offset:
                continue
            inside = [sight for sight in sights if low <= sight.start < sentence.end - page.paragraph.start]
            speaking = [sight for sight in inside if self._speaks(page, sight)]
            for sight in [*speaking, *inside]:
                person = self.register.find(sight.name, sight.sex)
                if person and person.sex in {"", sex}:
                    return self._from_sight(page, sight, 0.7 if person.sex else 0.55)
        return None
