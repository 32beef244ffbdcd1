"""Phrases that stand right before a number."""

from __future__ import annotations

from bot.extract.words import gather


def list_phrases(lines: str) -> tuple[str, ...]:
    """Phrases that stand right before a number, "at_least" with its blanks."""
    return tuple(sorted(f"{phrase.replace('_', ' ')} " for phrase in gather(lines)))


HEDGES = list_phrases(
    """more_than less_than fewer_than at_least up_to as_many_as as_much_as over nearly almost about around
    some roughly an_estimated only just mehr_als mindestens rund etwa knapp fast
    über bis_zu insgesamt ponad około
    prawie co_najmniej plus_de environ près_de au_moins más_de unos casi al_menos"""
)
"""What makes a number rough, in the languages that we meet most."""
