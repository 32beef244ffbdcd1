"""Who said it in English, by grammar: subjects, appositions, participles, pronouns, and silence."""

import pytest
from laid_text import lay

from bot.extract.certainty import PRONOUNS, SPEAKERS, judge, share
from bot.extract.highlights import read_highlights
from bot.model import Quote


def read(text: str, title: str = "") -> list[Quote]:
    return list(read_highlights(lay(text, title=title)).quotes)


def speakers(text: str) -> list[str | None]:
    return [quote.speaker for quote in sorted(read(text), key=lambda quote: quote.span.start)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # appositions and relative clauses between subject and verb
        ('Ann Low, 44, a farmer who came by boat, said: "The dam will hold."', "Ann Low"),
        ('Sen. Bob Day, R-Lowland, said in a letter, "The dam will hold."', "Bob Day"),
        ('Tom Day, a spokesman for Mayor Ann Low, said, "The dam will hold."', "Tom Day"),
        ("Rep. Ann Low (L-Harlow): “Who pays for the dam?”", "Ann Low"),
        # participles belong to the subject of the clause
        ('On Monday, Ann Low left the hall with Bob Day, saying, "The dam will hold."', "Ann Low"),
        ('Ann Low spoke to Bob Day at noon, adding that "the dam will surely hold for years."', "Ann Low"),
        ('He filmed the hall with Ann Low shouting: "The dam will hold."', "Ann Low"),
        # verbs that no list has
        ("“The dam will hold,” Ann Low thundered on Monday.", "Ann Low"),
        ("“The dam will hold,” croaked Ann Low.", "Ann Low"),
        ("Ann Low mutters, “The dam will hold for years.”", "Ann Low"),
        # a name that only tells an office; a place behind the name
        ("Ann Low sat down. “The dam will hold,” said Low spokesman Bob Day.", "Bob Day"),
        ("Ann Low sat down. “The dam will hold,” Low’s office said.", "Low’s office"),
        ("“The dam will hold,” Mayor Ann Low of Harlow said.", "Ann Low"),
        # two who speak together, dashes, adverbs
        ("Ann Low came. “The dam will hold,” Ann Low and Bob Day wrote.", "Ann Low and Bob Day"),
        ("“The dam will hold for a hundred years.” — Ann Low, mayor", "Ann Low"),
        ("Ann Low has also repeatedly said: “The dam will hold.”", "Ann Low"),
        # described ones
        ("Ann Low came. “The dam will hold,” said one of two engineers who asked not to be named.",
         "one of two engineers"),
        ("Ann Low came. “The dam will hold,” said another Harlow engineer.", "another Harlow engineer"),
        ("Ann Low came. “The dam will hold,” the two engineers wrote.", "the two engineers"),
    ],
)  # fmt: skip
def test_the_subject_of_the_verb_is_who_speaks(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # the subject rather than who is met, named last or owns something
        ('Ann Low met Carla Day on Monday. "The dam will hold," she said.', "Ann Low"),
        ('Bob Day, 49, a sailor, said it broke. He may vote for Tom Low.\n\n"The dam will hold," he said.',
         "Bob Day"),
        # who spoke last, in the paragraph before
        ('"The dam will hold," said Bob Day.\n\n"We built it well," he added.', "Bob Day"),
        # the office tells the sex, and so does the text itself
        ('Chairwoman Sasha Low met Tom Day. "The dam will hold," she said.', "Sasha Low"),
        ('Sasha Low took her coat and met Kim Day. "The dam will hold," she said.', "Sasha Low"),
        # a name right before an office is another's
        ('Low spokesman Bob Day would not say when. "The dam will hold," he said.', "Bob Day"),
    ],
)  # fmt: skip
def test_he_and_she_are_whoever_fits_best(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        'Ann Low came. "The dam will surely hold for years," they said.',
        "Ann Low was asked, “Will the dam hold for years?” Bob Day left.",
        'Bob Day left early. "The dam will surely hold for years," she said.',
        "Ann Low came.\n\nNobody was there.\n\nThe hall was dark.\n\n“The dam will surely hold for years.”",
    ],
)
def test_nobody_is_named_who_is_not_sure(text: str) -> None:
    assert speakers(text) == [None]


def test_an_office_of_many_is_no_name() -> None:
    quote = read("Ann Low left. “We will go,” the Lowland Republican said.")[0]
    assert (quote.speaker, quote.named) == ("the Lowland Republican", False)


def test_a_typewriters_mark_closed_by_a_curly_one_does_not_swallow_the_next_speaker() -> None:
    text = '"We ran home,” said Ann Low. “We stayed,” said Bob Day. "And we all saw it."'
    assert speakers(text)[:2] == ["Ann Low", "Bob Day"]


def test_a_quotation_runs_on_behind_a_sentence_of_the_same_speaker() -> None:
    text = '"The river rose," said Ann Low. She pointed at the dam. "It held all night."'
    assert speakers(text) == ["Ann Low", "Ann Low"]


def test_the_capital_of_a_first_word_is_no_part_of_a_name() -> None:
    text = 'Ann Low came by boat.\n\nBlaming Ann Low, he left. "The dam will hold," said Low.'
    assert speakers(text) == ["Ann Low"]


def test_certainty_follows_the_clues() -> None:
    near = read("“The dam will hold,” said Ann Low.")[0]
    far = read(
        "Ann Low said once more on Monday, when asked at length in the hall, that “the dam will hold.”"
    )[0]
    assert SPEAKERS["least"] <= far.certainty < near.certainty <= 1
    assert judge([("pronoun", 1.0)], SPEAKERS) < judge([], SPEAKERS)


def test_rivals_share_one_certainty() -> None:
    shares = share([{"subject": 1.0, "speaks": 1.0}, {"governed": 1.0}, {}], PRONOUNS)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] > shares[2] > shares[1]
