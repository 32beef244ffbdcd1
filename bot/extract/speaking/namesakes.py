"""Which of several people of one surname a text means, from what stands beside the name and before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from bot.extract.languages import Lexicon
from bot.extract.speaking.names import MEN, WOMEN
from bot.extract.speaking.people import Person
from bot.extract.speaking.roles import KIN
from bot.extract.speaking.sights import Sight

Nearby = tuple[str, Sequence[Sight]]
"""A text with names in it."""
_APOSTROPHES = frozenset("'’")
_BEFORE = 24
_FIRST_NAMES = MEN | WOMEN
_OFTEN = 2
_ELDER = re.compile(r"(?i)(?<!\w)(?:elder|older|senior) $")
_YOUNGER = re.compile(r"(?i)(?<!\w)(?:younger|junior) $")
_GENERATION = re.compile(r"(?<!\w)(?P<junior>Jr|Junior|II|III)\.?$|(?<!\w)(?:Sr|Senior)\.?$")
_AGE = re.compile(r",? \(?(?:aged )?(\d{1,3})(?=[,.);]| and )")
_RELATIVE = re.compile(
    r"(?<!\w)(?:[Hh]is|[Hh]er|[Tt]heir|couple['’]s|[A-Z][\w-]+['’]s?)(?: [\w-]+)? "
    rf"(?:{'|'.join(sorted(KIN))}),? "
    r"(?P<first>[A-Z][\w'’-]+)(?= ?[,.;:)]| [a-z(])"
)


def is_other(person: Person, sight: Sight, text: str) -> bool:
    """Whether a surname may mean a relative of its only bearer: "Mrs Hale", "his widow, Anna, … Hale"."""
    if sight.sex and person.sex and sight.sex != person.sex:
        return True
    return bool(
        not sight.sex and sight.name == person.full.split()[-1] and _find_relative(text, sight, person)
    )


def _find_relative(text: str, sight: Sight, person: Person) -> bool:
    """Whether a relative is named by the first name alone before a surname."""
    firsts = {match["first"] for match in _RELATIVE.finditer(text, 0, sight.start)}
    return any(first.lower() in _FIRST_NAMES and first != person.full.split()[0] for first in firsts)


def list_namesakes(known: Sequence[Person], lexicon: Lexicon) -> list[Person]:
    """Those of some people of one surname who are surely people, and different ones.

    "Team Hale" is nobody, and "DJ Anna Hale" is "Anna Hale".
    """
    sure = [each for each in known if _is_sure(each, lexicon)] or list(known)
    return [
        each
        for each in sure
        if not any(other is not each and set(other.full.split()) < set(each.full.split()) for other in sure)
    ]


def _is_sure(person: Person, lexicon: Lexicon) -> bool:
    first = person.full.split()[0].lower()
    return first in MEN or first in WOMEN or bool(person.sex or person.find_role(lexicon))


def tell_apart(
    known: Sequence[Person], sight: Sight, text: str, nearby: Sequence[Nearby], lexicon: Lexicon
) -> Person | None:
    """The one of some namesakes whom a name means; None where several could be.

    `text` is the paragraph of the name; `nearby` are the names that stand before it there, then those of
    the paragraph before.
    """
    for choose in (_by_first_name, _by_sex, _by_generation, _by_age, partial(_by_role, lexicon)):
        chosen = choose(known, sight, text)
        if len(chosen) == 1:
            return chosen[0] if len(known) > 1 or chosen[0].sex == sight.sex else None
        known = chosen or known
    if len(known) == 1:
        return None
    ranked = sorted(known, key=lambda person: -person.sightings)
    main = ranked[0] if ranked[0].sightings >= _OFTEN * ranked[1].sightings else None
    for back, (around, names) in enumerate(nearby):
        named = [(person, each) for each in names for person in known if _names(each, person)]
        if not named:
            continue
        last = named[-1][0]
        if main or any(person is not last for person, _ in named):
            return main if all(person is main for person, _ in named) else None
        frequent = back == 0 or last.sightings >= ranked[0].sightings
        return last if frequent and any(_acts(each, around, lexicon) for _, each in named) else None
    return main


def _names(sight: Sight, person: Person) -> bool:
    """Whether a name is somebody's with a first name."""
    return sight.name == person.full or sight.name == person.full.split()[0]


def _acts(sight: Sight, text: str, lexicon: Lexicon) -> bool:
    """Whether somebody is more than mentioned: no possessor, and behind no preposition."""
    governed = lexicon.governing.search(text[max(0, sight.start - _BEFORE) : sight.start])
    return not governed and text[sight.end : sight.end + 1] not in _APOSTROPHES


def _by_first_name(known: Sequence[Person], sight: Sight, _: str) -> Sequence[Person]:
    first, _, rest = sight.name.partition(" ")
    if not rest or _GENERATION.search(rest):
        return known
    return [person for person in known if person.full.split()[0].lower() == first.lower()]


def _by_sex(known: Sequence[Person], sight: Sight, _: str) -> Sequence[Person]:
    return [person for person in known if person.sex in {"", sight.sex}] if sight.sex else known


def _by_generation(known: Sequence[Person], sight: Sight, _: str) -> Sequence[Person]:
    told = _GENERATION.search(sight.name)
    if not told:
        return known
    junior = bool(told["junior"])
    return [p for p in known if (found := _GENERATION.search(p.full)) and bool(found["junior"]) == junior]


def _by_age(known: Sequence[Person], sight: Sight, text: str) -> Sequence[Person]:
    before = text[max(0, sight.start - _BEFORE) : sight.start]
    elder, younger = _ELDER.search(before), _YOUNGER.search(before)
    ages = [age for person in known if (age := _read_age(person)) is not None]
    if not (elder or younger) or len(ages) < len(known):
        return known
    meant = max(ages) if elder else min(ages)
    return [person for person, age in zip(known, ages, strict=True) if age == meant]


def _read_age(person: Person) -> int | None:
    """How old a text says somebody is, right behind the name."""
    for text, sight in person.seen:
        if match := _AGE.match(text, sight.end):
            return int(match.group(1))
    return None


def _by_role(lexicon: Lexicon, known: Sequence[Person], sight: Sight, _: str) -> Sequence[Person]:
    words = set(sight.role.lower().split())
    if not words:
        return known
    return [
        person
        for person in known
        if words <= set(person.find_role(lexicon).lower().replace(",", " ").split())
    ]
