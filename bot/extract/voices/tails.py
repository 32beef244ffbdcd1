"""Who said it, from what stands behind a quotation: "…", said X; "…", according to X."""

from __future__ import annotations

import re

from bot.extract.segments import Segment
from bot.extract.sentences import find_words
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.subject import Subjects

_TAIL = re.compile(r"[”“\"»«’]?,?[ \u00a0]*(?:[–—-]+[ \u00a0]*)?")
_VERB_WITHIN = 70
_ACCORDING, _BESIDE = 0.85, 0.9
_TOLD = 0.8
_PARTIAL_LEAST = 5


class Tails(Subjects):
    """Reads what stands behind a quotation."""

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
        if start > end and text[end - 2 : end - 1] == "." and text[start].isupper():
            # A sentence of its own, which says who said something else.
            return NOBODY
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
        return found._replace(certainty=min(found.certainty, _TOLD)) if found.name else found

    def is_told(self, index: int, segment: Segment) -> bool:
        """Whether a verb stands right behind a quotation, though we cannot read its subject."""
        leaf = self.leaves[index]
        end = segment.outer_end - leaf.paragraph.start
        edge = _TAIL.match(leaf.masked, end) if segment.closed else None
        if edge is None or not leaf.masked[edge.end() : edge.end() + 1].islower():
            return False
        apart = leaf.masked[end : edge.end()].strip() or segment.span.text[-1] in "!?…"
        like = self.lexicon.said_like.match(leaf.masked, edge.end()) if apart else None
        return bool(like or self.lexicon.said_first.match(leaf.masked, edge.end()))

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
