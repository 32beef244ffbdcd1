"""The people of an article in all their forms: declined, by surname, by one of two surnames."""

from __future__ import annotations

import re

from bot.extract.voices.names import Member, Mention, Names
from bot.extract.voices.titles import find_titles
from bot.model import Span

_UNKNOWN_MOST = 3
_AGED = re.compile(r", (?:de )?\d{1,3}(?:,| (?:anni|ans|años|anos|jaar|lat|років|роки|рік)\b)| \(\d{1,3}\)")
_SAINTS = frozenset(["san", "santa", "são", "saint", "sainte", "sint", "sankt"])
_NEAR = 30
_ELIDED = re.compile(r"d['’]\w")
_MEMBERS_MOST = 200


class Cast(Names):
    """Everybody with a full name in an article, and where names stand in its paragraphs."""

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

    def _looks_full(self, text: str, mention: Mention) -> bool:
        """Whether a run is somebody's first and last name, not a body's or a place's."""
        tokens = [token for token in mention.tokens if token[0].isupper() or _ELIDED.match(token)]
        if len(tokens) < 2 or any(token.lower() in self.lexicon.words.bodies | _SAINTS for token in tokens):  # noqa: PLR2004 - a first and a last name
            return False
        if any(self._is_given(token) for token in tokens[:2]):
            return True
        return len(tokens) <= _UNKNOWN_MOST and self._is_told(text, mention)

    def _is_told(self, text: str, mention: Mention) -> bool:
        """Whether what stands beside a run says that it is a person: an office, or a verb of saying."""
        aged = bool(_AGED.match(text, mention.end))
        before = text[: mention.start].split()[-1:]
        if before and self.lexicon.governs(before[0]):
            return aged
        if mention.titles or any(find_titles(text, mention.start, mention.end, self.lexicon)):
            return True
        if aged or self._follows_office(text, mention.start):
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
            # What has no ending is no form of another name: "Юліан" is no "Юліана".
            token.lower() != self.fold(token)
            and self.fold(token) in self._folded_given
            and token.lower() not in self.given
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


def _contains(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1)) or (
        # "Tomás Urrutia" of "Tomás Luis Urrutia".
        size > 1 and part[0] == whole[0] and part[-1] == whole[-1]
    )
