"""Which quotation comes first, and which a post shows."""

import pytest
from laid_text import lay

from bot.extract.highlights import read_highlights
from bot.model import Quote

STORY = (
    "Harlow will rebuild its old dam on the river this year, the council decided on Monday.\n\n"
    "“It was a long evening,” said Bob Day, a farmer.\n\n"
    "“The old dam on this river will be rebuilt before the autumn floods,” said Ann Low, the mayor.\n\n"
    "The dam broke in the spring, and the river took two houses."
)


def read(text: str, title: str = "") -> tuple[Quote | None, tuple[Quote, ...]]:
    highlights = read_highlights(lay(text, title=title))
    return highlights.quote, highlights.quotes


def test_the_quotation_that_says_the_news_comes_before_the_first_one() -> None:
    quote, quotes = read(STORY)
    assert [each.speaker for each in quotes] == ["Ann Low", "Bob Day"]
    assert quote == quotes[0]


def test_what_the_headline_echoes_comes_first() -> None:
    _, quotes = read(STORY, "Bob Day: What a long evening")
    assert quotes[0].speaker == "Bob Day"


def test_the_headline_above_a_text_is_no_quotation_of_it() -> None:
    title = "Mayor: ‘The Old Dam Will Surely Be Rebuilt Soon’"
    _, quotes = read(f"{title}.\n\n{STORY}", title)
    assert [each.speaker for each in quotes] == ["Ann Low", "Bob Day"]


@pytest.mark.parametrize(
    "bad",
    [
        "“The old dam of these idiots on the river will be rebuilt this year,” said Cy Fox.",
        "“The old dam on the river was blown up by the council,” Cy Fox said, a claim that is false.",
        "“The old dam on the river will be rebuilt this year, will it?”",
    ],
)
def test_insults_debunked_claims_and_what_nobody_said_come_last(bad: str) -> None:
    _, quotes = read(STORY.replace("\n\n", f"\n\n{bad}\n\n", 1))
    assert len(quotes) == 3
    assert quotes[0].speaker == "Ann Low"
    assert quotes[0].text not in bad
