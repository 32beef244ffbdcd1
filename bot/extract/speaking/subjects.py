"""Subjects of verbs of saying: right before or behind the verb, or at the head of the clause."""

from __future__ import annotations

import re

from bot.extract.segments import MASK
from bot.extract.speaking.phrases import NOBODY, NOMINAL_MOST, Page, Speaker
from bot.extract.speaking.pronouns import Pronouns
from bot.extract.speaking.sights import CAP, Sight, last_word

_CHUNK = re.compile(r"[^,;:–—()\x02]+")
_APPOSITION = re.compile(r"\s*(?:\d|[a-zà-öø-ÿ])")
_POSSESSED = re.compile(r"['’]s?(?!\w)")
_BREAK = re.compile(r"[,;:(–—]")
_LAST = re.compile(r"(?:^|\s)(\w+)$")
_CLAUSES = 4
_JOINING = frozenset(["and", "but", "or", "then"])
_BEFORE_MOST = 40
_ABBREVIATED = re.compile(
    rf"(?<=[{CAP}])\.|(?<=\b(?:Mr|Ms|Dr|St|Lt))\.|(?<=\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt|Rev))\.|(?<=\bProf)\."
)

Chunk = tuple[int, str]


class Subjects(Pronouns):
    """Reads the subject of a verb."""

    def _read_subject(
        self, index: int, page: Page, offset: int, text: str, *, after: bool, strict: bool = False
    ) -> Speaker:
        """The speaker at the beginning of a text; `after` where a verb stands before it."""
        skip = len(text) - len(text.lstrip(" ,:\u00a0"))
        if after and skip and "," in text[:skip]:
            return NOBODY
        offset, text = offset + skip, text[skip:]
        if self.lexicon.he.match(text) or self.lexicon.she.match(text):
            return self._read_pronoun(index, page, offset, text)
        if self.lexicon.others.match(text):
            return NOBODY
        if after:
            determiner = self.lexicon.determiner.match(text)
            begin = determiner.end() if determiner else 0
            stop = self.lexicon.stop.search(_ABBREVIATED.sub("_", text), begin)
            phrase = text[: stop.start()] if stop else text
        else:
            phrase = _BREAK.split(text, 1)[0]
            if filler := self.lexicon.find_filler(phrase):
                phrase = phrase[: filler.start()]
        return self._read_phrase(page, offset, phrase.rstrip(), text, after=after, strict=strict)

    def _read_ending(self, index: int, page: Page, offset: int, phrase: str) -> Speaker:
        """The subject at the end of what stands before a verb."""
        apposed = phrase.rstrip().endswith(",")
        while match := self.lexicon.find_filler(phrase):
            phrase = phrase[: match.start()]
            if not phrase:
                return NOBODY
        chunks = [
            (piece.start(), piece.group())
            for piece in _CHUNK.finditer(phrase)
            if phrase[max(0, piece.start() - 1) : piece.start()] != "("
        ][-_CLAUSES:]
        if apposed and (found := self._skip_apposition(page, offset, chunks)):
            return found
        for number, (at, chunk) in enumerate(reversed(chunks)):
            skipped = self.lexicon.leading.match(chunk)
            begin = at + (skipped.end() if skipped else 0)
            text = phrase[begin : at + len(chunk)].rstrip()
            found = self._end_chunk(index, page, offset + begin, text, number)
            if found:
                return found
        return NOBODY

    def _skip_apposition(self, page: Page, offset: int, chunks: list[Chunk]) -> Speaker | None:
        """The name before what is set between commas: "Ann Low, 44, a farmer who came, said"."""
        for number in range(len(chunks) - 1, 0, -1):
            at, chunk = chunks[number]
            named = page.find_names(offset + at, offset + at + len(chunk))
            if named and not _APPOSITION.match(chunk):
                break
            at, before = chunks[number - 1]
            start, end = offset + at, offset + at + len(before.rstrip())
            names = page.find_names(start, end)
            if names and names[-1].end >= end - 1:
                governed = self.lexicon.governing.search(page.masked[start : names[-1].start])
                known = self.register.find(names[-1].name)
                return self._from_sight(page, names[-1]).by("apposed") if known or not governed else None
        return None

    def _end_chunk(self, index: int, page: Page, start: int, text: str, number: int) -> Speaker | None:
        """The subject that a part of a clause ends with, or begins with."""
        end = start + len(text)
        if pronoun := self._end_pronoun(index, page, start, text):
            return pronoun
        names = page.find_names(start, end)
        if names and names[-1].end >= end - 1 and (found := self._end_named(page, start, text, number)):
            return found
        if number == 0 and self.lexicon.determiner.match(text) and len(text) <= NOMINAL_MOST:
            return self._describe(page, start, self._cut_verb(text))
        return None

    def _cut_verb(self, text: str) -> str:
        """A description without what its bearer did before: "the nominee | outlined a plan and" vowed."""
        words = text.split(" ")
        if words[-1] not in _JOINING:
            return text
        verb = next(
            (at for at, word in enumerate(words) if at > 1 and self.lexicon.is_verb(word)), len(words) - 1
        )
        return self.lexicon.filler.sub("", " ".join(words[:verb]))

    def _end_named(self, page: Page, start: int, text: str, number: int) -> Speaker | None:
        """The name at the end of a part of a clause, or what it belongs to: "Ann Low of Lowland"."""
        names = page.find_names(start, start + len(text))
        before = page.masked[start : names[-1].start]
        if self.lexicon.is_role(last_word(names[-1].name)):
            return self._describe(page, start, text) if self.lexicon.determiner.match(before) else None
        if joint := self._join(page, names, start):
            return joint
        if len(names) > 1 and self._belongs(page, start, names):
            return self._from_sight(page, names[0]).by("headed")
        governed = len(names) == 1 and self.lexicon.preposition.search(" " + before.lstrip())
        if governed and self.lexicon.determiner.match(before) and number == 0:
            return self._describe(page, start, text)
        if not governed or self.register.find(names[-1].name):
            return self._from_sight(page, names[-1])
        return None

    def _belongs(self, page: Page, start: int, names: list[Sight]) -> bool:
        """Whether the last name is only the first one's: a preposition between, nothing but a role before."""
        if not self.lexicon.preposition.fullmatch(page.masked, names[0].end, names[-1].start):
            return False
        before = page.masked[start : names[0].start].split()[-1:]
        small = self.lexicon.words.role_adjectives
        return all(self.lexicon.is_role(word) or word.lower() in small for word in before)

    def _end_pronoun(self, index: int, page: Page, offset: int, text: str) -> Speaker | None:
        word = _LAST.search(text, max(0, text.rfind(" ")))
        if not word:
            return None
        plain = " " + word.group(1)
        if self.lexicon.he.fullmatch(plain) or self.lexicon.she.fullmatch(plain):
            return self._read_pronoun(index, page, offset + word.start(), plain)
        return None

    def _head_clause(self, index: int, page: Page, start: int, end: int) -> Speaker:
        """The subject of a sentence's main clause, which goes on to a participle: "Low left, saying"."""
        text = page.masked[start:end] if self.lexicon.words.openers else ""
        opened = False
        for piece in _CHUNK.finditer(text):
            chunk = piece.group()
            skipped = self.lexicon.leading.match(chunk)
            begin = piece.start() + (skipped.end() if skipped else len(chunk) - len(chunk.lstrip()))
            body = text[begin : piece.end()]
            opened = opened or bool(self.lexicon.opener.match(body))
            bare = self._is_bare(body) and (opened or not self._is_known(page, start + begin, body))
            if not body.strip() or bare or self.lexicon.opener.match(body):
                continue
            return self._begin_clause(index, page, start + begin, body)
        return NOBODY

    def _is_known(self, page: Page, start: int, body: str) -> bool:
        names = page.find_names(start, start + len(body))
        return bool(names) and self.register.find(names[0].name) is not None

    def _is_bare(self, body: str) -> bool:
        """Whether a part between commas has no verb: "Alabama" in "In Birmingham, Alabama, on Saturday"."""
        return not any(map(self.lexicon.is_verb, body.split()))

    def _begin_clause(self, index: int, page: Page, offset: int, body: str) -> Speaker:
        """The subject that a clause begins with."""
        if self.lexicon.he.match(body) or self.lexicon.she.match(body):
            return self._read_pronoun(index, page, offset, body)
        if self.lexicon.others.match(body):
            return NOBODY
        names = page.find_names(offset, offset + len(body))
        while len(names) > 1 and self._modifies(page, names[0], names[1]):
            names = names[1:]
        determiner = self.lexicon.determiner.match(body)
        if names and not _POSSESSED.match(page.masked, names[0].end):
            before = page.masked[offset : names[0].start]
            words = before.split()
            plain = (
                not self.lexicon.is_role(last_word(names[0].name))
                and len(before) <= _BEFORE_MOST
                and not self.lexicon.preposition.search(f" {before} ")
            )
            if (
                plain
                and not any(map(self.lexicon.is_verb, words))
                and (not determiner or self.register.find(names[0].name))
            ):
                return self._join(page, names[:2], offset) or self._from_sight(page, names[0])
        if determiner:
            words = body.split()
            count = next((at for at, word in enumerate(words) if at > 1 and self.lexicon.is_verb(word)), 0)
            if count:
                return self._describe(page, offset, " ".join(words[:count]))
        return NOBODY


def cut_mask(text: str) -> str:
    """What stands before the next quotation."""
    at = text.find(MASK)
    return text if at < 0 else text[:at]
