"""A headline whose number is still open tells which number is wanted."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.figures import choose_figure
from bot.extract.ranking.slot import name_stem, read_hedge, read_slot


@pytest.mark.parametrize(
    ("headline", "text", "wanted"),
    [
        (
            "Harlow Police Arrest ____ After March",
            "Some 4,000 people marched through Harlow on Monday. Police arrested 87 of them.",
            "87",
        ),
        (
            "Lund Brewery to Cut ____ Jobs",
            "The brewery in Lund, which employs 2,300 people, will lose 450 jobs by spring.",
            "450 jobs",
        ),
        (
            "Ferry Fire Leaves ____ Hurt",
            "A ferry with 600 passengers burned off Harlow. The fire injured 31 people, and two died.",
            "31 people",
        ),
        (
            "Painting Fetches $____M",
            "A painting bought for $40,000 was sold for $12 million in Lund on Friday.",
            "$12 million",
        ),
        (
            "Storm Cuts Power to ____K Homes",
            "The storm took 3 lives in Harlow. It left 150,000 homes without power.",
            "150,000 homes",
        ),
        (
            "A ____-Mile Walk to School",
            "Ada Low, 9, and her two brothers live in Lund. They walk 11 miles to school.",
            "11 miles",
        ),
    ],
)
def test_the_number_that_fits_the_gap_comes_first(headline: str, text: str, wanted: str) -> None:
    choice = choose_figure(read_text(text, title=headline, language="en"), explained=True)
    assert choice.figures[0].text == wanted
    told = choice.weights[choice.figures[0].span.start]
    assert any(name.startswith("slot_") and weight for name, weight in told.items())


@pytest.mark.parametrize(
    ("first", "second"), [("Taxes", "tax"), ("stories", "story"), ("climbs", "rose"), ("Owner's", "owner")]
)
def test_forms_of_a_word_have_one_stem(first: str, second: str) -> None:
    assert name_stem(first) == name_stem(second)


def test_a_gap_tells_what_stands_around_it() -> None:
    slot = read_slot("Raid Nets More Than $____M in Lund")
    assert slot
    assert (slot.kind, slot.exponent, slot.hedge, slot.neighbours) == ("money", 6, "least", ("than", "in"))
    assert read_slot("Raid Nets Millions") is None
    assert [read_hedge(before) for before in ("nearly ", "as many as ", "the ")] == ["nearly", "most", ""]
