"""Names where they stand: without titles, places and what opens a sentence, and what their parts are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.extract.languages import LANGUAGES, Lexicon
from bot.extract.speaking.names import MEN, WOMEN
from bot.extract.speaking.sights import CAP
from bot.model import Span

_REST = rf"(?:\.(?:[{CAP}]\.)*(?:-[{CAP}]\.)?|[\w‑-]*(?:['’](?!s\b)[\w]+)*)"
_LINK = (
    r"(?:v[ao]n (?:de[rn]?|['’]t)|(?:op|in) ['’]t|op den|de[rn]|['’]t|von|van|den|"
    r"de (?:la|las|los)|de|del|della|dello|"
    r"di|da|das|dos|do|du|la|le|lo|bin|al|el|ter|ten|zu|af|ben)"
)
_NOBLE = r"(?<=[ \u00a0])d['’]"
_NAME = re.compile(
    rf"[{CAP}](?<![\w'’‑-][{CAP}]){_REST}"
    rf"(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,2}}(?:{_NOBLE})?[{CAP}]{_REST}){{0,7}}"
)
_CATALAN = re.compile(_NAME.pattern.replace("zu|af|", "zu|af|i|"))
_WORD = re.compile("[^ \u00a0]+")
_OPENING = re.compile(r"(?:[.!?:…\"“”„«»\n\x02–—]|^)[ \u00a0]*$")
_STEM_LEAST = 3
_MOST = 6
_DOUBLED = frozenset(["maría", "maria", "marie", "марія"])
"""Women's names that a man's name may follow: "María José"."""
_OF = frozenset(["di", "de", "del", "do", "da", "van", "von"])
_DECLINED = re.compile("(?:у|ю|и|і|а|я|ої|ів)$")
"""What a body or a place before a name ends with, "голова Нацбанку", and a surname hardly ever."""
_ELIDED = re.compile(r"d['’]\w")
_PARTICLES = frozenset(["le", "la", "du", "de", "di", "da", "del", "dos", "van", "den", "der", "ter", "do"])
_FOREIGN_MEN = MEN.union(*(words.given_men for words in LANGUAGES.values()))
_FOREIGN_WOMEN = WOMEN.union(*(words.given_women for words in LANGUAGES.values()))
_FOREIGN = _FOREIGN_MEN | _FOREIGN_WOMEN
"""First names of all our languages: news is full of people from elsewhere."""


@dataclass(slots=True)
class Member:
    """Somebody, or a body, of the article: `full` as first given in its plain form, at `span`.

    `oblique` tells that only declined forms are given, so that nobody knows how to call them.
    """

    full: str
    span: Span
    tokens: tuple[str, ...]
    folded: tuple[str, ...]
    surnames: frozenset[str]
    sex: str = ""
    oblique: bool = False
    role: str = ""
    roles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands, in offsets of its paragraph; `member` is None for what is no known person."""

    start: int
    end: int
    name: str
    tokens: tuple[str, ...]
    titles: tuple[str, ...]
    member: Member | None
    plain: bool
    """Whether it stands in the form in which somebody speaks, not declined."""
    rivals: tuple[Member, ...] = ()
    """Who may be meant, where several have the name."""
    opening: bool = False
    """Whether it opens a sentence, so that its first word may be none of a name."""


class Names:
    """Reads names by the first names and the endings of one language."""

    def __init__(self, lexicon: Lexicon, common: frozenset[str]) -> None:
        self.lexicon = lexicon
        self.common = common
        words = lexicon.words
        self._folds: dict[str, str] = {}
        self.given = words.given_men | words.given_women
        self._folded_given = _fold_given(lexicon) if words.endings else self.given
        self.members: list[Member] = []
        self._lone: set[str] = set()

    def fold(self, token: str) -> str:
        """A token as all its declined forms share it."""
        if token not in self._folds:
            self._folds[token] = fold(token, self.lexicon)
        return self._folds[token]

    def _find_runs(self, text: str) -> list[Mention]:
        found = []
        for match in (_CATALAN if self.lexicon.code == "es" else _NAME).finditer(text):
            tokens = [(word.group(), match.start() + word.start()) for word in _WORD.finditer(match.group())]
            opening = bool(_OPENING.search(text[max(0, match.start() - 4) : match.start()]))
            if mention := self._trim(tokens, opening=opening):
                found.append(mention)
        return found

    def _trim(self, tokens: list[tuple[str, int]], *, opening: bool) -> Mention | None:
        """A capitalised run without what opens a sentence, titles, and places that stand before a name."""
        words, is_role = self.lexicon.words, self.lexicon.is_role
        while tokens:
            plain = tokens[0][0].lower().strip(".")
            small = opening and (plain in words.small or plain in self.common)
            if not small or plain in self.given or (is_role(plain) and len(tokens) > 1):
                break
            tokens, opening = tokens[1:], False
        titles = []
        while len(tokens) > 1 and is_role(tokens[0][0]):
            titles.append(tokens[0][0])
            tokens = tokens[1:]
        while tokens and tokens[-1][0].lower() in words.small - _PARTICLES:
            tokens = tokens[:-1]
        tokens = tokens[self._find_given(tokens) :]
        if opening:
            tokens = self._cut_opener(tokens)
        tokens = self._cut_origin(tokens)
        if not tokens:
            return None
        tokens = self._cut_place(tokens[:_MOST])
        last, at = tokens[-1]
        last = last if re.fullmatch(r"[^\W\d_]\.", last) else last.rstrip(".-")
        names = (*(token for token, _ in tokens[:-1]), last)
        start = tokens[0][1]
        return Mention(
            start, at + len(last), " ".join(names), names, tuple(titles), None, plain=True, opening=opening
        )

    def _cut_opener(self, tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """A name without what a headless sentence begins with: "Doppietta di | Yaya Diallo"."""
        words = [word for word, _ in tokens]
        if len(words) > 3 and words[1] in _OF and words[2][0].isupper() and words[3][0].isupper():  # noqa: PLR2004 - two words more
            return tokens if self._is_given(words[0]) else tokens[2:]
        return tokens

    def _cut_origin(self, tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """A name without the town behind its surname: "Jean Dupont | d’Avignon"."""
        at = next((at for at, (word, _) in enumerate(tokens) if _ELIDED.match(word)), 0)
        plain = [word for word, _ in tokens[:at] if word[0].isupper()]
        linked = len(plain) < at or len(plain) == 1
        return tokens[:at] if at and not linked and not self._is_given(plain[-1]) else tokens

    def _cut_place(self, tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """A Dutch name without where somebody is from: "Pieter van Veen | van Haren"."""
        if self.lexicon.code != "nl":
            return tokens
        froms = [index for index, (word, _) in enumerate(tokens) if word == "van"]
        if not froms:
            return tokens
        last = froms[-1]
        before = [word for word, _ in tokens[:last]]
        surnamed = len(before) > 1 and not self._is_given(before[-1])
        return tokens[:last] if len(froms) > 1 or surnamed else tokens

    def _is_given(self, token: str) -> bool:
        plain = token.lower()
        return (
            plain in self.given
            or plain.partition("-")[0] in self.given
            or plain in _FOREIGN
            or (bool(self.lexicon.words.endings) and self.fold(token) in self._folded_given)
        )

    def _find_given(self, tokens: list[tuple[str, int]]) -> int:
        """Where a name begins behind a place: "burmistrz Sosnowa | Anna Kowalska"."""
        for index, (token, _) in enumerate(tokens[:-1]):
            if not self._is_given(token) or (index and tokens[index - 1][0].islower()):
                continue
            following = tokens[index + 1][0]
            if index and self._is_patronymic(following) and index + 2 == len(tokens):
                return index - (not _DECLINED.search(tokens[index - 1][0]))
            woman = token.lower() in self.lexicon.words.given_women and token.lower() not in _DOUBLED
            other = self.lexicon.words.given_men if woman else frozenset()
            return index + 1 if index + 2 < len(tokens) and following.lower() in other else index
        return 0

    def _is_patronymic(self, token: str) -> bool:
        return bool(self.lexicon.words.patronymics) and bool(
            re.search(self.lexicon.words.patronymics + "$", token.lower())
        )

    def _list_surnames(self, tokens: tuple[str, ...]) -> frozenset[str]:
        rest = [token for token in tokens if not self._is_patronymic(token)]
        rest = rest if len(rest) > 1 else list(tokens)
        if len(rest) > 1 and self._is_given(rest[-1]) and not self._is_given(rest[0]):
            return frozenset([self.fold(rest[0])])
        family = [token for token in rest[1:] if token[0].isupper() or _ELIDED.match(token)]
        if self.lexicon.words.double_surnames:
            family = [token for token in family if token.lower() not in self.given] or family
            return frozenset(self.fold(token) for token in family)
        return frozenset(self.fold(token) for token in family[-1:])

    def _guess_sex(self, tokens: tuple[str, ...]) -> str:
        words = self.lexicon.words
        for token in tokens[:2]:
            plain = token.lower() if token.lower() in self.given else token.lower().partition("-")[0]
            man, woman = plain in words.given_men, plain in words.given_women
            if not man and not woman:
                man, woman = plain in _FOREIGN_MEN, plain in _FOREIGN_WOMEN
            if man != woman:
                return "m" if man else "f"
        return ""


def fold(token: str, lexicon: Lexicon) -> str:
    """A word without the ending of its case, in small letters; as it is where a language declines none."""
    plain = token.lower()
    if not lexicon.words.endings or len(plain) <= _STEM_LEAST:
        return plain
    match = next(
        (found for cut in range(_STEM_LEAST, len(plain)) if (found := lexicon.ending.fullmatch(plain, cut))),
        None,
    )
    stem = plain[: match.start()] if match else plain
    stem = lexicon.fleeting.sub("", stem) if len(stem) > _STEM_LEAST else stem
    return re.sub(r"ni$", "ń", stem).rstrip("ь")


@cache
def _fold_given(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(fold(name, lexicon) for name in lexicon.words.given_men | lexicon.words.given_women)
