"""The open number of a headline: "Storm kills ____", as drafts carry it, tells what number is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extract.numbers import Number
from bot.extract.words import gather
from bot.model import Span

_OPEN = re.compile(r"_{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MAGNITUDE = re.compile(r"(K|M|B|T|bn|mn)(?!\w)|\s(thousand|million|billion|trillion)(?!\w)", re.IGNORECASE)
_EXPONENTS = {"k": 3, "m": 6, "b": 9, "t": 12}
_MONEY_BEFORE = re.compile(r"[$€£]\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:dollars|euros|pounds)(?!\w)")
_PERCENT = re.compile(r"\s*(?:%|percent|per cent)")
_AGE = re.compile(r"(?:(?<!\w)at|(?<!\w)[Aa]ged?|,|, now|, Now)\s*$")
_AGE_NEAR = re.compile(r"(?<!\w)aged?\b")
_HEDGE = re.compile(r"(?i)(at least|more than|over|nearly|almost|up to|about|another|only|just)\s*\$?$")
_TIMES = re.compile(r"(?i)(year|yr|month|day|hour|minute|min|week|second|decade)s?$")
_NEAR = 70
_SMALL, _LARGE = 1000, 10_000
_OPENING = 4
_FILLERS = gather(
    """the a an and or of in on at to for with from by as is was are were be been has have had that
    this it its his her their he she they we who which will would said says after before than more not
    but about into over up out"""
)
_FAMILIES = (
    "kill kills killed killing dead dies die died deaths death toll bodies slain victims fatal lives",
    "injured injures injuring hurt hurts wounded wounds wounding",
    "arrested arrests nabbed busted",
    "jail jailed prison",
    "sentenced sentence gets",
    "children child kids kid",
    "teens teenagers",
    "police cops officers",
    "mother mothers mom moms",
    "jobs job workers employees layoffs",
    "cut cuts slash slashes cutting",
    "fine fined",
    "settles settle settlement",
    "suit suits sues sue lawsuit",
    "sell sells sold sale auction fetch fetches",
    "pay pays paid",
    "gives give donates",
    "women woman",
    "men man",
    "girls girl",
    "boys boy",
    "soldiers soldier troops marines",
    "miles mile",
    "feet foot",
    "pounds pound lbs",
    "americans american us",
)
_KIN = {word: family.split()[0] for family in _FAMILIES for word in family.split()}
"""Words of headlines and stories that mean the same, to the first of their family."""
_STEM = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """What a headline says around its open number.

    `exponent` is the power of ten that stands behind it ("M" is 6), 0 for none; `before` and `after`
    are the stems next to it, the nearest last and first.
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
    kind = ""
    if _MONEY_BEFORE.search(left) or _MONEY_AFTER.match(right):
        kind = "money"
    elif _PERCENT.match(right):
        kind = "percent"
    elif unit:
        kind = "duration"
    elif first is None and _AGE.search(left):
        kind = "age"
    hedge = _HEDGE.search(left)
    return Slot(
        kind=kind,
        exponent=_EXPONENTS["k" if sign.startswith("th") else sign[0]] if sign else 0,
        time=unit.group(1).lower()[:3] if unit else "",
        before=tuple(_list_stems(left)[-4:]),
        after=tuple(_list_stems(right)[:4]),
        words=tuple(_list_stems(title)),
        hedge=hedge.group(1).lower() if hedge else "",
        opens=not left.strip(),
        closes=not right.strip(),
    )


def list_slot_features(slot: Slot, number: Number, sentence: Span, text: str) -> dict[str, float]:
    """How well a number fills the slot, by name."""
    return _fit_kind(slot, number, text) | _fit_words(slot, number, sentence, text)


def _fit_kind(slot: Slot, number: Number, text: str) -> dict[str, float]:
    value = abs(float(number.value or 0))
    features = {f"slot_{number.kind}_unasked": float(number.kind != slot.kind)}
    if slot.exponent:
        fills = 10.0**slot.exponent <= value < 10.0 ** (slot.exponent + 3)
        features |= {"slot_magnitude": float(fills), "slot_other_magnitude": float(not fills)}
    else:
        features |= {"slot_small": float(value < _SMALL), "slot_large": float(value >= _LARGE)}
    if slot.kind == "age":
        near = text[max(0, number.span.start - 12) : number.span.start]
        aged = number.kind == "age" or bool(_AGE_NEAR.search(near))
        features["slot_age"] = float(aged)
    elif slot.kind:
        features[f"slot_{slot.kind}"] = float(number.kind == slot.kind)
        features[f"slot_not_{slot.kind}"] = float(number.kind != slot.kind)
    if slot.time:
        features["slot_time_unit"] = float(
            number.kind == "duration" and slot.time in number.span.text.lower().replace("hr", "hou")
        )
    if slot.hedge:
        before = text[max(0, number.span.start - 20) : number.span.start]
        features["slot_hedge"] = float(slot.hedge in before.lower())
    return features


def _fit_words(slot: Slot, number: Number, sentence: Span, text: str) -> dict[str, float]:
    span = number.span
    left = _list_stems(text[max(sentence.start, span.start - _NEAR) : span.start])
    right = _list_stems(text[span.end : min(sentence.end, span.end + _NEAR)])
    unit = _list_stems(span.text)
    following, leading = {*unit, *right[:6]}, set(left[-6:])
    features: dict[str, float] = {}
    if slot.after:
        first = slot.after[0]
        features |= {
            "slot_next_unit": float(first in unit),
            "slot_next": float(first in right[:1]),
            "slot_next_near": float(first in right[:3]),
            "slot_next_before": float(first in left[-3:]),
            "slot_next_any": float(first in following or first in leading),
            "slot_after": sum(word in following for word in slot.after) / len(slot.after),
            "slot_after_before": sum(word in leading for word in slot.after) / len(slot.after),
        }
        second = slot.after[1:2]
        if second:
            features["slot_second"] = float(second[0] in {*unit, *right[:4]})
            features["slot_second_before"] = float(second[0] in left[-5:])
            features["slot_both"] = float(first in {*unit, *right[:3]} and second[0] in right[:4])
    if slot.before:
        features |= {
            "slot_before_next": float(slot.before[-1] in left[-3:]),
            "slot_before": sum(word in leading for word in slot.before) / len(slot.before),
            "slot_before_after": sum(word in right[:6] for word in slot.before) / len(slot.before),
        }
    around = set(_list_stems(sentence.text[:400]))
    features["slot_sentence"] = sum(word in around for word in slot.words) / max(1, len(slot.words))
    features["slot_opens"] = float(slot.opens and span.start - sentence.start < _OPENING)
    features["slot_closes"] = float(slot.closes and not number.unit)
    return features


def _list_stems(text: str) -> list[str]:
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text))
    return [_KIN.get(word) or _stem(word) for word in words if word not in _FILLERS]


def _stem(word: str) -> str:
    """The beginning of a word; "story" and "stories" have one."""
    return (word[:-3] + "y" if word.endswith("ies") and len(word) > _STEM else word)[:_STEM]
