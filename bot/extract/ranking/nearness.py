"""How near the words of a headline with an open number stand to each number of the story."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.extract.numbers import Number
from bot.extract.ranking.slot import TOKEN, Slot, name_stem
from bot.model import Span

_READ_MOST = 1200
"""Characters of a sentence that are read."""
_FADE = 6.0
_BETWEEN = 0.6
"""What is left of a word's nearness behind another number."""
_WORDS_A_SENTENCE = 25
_LEAST = 0.1
_AHEAD = 150
"""Characters ahead of a sentence that may say what it is about."""


class Seen(Protocol):
    """A number and its sentence."""

    number: Number
    sentence: Span


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the headline: its side of the gap, and its say; `rarity` is 0 where the story has it not."""

    stem: str
    side: str
    next_to: bool
    weight: float
    rarity: float


@dataclass(slots=True)
class _Line:
    """A sentence as stems and their offsets, and the first and last token of each number in it."""

    begin: int
    stems: list[str]
    starts: list[int]
    places: dict[int, tuple[int, int]] = field(default_factory=dict)


def measure_nearness(slot: Slot, sightings: Sequence[Seen], text: str) -> list[dict[str, float]]:
    """For each number, by name, how near the headline's words stand to it, rare words weighing most."""
    lines = _read_lines(sightings)
    words = _weigh_words(slot, text)
    found: list[dict[str, float]] = [defaultdict(float) for _ in sightings]
    for word in words:
        nearness = _measure_word(word.stem, lines, len(sightings))
        best = max((abs(near) for near in nearness), default=0.0)
        for features, near in zip(found, nearness, strict=True):
            _add(features, near, best, word)
    whole = sum([word.weight for word in words]) or 1.0
    for features in found:
        for name in ("slot_near", "slot_nearest", "slot_near_share", "slot_order"):
            features[name] /= whole
    _add_sentences(found, words, lines, text)
    return found


def _weigh_words(slot: Slot, text: str) -> list[_Word]:
    """The headline's words with their say: rare ones have more, and those near the gap."""
    counts = Counter(_list_tokens(text))
    many = sum(counts.values()) / _WORDS_A_SENTENCE
    words = []
    for stems, side in ((tuple(reversed(slot.left)), "before"), (slot.right, "after")):
        for distance, stem in enumerate(stems, 1):
            seen = counts[stem]
            rarity = max(_LEAST, math.log((many + 1.5) / (seen + 0.5))) if seen else 1.0
            words.append(
                _Word(stem, side, distance == 1, rarity / math.sqrt(distance), rarity if seen else 0.0)
            )
    return words


def _add_sentences(
    found: Sequence[dict[str, float]], words: Sequence[_Word], lines: Sequence[_Line], text: str
) -> None:
    """Add how much of the headline the sentence of each number says, and what stands ahead of it."""
    rarities = {word.stem: word.rarity for word in words}
    whole = sum(rarities.values()) or 1.0
    said = [sum([rarities[stem] for stem in rarities.keys() & set(line.stems)]) / whole for line in lines]
    most = max(said, default=0.0)
    for line, share in zip(lines, said, strict=True):
        ahead = set(_list_tokens(text[max(0, line.begin - _AHEAD) : line.begin]))
        led = sum([rarities[stem] for stem in rarities.keys() & ahead]) / whole
        for index in line.places:
            found[index]["slot_said"] = share
            found[index]["slot_said_share"] = share / most if most else 0.0
            found[index]["slot_said_ahead"] = led


def _add(features: dict[str, float], near: float, best: float, word: _Word) -> None:
    """Add what one word tells of one number; `near` is below 0 where the word stands before the number."""
    size = abs(near)
    if not size:
        return
    features["slot_near"] += word.weight * size
    features["slot_near_share"] += word.weight * size / best
    if (near < 0) == (word.side == "before"):
        features["slot_order"] += word.weight * size
    if size >= best:
        features["slot_nearest"] += word.weight
    if word.next_to:
        features[f"slot_near_{word.side}"] += size
        features[f"slot_nearest_{word.side}"] += float(size >= best)


def _read_lines(sightings: Sequence[Seen]) -> list[_Line]:
    """The sentences that have numbers."""
    lines: dict[int, _Line] = {}
    for index, each in enumerate(sightings):
        start = each.sentence.start
        if start not in lines:
            matches = list(TOKEN.finditer(each.sentence.text[:_READ_MOST]))
            lines[start] = _Line(
                start,
                [name_stem(match.group()) for match in matches],
                [start + match.start() for match in matches],
            )
        starts, span = lines[start].starts, each.number.span
        lines[start].places[index] = (bisect_left(starts, span.start), bisect_left(starts, span.end))
    return list(lines.values())


def _list_tokens(text: str) -> list[str]:
    return [name_stem(token) for token in TOKEN.findall(text)]


def _measure_word(word: str, lines: Sequence[_Line], size: int) -> list[float]:
    """How near a word comes to each number, 1 within it and fading; below 0 where it stands before it."""
    near = [0.0] * size
    for line in lines:
        at = [place for place, stem in enumerate(line.stems) if stem == word]
        if not at:
            continue
        firsts = sorted(first for first, _ in line.places.values())
        for index, (first, last) in line.places.items():
            near[index] = max((_fade(place, first, last, firsts) for place in at), key=abs)
    return near


def _fade(place: int, first: int, last: int, firsts: Sequence[int]) -> float:
    if first <= place < last:
        return 1.0
    ahead = place < first
    distance = first - place if ahead else place - last + 1
    between = (
        bisect_left(firsts, first) - bisect_left(firsts, place + 1)
        if ahead
        else bisect_left(firsts, place + 1) - bisect_left(firsts, last)
    )
    size = math.exp(-distance / _FADE) * _BETWEEN**between
    return -size if ahead else size
