"""What a number of English text counts, as far as the words beside it tell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from bot.extract.numbers.grammar import read_grammar
from bot.extract.ranking.slot import list_stems, name_stem
from bot.extract.words import gather

_AFTER, _BEFORE = 4, 4
_ALIKE, _FEW, _MANY = 4, 13, 1000
_EDGE = re.compile(
    r"[.;:!?–—|](?!\d)|, |(?i:(?<!\w)(?:as|in|at|on|over|after|for|from|by|amid|with|who|that|to|of|and|into|"
    r"under|during|before|while|when|than|is|are|was|were|has|have|had|will|would|since|but|or)(?!\w))"
)
_VICTIMS = re.compile(r"(?i)(?:murders?|deaths?|killings?|slayings?|rapes?|loss) of (?:at least |some )?$")
_PARENT = re.compile(r"(?i)(?:mother|mom|mum|father|dad|parents?|family|couple|grandmother|grandfather) of $")
_NUMERALS = frozenset([*read_grammar("en").numerals, *read_grammar("en").scales])
_PERSONS = re.compile(
    r"(?:people|men|women|children|kids|boys|girls|teens|adults|babies|passengers|students|pupils|staff|police|"
    r"residents|patients|migrants|refugees|others|crew|civilians|fans|families|brothers|sisters|friends|agents|"
    r"operatives|pilots|siblings|suspects|victims|officials|executives|defendants|youths|relatives|athletes|hostages|"
    r"inmates|marines|cops|guards|nurses|vets|troops|lives|deaths|dead|bodies|cases|americans|"
    r"\w{3,}(?:ers|ors|ists|ians|ees|folk|iens))"
)
_THINGS = gather(
    """towers numbers papers newspapers computers orders offers layers meters centers powers servers trailers
    rivers quarters factors floors doors letters members' dinners chapters answers matters waters feathers
    trees degrees fees coffees committees bees knees flowers boosters disasters counters fighters' sensors
    reactors errors mirrors colors tractors motors"""
)
"""Plurals that look like people's."""
FATES = frozenset(
    name_stem(word) for word in gather("killed injured arrested sentenced rescued missing resigned fled")
)
"""What headlines say happens to people, by the first of its family."""
_FAMILY = {
    name_stem(word): name_stem(first)
    for first, words in {
        "arrested": "held detained custody seized",
        "killed": "perished drowned",
        "injured": "harmed sick",
        "rescued": "saving",
    }.items()
    for word in words.split()
}


class Counted(NamedTuple):
    """The telling stems beside a number; `head` is the first plural noun's, "" for none.

    `people` where people are counted, or nothing else is named; `bare` where nothing stands behind it.
    """

    stems: tuple[str, ...]
    head: str
    people: bool
    bare: bool = False


def read_counted(rest: str, *, before: str = "") -> Counted:
    """What a number counts; `rest` begins behind its digits or words, `before` ends where they begin."""
    if _PARENT.search(before):
        return Counted((name_stem("children"),), name_stem("children"), people=True)
    edge = _EDGE.search(rest)
    words = _list_words(rest[: edge.start()] if edge else rest)[:_AFTER]
    if not words:
        stems = tuple(map(_name, _list_words(before)[-_BEFORE:]))
        return Counted(stems, "", people=True, bare=True)
    if _VICTIMS.search(before):
        return Counted(tuple(map(_name, words)), "", people=True)
    heads = (at for at, word in enumerate(words) if _is_plural(word))
    at = next(heads, -1)
    if at < 0 or any(_name(word) in FATES for word in words[: at + 1]):
        return Counted(tuple(map(_name, words)), "", people=True)
    people = bool(_PERSONS.fullmatch(words[at]) and words[at] not in _THINGS)
    return Counted(tuple(map(_name, words)), _name(words[at]), people)


def are_same(title: Counted, other: Counted, headline: str, sentence: str, value: Decimal | None) -> bool:
    """Whether a headline's number and one of the story, as much, are of the same thing."""
    if value is not None and value % 1:
        return True  # "5.7" is hardly said twice of different things.
    if any(_is_alike(one, two) for one in title.stems for two in other.stems):
        return True
    words, told = set(_list_stems(headline)), set(_list_stems(sentence))
    shared = len(words & told)
    some, most = value is None or value >= _FEW, value is None or value >= _MANY
    likely = shared > 1 + (not most) and some
    both = title.people and other.people
    if title.bare:
        same = shared > 0 or some
    elif title.head and other.head and not both:
        same = likely
    elif not both:
        same = likely or (not other.head and (shared > 1 or most))
    elif words & FATES and told & FATES:
        same = bool(words & told & FATES)
    else:
        same = shared > 0 or some
    return same


def _is_alike(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) >= _ALIKE and (one.startswith(two) or two.startswith(one)))


def _is_plural(word: str) -> bool:
    return bool(_PERSONS.fullmatch(word)) or (
        len(word) >= _ALIKE and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )


def _list_words(text: str) -> list[str]:
    """The telling words of a text, in small letters, without number words."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)*", text)]
    return [word for word in words if word not in _NUMERALS and list_stems(word)]


def _list_stems(text: str) -> list[str]:
    return [_FAMILY.get(stem, stem) for stem in list_stems(text)]


def _name(word: str) -> str:
    stem = name_stem(word)
    return _FAMILY.get(stem, stem)
