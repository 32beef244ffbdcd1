"""The people of a German article, told from its many other capitalised words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.german.crowd import LEXICON, Crowd, is_office
from bot.extract.german.first_names import MEN, WOMEN
from bot.extract.german.runs import find_person, find_runs
from bot.extract.german.tokens import Word
from bot.extract.speaking.people import Person, Register
from bot.extract.speaking.roles import find_role
from bot.extract.speaking.sights import Sight
from bot.model import Span


def build_people(
    pages: Sequence[tuple[Span, Sequence[Word]]], crowd: Crowd
) -> tuple[Register, list[list[Sight]]]:
    """The register of an article's people, and where each of them is seen, page by page."""
    register = Register()
    runs = []
    for page, words in pages:
        found = [(run, find_person(words, run, crowd)) for run in find_runs(words, crowd)]
        runs.append(found)
        for run, place in found:
            if place:
                _note(register, page, words, run, place)
    sights = []
    for (page, words), found in zip(pages, runs, strict=True):
        seen = [sight for run, place in found if (sight := _see(register, page, words, run, place))]
        sights.append(seen)
        for sight in seen:
            person = register.find(sight.name, sight.sex)
            if person:
                person.sightings += 1
                person.sex = person.sex or sight.sex
                person.role = person.role or find_role(page.text, sight, LEXICON)
    return register, sights


def _note(
    register: Register, page: Span, words: Sequence[Word], run: tuple[int, int], place: tuple[int, int]
) -> None:
    name = _name(page, words, place)
    if register.find(name) is not None:
        return
    sex = LEXICON.guess_sex([word.text for word in words[run[0] : place[0]]])
    start = page.start + words[place[0]].start
    register.enter(Person(name, Span(start, start + len(name), name), sex or _guess(words[place[0]])))


def _guess(word: Word) -> str:
    """The sex of a first name."""
    first = word.low.partition("-")[0]
    if first in MEN:
        return "" if first in WOMEN else "m"
    return "f" if first in WOMEN else ""


def _name(page: Span, words: Sequence[Word], place: tuple[int, int]) -> str:
    return page.text[words[place[0]].start : words[place[1] - 1].end]


def _see(
    register: Register, page: Span, words: Sequence[Word], run: tuple[int, int], place: tuple[int, int] | None
) -> Sight | None:
    """A person's full name, or the last name of one who is known."""
    if place is None:
        last = words[run[1] - 1].text
        if run[1] - run[0] > 1 and not is_office(words[run[1] - 2].text):
            return None
        if register.find(last) is None and not (last.endswith("s") and register.find(last[:-1])):
            return None
        place = (run[1] - 1, run[1])
    name = _name(page, words, place)
    if name.endswith("s") and register.find(name) is None and register.find(name[:-1]):
        name = name[:-1]
    first, person = place[0], register.find(name)
    if person and first == run[0] and " " not in name:
        first = _find_particle(words, first, person)
    before = [word.text for word in words[run[0] : place[0]]]
    before = before if any(is_office(word) for word in before) else []
    end = words[place[0]].start + len(name)
    return Sight(words[first].start, end, name, " ".join(before), LEXICON.guess_sex(before))


def _find_particle(words: Sequence[Word], at: int, person: Person) -> int:
    """Where a surname begins that has small words: "von der Lau"."""
    for back in (2, 1):
        small = " ".join(word.low for word in words[max(0, at - back) : at])
        if at >= back and small.startswith(("von", "van")) and f" {small} " in person.full.lower():
            return at - back
    return at
