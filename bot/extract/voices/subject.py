"""The subject of a verb of saying: a name, a pronoun, a description, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.extract.languages import Lexicon
from bot.extract.phrases import NOBODY, Speaker
from bot.extract.segments import MASK, Segment
from bot.extract.voices.cast import Cast, Member, Mention
from bot.extract.voices.titles import bare, find_titles, is_abbreviation, strip_determiner
from bot.model import Span
from bot.text import squeeze_spaces

_HARD = re.compile(r"[.;:()\n\x02]|[ \u00a0][–—-](?=[ \u00a0.,])|(?<=\w)[–—](?=[.,:; ])")
_WORD = re.compile(r"[^\s,]+")
_DESCRIPTION_MOST = 80
_BACK = 2
_LEAVES_MOST = 40
_NOUN_MOST = 2
_SUBJECT_WITHIN = 30
_ADJECTIVES_MOST = 2
_NAMED, _RESOLVED, _CARRIED, _FAR = 0.95, 0.8, 0.78, 0.72
_UNNAMED = 0.7


@dataclass(slots=True)
class Leaf:
    """A paragraph with its quotations masked, its sentences and its names."""

    paragraph: Span
    masked: str
    segments: list[Segment]
    sentences: list[Span]
    mentions: list[Mention]


class Subjects:
    """Reads subjects with what the article and the walk so far know."""

    def __init__(self, leaves: list[Leaf], cast: Cast, lexicon: Lexicon) -> None:
        self.leaves = leaves
        self.cast = cast
        self.lexicon = lexicon
        self._folded_roles = (
            frozenset(map(cast.fold, lexicon.words.roles)) if lexicon.words.endings else frozenset()
        )
        self.spoken: list[list[tuple[int, Speaker]]] = [[] for _ in leaves]
        """The speakers of each paragraph with the places at which they were found."""
        self._of = re.compile(rf"(?i)(?:{lexicon.words.of or '(?!)'})$")
        self._indefinite = re.compile(rf"(?i)(?:{lexicon.words.indefinites or '(?!)'})[ \u00a0]")
        self._masculine = re.compile(rf"(?i)(?:{lexicon.words.masculine or '(?!)'})[ \u00a0]")
        self._feminine = re.compile(rf"(?i)(?:{lexicon.words.feminine or '(?!)'})[ \u00a0]")
        self._stops = re.compile(rf"(?i)(?:{lexicon.words.stops or '(?!)'})$")

    def find_edge(self, text: str, start: int) -> int:
        """Where a subject ends at the latest."""
        for match in _HARD.finditer(text, start):
            if not is_abbreviation(text, match.start()):
                return match.start()
        return len(text)

    def read_behind(self, index: int, start: int, verb: str, *, sure: bool = True) -> Speaker:
        """The subject behind a verb that ends at `start`; the one who goes on where it has none.

        Unless `sure`, it is no verb of saying that we know, and means nobody without a subject.
        """
        leaf = self.leaves[index]
        edge = self.find_edge(leaf.masked, start)
        sex = self.tell_sex(verb)
        begin = start + len(leaf.masked[start:edge]) - len(leaf.masked[start:edge].lstrip(" \u00a0"))
        if begin >= edge or leaf.masked[begin] == ",":
            return self.leave_out(index, start, verb)
        text = leaf.masked[begin:edge]
        if pronoun := self.read_pronoun(text):
            return self.carry(index, begin, pronoun)
        if self.lexicon.others.match(text):
            return NOBODY
        comma = leaf.masked.find(",", begin, edge)
        found = self._read_chunk(index, begin, edge if comma < 0 else comma, sex)
        if found is not None:
            return found
        return NOBODY if not sure or self._has_other(text) else self.leave_out(index, start, verb)

    def leave_out(self, index: int, place: int, verb: str) -> Speaker:
        """Whom a verb without a subject means; nobody where the language has none such, or several speak."""
        sex = self.tell_sex(verb)
        if self.lexicon.plural.search(verb.strip(" ,;:–—-\u00a0")):
            return NOBODY
        return self.carry(index, place, sex) if sex or self.lexicon.words.drops_subject else NOBODY

    def _has_other(self, text: str) -> bool:
        """Whether behind a verb another noun may be its subject: "diz o comunicado", "podała spółka"."""
        first = text.split(maxsplit=1)[0].strip(",")
        if self._stops.match(first) or self.lexicon.governs(first) or self.lexicon.adverb.match(text):
            return False
        if determiner := self.lexicon.determiner.match(text):
            following = text[determiner.end() :].split(maxsplit=1)[:1]
            return not (following and self._stops.match(following[0].strip(",")))
        return bool(self.lexicon.words.endings) and first.islower()

    def read_pronoun(self, text: str) -> str:
        """The sex that a pronoun at the beginning of a text tells, or ""."""
        return "m" if self.lexicon.he.match(text) else "f" if self.lexicon.she.match(text) else ""

    def tell_sex(self, verb: str) -> str:
        """The sex that a verb's form tells: "powiedziała"."""
        plain = verb.strip(" ,;:–—-\u00a0")
        return (
            "f" if self.lexicon.she_said.search(plain) else "m" if self.lexicon.he_said.search(plain) else ""
        )

    def _read_chunk(self, index: int, begin: int, end: int, sex: str) -> Speaker | None:
        """A subject in a stretch without commas; None where the stretch has none."""
        named = self._read_named(index, begin, end, sex)
        if named is not None:
            return named
        described = self._read_described(index, begin, end, sex)
        return self._read_loose(index, begin, end, sex) if described is None else described

    def _read_named(self, index: int, begin: int, end: int, sex: str) -> Speaker | None:
        """The first person who stands as a subject; nobody where namesakes could be meant."""
        leaf = self.leaves[index]
        for mention in leaf.mentions:
            if mention.start < begin or mention.end > end:
                continue
            if mention.rivals:
                meant = [member for member in mention.rivals if sex and member.sex == sex]
                one = replace(mention, member=meant[0]) if len(meant) == 1 else None
                return self.name(index, one, _NAMED, sex) if one else NOBODY
            if mention.member and mention.plain and not self.is_governed(leaf.masked, begin, mention.start):
                return self.name(index, mention, _NAMED, sex)
        return None

    def _read_loose(self, index: int, begin: int, end: int, sex: str) -> Speaker | None:
        """A name of which the article tells no more: a body, or somebody behind an office."""
        leaf = self.leaves[index]
        loose = next((each for each in leaf.mentions if begin <= each.start < end and not each.member), None)
        if loose is None:
            return None
        noun = strip_determiner(leaf.masked[begin : loose.start] + "x", self.lexicon)[:-1].split()
        plain = not any(self.lexicon.governs(word) or not word.islower() for word in noun)
        found = self.name(index, loose, _NAMED - 0.1, sex)
        if plain and len(noun) <= _NOUN_MOST and len(loose.tokens) > 1:
            # "el regante Anselmo Baños": an office that is no word of ours.
            if found.span:
                self.cast.admit(loose, found.span, " ".join(noun))
            return replace(found, role=" ".join(noun)) if noun else found
        titled = bool(loose.titles) and loose.start - begin <= len(" ".join(loose.titles)) + 1
        return found if titled or (not noun and not loose.titles) else None

    def is_role(self, word: str, *, declined: bool = False) -> bool:
        """Whether a word names an office or a profession, in any form where it may be declined."""
        return self.lexicon.is_role(word) or (declined and self.cast.fold(word) in self._folded_roles)

    def _read_described(
        self, index: int, begin: int, end: int, sex: str, *, declined: bool = False
    ) -> Speaker | None:
        """A description, the name in apposition behind it, or whom it must mean."""
        leaf = self.leaves[index]
        words = [(match.group(), match.start()) for match in _WORD.finditer(leaf.masked, begin, end)]
        indefinite = self._indefinite.match(leaf.masked, begin)
        at = next(
            (number for number, (word, _) in enumerate(words) if self.is_role(bare(word), declined=declined)),
            -1,
        )
        if at < 0 and not indefinite:
            return self._read_unknown(index, begin, words, sex)
        if at < 0:
            return self._describe(index, begin, end)
        return self._read_office(index, begin, end, words, at, sex, indefinite=bool(indefinite))

    def _read_office(
        self,
        index: int,
        begin: int,
        end: int,
        words: list[tuple[str, int]],
        at: int,
        sex: str,
        *,
        indefinite: bool,
    ) -> Speaker | None:
        """A noun phrase whose word `at` is an office or a profession."""
        leaf = self.leaves[index]
        start = words[at][1]
        before = [word for word, _ in words[:at]]
        determined = bool(self.lexicon.determiner.match(leaf.masked, begin)) and at <= _ADJECTIVES_MOST
        if before and self.lexicon.governs(_last_free(before, self.lexicon)):
            return None
        if before and not determined and not self.lexicon.words.endings:
            return None
        if apposed := self._find_apposed(leaf, end):
            return self.name(index, apposed, _NAMED - 0.05, sex)
        first = start if not before or self.lexicon.words.endings else begin
        if before and self.lexicon.words.endings and self.lexicon.adjective.fullmatch(before[-1]):
            first = words[at - 1][1]
        if indefinite:
            return self._describe(index, begin, end)
        return self._read_loose(index, start, end, sex) or self._mean(
            index, begin, end, words[at:], first, sex
        )

    def _mean(
        self, index: int, begin: int, end: int, words: list[tuple[str, int]], first: int, sex: str
    ) -> Speaker | None:
        """Whom an office means, or the description as it stands."""
        text, role = self.leaves[index].masked, bare(words[0][0])
        sex = sex or ("f" if self._feminine.match(text, begin) else "")
        sex = sex or ("m" if self._masculine.match(text, begin) else "")
        sex = sex or self.lexicon.guess_sex([role.lower()])
        behind = words[1][0] if len(words) > 1 else ""
        alone = not behind or (self.lexicon.governs(behind) and not self._of.match(behind))
        return self.resolve(index, begin, role, sex, alone=alone) or self._describe(index, first, end)

    def _read_unknown(self, index: int, begin: int, words: list[tuple[str, int]], sex: str) -> Speaker | None:
        """Whom an article and a noun that looks like a profession mean: "la trufera"."""
        match = self.lexicon.determiner.match(self.leaves[index].masked, begin)
        if not match or not words or words[-1][1] != match.end():
            return None
        noun = words[-1][0]
        if not self.lexicon.person.fullmatch(noun) or noun in self.lexicon.words.bodies:
            return None
        sex = sex or ("f" if self._feminine.match(match.group()) else "")
        sex = sex or ("m" if self._masculine.match(match.group()) else "")
        return self.resolve(index, begin, noun, sex, alone=True)

    def _find_apposed(self, leaf: Leaf, end: int) -> Mention | None:
        """The person in apposition behind a description: "the mayor, Ann Low", "il parroco, don Ugo Re"."""
        if leaf.masked[end : end + 2] != ", ":
            return None
        found = next((each for each in leaf.mentions if each.start >= end + 2), None)
        between = leaf.masked[end + 2 : found.start].split() if found else []
        formal = all(word.lower().strip(".") in self.lexicon.words.forms for word in between)
        return found if found and formal and found.member else None

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
            return self.make(member, None, _FAR)
        return None

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

    def _describe(self, index: int, begin: int, end: int) -> Speaker | None:
        leaf = self.leaves[index]
        cut = end
        for number, match in enumerate(_WORD.finditer(leaf.masked, begin, end)):
            word = bare(match.group())
            foreign = self.lexicon.governs(word) and not self._of.match(word)
            elided = re.match(r"[^\W\d_]['’]", word) and number
            if number and (foreign or self._stops.match(word)) and not elided:
                cut = match.start()
                break
        text = leaf.masked[begin:cut].strip()
        if " " not in text or len(text) > _DESCRIPTION_MOST or MASK in text or self.lexicon.said.search(text):
            return None
        start = leaf.paragraph.start + begin
        return Speaker(squeeze_spaces(text), "", Span(start, start + len(text), text), False, _UNNAMED)

    def is_governed(self, text: str, low: int, start: int) -> bool:
        """Whether a preposition stands before a name's noun phrase: "said to the mayor, Ann Low"."""
        words = [match.group() for match in _WORD.finditer(text, low, start)]
        at = next(
            (number for number, word in enumerate(words) if self.lexicon.is_role(bare(word))), len(words)
        )
        head = words[:at]
        while head and (
            self.lexicon.determiner.match(head[-1] + " x")
            or head[-1].lower() in self.lexicon.words.role_adjectives
        ):
            head.pop()
        if not head:
            return False
        return self.lexicon.governs(head[-1])

    def name(self, index: int, mention: Mention, certainty: float, sex: str = "") -> Speaker:
        """A mention as a speaker; nobody where only declined forms are known, or the sex does not fit."""
        leaf, member = self.leaves[index], mention.member
        span = Span(leaf.paragraph.start + mention.start, leaf.paragraph.start + mention.end, mention.name)
        before, after = find_titles(leaf.masked, mention.start, mention.end, self.lexicon)
        if member is None:
            role = (
                before
                or after
                or " ".join(
                    each for each in mention.titles if each.lower().strip(".") not in self.lexicon.words.forms
                )
            )
            return Speaker(
                squeeze_spaces(mention.name), squeeze_spaces(role), span, True, certainty, None, sex
            )
        if member.oblique or (sex and member.sex and sex != member.sex):
            return NOBODY
        member.sex = member.sex or sex
        return replace(
            self.make(member, span, certainty), role=squeeze_spaces(before or after or member.role)
        )

    def make(self, member: Member, span: Span | None, certainty: float) -> Speaker:
        """A person as a speaker."""
        return Speaker(
            squeeze_spaces(member.full),
            squeeze_spaces(member.role),
            span or member.span,
            True,
            certainty,
            None,
            member.sex,
        )

    def carry(self, index: int, place: int, sex: str) -> Speaker:
        """Who goes on speaking, or was the subject last, before a place; nobody where that is not sure."""
        for back in range(index, max(-1, index - 1 - _BACK), -1):
            trail = sorted(
                self._list_trail(back, place if back == index else None), key=lambda each: -each[0]
            )
            fits = [speaker for _, speaker in trail if not sex or speaker.sex in {"", sex}]
            if not fits:
                if found := self._find_other(back, place if back == index else None, sex):
                    return found
                continue
            found = fits[0]
            if not found.name:
                return NOBODY
            certainty = _CARRIED if back == index else _FAR
            rivals = {each.name for each in fits if each.name}
            if not sex and len(rivals) > 1 and back != index:
                return NOBODY
            return replace(found, certainty=min(found.certainty, certainty), sex=found.sex or sex)
        return NOBODY

    def _find_other(self, index: int, place: int | None, sex: str) -> Speaker | None:
        """The only man, or woman, of a paragraph, though no sentence has them as its subject."""
        people = {
            mention.member.full: mention.member
            for mention in self.leaves[index].mentions
            if mention.member
            and sex
            and mention.member.sex == sex
            and (place is None or mention.end <= place)
        }
        found = next(iter(people.values()), None)
        return self.make(found, None, _FAR) if found and len(people) == 1 and not found.oblique else None

    def _list_trail(self, index: int, place: int | None) -> Iterator[tuple[int, Speaker]]:
        """The speakers and the subjects of a paragraph's sentences up to a place, each with its place."""
        leaf = self.leaves[index]
        for at, speaker in self.spoken[index]:
            if place is None or at < place:
                yield at, speaker
        for sentence in leaf.sentences:
            low, high = sentence.start - leaf.paragraph.start, sentence.end - leaf.paragraph.start
            for mention in leaf.mentions:
                if not low <= mention.start < high or (place is not None and mention.end > place):
                    continue
                governed = self.is_governed(
                    leaf.masked, _clause(leaf.masked, low, mention.start), mention.start
                )
                if governed or not mention.plain:
                    continue
                if mention.member and not mention.member.oblique:
                    yield mention.start, self.make(mention.member, None, _CARRIED)
                    break
                if len(mention.tokens) > 1 and mention.start - low < _SUBJECT_WITHIN:
                    # Somebody, or something, whom we do not know is what the sentence is about.
                    yield mention.start, NOBODY
                    break


def _clause(text: str, low: int, start: int) -> int:
    comma = text.rfind(",", low, start - 2)
    return low if comma < 0 else comma + 1


def _last_free(words: list[str], lexicon: Lexicon) -> str:
    """The last word before a noun phrase's own determiner."""
    rest = list(words)
    while rest and lexicon.determiner.match(rest[-1] + " x"):
        rest.pop()
    return rest[-1] if rest else ""
