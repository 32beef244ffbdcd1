"""What a post would show is whole: no piece of a sentence, no half of a role, no place that speaks."""

from __future__ import annotations

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights
from bot.model import Highlights


def read(text: str, language: str = "en") -> Highlights:
    return read_highlights(read_text(text, title=None, language=language))


def test_a_piece_of_a_sentence_is_never_shown() -> None:
    broken = (
        "The ferry company is back\n\nEditor's note: The owner has\nrepeatedly promised 40 new ships — from\n"
    )
    assert all(figure.sentence is None for figure in read(broken).figures)
    whole = "The ferry company is back\n\nThe owner has promised 40 new ships."
    assert read(whole).figures[0].sentence is not None


def test_a_place_does_not_speak() -> None:
    text = (
        "Low singles out a reporter\n\nDuring his attack on the “dishonest press” in Port Selwyn on Monday, "
        "mayor Adam Low called out a reporter.\n\n“You are not writing what you see, Katy, and you know it.” "
        "Low said to cheers. “But there is something happening here, and everybody in this hall knows it.”\n"
    )
    assert {quote.speaker for quote in read(text).quotes} <= {"Adam Low", None}
    assert read(text).quotes[0].speaker == "Adam Low"


@pytest.mark.parametrize(
    ("apposition", "role"),
    [
        ("the political director of the union", "political director of the union"),
        ("the political director of the A.F.L.-C.I.O.", ""),
        ("another veteran researcher", ""),
    ],
)
def test_half_a_role_is_none(apposition: str, role: str) -> None:
    text = (
        f"Ferries return\n\n“Even if this takes a year, the ferries will be back,” said Michael Podhorn, "
        f"{apposition}. “We have seen that the harbour is solid.”\n"
    )
    (first, *_) = read(text).quotes
    assert (first.speaker, first.role) == ("Michael Podhorn", role)
