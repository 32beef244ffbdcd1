"""What the article and the walk so far know: its paragraphs, its people, and who spoke where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extract.languages import Lexicon
from bot.extract.segments import Segment
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.cast import Cast
from bot.extract.voices.names import Member, Mention
from bot.extract.voices.titles import bare, find_owner, find_titles, is_abbreviation
from bot.model import Span
from bot.text import squeeze_spaces

_HARD = re.compile(r"[.;:()\n\x02]|[ \u00a0][–—-](?=[ \u00a0.,])|(?<=\w)[–—](?=[.,:; ])")
WORD = re.compile(r"[^\s,]+")
FAR = 0.72
"""How certain a speaker is who is not named near by."""


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
        self.spoken: list[list[tuple[int, Speaker]]] = [[] for _ in leaves]
        """The speakers of each paragraph with the places at which they were found."""
        self._of = re.compile(rf"(?i)(?:{lexicon.words.of or '(?!)'})$")
        self._indefinite = re.compile(rf"(?i)(?:{lexicon.words.indefinites or '(?!)'})[ \u00a0]")
        self._masculine = re.compile(rf"(?i)(?:{lexicon.words.masculine or '(?!)'})[ \u00a0]")
        self._feminine = re.compile(rf"(?i)(?:{lexicon.words.feminine or '(?!)'})[ \u00a0]")
        self._stops = re.compile(rf"(?i)(?:{lexicon.words.stops or '(?!)'})$")

    def is_governed(self, text: str, low: int, start: int) -> bool:
        """Whether a preposition stands before a name's noun phrase: "said to the mayor, Ann Low"."""
        words = [match.group() for match in WORD.finditer(text, low, start)]
        if words and words[-1].rstrip("'’").isalpha() and self.lexicon.governs(words[-1]):
            return True
        at = next(
            (number for number, word in enumerate(words) if self.lexicon.is_role(bare(word))), len(words)
        )
        if at < len(words) and find_owner(words, at, self.lexicon):
            return True
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
