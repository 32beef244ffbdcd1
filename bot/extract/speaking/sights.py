"""Names as they are seen in the narrative: runs of capital words, their titles apart."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.languages import Lexicon
from bot.extract.speaking.names import MEN, WOMEN
from bot.extract.words import gather

CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĪİĶĹĽŁŃŅŇŌŎŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽЄІЇҐА-Я"
_REST = rf"(?:\.(?:[{CAP}]\.)*(?:-[{CAP}]\.)?|[\w‑-]*(?:['’](?!s\b)[\w]+)*)"
_PARTICLE = (
    r"(?:v[ao]n der|van den|von|van|de la|de|del|della|di|da|dos|du|la|le|bin|bint|al|el|ter|zu|af|ben)"
)
# It begins with a class of letters, not with a look behind: so the engine skips what is no capital.
_NAME = re.compile(
    rf"[{CAP}](?<![\w'’‑-][{CAP}]){_REST}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}[{CAP}]{_REST}){{0,7}}"
)
_INITIAL = re.compile(rf"(?:Jr|Sr|[{CAP}])\.$")
_STOPS = frozenset('.!?:"“”„«»\n\x02')
_FIRST_NAMES = MEN | WOMEN
_LIKE_SURNAMES = gather("hill west white house fox law church wall")
_FULL_LEAST, _FULL_MOST = 2, 5
_ACRONYM = 3
_LETTERS_BEHIND = gather("KC QC MP MPs MEP MSP MLA TD OBE CBE MBE DBE KBE GBE PhD MD Esq")
"""Honours behind a name, which are none of it: "Imogen de Souza KC"."""
_OFFICE_OF = re.compile(
    r"(?:(?<![\w.])[A-Z][\w.]* )*(?:[Ss]ecretary|[Mm]inister|[Cc]hief|[Dd]irector|[Hh]ead) (?:of|for) $"
)
_OFFICE_MOST = 50
_DEPARTMENTS = gather(
    """state staff defense defence health education labor labour justice transportation transport energy
    commerce treasury interior agriculture police security operations communications"""
)
"""What offices are of, with a capital."""
_PARTY = re.compile("[A-Z]-[A-Z]")
CUT = gather("Sen Rep Gov Mr Mrs Ms Dr St U.S U Gen Col Sgt Lt Prof")
"""Words that are nobody's name where a full stop follows."""


@dataclass(slots=True)
class Sight:
    """A name seen in the narrative: its place, its words without titles, and the role right before it."""

    start: int
    end: int
    name: str
    role: str
    sex: str


def find_names(text: str, lexicon: Lexicon, common: Container[str] = frozenset()) -> list[Sight]:
    """The names in a text, titles apart; `common` are all pieces of the article, which writes some small."""
    sights: list[Sight] = []
    for match in _NAME.finditer(text):
        run, begin = match.group(), match.start()
        # Most stand behind a word and a blank, and open nothing.
        within = begin > 1 and text[begin - 1] == " " and text[begin - 2].isalnum()
        small = not within and _opens(text, begin) and _read_first(run) in common
        sight = _read_run(run, lexicon, small)
        if sight is None:
            continue
        end = begin + sight.end
        if text[end : end + 1] == "." and sight.name.rpartition(" ")[2] in CUT:
            # A title before its stop is none: "Lowland Sen.".
            continue
        sights.append(Sight(begin + sight.start, end, sight.name, sight.role, sight.sex))
        _cut_office(text, sights[-1])
    return sights


def _cut_office(text: str, sight: Sight) -> None:
    """Part a name from the office that runs into it: "Secretary of State | Ann Low"."""
    first, _, rest = sight.name.partition(" ")
    if first.lower() not in _DEPARTMENTS or rest.partition(" ")[0].lower() not in _FIRST_NAMES:
        return
    if " " in rest and (office := _OFFICE_OF.search(text, max(0, sight.start - _OFFICE_MOST), sight.start)):
        sight.start, sight.name, sight.role = sight.end - len(rest), rest, office.group() + first


def _read_first(run: str) -> str:
    return run.partition(" ")[0].partition("\u00a0")[0].lower().strip(".")


def _opens(text: str, at: int) -> bool:
    """Whether a sentence or a quotation may begin here."""
    if at > 1 and text[at - 1] == " " and not (last := text[at - 2]).isspace():
        return last in _STOPS
    before = text[max(0, at - 4) : at]
    bare = before.rstrip()
    return not bare or bare[-1] in _STOPS or "\n" in before[len(bare) :]


@lru_cache(maxsize=4096)
def _read_run(run: str, lexicon: Lexicon, small: bool) -> Sight | None:
    """A run, placed in itself; `small` where the article writes its first word small, too.

    None where nothing of a name is left, or only a party with its state: "R-Low".
    """
    if " " not in run and "\u00a0" not in run:
        # Half of all runs are a single word.
        return None if _is_small(run, lexicon, seen_small=small) else _read_word(run, lexicon)
    words = run.replace("\u00a0", " ").split(" ")
    first, last = 0, len(words)
    while first < last and _is_small(words[first], lexicon, seen_small=small):
        first += 1
        small = False
    while last - first > 1 and words[last - 1] in _LETTERS_BEHIND:
        last -= 1
    while first < last and words[last - 1].lower() in lexicon.words.small:
        last -= 1
    if first == last:
        return None
    opening = first
    for at in range(last - 2, first - 1, -1):
        if lexicon.is_role(words[at]):
            first = at + 1
            break
    if last - first > 1 and "-" in words[first] and words[first].split("-")[0].isupper():
        first += 1
    start = len("_".join(words[:first])) + (first > 0)
    name = _cut_end(run[start : start + len("_".join(words[first:last]))])
    if _PARTY.match(name):
        return None
    titles = words[opening:first]
    plain = [word for word in titles if word.lower().strip(".") not in lexicon.words.forms]
    return Sight(start, start + len(name), name, " ".join(plain), lexicon.guess_sex(titles))


def _read_word(run: str, lexicon: Lexicon) -> Sight | None:
    """A run of one word."""
    name = _cut_end(run)
    if run.lower() in lexicon.words.small or _PARTY.match(name):
        return None
    return Sight(0, len(name), name, "", "")


def _cut_end(name: str) -> str:
    """A name without the stop behind it, unless that belongs to it."""
    return name.rstrip(".-") if name[-1] in ".-" and not _INITIAL.search(name) else name


def _is_small(word: str, lexicon: Lexicon, *, seen_small: bool) -> bool:
    """Whether a capital word is none of a name: a small word at the start of a sentence."""
    plain = word.lower().strip(".")
    return (seen_small or plain in lexicon.words.small) and not lexicon.is_role(word)


@lru_cache(maxsize=4096)
def is_full(name: str, lexicon: Lexicon) -> bool:
    """Whether a run of words looks like a person's first and last name."""
    words = name.split()
    if not _FULL_LEAST <= len(words) <= _FULL_MOST:
        return False
    low = [word.lower() for word in words]
    bodies = lexicon.words.bodies
    if low[0] in _FIRST_NAMES:
        return not any(word in bodies and word not in _LIKE_SURNAMES for word in low)
    if lexicon.thing.search(name) or not bodies.isdisjoint(low):
        return False
    shouted = any(word.isupper() and len(word) >= _ACRONYM for word in words)
    return not shouted and not lexicon.is_role(words[-1])


def trim_openers(text: str, sights: list[Sight], names: Container[str]) -> None:
    """Take from the names a capital word that only begins a sentence: "Blaming Ann Low, he left"."""
    for sight in sights:
        if sight.name.count(" ") <= 1:
            continue
        first, _, rest = sight.name.partition(" ")
        if rest in names and first.lower() not in _FIRST_NAMES and _opens(text, sight.start):
            sight.start, sight.name = sight.end - len(rest), rest


@lru_cache(maxsize=4096)
def last_word(name: str) -> str:
    """The surname by which a name is found again."""
    return last_name(name).lower()


@lru_cache(maxsize=4096)
def last_name(full: str) -> str:
    """The surname of a full name, as written."""
    words = [word for word in full.split() if word.strip(".").lower() not in {"jr", "sr", "ii", "iii"}]
    return words[-1] if words else ""
