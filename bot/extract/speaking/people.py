"""A register of the people and bodies of an article: full names as first given, roles, sex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

from bot.extract.languages import Lexicon
from bot.extract.speaking.names import MEN, WOMEN
from bot.extract.speaking.roles import find_role
from bot.extract.speaking.sights import Sight, is_full, last_name, last_word
from bot.model import Span

_PRONOUN_WITHIN = 160
_SOUND_LEAST = 6
_HEAD = 3
_SOUNDS = (("j", "i"), ("y", "i"), ("w", "v"), ("kh", "h"), ("ck", "k"))
_TWICE = re.compile(r"(.)\1+")
_SEEN_MOST = 12
_NAMESAKES_MOST = 12


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
class Register:
    """The article's people by full and last name."""

    people: dict[str, Person] = field(default_factory=dict)
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    found: dict[str, Person | None] = field(default_factory=dict)
    """Whom `find` found, forgotten when somebody is taken up."""
    by_first: dict[str, list[Person]] = field(default_factory=dict)
    by_sound: dict[str, list[Person]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    """The first letters of the last names."""

    def find(self, name: str, sex: str = "") -> Person | None:
        """The person of a full or last name; None where nobody or several could be meant."""
        person = self.people.get(name)
        if person is not None:
            return person
        if name in self.found:
            return self.found[name]
        known = self.by_last.get(last_word(name), [])
        if len(known) > 1:
            return _choose(known, name, sex)
        self.found[name] = found = _choose(known, name, sex) if known else self._find_other(name)
        return found

    def list_namesakes(self, name: str) -> list[Person]:
        """Everybody with the last name of a name, else all with that first name."""
        return self.by_last.get(last_word(name)) or self.by_first.get(name, [])

    def _find_other(self, name: str) -> Person | None:
        """Somebody who goes by the first name, or by a surname spelt differently: "Zelensky", "Zelenskyy"."""
        if called := self.by_first.get(name):
            return called[0] if len(called) == 1 else None
        last = last_word(name)
        if last[:_HEAD] not in self.heads or len(last) < _SOUND_LEAST:
            return None  # Hearing a name is dear, and other spellings begin alike.
        known = self.by_sound.get(_hear(last), [])
        return _choose(known, name, "") if len(known) == 1 else None

    def enter(self, person: Person) -> None:
        """Take somebody up, unless too many have that last name."""
        namesakes = self.by_last.setdefault(last_word(person.full), [])
        if len(namesakes) < _NAMESAKES_MOST:
            self.people[person.full] = person
            namesakes.append(person)
            self.by_first.setdefault(person.full.split()[0], []).append(person)
            self.heads.add(last_word(person.full)[:_HEAD])
            self.by_sound.setdefault(_hear(last_word(person.full)), []).append(person)
            self.found.clear()


@lru_cache(maxsize=4096)
def _hear(surname: str) -> str:
    """A surname as it sounds, whatever the spelling that brought it into Latin letters."""
    plain = "".join(each for each in normalize("NFD", surname.lower()) if each.isalpha())
    for written, heard in _SOUNDS:
        plain = plain.replace(written, heard)
    return _TWICE.sub(r"\1", plain)


def _choose(known: list[Person], name: str, sex: str) -> Person | None:
    """The one of some namesakes who is meant; None where several could be."""
    if len(name.split()) > 1:
        first = name.split(maxsplit=1)[0].lower()
        known = [person for person in known if person.full.split()[0].lower() == first]
        if generation := _read_generation(name):
            known = [each for each in known if _read_generation(each.full) in {"", generation}]
    if sex and len(known) > 1:
        known = [person for person in known if person.sex in {"", sex}]
    if len(known) > 1:
        known = sorted(known, key=lambda person: -person.sightings)
        if known[0].sightings < 2 * known[1].sightings:
            return None
    return known[0] if known else None


def _read_generation(name: str) -> str:
    """The junior or senior behind a name; "" for none."""
    last = name.rpartition(" ")[2].strip(".").lower()
    return last if last in {"jr", "sr"} else ""


def build_register(paragraphs: Sequence[tuple[Span, list[Sight]]], lexicon: Lexicon) -> Register:
    """The register of an article from its narrative (quotations masked) and the names seen in it."""
    register = Register()
    seen = [(paragraph, sight) for paragraph, sights in paragraphs for sight in sights]
    for paragraph, sight in seen:
        if sight.name not in register.people and is_full(sight.name, lexicon):
            _note(register, paragraph, sight)
    people = register.people
    lasts = {full: last_name(full) for full in people}
    for paragraph, sight in seen:
        name = sight.name
        if person := people.get(name) or register.find(name, sight.sex):
            person.sightings += 1
            if sight.sex:
                person.sex = person.sex or sight.sex
            if sight.role or sight.sex or name == lasts[person.full]:
                person.proof += 1
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
            person = register.people.get(sight.name) or register.find(sight.name)
            if person is None or person.sex:
                continue
            end = sights[at + 1].start if at + 1 < len(sights) else len(paragraph.text)
            match = lexicon.sexed.search(paragraph.text, sight.end, min(end, sight.end + _PRONOUN_WITHIN))
            if match:
                votes[person.full] = votes.get(person.full, 0) + (1 if match["him"] else -1)
    for full, vote in votes.items():
        register.people[full].sex = "m" if vote > 0 else "f" if vote < 0 else ""


def _note(register: Register, paragraph: Span, sight: Sight) -> None:
    if register.find(sight.name) is not None:
        return
    first = sight.name.split(maxsplit=1)[0].lower()
    sex = "m" if first in MEN and first not in WOMEN else "f" if first in WOMEN and first not in MEN else ""
    span = Span(paragraph.start + sight.start, paragraph.start + sight.end, sight.name)
    register.enter(Person(sight.name, span, sight.sex or sex, proof=int(first in MEN or first in WOMEN)))
