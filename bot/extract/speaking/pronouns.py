"""Whom "he" and "she" mean: everybody named shortly before, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bot.extract.certainty import PRONOUNS, share
from bot.extract.languages import Lexicon
from bot.extract.segments import MASK
from bot.extract.speaking.doubts import answers, are_joined, asks, describe_head, fits, goes_on, suffers
from bot.extract.speaking.people import Person
from bot.extract.speaking.phrases import NOBODY, Page, Phrases, Speaker
from bot.extract.speaking.sights import Sight
from bot.text import squeeze_spaces

_BESIDE = 20
_MODIFIED = 40
_ACRONYM = 3
_BACK = 4
_RIVALS_MOST = 12
_SENTENCES_MOST = 12
_OPENING = 30
_FAR = 4
_LEAST = 0.45
"""The share of the weight that the likeliest has at least."""
_LETTER = re.compile(r"\w{2}")
_POSSESSED = re.compile(r"['’]s?(?!\w)")
_PERSON = re.compile(
    r" (?:woman|man|girl|boy|teen(?:ager)?|resident|native|mother|father|couple|student|teacher|police)(?!\w)"
)
_PLACED = re.compile(r"(?<!\w)(?:at|in|near|from|outside|across|throughout) $")
_OPENED = re.compile(r"(?:^|[.!?\n\x02”\"] ?)$")
_FOLLOWED = re.compile(r" (?:in|on|at|to|from|by|as|into|of)(?!\w)")
_UNNAMED = re.compile(
    r"(?:(?:In|At|On|Behind|Outside|Inside|Near|Nearby|Across|From|By)[^,.:;]{0,50}?,? )?"
    r"(?P<who>(?:[Aa]n?|[Aa]nother|[Oo]ne)(?: [a-z][\w-]*){1,3})"
)
_DETERMINED = re.compile(r"(?i)(?<!\w)(?:an?|the|another)(?: [\w-]+)? $")
_AFTER_NAME = re.compile(r",? (?:[a-z]+ly )?([a-z]+(?:['’]t)?)")

Clues = dict[str, float]


@dataclass(slots=True)
class Rival:
    """Somebody whom a pronoun may mean, named in a sentence or the last speaker, and what speaks for it."""

    name: str
    person: Person | None
    clues: Clues
    page: Page | None = None
    sight: Sight | None = None
    back: int = -1


def _find_odds(share: float) -> float:
    """How far a probability lies from even, between -1 and 1."""
    return max(-4.0, min(4.0, log(max(share, 1e-9) / max(1 - share, 1e-9)))) / 4


@lru_cache(maxsize=4096)
def _is_body(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a body or a place rather than somebody's."""
    bodies = lexicon.words.bodies
    return any(word.lower() in bodies or (len(word) >= _ACRONYM and word.isupper()) for word in name.split())


def _is_place(text: str, sight: Sight) -> bool:
    """Whether a lone word that names nobody we know is a place, or no name: "at Glenisla", "Born in"."""
    if " " in sight.name or sight.sex or sight.role:
        return False
    before = text[max(0, sight.start - _BESIDE) : sight.start]
    return bool(_PLACED.search(before) or (_OPENED.search(before) and _FOLLOWED.match(text, sight.end)))


def _note_person(rival: Rival, sex: str) -> None:
    """What the register knows of somebody speaks for them."""
    if person := rival.person:
        rival.clues["registered"] = 1.0
        rival.clues["sex known"] = float(person.sex == sex)
        rival.clues["often"] = min(person.sightings, 10) / 10
        rival.clues["proved"] = float(person.proof > 0)


def _call(person: Person | None, sight: Sight) -> str:
    return squeeze_spaces(person.full if person else sight.name)


class Pronouns(Phrases):
    """Resolves the pronoun of an attribution."""

    def _read_pronoun(self, index: int, page: Page, offset: int, text: str) -> Speaker:
        """The person whom "he" or "she" means here; nobody where nobody fits."""
        sex = "m" if self.lexicon.he.match(text) else "f" if self.lexicon.she.match(text) else ""
        rivals = self._list_rivals(index, page, offset, sex) if sex else []
        if not rivals:
            return NOBODY
        shares = share([rival.clues for rival in rivals], PRONOUNS)
        best = max(range(len(rivals)), key=lambda at: shares[at])
        meant = rivals[best]
        found = self._from_sight(meant.page, meant.sight) if meant.page and meant.sight else self.last
        unsure = shares[best] < _LEAST or self._may_be_other(index, page, offset, sex, meant, rivals)
        return found._replace(
            doubtful=found.doubtful or unsure,
            how="pronoun",
            clues=(("pronoun", 1.0), ("split", 1 - shares[best]), ("odds", _find_odds(shares[best]))),
            rivals=tuple((rival.name, rival.clues) for rival in rivals),
        )

    def _may_be_other(
        self, index: int, page: Page, offset: int, sex: str, meant: Rival, rivals: list[Rival]
    ) -> bool:
        """Whether somebody else may be meant than the likeliest, whatever the weights say."""
        at, last = meant.page, self.last
        if at and meant.sight:
            text, sight = at.masked, meant.sight
            others = [each.sight for each in rivals if each.page is at and each is not meant and each.sight]
            if any(are_joined(text, sight, each) or suffers(text, sight, each) for each in others):
                return True
            if answers(page.masked, offset) and asks(text, sight):
                return True
        near = last.name and index - self.last_page <= 1
        if near and not last.named and last.span and fits(last.name or "", sex, self.lexicon):
            place = at.paragraph.start + meant.sight.start if at and meant.sight else -1
            if place < last.span.start:
                return True
        if goes_on(page.masked, offset) and meant.name != last.name and "speaks" not in meant.clues:
            return True
        return self._describes_other(index, page, offset, sex, meant)

    def _describes_other(self, index: int, page: Page, offset: int, sex: str, meant: Rival) -> bool:
        """Whether the sentence before is about somebody without a name: "A judge freed Bob Day."."""
        pronoun = self.lexicon.he if sex == "m" else self.lexicon.she
        for _, _, other, low, high in self._step_back(index, page, offset, pronoun):
            text = other.masked[low:high]
            if not _LETTER.search(text.replace(MASK, "")):
                continue
            if other is meant.page and meant.sight and low <= meant.sight.start < high:
                acts = "subject" in meant.clues or self.lexicon.said.match(other.masked, meant.sight.end + 1)
                if acts:
                    return False
            head = "" if pronoun.match(text) else describe_head(text, self.lexicon)
            if not head or not fits(head, sex, self.lexicon):
                return False
            role = meant.person.find_role(self.lexicon) if meant.person else ""
            return head.split()[-1].lower() not in role.lower().split()
        return False

    def _list_rivals(self, index: int, page: Page, offset: int, sex: str) -> list[Rival]:
        """Everybody who may be meant, with what speaks for each."""
        found: dict[str, Rival] = {}
        pronoun = self.lexicon.he if sex == "m" else self.lexicon.she
        gap, last = index - self.last_page, self.last
        if last.name and last.named and last.how != "joint" and gap <= _BACK and last.sex in {"", sex}:
            found[last.name] = Rival(last.name, last.person, {f"spoke {gap}": 1.0})
        for back, away, other, low, high in self._step_back(index, page, offset, pronoun):
            beside = bool(pronoun.match(other.masked, low, high))
            if self.lexicon.reported.search(other.masked[max(low, high - _BESIDE) : high]):
                # "Low would lead it, he said.": he is somebody else, and goes on speaking.
                continue
            seen = any(rival.page for rival in found.values())
            if not seen and self._has_unnamed(
                other.masked, low, high, named=bool(other.find_names(low, high))
            ):
                return []
            for sight in other.find_names(low, high):
                if sight.sex in {"", sex} and not self._qualifies(other.masked, sight):
                    self._note_sight(found, other, sight, low, (back, away), sex)
                    person = self.register.find(sight.name, sight.sex) if beside else None
                    if beside and (rival := found.get(_call(person, sight))):
                        rival.clues["beside pronoun"] = 1.0
            if len(found) >= _RIVALS_MOST:
                break
        for rival in found.values():
            _note_person(rival, sex)
        return list(found.values())

    def _has_unnamed(self, text: str, low: int, high: int, *, named: bool) -> bool:
        """Whether somebody unnamed is what a sentence is about: "A passenger laughed.".

        Where somebody is `named` in it, only who begins it: "A spokesman for Low".
        """
        match = _UNNAMED.match(text, low, high)
        if match is None or (named and match.start("who") > low):
            return False
        return any(map(self.lexicon.is_role, match["who"].split()[1:]))

    def _step_back(
        self, index: int, page: Page, offset: int, pronoun: re.Pattern[str]
    ) -> Iterator[tuple[int, int, Page, int, int]]:
        """The sentences before a place, latest first: how far back in sentences and paragraphs, and where."""
        back = 0
        for away, number in enumerate(range(index, max(-1, index - 1 - _BACK), -1)):
            other = self.pages[number] if away else page
            for low, high in reversed(other.bounds):
                if away or low < offset:
                    yield min(back, _FAR), min(away, 2), other, low, high if away else min(high, offset)
                    back += not pronoun.match(other.masked, low, high)
                    if back > _SENTENCES_MOST:
                        return

    def _note_sight(
        self, found: dict[str, Rival], page: Page, sight: Sight, low: int, away: tuple[int, int], sex: str
    ) -> None:
        """Count a name for whom it means; what it does counts in the latest sentence only."""
        person = self.register.find(sight.name, sight.sex)
        if person.sex not in {"", sex} if person else _is_body(sight.name, self.lexicon):
            return
        if person is None and _is_place(page.masked, sight):
            return
        name = _call(person, sight)
        rival = found.get(name)
        if rival is None:
            rival = found[name] = Rival(name, person, {})
        back, paragraphs = away
        if rival.back not in {-1, back}:
            rival.clues["again"] = 1.0
            return
        if rival.page is None:
            rival.page, rival.sight, rival.back = page, sight, back
            rival.clues[f"back {back}"] = rival.clues[f"away {paragraphs}"] = 1.0
        if sight.start not in page.parts:
            page.parts[sight.start] = tuple(self._describe_sight(page, sight, low))
        rival.clues.update(dict.fromkeys(page.parts[sight.start], 1.0))

    def _qualifies(self, text: str, sight: Sight) -> bool:
        """Whether a name only tells where somebody is from: "a 29-year-old Berlin woman"."""
        match = _PERSON.match(text, sight.end)
        return bool(match) and bool(_DETERMINED.search(text[max(0, sight.start - _BESIDE) : sight.start]))

    def _describe_sight(self, page: Page, sight: Sight, low: int) -> Iterator[str]:
        """What a name does in its sentence: subject, possessor, object."""
        text = page.masked
        if page.find_names(low, sight.start + 1)[0] is sight:
            yield "first name"
            if sight.start - low <= _OPENING:
                yield "opens"
        if self._speaks(page, sight):
            yield "speaks"
        if _POSSESSED.match(text, sight.end):
            yield "possessor"
        elif self._is_modifier(page, sight):
            yield "modifier"
        elif self.lexicon.governing.search(text[max(low, sight.start - _OPENING) : sight.start]):
            yield "governed"
        elif match := _AFTER_NAME.match(text, sight.end):
            word = match.group(1)
            verb = self.lexicon.verb_like.fullmatch(word) or self.lexicon.plain_verb.fullmatch(word)
            yield "subject" if verb else "before word"
        elif text[sight.end : sight.end + 1] == ",":
            yield "before comma"

    def _is_modifier(self, page: Page, sight: Sight) -> bool:
        after = page.find_names(sight.end, sight.end + _MODIFIED)
        return bool(after) and self._modifies(page, sight, after[0])

    def _speaks(self, page: Page, sight: Sight) -> bool:
        """Whether a verb of saying stands right beside a name."""
        text, said = page.masked, self.lexicon.said
        if text[sight.end : sight.end + 1] == " " and said.match(text, sight.end + 1):
            return True
        if text[sight.end : sight.end + 1] == "," and self.lexicon.said_apposed.match(text, sight.end):
            return True
        ahead = text[max(0, sight.start - _BESIDE) : sight.start].split()
        return bool(ahead and said.fullmatch(ahead[-1]))
