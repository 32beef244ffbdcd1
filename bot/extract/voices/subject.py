"""The subject of a verb of saying: a name, a pronoun, a description, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.languages import Lexicon
from bot.extract.segments import MASK
from bot.extract.speaking.phrases import NOBODY, Speaker
from bot.extract.voices.memory import Leaf
from bot.extract.voices.names import Mention
from bot.extract.voices.titles import bare, strip_determiner
from bot.extract.voices.trail import Trail
from bot.model import Span
from bot.text import squeeze_spaces

_WORD = re.compile(r"[^\s,]+")
_DESCRIPTION_MOST = 80
_NOUN_MOST = 2
_ADJECTIVES_MOST = 2
_NAMED = 0.95
_UNNAMED = 0.7


_OWNED = re.compile(
    r"(?i)(?:(?:il|lo|la|i|gli|le|un|una|o|a|um|uma) )?(?:son|sa|ses|leurs?|sus?|su[oae]|suoi|seus?|suas?|"
    r"zijn|haar|hun|jego|jej|ich|його|її|їх\w*)[ \u00a0]"
)
"""What makes a role somebody's, who is not the one of that role: "su portavoz"."""
_PAPER = re.compile(
    r"(?i)(?:notas?|comunicados?|textos?|documentos?|relatórios?|ofícios?|despachos?|boletim|informes?|escritos?|"
    r"autos?|sentencias?|sentenças?|acórdão|comunicat[oi]|rapport[oi]|font[ei]|fontes|fuentes?|perícias?)(?!\w)"
)
"""What speaks without an article: "diz nota da assessoria"."""


class Subjects(Trail):
    """Reads subjects with what the article and the walk so far know."""

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
        named = any(mention.start == begin for mention in leaf.mentions)
        return NOBODY if not sure or named or self._has_other(text) else self.leave_out(index, start, verb)

    def leave_out(self, index: int, place: int, verb: str) -> Speaker:
        """Whom a verb without a subject means; nobody where the language has none such, or several speak."""
        sex = self.tell_sex(verb)
        if self.lexicon.plural.search(verb.strip(" ,;:–—-\u00a0")):
            return NOBODY
        return self.carry(index, place, sex) if sex or self.lexicon.words.drops_subject else NOBODY

    def _has_other(self, text: str) -> bool:
        """Whether behind a verb another noun may be its subject: "diz o comunicado", "podała spółka"."""
        first = text.split(maxsplit=1)[0].strip(",")
        if _PAPER.fullmatch(first):
            return True
        if self._stops.match(first) or self.lexicon.governs(first) or self.lexicon.adverb.match(text):
            return False
        if determiner := self.lexicon.determiner.match(text):
            following = text[determiner.end() :].split(maxsplit=1)[:1]
            return not (following and self._stops.match(following[0].strip(",")))
        return bool(self.lexicon.words.endings) and first.islower()

    def read_pronoun(self, text: str) -> str:
        """The sex that a pronoun at the beginning of a text tells, or ""."""
        return "m" if self.lexicon.he.match(text) else "f" if self.lexicon.she.match(text) else ""

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
            return found._replace(role=" ".join(noun)) if noun else found
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
        if _OWNED.match(text, begin):
            return NOBODY
        sex = sex or ("f" if self._feminine.match(text, begin) else "")
        sex = sex or ("m" if self._masculine.match(text, begin) else "")
        sex = sex or self.lexicon.guess_sex([role.lower()])
        behind = words[1][0] if len(words) > 1 else ""
        alone = not behind or (self.lexicon.governs(behind) and not self._of.match(behind))
        return self.resolve(index, begin, role, sex, alone=alone) or self._describe(index, first, end)

    def _read_unknown(self, index: int, begin: int, words: list[tuple[str, int]], sex: str) -> Speaker | None:
        """Whom an article and a noun that looks like a profession mean: "la trufera"."""
        match = self.lexicon.determiner.match(self.leaves[index].masked, begin)
        if not match or not words or words[-1][1] != match.end() or _OWNED.match(match.group()):
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


def _last_free(words: list[str], lexicon: Lexicon) -> str:
    """The last word before a noun phrase's own determiner."""
    rest = list(words)
    while rest and lexicon.determiner.match(rest[-1] + " x"):
        rest.pop()
    return rest[-1] if rest else ""
