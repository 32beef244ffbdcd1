"""The open number of a headline: "Storm kills ____", as drafts carry it, tells what number is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.extract.ranking.asking import read_unit, read_wishes
from bot.extract.ranking.families import KIN
from bot.extract.words import gather

_OPEN = re.compile(r"_{2,}")
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*|[^\w\s]")
"""A word, a number or a mark."""
_SIGNS = frozenset("$€£")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAGNITUDE = re.compile(r"(K|M|B|T|bn|mn)(?!\w)|\s(thousand|million|billion|trillion)(?!\w)", re.IGNORECASE)
_EXPONENTS = {"k": 3, "m": 6, "b": 9, "t": 12}
_TOLD = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(K|M|B|T|bn|mn)?(?!\w)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[$€£]\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:dollars|euros|pounds)(?!\w)")
_PERCENT = re.compile(r"\s*(?:%|percent|per cent)")
_AGE = re.compile(r"(?:(?<!\w)at|(?<!\w)[Aa]ged?|,|, now|, Now)\s*$")
_HEDGES = {
    "least": r"at least|more than|over|tops?|topped|exceeds?",
    "nearly": r"nearly|almost|close to",
    "most": r"up to|as much as|as many as",
    "about": r"about|around|some|roughly|an? estimated|approximately",
    "only": r"only|just|a mere",
    "another": r"another",
}
_HEDGE = re.compile(
    rf"(?i)(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _HEDGES.items())})\s*[$€£]?$"
)
_TIMES = re.compile(r"(?i)(year|yr|month|day|hour|minute|min|week|second|decade)s?$")
_FILLERS = gather(
    """the a an and or of in on at to for with from by as is was are were be been has have had that
    this it its his her their he she they we who which will would said says after before than more not
    but about into over up out"""
)
_STEM = 5
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """What a headline says around its open number.

    `exponent` is the power of ten that stands behind it ("M" is 6), 0 for none; `before` and `after`
    are the stems next to it, the nearest last and first, `left` and `right` all of them; `neighbours` are
    the very tokens beside it, `plural` tells of the word behind it, and `told`
    are the headline's other numbers; `wishes` are what else it asks for: "list", "more".
    `unit` is the stem of what it is measured in; `form` sorts headlines by what their open number is.
    """

    kind: str
    exponent: int
    time: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: tuple[str, ...]
    hedge: str
    opens: bool
    closes: bool
    left: tuple[str, ...]
    right: tuple[str, ...]
    neighbours: tuple[str, str]
    plural: bool | None
    told: frozenset[Decimal]
    wishes: frozenset[str]
    unit: str
    form: str


def read_slot(title: str) -> Slot | None:
    """The open number of a headline, None where it has none."""
    match = _OPEN.search(title)
    if match is None:
        return None
    left, right = title[: match.start()], title[match.end() :]
    magnitude = _MAGNITUDE.match(right)
    if magnitude:
        right = right[magnitude.end() :]
    sign = (magnitude.group(1) or magnitude.group(2)).lower() if magnitude else ""
    first = _WORD.search(right)
    unit = _TIMES.fullmatch(first.group()) if first else None
    kind = _name_kind(left, right, times=bool(unit), nothing=first is None)
    measured = read_unit(right)
    wishes = read_wishes(left, right) - ({"age"} if kind not in {"", "age"} else set())
    asked = kind or ("age" if "age" in wishes else "measure" if measured else "")
    opens, closes = not left.strip(), not right.strip()
    return Slot(
        kind=kind,
        exponent=_EXPONENTS["k" if sign.startswith("th") else sign[0]] if sign else 0,
        time=unit.group(1).lower()[:3] if unit else "",
        before=tuple(list_stems(left)[-4:]),
        after=tuple(list_stems(right)[:4]),
        words=tuple(list_stems(title)),
        hedge=read_hedge(left),
        opens=opens,
        closes=closes,
        left=tuple(list_stems(left)),
        right=tuple(list_stems(right)),
        neighbours=_read_neighbours(left, right),
        plural=_is_plural(right),
        told=frozenset(_read_told(left + " " + right)),
        wishes=wishes,
        unit=name_stem(measured) if measured else "",
        form=asked or ("scaled" if magnitude else "opening" if opens else "closing" if closes else "inner"),
    )


def _name_kind(left: str, right: str, *, times: bool, nothing: bool) -> str:
    """The kind that the words on both sides ask for; behind the gap stand `times`, or `nothing`."""
    if _MONEY_BEFORE.search(left) or _MONEY_AFTER.match(right):
        return "money"
    if _PERCENT.match(right):
        return "percent"
    if times:
        return "duration"
    return "age" if nothing and _AGE.search(left) else ""


def read_hedge(before: str) -> str:
    """The kind of roughness that the words before a number claim: "least", "nearly"; "" for none."""
    found = _HEDGE.search(before)
    return (found.lastgroup or "") if found else ""


def _read_neighbours(left: str, right: str) -> tuple[str, str]:
    """The tokens on both sides of the gap, in small letters; "" at an end of the headline."""
    before = [token for token in TOKEN.findall(left) if token not in _SIGNS]
    after = TOKEN.search(right)
    return (before[-1].lower() if before else "", after.group().lower() if after else "")


def _read_told(rest: str) -> Iterator[Decimal]:
    for match in _TOLD.finditer(rest):
        digits, sign = match.groups()
        yield Decimal(digits.replace(",", "")).scaleb(_EXPONENTS[sign[0].lower()] if sign else 0)


def _is_plural(right: str) -> bool | None:
    """Whether the first telling word behind the gap looks like a plural; None where there is none."""
    first = next((word.lower() for word in _WORD.findall(right) if word.lower() not in _FILLERS), None)
    return None if first is None else first.endswith("s") and not first.endswith("ss")


def list_stems(text: str) -> list[str]:
    """The stems of the telling words of a text, in order."""
    return [name_stem(word) for word in _WORD.findall(text) if _plain(word) not in _FILLERS]


@lru_cache(maxsize=4096)
def name_stem(word: str) -> str:
    """The beginning of a word without its plural, or the first of its family."""
    word = _plain(word)
    return KIN.get(word) or _cut_plural(word)[:_STEM]


def _cut_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > _STEM:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    plural = len(word) > _SHORT and word[-1] == "s" and word[-2] not in "sui"
    return word[:-1] if plural else word


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")
