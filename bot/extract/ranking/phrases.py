"""Phrases that stand right before a number."""

from __future__ import annotations

from bot.extract.words import gather

_END = 3

Phrases = dict[str, tuple[str, ...]]
"""Phrases with the blank behind them, by their last characters: so most texts are told by one look."""


def list_phrases(lines: str) -> Phrases:
    """Phrases that stand right before a number, "at_least" with its blanks."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(f"{phrase.replace('_', ' ')} " for phrase in gather(lines)):
        found.setdefault(phrase[-_END:], []).append(phrase)
    return {end: tuple(phrases) for end, phrases in found.items()}


def ends_with(text: str, phrases: Phrases) -> bool:
    """Whether a text in small letters ends with one of some phrases."""
    return text.endswith(phrases.get(text[-_END:], ()))


HEDGES = list_phrases(
    """more_than less_than fewer_than at_least up_to as_many_as as_much_as over nearly almost about around
    some roughly an_estimated only just mehr_als mindestens rund etwa knapp fast
    über bis_zu insgesamt ponad około
    prawie co_najmniej plus_de environ près_de au_moins más_de unos casi al_menos"""
)
"""What makes a number rough, in the languages that we meet most."""
