"""The people of an article in all their forms: declined, by surname, by one of two surnames."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.extract.languages import LANGUAGES, Lexicon
from bot.extract.names import MEN, WOMEN
from bot.extract.people import CAP
from bot.extract.voices.titles import find_titles
from bot.model import Span

_REST = rf"(?:\.(?:[{CAP}]\.)*(?:-[{CAP}]\.)?|[\w‑-]*(?:['’](?!s\b)[\w]+)*)"
_LINK = (
    r"(?:v[ao]n (?:de[rn]?|['’]t)|(?:op|in) ['’]t|op den|von|van|den|de (?:la|las|los)|de|del|della|dello|"
    r"di|da|das|dos|do|du|la|le|lo|bin|al|el|ter|ten|zu|af|ben)"
)
_NAME = re.compile(
    rf"[{CAP}](?<![\w'’‑-][{CAP}]){_REST}(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,2}}[{CAP}]{_REST}){{0,7}}"
)
_WORD = re.compile("[^ \u00a0]+")
_OPENING = re.compile(r"(?:[.!?:…\"“”„«»\n\x02–—]|^)[ \u00a0]*$")
_STEM_LEAST = 3
_MOST = 6
_UNKNOWN_MOST = 3
_AGED = re.compile(r", (?:de )?\d{1,3}(?:,| (?:anni|ans|años|anos|jaar|lat|років|роки|рік)\b)| \(\d{1,3}\)")
_PARTICLES = frozenset(["le", "la", "du", "de", "di", "da", "del", "dos", "van", "den", "der", "ter", "do"])
_SAINTS = frozenset(["san", "santa", "são", "saint", "sainte", "sint", "sankt"])
_NEAR = 30
FOREIGN_MEN = MEN.union(*(words.given_men for words in LANGUAGES.values()))
FOREIGN_WOMEN = WOMEN.union(*(words.given_women for words in LANGUAGES.values()))
FOREIGN = FOREIGN_MEN | FOREIGN_WOMEN
"""First names of all our languages: news is full of people from elsewhere."""
_MEMBERS_MOST = 200


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


class Cast:
    """Everybody with a full name in an article, and where names stand in its paragraphs."""

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

    def gather(self, paragraphs: list[Span]) -> list[list[Mention]]:
        """Read all paragraphs (their quotations masked): everybody's entry, then every mention."""
        runs = [self._find_runs(paragraph.text) for paragraph in paragraphs]
        self._lone = self._list_lone(paragraphs, runs)
        for paragraph, found in zip(paragraphs, runs, strict=True):
            for run in found:
                if len(self.members) < _MEMBERS_MOST:
                    self._enter(paragraph, run)
        pages = [[self._mention(run) for run in found] for found in runs]
        for paragraph, mentions in zip(paragraphs, pages, strict=True):
            for mention in mentions:
                if mention.member:
                    self._learn(paragraph.text, mention)
        return pages

    def _list_lone(self, paragraphs: list[Span], runs: list[list[Mention]]) -> set[str]:
        """Names that stand alone, and never as places and bodies do, behind prepositions and articles."""
        free: set[str] = set()
        bound: set[str] = set()
        for paragraph, found in zip(paragraphs, runs, strict=True):
            for run in found:
                if len(run.tokens) > 1 or run.name.isupper():
                    continue
                before = paragraph.text[: run.start].split()[-1:]
                word = before[0] if before else ""
                governed = self.lexicon.governs(word) or self.lexicon.determiner.match(word + " x")
                (bound if governed else free).add(run.name)
        return free - bound

    def _learn(self, text: str, mention: Mention) -> None:
        member = mention.member
        assert member
        before, after = find_titles(text, mention.start, mention.end, self.lexicon)
        for role in (before, after):
            if role:
                member.roles |= {word.lower() for word in role.split()}
                member.role = member.role or role
                heads = [word for word in role.split() if self.lexicon.is_role(word)]
                member.sex = member.sex or self.lexicon.guess_sex(heads[:1])
        member.sex = member.sex or self.lexicon.guess_sex([title.lower() for title in mention.titles])

    def _find_runs(self, text: str) -> list[Mention]:
        found = []
        for match in _NAME.finditer(text):
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

    def _cut_place(self, tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """A Dutch name without where somebody is from: "Pieter van Veen | van Haren"."""
        if self.lexicon.code != "nl":
            return tokens
        froms = [index for index, (word, _) in enumerate(tokens) if word == "van"]
        return tokens[: froms[-1]] if len(froms) > 1 else tokens

    def _is_given(self, token: str) -> bool:
        plain = token.lower()
        return (
            plain in self.given
            or plain.partition("-")[0] in self.given
            or plain in FOREIGN
            or (bool(self.lexicon.words.endings) and self.fold(token) in self._folded_given)
        )

    def _find_given(self, tokens: list[tuple[str, int]]) -> int:
        """Where a name begins behind a place: "burmistrz Sosnowa | Anna Kowalska"."""
        for index, (token, _) in enumerate(tokens[:-1]):
            if not self._is_given(token) or (index and tokens[index - 1][0].islower()):
                continue
            following = tokens[index + 1][0]
            if index and self._is_patronymic(following) and index + 2 == len(tokens):
                return index - 1
            woman = token.lower() in self.lexicon.words.given_women
            other = self.lexicon.words.given_men if woman else frozenset()
            return index + 1 if index + 2 < len(tokens) and following.lower() in other else index
        return 0

    def _is_patronymic(self, token: str) -> bool:
        return bool(self.lexicon.words.patronymics) and bool(
            re.search(self.lexicon.words.patronymics + "$", token.lower())
        )

    def _list_surnames(self, tokens: tuple[str, ...]) -> frozenset[str]:
        rest = [token for token in tokens if not self._is_patronymic(token)]
        if len(rest) > 1 and self._is_given(rest[-1]) and not self._is_given(rest[0]):
            return frozenset([self.fold(rest[0])])
        family = [token for token in rest[1:] if token[0].isupper()]
        if self.lexicon.words.double_surnames:
            family = [token for token in family if token.lower() not in self.given] or family
            return frozenset(self.fold(token) for token in family)
        return frozenset(self.fold(token) for token in family[-1:])

    def _looks_full(self, text: str, mention: Mention) -> bool:
        """Whether a run is somebody's first and last name, not a body's or a place's."""
        tokens = [token for token in mention.tokens if token[0].isupper()]
        if len(tokens) < 2 or any(token.lower() in self.lexicon.words.bodies | _SAINTS for token in tokens):  # noqa: PLR2004 - a first and a last name
            return False
        if any(self._is_given(token) for token in tokens[:2]):
            return True
        return len(tokens) <= _UNKNOWN_MOST and self._is_told(text, mention)

    def _is_told(self, text: str, mention: Mention) -> bool:
        """Whether what stands beside a run says that it is a person: an office, or a verb of saying."""
        before = text[: mention.start].split()[-1:]
        if before and self.lexicon.governs(before[0]):
            return False
        if mention.titles or any(find_titles(text, mention.start, mention.end, self.lexicon)):
            return True
        if _AGED.match(text, mention.end) or self._follows_office(text, mention.start):
            return True
        if mention.opening:
            return False
        if mention.tokens[-1] in self._lone and all(token[0].isupper() for token in mention.tokens):
            # Somebody is called by the last name alone later; a body or a place is hardly ever.
            return True
        ahead = text[max(0, mention.start - _NEAR) : mention.start].rstrip()
        verbs = list(self.lexicon.said.finditer(ahead))
        return bool(verbs and verbs[-1].end() == len(ahead)) or bool(
            self.lexicon.said.match(text, mention.end + 1)
        )

    def _follows_office(self, text: str, start: int) -> bool:
        """Whether an article and a likely profession stand before: "El cocinero | Ginés Rey"."""
        words = text[max(0, start - _NEAR) : start].split()[-2:]
        if len(words) < len("ab") or not self.lexicon.person.fullmatch(words[1]):
            return False
        return bool(self.lexicon.determiner.match(words[0] + " x"))

    def _enter(self, paragraph: Span, run: Mention) -> None:
        if not self._looks_full(paragraph.text, run):
            return
        folded = tuple(self.fold(token) for token in run.tokens)
        plain = not self.lexicon.words.endings or not any(
            self.fold(token) in self._folded_given and token.lower() not in self.given
            for token in run.tokens[:1]
        )
        span = Span(paragraph.start + run.start, paragraph.start + run.end, run.name)
        known = next((member for member in self.members if member.folded == folded), None)
        sex = self._guess_sex(run.tokens)
        if known and known.sex and sex and known.sex != sex:
            known = None
        if known is None:
            if self._match(run.tokens):
                return
            surnames = self._list_surnames(run.tokens)
            self.members.append(Member(run.name, span, run.tokens, folded, surnames, sex, oblique=not plain))
        elif known.oblique and plain:
            known.full, known.span, known.tokens, known.oblique = run.name, span, run.tokens, False
            known.sex = known.sex or sex

    def _guess_sex(self, tokens: tuple[str, ...]) -> str:
        words = self.lexicon.words
        for token in tokens[:2]:
            plain = token.lower() if token.lower() in self.given else token.lower().partition("-")[0]
            man, woman = plain in words.given_men, plain in words.given_women
            if not man and not woman:
                man, woman = plain in FOREIGN_MEN, plain in FOREIGN_WOMEN
            if man != woman:
                return "m" if man else "f"
        return ""

    def _match(self, tokens: tuple[str, ...]) -> Member | None:
        """The member whom a name means; None where nobody or several could be meant."""
        found = self._match_all(tokens)
        return found[0] if len(found) == 1 else None

    def _match_all(self, tokens: tuple[str, ...]) -> list[Member]:
        folded = tuple(self.fold(token) for token in tokens)
        found = [
            member
            for member in self.members
            if not member.surnames.isdisjoint(folded) and _contains(member.folded, folded)
        ]
        if len(found) > 1:
            exact = [member for member in found if tokens[-1] in member.tokens]
            found = exact or found
        return found

    def admit(self, mention: Mention, span: Span, role: str) -> None:
        """Somebody who is known only because they spoke: "said the regante Anselmo Baños"."""
        if len(self.members) >= _MEMBERS_MOST or any(member.full == mention.name for member in self.members):
            return
        folded = tuple(self.fold(token) for token in mention.tokens)
        surnames, sex = self._list_surnames(mention.tokens), self._guess_sex(mention.tokens)
        roles = {word.lower() for word in role.split()}
        self.members.append(
            Member(mention.name, span, mention.tokens, folded, surnames, sex, role=role, roles=roles)
        )

    def _mention(self, run: Mention) -> Mention:
        member = self._match(run.tokens)
        if member is None and run.opening and len(run.tokens) > 1 and (known := self._match(run.tokens[1:])):
            # "Ahora Bustos …": the first word only opens the sentence.
            start = run.start + len(run.tokens[0]) + 1
            run = Mention(start, run.end, run.name[start - run.start :], run.tokens[1:], (), None, plain=True)
            member = known
        plain = (
            member is None
            or not self.lexicon.words.endings
            or all(token in member.tokens for token in run.tokens)
        )
        rivals = () if member else tuple(self._match_all(run.tokens))
        return Mention(run.start, run.end, run.name, run.tokens, run.titles, member, plain, rivals)


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


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1)) or (
        # "Tomás Urrutia" of "Tomás Luis Urrutia".
        size > 1 and part[0] == whole[0] and part[-1] == whole[-1]
    )
