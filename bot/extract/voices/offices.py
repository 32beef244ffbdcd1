"""Whom an office means: the minister of whom the article tells, or of whom the talk is."""

from __future__ import annotations

from bot.extract.languages import Lexicon
from bot.extract.speaking.phrases import Speaker
from bot.extract.voices.cast import Cast
from bot.extract.voices.memory import FAR, Leaf, Memory
from bot.extract.voices.names import Member
from bot.extract.voices.parties import BYNAMES, PARTIES

_LEAVES_MOST = 40
_RESOLVED = 0.8


class Offices(Memory):
    """Finds the holders of offices among the people of the article."""

    def __init__(self, leaves: list[Leaf], cast: Cast, lexicon: Lexicon) -> None:
        super().__init__(leaves, cast, lexicon)
        self._bynames = frozenset(map(cast.fold, BYNAMES))

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
            return self.make(member, None, FAR)
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
