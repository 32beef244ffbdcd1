"""Alternatives under their first letters match what they matched before."""

from __future__ import annotations

import re

import pytest

from bot.extract.languages import LANGUAGES
from bot.extract.languages.patterns import group_words


@pytest.mark.parametrize(
    ("given", "grouped"),
    [
        ("said|saw|told", "s(?:aid|aw)|told"),
        ("told|say|told us", "t(?:old|old us)|say"),
        ("a?b|ab|ac|", "a?b|a(?:b|c)|"),
        (r"(?:x|y)z|x[|)]y|x\|z|\w+", r"(?:x|y)z|x(?:[|)]y|\|z)|\w+"),
    ],
)
def test_neighbours_come_under_their_first_letter(given: str, grouped: str) -> None:
    assert group_words(given) == grouped


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_reads_the_same_words(code: str) -> None:
    words = LANGUAGES[code]
    for pattern in filter(None, (words.said, words.participles, words.stops, words.insults, words.debunked)):
        plain = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
        grouped = re.compile(rf"(?<!\w)(?:{group_words(pattern)})(?!\w)")
        text = ", ".join(re.findall(r"[^\W\d_]+(?: [^\W\d_]+)*", pattern)) + " told reporters; she goes on"
        assert [each.span() for each in plain.finditer(text)] == [
            each.span() for each in grouped.finditer(text)
        ]
