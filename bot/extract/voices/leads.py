"""Who said it, from what introduces a quotation: "X said: …", "according to X, …"."""

from __future__ import annotations

import re

from bot.extract.segments import Segment
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.tails import Tails

_RELATIVE = re.compile(
    r"(?i)(?:,[ \u00a0]|[ \u00a0])(?:quien|que|qui|który|która|який|яка|che|quem|die)[ \u00a0]*$"
)
_LINKS = frozenset(
    [
        "que",
        "że",
        "iż",
        "che",
        "dat",
        "що",
        "is",
        "jest",
        "są",
        "est",
        "è",
        "é",
        "sono",
        "es",
        "são",
        "stond",
        "staat",
    ]
)
_COLON, _LED = 0.74, 0.9
_REST_MOST = 6


class Leads(Tails):
    """Reads what introduces a quotation."""

    def _read_lead(self, index: int, low: int, start: int, segment: Segment) -> Speaker:
        """What introduces a quotation: "X said: ", "according to X ", "as X said, ", "X: "."""
        text = self.leaves[index].masked
        lead = text[low:start].rstrip(' \u00a0–—-"“”„«»')
        if not lead.strip(" .,;!?…") or lead[-1] in ".!?…":
            return NOBODY
        high = low + len(lead)
        last = re.split(r"[ \u00a0]", lead.rstrip(":, "))[-1].lower()
        linked, partial = lead[-1] in ":," or last in _LINKS, segment.span.text[0].islower()
        sex = self._find_by_pronoun(text, low, high, partial=partial)
        if sex is not None:
            return self.carry(index, low, sex)
        if found := self._read_cited(index, low, high, linked=linked, partial=partial):
            return found
        verbs = list(self.lexicon.said.finditer(text, low, high))
        if verbs and (linked or not text[verbs[-1].end() : high].strip()):
            return self._read_led(index, low, verbs[-1], high)
        return self._read_colon(index, low, high) if lead[-1] == ":" else NOBODY

    def _find_by_pronoun(self, text: str, low: int, high: int, *, partial: bool) -> str | None:
        """The sex that "in her words" tells ("" where it tells none); None where nothing stands so."""
        for pattern, sex in (
            (self.lexicon.by_him, "m"),
            (self.lexicon.by_her, "f"),
            (self.lexicon.by_either, ""),
        ):
            match = pattern.search(text, low, high)
            rest = text[match.end() : high].split() if match else []
            if match and (len(rest) <= 1 or (partial and len(rest) <= _REST_MOST)):
                return sex
        return None

    def _read_cited(self, index: int, low: int, high: int, *, linked: bool, partial: bool) -> Speaker | None:
        """Whom the last "according to" names, where the quotation is surely what it is about."""
        text = self.leaves[index].masked
        according = list(self.lexicon.according.finditer(text, low, high))
        if not according:
            return None
        match = according[-1]
        opens = not text[low : match.start()].strip()
        weak = match.group().lower() in self.lexicon.words.weak_according and not (opens and partial)
        found = self._read_according(index, match.end(), high)
        right_behind = self._ends_there(index, match.end(), high, linked=linked or partial)
        return found if found.name and not weak and right_behind else None

    def _ends_there(self, index: int, start: int, high: int, *, linked: bool) -> bool:
        """Whether a quotation stands right behind whom "according to" names, not behind another noun."""
        leaf = self.leaves[index]
        ends = [each.end for each in leaf.mentions if start <= each.start < high and each.member]
        rest = leaf.masked[ends[-1] if ends else high : high].strip(" ,")
        return linked or not rest or (len(rest.split()) == 1 and rest.islower())

    def _read_led(self, index: int, low: int, verb: re.Match[str], high: int) -> Speaker:
        """The subject of a verb that introduces a quotation: before it, behind it, or left out."""
        leaf = self.leaves[index]
        sex = self.tell_sex(verb.group())
        text = leaf.masked
        if pronoun := self._find_pronoun(text[low : verb.start()]):
            return self.carry(index, low, pronoun)
        if relative := _RELATIVE.search(text[: verb.start()], low):
            near = [each for each in leaf.mentions if each.end == relative.start() and each.member]
            return self.name(index, near[0], _LED, sex) if near else NOBODY
        before = [
            each
            for each in leaf.mentions
            if low <= each.start
            and each.end <= verb.start()
            and each.member
            and each.plain
            and not self.is_governed(text, max(low, text.rfind(",", low, each.start) + 1), each.start)
        ]
        before = [each for each in before if not sex or not each.member or each.member.sex in {"", sex}]
        if before:
            near = [each for each in before if "," not in text[each.end : verb.start()]]
            if near or len({id(each.member) for each in before}) == 1:
                return self.name(index, (near or before)[-1], _LED, sex)
            return self.name(index, before[0], _COLON, sex)
        return self._read_led_behind(index, low, verb, high)

    def _read_led_behind(self, index: int, low: int, verb: re.Match[str], high: int) -> Speaker:
        """The subject between a verb and the quotation, a description before the verb, or none."""
        sex, text = self.tell_sex(verb.group()), self.leaves[index].masked
        edge = self.find_edge(text, verb.end())
        comma = text.find(",", verb.end(), min(edge, high))
        begin = verb.end() + len(text[verb.end() : high]) - len(text[verb.end() : high].lstrip())
        if begin < high:
            found = self._read_chunk(index, begin, min(edge, high) if comma < 0 else comma, sex)
            if found is not None and found.name:
                return found
        chunk = max(low, text.rfind(",", low, verb.start() - 1) + 1)
        begin = chunk + len(text[chunk : verb.start()]) - len(text[chunk : verb.start()].lstrip())
        if begin < verb.start():
            described = self._read_described(index, begin, verb.start(), sex)
            if described is not None:
                return described
            if self._has_subject(index, begin, verb.start()):
                return NOBODY
        return self.leave_out(index, low, verb.group())

    def _has_subject(self, index: int, begin: int, end: int) -> bool:
        """Whether a noun that is nobody's name may be the subject before a verb: "o comunicado diz"."""
        leaf = self.leaves[index]
        first = leaf.masked[begin:end].split(maxsplit=1)[0]
        if any(each.start == begin and each.member and not each.plain for each in leaf.mentions):
            return False
        if self.lexicon.governs(first) or self.lexicon.adverb.match(leaf.masked, begin):
            return False
        if self.lexicon.determiner.match(leaf.masked, begin):
            return True
        return first.lower() not in self.lexicon.words.small

    def _find_pronoun(self, text: str) -> str:
        """The sex of a pronoun right before a verb, "" where none stands there."""
        word = re.search(r"(?:^|[\s,])(\w+)[ \u00a0]*$", text)
        return self.read_pronoun(" " + word.group(1)) if word else ""

    def _read_colon(self, index: int, low: int, high: int) -> Speaker:
        """A colon without a verb of saying: the one person of its sentence."""
        leaf = self.leaves[index]
        inside = [
            each
            for each in leaf.mentions
            if low <= each.start < high
            and each.member
            and each.plain
            and not self.is_governed(
                leaf.masked, max(low, leaf.masked.rfind(",", low, each.start) + 1), each.start
            )
        ]
        if len({id(each.member) for each in inside}) == 1:
            return self.name(index, inside[0], _COLON)
        return NOBODY
