"""Whom "he" and "she" mean: everybody named shortly before, weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.extract.certainty import PRONOUNS, share
from bot.extract.people import Person, Sight
from bot.extract.phrases import NOBODY, Page, Phrases, Speaker
from bot.text import squeeze_spaces

_BESIDE = 20
_BACK = 4
_RIVALS_MOST = 12
_SENTENCES_MOST = 16
_OPENING = 30
_FAR = 4
_POSSESSED = re.compile(r"['’]s?(?!\w)")
_AFTER_NAME = re.compile(r",? (?:[a-z]+ly )?([a-z]+)")

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
        return replace(
            found,
            how="pronoun",
            clues=(("pronoun", 1.0), ("share", shares[best]), ("split", 1 - shares[best])),
            rivals=tuple((rival.name, rival.clues) for rival in rivals),
        )

    def _list_rivals(self, index: int, page: Page, offset: int, sex: str) -> list[Rival]:
        """Everybody who may be meant, with what speaks for each."""
        found: dict[str, Rival] = {}
        gap, last = index - self.last_page, self.last
        if last.name and last.named and last.how != "joint" and gap <= _BACK and last.sex in {"", sex}:
            found[last.name] = Rival(last.name, last.person, {f"spoke {gap}": 1.0})
        back = 0
        for number in range(index, max(-1, index - 1 - _BACK), -1):
            other = page if number == index else self.pages[number]
            limit = offset if number == index else len(other.masked)
            for low, high in reversed(other.bounds):
                if low >= limit:
                    continue
                sights = [
                    sight for sight in other.find_names(low, min(limit, high)) if sight.sex in {"", sex}
                ]
                for sight in sights:
                    self._note_sight(found, other, sight, low, (min(back, _FAR), min(index - number, 2)), sex)
                back += 1
                if back > _SENTENCES_MOST:
                    break
            if len(found) >= _RIVALS_MOST or back > _SENTENCES_MOST:
                break
        for rival in found.values():
            rival.clues["sex known"] = float(rival.person is not None and rival.person.sex == sex)
            rival.clues["registered"] = float(rival.person is not None)
            rival.clues["often"] = min(rival.person.sightings, 10) / 10 if rival.person else 0.0
            rival.clues["proved"] = float(rival.person is not None and rival.person.proof > 0)
        return list(found.values())

    def _note_sight(
        self, found: dict[str, Rival], page: Page, sight: Sight, low: int, away: tuple[int, int], sex: str
    ) -> None:
        """Count a name for whom it means; what it does counts in the latest sentence only."""
        person = self.register.find(sight.name, sight.sex)
        if person.sex not in {"", sex} if person else self.lexicon.thing.search(sight.name):
            return
        name = squeeze_spaces(person.full if person else sight.name)
        rival = found.setdefault(name, Rival(name, person, {}))
        back, paragraphs = away
        if rival.back not in {-1, back}:
            rival.clues["again"] = 1.0
            return
        if rival.page is None:
            rival.page, rival.sight, rival.back = page, sight, back
            rival.clues[f"back {back}"] = rival.clues[f"away {paragraphs}"] = 1.0
        rival.clues.update(dict.fromkeys(self._describe_sight(page, sight, low), 1.0))

    def _describe_sight(self, page: Page, sight: Sight, low: int) -> list[str]:
        """What a name does in its sentence: subject, possessor, object."""
        text = page.masked
        first = page.find_names(low, sight.start + 1)[0] is sight
        names = ["first name"] if first else []
        if self._speaks(page, sight):
            names.append("speaks")
        before = text[max(low, sight.start - _OPENING) : sight.start]
        if _POSSESSED.match(text, sight.end):
            names.append("possessor")
        elif self.lexicon.governing.search(before):
            names.append("governed")
        elif match := _AFTER_NAME.match(text, sight.end):
            word = match.group(1)
            names.append(
                "subject"
                if self.lexicon.verb_like.fullmatch(word) or self.lexicon.plain_verb.fullmatch(word)
                else "before word"
            )
        elif text[sight.end : sight.end + 1] == ",":
            names.append("before comma")
        if first and sight.start - low <= _OPENING:
            names.append("opens")
        return names

    def _speaks(self, page: Page, sight: Sight) -> bool:
        """Whether a verb of saying stands right beside a name."""
        behind = page.masked[sight.end : sight.end + _BESIDE]
        match = self.lexicon.said.search(behind)
        if match and not behind[: match.start()].strip():
            return True
        ahead = page.masked[max(0, sight.start - _BESIDE) : sight.start]
        return bool(ahead.split() and self.lexicon.said.fullmatch(ahead.split()[-1]))
