"""A register of the people and bodies of an article: full names as first given, roles, sex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.extract.languages import Lexicon
from bot.extract.names import MEN, WOMEN
from bot.extract.words import gather
from bot.model import Span

CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĪİĶĹĽŁŃŅŇŌŎŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽЄІЇҐА-Я"
_REST = rf"(?:\.(?:[{CAP}]\.)*(?:-[{CAP}]\.)?|[\w‑-]*(?:['’](?!s\b)[\w]+)*)"
_PARTICLE = (
    r"(?:v[ao]n der|van den|von|van|de la|de|del|della|di|da|dos|du|la|le|bin|bint|al|el|ter|zu|af|ben)"
)
# It begins with a class of letters, not with a look behind: so the engine skips what is no capital.
NAME = re.compile(
    rf"[{CAP}](?<![\w'’‑-][{CAP}]){_REST}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}[{CAP}]{_REST}){{0,7}}"
)
_INITIAL = re.compile(rf"(?:Jr|Sr|[{CAP}])\.$")
_FIRST = re.compile("[^ \u00a0]+")
_OPENING = re.compile(r"(?:[.!?:\"“”„«»\n\x02]|^)\s*$")
_PRONOUN_WITHIN = 160
_SEEN_MOST = 12
_FIRST_NAMES = MEN | WOMEN
_FULL_LEAST, _FULL_MOST = 2, 5
_NAMESAKES_MOST = 12
_ROLE_WORDS_MOST = 5
_ACRONYM = 3
_ROLE_AFTER = re.compile(
    r"^, ((?:the |a |an |der |die |ein |eine |le |la |el )?[^,.;:\x02\n()]{3,90}?)(?=,|\.|;|$| "
    r"(?:said|told|wrote)\b)"
)
_BREAK = re.compile(r"[,;:.(\n\x02“”\"](?:\s|$)")
_PARTY = re.compile("[A-Z]-[A-Z]")
_CUT = gather("Sen Rep Gov Mr Mrs Ms Dr St U.S U Gen Col Sgt Lt Prof")


@dataclass(slots=True)
class Person:
    """Somebody with a full name; `span` is where it is first given in full, `sex` is f, m or empty."""

    full: str
    span: Span
    sex: str = ""
    role: str = ""
    sightings: int = 0
    proof: int = 0
    """What tells that it is a person: a first name that we know, a title, a surname standing alone."""
    seen: list[tuple[str, Sight]] = field(default_factory=list)
    """Where it is first met, each with the text around it."""

    def find_role(self, lexicon: Lexicon) -> str:
        """The first role that the text gives it."""
        while self.seen and not self.role:
            text, sight = self.seen.pop(0)
            self.role = find_role(text, sight, lexicon)
        return self.role


@dataclass(slots=True)
class Sight:
    """A name seen in the narrative: its place, its words without titles, and the role right before it."""

    start: int
    end: int
    name: str
    role: str
    sex: str


@dataclass(slots=True)
class Register:
    """The article's people by full and last name."""

    people: dict[str, Person] = field(default_factory=dict)
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    found: dict[str, Person | None] = field(default_factory=dict)

    def find(self, name: str, sex: str = "") -> Person | None:
        """The person of a full or last name; None where nobody or several could be meant."""
        if person := self.people.get(name):
            return person
        known = self.by_last.get(last_word(name))
        if not known:
            return None
        if len(known) > 1:
            return _choose(known, name, sex)
        if name not in self.found:
            self.found[name] = _choose(known, name, sex)
        return self.found[name]


def _choose(known: list[Person], name: str, sex: str) -> Person | None:
    """The one of some namesakes who is meant; None where several could be."""
    if len(name.split()) > 1:
        first = name.split(maxsplit=1)[0].lower()
        known = [person for person in known if person.full.split()[0].lower() == first]
    if sex and len(known) > 1:
        known = [person for person in known if person.sex in {"", sex}]
    if len(known) > 1:
        known = sorted(known, key=lambda person: -person.sightings)
        if known[0].sightings < 2 * known[1].sightings:
            return None
    return known[0] if known else None


@lru_cache(maxsize=4096)
def last_word(name: str) -> str:
    """The surname by which a name is found again."""
    words = [word for word in name.split() if word.strip(".").lower() not in {"jr", "sr", "ii", "iii"}]
    return words[-1].lower() if words else ""


@lru_cache(maxsize=4096)
def last_name(full: str) -> str:
    """The surname of a full name, as written."""
    words = [word for word in full.split() if word.strip(".").lower() not in {"jr", "sr", "ii", "iii"}]
    return words[-1] if words else ""


def read_name(match: re.Match[str], lexicon: Lexicon, common: frozenset[str] = frozenset()) -> Sight | None:
    """A capitalised run without its titles; None where nothing of a name is left."""
    begin, run = match.start(), match.group()
    small = False
    if common and (first := _FIRST.match(run)) and first.group().lower().strip(".") in common:
        small = bool(_OPENING.search(match.string[max(0, begin - 4) : begin]))
    sight = _read_run(run, lexicon, small=small)
    if sight is None:
        return None
    return Sight(begin + sight.start, begin + sight.end, sight.name, sight.role, sight.sex)


@lru_cache(maxsize=4096)
def _read_run(run: str, lexicon: Lexicon, *, small: bool) -> Sight | None:
    """A run, placed in itself; `small` where the article writes its first word small, too."""
    tokens = [(part.group(), part.start()) for part in _FIRST.finditer(run)]
    while tokens and _is_small(tokens[0][0], lexicon, seen_small=small):
        tokens.pop(0)
        small = False
    while tokens and tokens[-1][0].lower() in lexicon.words.small:
        tokens.pop()
    if not tokens:
        return None
    last_role = max((at for at, (word, _) in enumerate(tokens[:-1]) if lexicon.is_role(word)), default=-1)
    titles, words = tokens[: last_role + 1], tokens[last_role + 1 :]
    if len(words) > 1 and "-" in words[0][0] and words[0][0].split("-")[0].isupper():
        titles, words = [*titles, words[0]], words[1:]
    start = words[0][1]
    name = run[start : words[-1][1] + len(words[-1][0])]
    name = name.rstrip(".-") if name[-1] in ".-" and not _INITIAL.search(name) else name
    titled = [word for word, _ in titles]
    plain = [word for word in titled if word.lower().strip(".") not in lexicon.words.forms]
    return Sight(start, start + len(name), name, " ".join(plain), lexicon.guess_sex(titled))


def _is_small(word: str, lexicon: Lexicon, *, seen_small: bool) -> bool:
    """Whether a capital word is none of a name: a small word at the start of a sentence."""
    plain = word.lower().strip(".")
    return (seen_small or plain in lexicon.words.small) and not lexicon.is_role(word)


def is_full(name: str, lexicon: Lexicon) -> bool:
    """Whether a run of words looks like a person's first and last name."""
    words = name.split()
    if not _FULL_LEAST <= len(words) <= _FULL_MOST:
        return False
    if words[0].lower() in _FIRST_NAMES:
        return not any(
            word.lower() in lexicon.words.bodies - {"hill", "west", "white", "house"} for word in words
        )
    if lexicon.thing.search(name):
        return False
    return not any(
        word.lower() in lexicon.words.bodies or (word.isupper() and len(word) >= _ACRONYM) for word in words
    ) and not lexicon.is_role(words[-1])


def find_names(
    text: str, lexicon: Lexicon, start: int = 0, end: int | None = None, common: frozenset[str] = frozenset()
) -> list[Sight]:
    """The names in a stretch of text, titles apart."""
    stop = len(text) if end is None else end
    return [
        sight
        for match in NAME.finditer(text, start, stop)
        if (sight := read_name(match, lexicon, common)) and not _is_cut(text, sight)
    ]


def _is_cut(text: str, sight: Sight) -> bool:
    """Whether it is a title before its stop, or a party with its state: "Lowland Sen.", "R-Low."."""
    if text.startswith(".", sight.end) and sight.name.rpartition(" ")[2] in _CUT:
        return True
    return bool(_PARTY.match(sight.name))


def trim_openers(text: str, sights: list[Sight], names: frozenset[str]) -> list[Sight]:
    """The names without a capital word that only begins a sentence: "Blaming Ann Low, he left"."""
    trimmed = []
    for sight in sights:
        first, _, rest = sight.name.partition(" ")
        known = " " in rest and rest in names and first.lower() not in _FIRST_NAMES
        if known and _OPENING.search(text[max(0, sight.start - 4) : sight.start]):
            trimmed.append(replace(sight, start=sight.end - len(rest), name=rest))
        else:
            trimmed.append(sight)
    return trimmed


def build_register(paragraphs: Sequence[tuple[Span, list[Sight]]], lexicon: Lexicon) -> Register:
    """The register of an article from its narrative (quotations masked) and the names seen in it."""
    register = Register()
    seen = [(paragraph, sight) for paragraph, sights in paragraphs for sight in sights]
    full = {name: is_full(name, lexicon) for name in {sight.name for _, sight in seen}}
    for paragraph, sight in seen:
        if full[sight.name] and sight.name not in register.people:
            _note(register, paragraph, sight)
    for paragraph, sight in seen:
        if person := register.find(sight.name, sight.sex):
            person.sightings += 1
            person.sex = person.sex or sight.sex
            person.proof += bool(sight.role or sight.sex or sight.name == last_name(person.full))
            if len(person.seen) < _SEEN_MOST:
                person.seen.append((paragraph.text, sight))
    _hear_pronouns(register, paragraphs, lexicon)
    return register


def _hear_pronouns(
    register: Register, paragraphs: Sequence[tuple[Span, list[Sight]]], lexicon: Lexicon
) -> None:
    """Tell the sex of those whose names do not, from the pronoun that follows them first."""
    if lexicon.sexed is None:
        return
    votes: dict[str, int] = {}
    for paragraph, sights in paragraphs:
        for at, sight in enumerate(sights):
            person = register.find(sight.name)
            if person is None or person.sex:
                continue
            end = sights[at + 1].start if at + 1 < len(sights) else len(paragraph.text)
            match = lexicon.sexed.search(paragraph.text, sight.end, min(end, sight.end + _PRONOUN_WITHIN))
            if match:
                votes[person.full] = votes.get(person.full, 0) + (1 if match["him"] else -1)
    for full, vote in votes.items():
        register.people[full].sex = "m" if vote > 0 else "f" if vote < 0 else ""


def _note(register: Register, paragraph: Span, sight: Sight) -> None:
    namesakes = register.by_last.setdefault(last_word(sight.name), [])
    if register.find(sight.name) is not None or len(namesakes) >= _NAMESAKES_MOST:
        return
    first = sight.name.split()[0].lower()
    sex = "m" if first in MEN and first not in WOMEN else "f" if first in WOMEN and first not in MEN else ""
    span = Span(paragraph.start + sight.start, paragraph.start + sight.end, sight.name)
    person = Person(sight.name, span, sight.sex or sex, proof=int(first in MEN or first in WOMEN))
    register.people[sight.name] = person
    namesakes.append(person)
    register.found.clear()


def _belongs(word: str, kept: list[str], lexicon: Lexicon) -> bool:
    """Whether a word before a role is part of it: no verb, no article, no small word before a capital."""
    if word.lower() in lexicon.words.role_stops or lexicon.said.fullmatch(word):
        return False
    return (
        word[0].isupper()
        or word.lower() in lexicon.words.role_adjectives
        or not any(each[0].isupper() for each in kept)
    )


def find_role(text: str, sight: Sight, lexicon: Lexicon) -> str:
    """The office or profession that stands before or behind a name, as written; "" where none."""
    before = text[max(0, sight.start - 90) : sight.start]
    if sight.role:
        return sight.role
    words = _BREAK.split(before.rstrip(" ,"))[-1].split()
    if (
        words
        and lexicon.is_role(words[-1])
        and words[-1].lower().strip(".") not in lexicon.words.forms
        and before.endswith(" ")
    ):
        kept = [words.pop()]
        while words and len(kept) < _ROLE_WORDS_MOST and _belongs(words[-1], kept, lexicon):
            kept.insert(0, words.pop())
        return " ".join(kept)
    match = _ROLE_AFTER.match(text[sight.end : sight.end + 110])
    if match:
        if match.group(1).split()[-1] in _CUT or lexicon.opener.match(match.group(1)):
            return ""
        phrase = re.sub(r"^(?:the|a|an|der|die|ein|eine|le|la|el) ", "", match.group(1))
        if any(lexicon.is_role(word) for word in phrase.split()[:7]) and not re.search(
            r"\b(?:who|whose|said|which|has|was|is)\b", phrase
        ):
            return phrase
    return ""
