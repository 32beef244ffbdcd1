"""One walk through an article: the speaker of every quoted stretch, and silence where unsure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.languages import Lexicon
from bot.extract.phrases import NOBODY, Speaker
from bot.extract.segments import MASK, Segment
from bot.extract.sentences import find_words, split_sentences
from bot.extract.voices.cast import Cast
from bot.extract.voices.subject import Leaf, Subjects
from bot.model import Span

_TAIL = re.compile(r"[”“\"»«’]?,?[ \u00a0]*(?:[–—-]+[ \u00a0]*)?")
_VERB_WITHIN = 70
_GAP_MOST = 200
_LEAD_MOST = 300
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
_COLON, _LED, _ACCORDING, _BESIDE = 0.74, 0.9, 0.85, 0.9
_INTRODUCED = 0.05
_TOLD = 0.8
_REST_MOST = 6
_PARTIAL_LEAST = 5
_FEWEST = 2


def find_voices(
    paragraphs: list[tuple[Span, list[Segment]]], veiled: list[str], lexicon: Lexicon
) -> list[list[Speaker]]:
    """The speaker of every segment, paragraph by paragraph; `veiled` are the texts with quotations masked."""
    common = frozenset(
        word for paragraph, _ in paragraphs for word in re.findall(r"\w\w+", paragraph.text) if word.islower()
    )
    cast = Cast(lexicon, common)
    covered = [Span(each.start, each.end, text) for (each, _), text in zip(paragraphs, veiled, strict=True)]
    pages = cast.gather(covered)
    leaves = [
        Leaf(paragraph, text, segments, split_sentences(cover), mentions)
        for (paragraph, segments), text, cover, mentions in zip(
            paragraphs, veiled, covered, pages, strict=True
        )
    ]
    return _Walk(leaves, cast, lexicon).run()


class _Walk(Subjects):
    """Reads the attributions in order, remembering who spoke."""

    def run(self) -> list[list[Speaker]]:
        """Attribute paragraph by paragraph, then quotations that run over paragraphs."""
        found = []
        for index, leaf in enumerate(self.leaves):
            speakers: list[Speaker] = []
            for at, segment in enumerate(leaf.segments):
                speaker = self._read_own(index, at)
                if not speaker.name:
                    speaker = self._go_on(index, at, speakers)
                speakers.append(speaker)
                if speaker.name or _looks_whole(segment):
                    # Nobody, too: who speaks after somebody unknown is unknown.
                    self.spoken[index].append((segment.outer_end - leaf.paragraph.start, speaker))
            found.append(speakers)
        self._run_over(found)
        return found

    def _read_own(self, index: int, at: int) -> Speaker:
        """The speaker whom the quotation's own sentence names, behind it or before it."""
        leaf = self.leaves[index]
        segment, base = leaf.segments[at], leaf.paragraph.start
        found = self._read_tail(index, segment.outer_end - base) if segment.closed else NOBODY
        if not found.name and segment.closed:
            found = self._read_told(index, segment.outer_end - base, segment)
        if not found.name and segment.closed:
            found = self._read_next(index, segment.outer_end - base)
        if found.name:
            return found
        low = leaf.segments[at - 1].outer_end - base if at else 0
        start = segment.outer_start - base
        low = max([low, *(each.start - base for each in leaf.sentences if each.start - base <= start)])
        return self._read_lead(index, max(low, start - _LEAD_MOST), start, segment)

    def _read_tail(self, index: int, end: int) -> Speaker:
        """Behind the mark: "…", said X; "…", X said; "…", according to X."""
        text = self.leaves[index].masked
        edge = _TAIL.match(text, end)
        start = edge.end() if edge else end
        if (
            start >= len(text)
            or text[start] in ".;:"
            or (start == end and end > 0 and text[end - 1] in ".!?" and text[start : start + 1].isupper())
        ):
            return NOBODY
        for pattern, sex in (
            (self.lexicon.by_him, "m"),
            (self.lexicon.by_her, "f"),
            (self.lexicon.by_either, ""),
        ):
            if pattern.match(text, start):
                return self.carry(index, end, sex)
        if match := self.lexicon.said_first.match(text, start):
            return self.read_behind(index, match.end(), match.group())
        if match := self.lexicon.according_first.match(text, start):
            return self._read_according(index, match.end())
        return self._read_before_verb(index, start)

    def _read_told(self, index: int, end: int, segment: Segment) -> Speaker:
        """Any verb between a whole sentence and a name, an office or nothing: "…", sighs Low."""
        text = self.leaves[index].masked
        edge = _TAIL.match(text, end)
        apart = edge and (text[end : edge.end()].strip() or segment.span.text[-1] in "!?…")
        verb = self.lexicon.said_like.match(text, edge.end()) if edge and apart else None
        if verb is None or not text[verb.start()].islower() or not segment.span.text[0].isupper():
            return NOBODY
        first = verb.group().split()[0]
        if len(find_words(segment.span.text)) < _PARTIAL_LEAST - 1 or self.lexicon.governs(first):
            return NOBODY
        if self.lexicon.determiner.match(verb.group() + " x") or self.lexicon.is_role(first):
            return NOBODY
        alone = text[verb.end() : verb.end() + 1] in {".", ",", ";", ""}
        if alone and re.fullmatch(self.lexicon.words.impersonal or "(?!)", verb.group().strip()):
            return NOBODY
        told = verb.group().strip()
        past = self.tell_sex(told) or re.fullmatch(self.lexicon.words.incises or "(?!)", told)
        following = text[verb.end() :].split(maxsplit=1)[:1]
        placed = bool(past and following and self.lexicon.governs(following[0]))
        found = self.read_behind(index, verb.end(), told, sure=alone or placed)
        return replace(found, certainty=min(found.certainty, _TOLD)) if found.name else found

    def _read_next(self, index: int, end: int) -> Speaker:
        """A sentence of its own behind the quotation, also of the next paragraph: "Dat zegt Ann Low."."""
        if not self.leaves[index].masked[end:].strip(" \u00a0”“\"»«’'.") and index + 1 < len(self.leaves):
            index, end = index + 1, 0
        match = self.lexicon.told_after.match(self.leaves[index].masked, end)
        return self.read_behind(index, match.end(), match.group(), sure=False) if match else NOBODY

    def _read_before_verb(self, index: int, start: int) -> Speaker:
        """A subject, then its verb, behind the mark: "…", Ann Low said."""
        text = self.leaves[index].masked
        stop = self.find_edge(text, start)
        verb = self.lexicon.said.search(text, start, min(stop, start + _VERB_WITHIN))
        if verb is None:
            return NOBODY
        if sex := self.read_pronoun(text[start : verb.end()]):
            return self.carry(index, start, sex)
        for mention in self.leaves[index].mentions:
            if (
                start <= mention.start <= start + 40
                and mention.end <= verb.start()
                and mention.member
                and mention.plain
            ):
                between = text[mention.end : verb.start()].strip()
                if not self.is_governed(text, start, mention.start) and (not between or between[0] == ","):
                    return self.name(index, mention, _BESIDE, self.tell_sex(verb.group()))
        return NOBODY

    def _read_according(self, index: int, start: int, limit: int | None = None) -> Speaker:
        """Whom "according to" names, in whatever form."""
        leaf = self.leaves[index]
        edge = self.find_edge(leaf.masked, start) if limit is None else limit
        text = leaf.masked[start:edge]
        if sex := self.read_pronoun(text):
            return self.carry(index, start, sex)
        comma = leaf.masked.find(",", start, edge)
        end = edge if comma < 0 else comma
        for mention in leaf.mentions:
            if start <= mention.start and mention.end <= end:
                if mention.member:
                    return self.name(index, mention, _ACCORDING)
                break
        begin = start + len(leaf.masked[start:end]) - len(leaf.masked[start:end].lstrip())
        found = self._read_described(index, begin, end, "", declined=True)
        return found if found is not None and found.named else NOBODY

    def _read_lead(self, index: int, low: int, start: int, segment: Segment) -> Speaker:
        """What introduces a quotation: "X said: ", "according to X ", "as X said, ", "X: "."""
        text = self.leaves[index].masked
        lead = text[low:start].rstrip(' \u00a0–—-"“”„«»')
        if not lead.strip(" .,;!?…") or lead[-1] in ".!?…":
            return NOBODY
        high = low + len(lead)
        introduced = lead[-1] in ":,"
        last = re.split(r"[ \u00a0]", lead.rstrip(":, "))[-1].lower()
        linked = last in _LINKS
        for pattern, sex in (
            (self.lexicon.by_him, "m"),
            (self.lexicon.by_her, "f"),
            (self.lexicon.by_either, ""),
        ):
            match = pattern.search(text, low, high)
            rest = text[match.end() : high].split() if match else []
            if match and (len(rest) <= 1 or (segment.span.text[0].islower() and len(rest) <= _REST_MOST)):
                return self.carry(index, low, sex)
        according = list(self.lexicon.according.finditer(text, low, high))
        if according:
            match = according[-1]
            opens = not text[low : match.start()].strip()
            weak = match.group().lower() in self.lexicon.words.weak_according and not (
                opens and segment.span.text[0].islower()
            )
            partial = segment.span.text[0].islower()
            found = self._read_according(index, match.end(), high)
            if (
                found.name
                and not weak
                and self._ends_there(index, match.end(), high, linked=linked or introduced or partial)
            ):
                return found
        verbs = list(self.lexicon.said.finditer(text, low, high))
        if verbs and (introduced or linked or not text[verbs[-1].end() : high].strip()):
            verb = verbs[-1]
            return self._read_led(index, low, verb, high)
        if lead[-1] == ":":
            return self._read_colon(index, low, high)
        return NOBODY

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

    def _go_on(self, index: int, at: int, speakers: list[Speaker]) -> Speaker:
        """The speaker before, where nothing but their attribution stands between."""
        if not at or not speakers[at - 1].name:
            return NOBODY
        leaf = self.leaves[index]
        base = leaf.paragraph.start
        low, high = leaf.segments[at - 1].outer_end - base, leaf.segments[at].outer_start - base
        gap = leaf.masked[low:high]
        told = gap.strip(' ,.;:–—-\u00a0”“"»«’')
        if (
            len(gap) > _GAP_MOST
            or MASK in gap
            or re.search(r"[.!?…][ \u00a0]+\S", gap.strip(' –—-\u00a0"“„«'))
        ):
            return NOBODY
        spoken = self.lexicon.said.search(gap) or self.lexicon.according.search(gap)
        if told and not spoken and not self.lexicon.said_like.match(told):
            return NOBODY
        before = speakers[at - 1]
        return replace(before, certainty=before.certainty - _INTRODUCED)

    def _run_over(self, found: list[list[Speaker]]) -> None:
        """Give the parts of a quotation over several paragraphs the speaker whom one of them names."""
        order = list(range(len(self.leaves) - 1))
        for index in [*reversed(order), *order]:
            leaf, following = self.leaves[index], self.leaves[index + 1]
            if not leaf.segments or not following.segments or leaf.segments[-1].closed:
                continue
            first = following.segments[0]
            if following.masked[: first.outer_start - following.paragraph.start].strip():
                continue
            one, other = found[index][-1], found[index + 1][0]
            if other.name and not one.name:
                found[index][-1] = replace(other, certainty=other.certainty - _INTRODUCED)
            elif one.name and not other.name:
                found[index + 1][0] = replace(one, certainty=one.certainty - _INTRODUCED)


def _looks_whole(segment: Segment) -> bool:
    text = segment.span.text[:_LEAD_MOST]
    return text[0].isupper() and len(find_words(text)) >= _PARTIAL_LEAST


def is_spoken(text: str, before: str, after: str, speaker: Speaker) -> bool:
    """Whether a quoted stretch is speech: somebody says it, or it is a whole sentence of its own."""
    words = len(find_words(text))
    first = text.lstrip('¿¡[(…. "“„«‘')[:1]
    stopped = (
        text[-1:] in ".!?…" or after.lstrip()[:1] in {".", ","} or after[:2] in {" –", " —", "—", "\u00a0–"}
    )
    inside = text[-1:] in ".!?…"
    if speaker.name:
        led = before.rstrip()[-1:] in {",", ":", "–", "—", "-"}
        least = _PARTIAL_LEAST - (first.isupper() or led)
        return words >= (least if not inside and not (first.isupper() and stopped) else _FEWEST)
    opens = not before.strip() or before.rstrip()[-1:] in ".!?…:"
    if not first.isupper() or not opens or words < _PARTIAL_LEAST:
        return False
    return inside or after.lstrip()[:1] == "." or (words > _PARTIAL_LEAST and stopped)
