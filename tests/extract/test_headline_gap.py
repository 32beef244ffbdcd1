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
        (
            "Girl, ____: I Made It Up",
            "An 8-year-old girl in Lund said that she made up her tale of two wolves and 40 sheep.",
            "8",
        ),
        (
            "____ Best Towns for Cyclists",
            "A club looked at 230 towns in 14 lands. Lund has 90 miles of paths. Here are the top 10 towns.",
            "10 towns",
        ),
        (
            "Heir Robbed Mother, ____ Brothers",
            "A court in Harlow sent an heir to jail. He robbed his mother and two of his five brothers.",
            "two",
        ),
        (
            "Blast Leaves ____-Foot Crater",
            "Two people were hurt when a gas pipe blew up in Lund. It left a crater 60 feet around.",
            "60 feet",
        ),
        (
            "Toll Rises to ____ in Ferry Fire",
            "Five more bodies were found off Harlow today, bringing the death toll of the fire to 31.",
            "31",
        ),
    ],
)
def test_the_number_that_fits_the_gap_comes_first(headline: str, text: str, wanted: str) -> None:
    choice = choose_figure(read_text(text, title=headline, language="en"), explained=True)
    assert choice.figures[0].text == wanted
    told = choice.weights[choice.figures[0].span.start]
    assert any(name.startswith("slot_") and weight for name, weight in told.items())


@pytest.mark.parametrize(
    ("headline", "wishes"),
    [
        ("Girl, ____: I Made It Up", {"age"}),
        ("Mayor Dies at ____", {"age"}),
        ("Lund 'Prodigy,' ____, Wins", {"age"}),
        ("'Barn Boy,' Now ____, Is Free", {"age", "total"}),
        ("Ferry Toll at ____", {"total"}),
        ("Ferry Sinks at ____ Miles", set()),
        ("Fine, $____M: Judge", set()),
        ("____ More Hurt as Toll Rises", {"more", "total"}),
        ("More Than ____ Hurt", set()),
        ("The ____ Worst Towns for Cats", {"list"}),
        ("____ Cats Stuck in Trees", set()),
    ],
)
def test_a_headline_tells_what_it_asks_for(headline: str, wishes: set[str]) -> None:
    slot = read_slot(headline)
    assert slot
    assert slot.wishes == wishes


@pytest.mark.parametrize(
    ("headline", "form", "unit"),
    [
        ("Blast Leaves ____-Foot Crater", "measure", "feet"),
        ("Harlow Lost ____ Square Miles of Wood", "measure", "miles"),
        ("Drought Costs Lund $____M", "money", ""),
        ("____K Trees Planted", "scaled", ""),
        ("____ Trees Planted", "opening", ""),
        ("Storm Kills ____", "closing", ""),
        ("Storm Fells ____ Trees", "inner", ""),
        ("Girl, ____: I Made It Up", "age", ""),
    ],
)
def test_a_gap_has_a_form_and_perhaps_a_unit(headline: str, form: str, unit: str) -> None:
    slot = read_slot(headline)
    assert slot
    assert (slot.form, slot.unit) == (form, unit)


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
