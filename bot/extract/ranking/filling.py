"""How well a number fills the gap of a headline: by its kind, size and shape, and the words around."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.extract.numbers import Number
from bot.extract.ranking.asking import list_asked_features, list_unit_features
from bot.extract.ranking.phrases import HEDGES, ends_with
from bot.extract.ranking.slot import TOKEN, Slot, list_stems, read_hedge
from bot.extract.words import gather
from bot.model import Span

_AGE_NEAR = re.compile(r"(?<!\w)aged?\b")
_NEAR = 70
_SMALL, _LARGE = 1000, 10_000
_OPENING = 4
_MANY_DIGITS = 5
_MILLION = 1_000_000
_LINKS = gather("in of to for from by at with on after over per a an the each more")
"""Small words that a headline takes over from the story with its number."""


def list_slot_features(slot: Slot, number: Number, sentence: Span, text: str) -> dict[str, float]:
    """How well a number fills the slot, by name."""
    return (
        _fit_kind(slot, number, text)
        | _fit_words(slot, number, sentence, text)
        | _fit_shape(slot, number, text)
        | _fit_neighbours(slot, number, sentence, text)
        | list_asked_features(slot.wishes, number, sentence, text, of=slot.neighbours[1] == "of")
    )


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
        told = read_hedge(before)
        features["slot_hedge"] = float(slot.hedge == told)
        features["slot_other_hedge"] = float(bool(told) and slot.hedge != told)
    return features


def _fit_words(slot: Slot, number: Number, sentence: Span, text: str) -> dict[str, float]:
    span = number.span
    left = list_stems(text[max(sentence.start, span.start - _NEAR) : span.start])
    right = list_stems(text[span.end : min(sentence.end, span.end + _NEAR)])
    unit = list_stems(span.text)
    following, leading = {*unit, *right[:6]}, set(left[-6:])
    features = list_unit_features(slot.unit, number.kind, unit, right)
    features[f"gap_{slot.form}_{number.kind}"] = 1.0
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
    around = set(list_stems(sentence.text[:400]))
    features["slot_sentence"] = sum(word in around for word in slot.words) / max(1, len(slot.words))
    features["slot_opens"] = float(slot.opens and span.start - sentence.start < _OPENING)
    features["slot_closes"] = float(slot.closes and not number.unit)
    return features


def _fit_shape(slot: Slot, number: Number, text: str) -> dict[str, float]:
    """Whether a number is as exact, as singular and as hyphened as the headline wants it."""
    span = number.span
    value = abs(number.value or Decimal(0))
    hedged = ends_with(text[max(0, span.start - 20) : span.start].lower(), HEDGES)
    hyphened = text[span.end : span.end + 1] == "-" or "-" in span.text
    features = {
        "slot_hedged_asked" if slot.hedge else "slot_hedged_unasked": float(hedged),
        "slot_told": float(number.value in slot.told),
        "slot_hyphen" if slot.neighbours[1] == "-" else "slot_no_hyphen": float(hyphened),
    }
    if slot.plural is not None:
        features["slot_one_of_many" if slot.plural else "slot_one"] = float(value == 1)
    if value:
        digits = min(len(f"{value.normalize():f}".replace(".", "").strip("0")), _MANY_DIGITS)
        features["slot_digits_scaled" if slot.exponent else "slot_digits"] = float(digits)
        if slot.kind == "money" and not slot.exponent:
            features["slot_large_money"] = float(value >= _MILLION)
    return features


def _fit_neighbours(slot: Slot, number: Number, sentence: Span, text: str) -> dict[str, float]:
    """Whether the very tokens beside the gap stand beside the number, too."""
    span = number.span
    left = TOKEN.findall(text[max(sentence.start, span.start - _NEAR) : span.start].lower())
    right = TOKEN.findall(text[span.end : min(sentence.end, span.end + _NEAR)].lower())
    before, after = slot.neighbours
    last = left[-1] if left else ""
    same = bool(before) and before == last
    return {
        "slot_same_link": float(same and before in _LINKS),
        "slot_same_word": float(same and before not in _LINKS),
        "slot_other_link": float(before in _LINKS and last in _LINKS and not same),
        "slot_no_link": float(before in _LINKS and not same),
        "slot_same_after": float(bool(after) and right[:1] == [after]),
        "slot_to_from": float(before == "to" and last == "from"),
    }
