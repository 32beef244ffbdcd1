"""Whom "he" and "she" mean: everybody named shortly before, weighed."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.certainty import PRONOUNS, share
from bot.extract.people import Sight
from bot.extract.phrases import NOBODY, Page, Phrases, Speaker

_BESIDE = 20
_BACK = 4
_RIVALS_MOST = 12
_OPENING = 30
_FAR = 4
_POSSESSED = re.compile(r"['’]s?(?!\w)")
_AFTER_NAME = re.compile(r",? (?:[a-z]+ly )?([a-z]+)")

Clues = dict[str, float]


class Pronouns(Phrases):
    """Resolves the pronoun of an attribution."""

    def _read_pronoun(self, index: int, page: Page, offset: int, text: str, certainty: float) -> Speaker:
        """The person whom "he" or "she" means here; nobody where nobody fits."""
        sex = "m" if self.lexicon.he.match(text) else "f" if self.lexicon.she.match(text) else ""
        if not sex:
            return NOBODY
        rivals = self._list_rivals(index, page, offset, sex)
        if not rivals:
            return NOBODY
        shares = share([clues for _, clues in rivals], PRONOUNS)
        best = max(range(len(rivals)), key=lambda at: shares[at])
        return replace(
            rivals[best][0],
            certainty=certainty * shares[best],
            how="pronoun",
            clues=(("pronoun", 1.0), ("share", shares[best]), ("split", 1 - shares[best])),
            rivals=tuple((speaker.name or "", clues) for speaker, clues in rivals),
        )

    def _list_rivals(self, index: int, page: Page, offset: int, sex: str) -> list[tuple[Speaker, Clues]]:
        """Everybody who may be meant, with what speaks for each."""
        found: dict[str, tuple[Speaker, Clues]] = {}
        if self.last.name and self.last.named and self.last.how != "joint" and self.last.sex in {"", sex}:
            gap = index - self.last_page
            if gap <= _BACK:
                found[self.last.name] = (self.last, {f"spoke {gap}": 1.0})
        back = 0
        for number in range(index, max(-1, index - 1 - _BACK), -1):
            other = self.pages[number]
            limit = offset if number == index else len(other.masked)
            for sentence in reversed(other.sentences):
                low = sentence.start - other.paragraph.start
                if low >= limit:
                    continue
                high = min(limit, sentence.end - other.paragraph.start)
                self._note_sentence(found, other, (low, high), min(back, _FAR), index - number, sex)
                back += 1
            if len(found) >= _RIVALS_MOST:
                break
        only = len(found) == 1
        for speaker, clues in found.values():
            clues["sex known"] = float(speaker.sex == sex)
            person = speaker.person
            clues["registered"] = float(person is not None)
            clues["often"] = min(person.sightings, 10) / 10 if person else 0.0
            clues["proved"] = float(person is not None and person.proof > 0)
            clues["only"] = float(only)
        return list(found.values())

    def _note_sentence(
        self,
        found: dict[str, tuple[Speaker, Clues]],
        page: Page,
        stretch: tuple[int, int],
        back: int,
        away: int,
        sex: str,
    ) -> None:
        low, high = stretch
        sights = [sight for sight in page.find_names(low, high) if sight.end <= high]
        for order, sight in enumerate(sights):
            if sight.sex not in {"", sex}:
                continue
            speaker = self._from_sight(page, sight, 0.7)
            if not speaker.name or speaker.sex not in {"", sex}:
                continue
            known = found.get(speaker.name)
            if known and "back" in known[1]:
                clues = known[1]
                if clues["back"] != back:
                    clues["again"] = 1.0
                    continue
            elif known:
                clues = known[1]
            else:
                clues = {}
                found[speaker.name] = (speaker, clues)
            clues["back"] = back
            clues[f"back {back}"] = 1.0
            clues[f"away {min(away, 2)}"] = 1.0
            for name in self._describe_sight(page, sight, order, low):
                clues[name] = 1.0

    def _describe_sight(self, page: Page, sight: Sight, order: int, low: int) -> list[str]:
        """What a name does in its sentence: subject, possessor, object."""
        text = page.masked
        names = ["first name"] if order == 0 else []
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
        if sight.start - low <= _OPENING and order == 0:
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
