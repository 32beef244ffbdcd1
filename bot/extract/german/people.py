"""The people of a German article, told from its many other capitalised words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.extract.german.first_names import MEN, WOMEN
from bot.extract.german.nouns import TIMES_ALONE, is_thing, speaks
from bot.extract.german.tokens import Word
from bot.extract.german.verbs import MOODS
from bot.extract.german.words import FUNCTION, NOMINATIVE, OBLIQUE
from bot.extract.languages import read_lexicon
from bot.extract.people import Person, Register
from bot.extract.roles import find_role
from bot.extract.sights import Sight
from bot.extract.words import gather
from bot.model import Span

LEXICON = read_lexicon("de")
_PARTICLES = gather("van de del della di da dos du la le bin bint al el ter af ben")
_FIRST = MEN | WOMEN
_NAME_LEAST, _NAME_MOST = 2, 5
_GENITIVE_LEAST = 4
_CONTRACTED = frozenset({"im", "am", "zum", "zur", "vom", "beim"})
_NO_NAMES = FUNCTION | MOODS | gather("er sie ja nein seine ihre sein unser unsere diese dieser")
_FOREIGN_THINGS = gather(
    """new los san las santa fort north south east west hong united states house city park street times
    post journal press news university institute foundation institution center centre bank group
    corporation company council association league club party watch international global world
    national american british european inc ltd saint sankt bad nord süd ost rio real fc sc sv tsv vfl
    vfb airport airlines network media daily computer software open source"""
)


@dataclass(slots=True)
class Crowd:
    """What an article shows of its words: nouns behind articles, words alone, words in small letters."""

    nouns: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)


def is_function(word: Word) -> bool:
    """Whether a word is an article, a preposition, a pronoun, a joiner or a common adverb."""
    return word.low in _NO_NAMES


def observe(pages: Sequence[Sequence[Word]]) -> Crowd:
    """What the article shows of its words before names are read."""
    crowd = Crowd()
    for words in pages:
        for at, word in enumerate(words):
            if word.kind == "low":
                crowd.small.add(word.text)
            elif word.kind == "cap" and not is_function(word):
                crowd.alone.add(word.text)
                if at and _is_noun(words, at):
                    crowd.nouns.add(word.text)
    return crowd


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """Whether a capitalised word stands alone behind an article."""
    if words[at - 1].low not in NOMINATIVE | OBLIQUE | _CONTRACTED or LEXICON.is_role(words[at].text):
        return False
    return at + 1 >= len(words) or words[at + 1].kind != "cap"


def build_people(
    pages: Sequence[tuple[Span, Sequence[Word]]], crowd: Crowd
) -> tuple[Register, list[list[Sight]]]:
    """The register of an article's people, and where each of them is seen, page by page."""
    register = Register()
    runs = []
    for page, words in pages:
        found = [(run, _find_person(words, run, crowd)) for run in _find_runs(words, crowd)]
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


def _find_runs(words: Sequence[Word], crowd: Crowd) -> list[tuple[int, int]]:
    """The runs of capitalised words [from, to), function words at a sentence's start left out."""
    runs, at = [], 0
    while at < len(words):
        if not _opens(words, at, crowd):
            at += 1
            continue
        end = at + 1
        while end < len(words):
            word = words[end]
            if _is_nameable(word) and not _splits(words, end, crowd):
                end += 1
            elif word.low in _PARTICLES | {"von"} and (more := _count_inner(words, end)):
                end += more
            else:
                break
        runs.append((at, end))
        at = end
    return runs


def _is_nameable(word: Word) -> bool:
    return word.kind == "cap" and not is_function(word) and word.low not in TIMES_ALONE


def _opens(words: Sequence[Word], at: int, crowd: Crowd) -> bool:
    word = words[at]
    if not _is_nameable(word):
        return False
    opening = at == 0 or words[at - 1].text in {".", "!", "?", ":"} or words[at - 1].kind == "quote"
    return not (opening and word.low in crowd.small and not LEXICON.is_role(word.text))


def _count_inner(words: Sequence[Word], at: int) -> int:
    """How many words a small word within a name opens: "Ursula von der Lau", but not "Opfer von Lau"."""
    if words[at].low == "von" and not _is_first(words[at - 1].text):
        return 0
    inner = 2 if words[at].low in {"von", "van"} and _text(words, at + 1) in {"der", "den", "dem"} else 1
    return inner + 1 if at + inner < len(words) and words[at + inner].kind == "cap" else 0


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].low if at < len(words) else ""


def _splits(words: Sequence[Word], at: int, crowd: Crowd) -> bool:
    """Whether a genitive stands before: "Laus Chancen", "Kölns Präsident"."""
    return is_genitive(words[at - 1].text, crowd)


def is_genitive(before: str, crowd: Crowd) -> bool:
    """Whether a capitalised word is a name's genitive: the article has it without its s, too."""
    return (
        len(before) >= _GENITIVE_LEAST
        and before.endswith("s")
        and before[:-1] in crowd.alone
        and not _is_first(before)
    )


@cache
def _is_first(text: str) -> bool:
    return all(part in _FIRST for part in text.lower().split("-"))


def _find_person(words: Sequence[Word], run: tuple[int, int], crowd: Crowd) -> tuple[int, int] | None:
    """The full name within a run of capitalised words; None where there is none."""
    low, high = run
    offices = [
        at
        for at in range(low, high - 1)
        if words[at].kind == "cap" and is_office(words[at].text) and not _is_first(words[at].text)
    ]
    begin = offices[-1] + 1 if offices else low
    if not offices and not _is_first(words[begin].text):
        later = (at for at in range(begin + 1, high - 1) if _is_first(words[at].text))
        begin = next(later, begin)
    if not _NAME_LEAST <= high - begin <= _NAME_MOST:
        return None
    plain = [word for word in words[begin:high] if word.kind == "cap"]
    if _is_first(words[begin].text) or (offices and not _has_letters(plain)):
        return begin, high
    if _has_letters(plain) or _is_thing(words, run, plain, crowd):
        return None
    return begin, high


def _has_letters(words: Sequence[Word]) -> bool:
    """Whether a body's letters are among the words: "CDU Köln"."""
    return any(word.text.isupper() and len(word.text) > _NAME_LEAST for word in words)


def _is_thing(words: Sequence[Word], run: tuple[int, int], plain: Sequence[Word], crowd: Crowd) -> bool:
    """Whether what stands around a run or in it speaks against a person."""
    before = words[run[0] - 1] if run[0] else None
    if before and (before.low in NOMINATIVE | OBLIQUE | _CONTRACTED or _is_adjective(before)):
        return True
    if any(word.text in crowd.nouns or is_thing(word.text) or word.low in _FOREIGN_THINGS for word in plain):
        return True
    last = plain[-1].text
    return (last.endswith("s") and last[:-1] in crowd.alone) or any(
        word.low == "von" for word in words[run[0] : run[1]]
    )


@cache
def is_office(text: str) -> bool:
    """Whether a word names an office or a profession."""
    return LEXICON.is_role(text) or (speaks(text) and not text.isupper())


def _is_adjective(word: Word) -> bool:
    return word.kind == "low" and not is_function(word) and word.text.endswith(("e", "en", "er", "es", "em"))


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
