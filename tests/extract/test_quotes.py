import pytest
from laid_text import lay

from bot.extract.highlights import read_highlights
from bot.extract.segments import find_segments
from bot.model import Highlights, Note, Span


def read(text: str, language: str = "en", note: Note | None = None) -> Highlights:
    return read_highlights(lay(text, language, note=note))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'Then "the lamp went out" twice.'),
        ("en", "Then “the lamp went out” twice."),
        ("en", "Then ‘the lamp went out,’ twice."),
        ("de", "Dann „the lamp went out“ noch einmal."),
        ("pl", "Potem „the lamp went out” znowu."),
        ("de", "Dann »the lamp went out« noch einmal."),
        ("fr", "Puis « the lamp went out » encore."),
        ("es", "Luego «the lamp went out» otra vez."),
    ],
)
def test_every_style_of_marks(language: str, text: str) -> None:
    found = find_segments(Span(0, len(text), text), language)
    assert [segment.span.text.rstrip(",") for segment in found] == ["the lamp went out"]


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    text = 'Low said: "She asked, “Who pays?” and left."'
    assert [segment.span.text for segment in find_segments(Span(0, len(text), text), "en")] == [
        "She asked, “Who pays?” and left."
    ]


@pytest.mark.parametrize(
    "text",
    [
        'The "new" plan failed.',
        'Ada Low hosts "Talk of the Whole Town" daily.',
        'Critics spoke of a "land grab" there.',
    ],
)
def test_scare_quotes_and_titles_are_no_quotes(text: str) -> None:
    assert read(text).quotes == ()


def test_a_quote_over_paragraphs_keeps_its_speaker() -> None:
    highlights = read('"The river rose at night," said Ada Low. "We ran.\n\n"Nobody was hurt in the end."')
    assert [quote.speaker for quote in highlights.quotes] == ["Ada Low"] * 3


def test_a_quote_interrupted_by_its_attribution_is_two_of_one_speaker() -> None:
    highlights = read('"We will build it," Ada Low said, "and we will pay for it."')
    assert {quote.text: quote.speaker for quote in highlights.quotes} == {
        "We will build it,": "Ada Low",
        "and we will pay for it.": "Ada Low",
    }


@pytest.mark.parametrize(
    "text",
    [
        '"You are all idiots and you know it," said Ada Low.',
        '"… and then the whole of it fell down," said Ada Low.',
        '"We ran," said Ada Low.',
        '"' + "We ran and ran and ran. " * 14 + '" said Ada Low.',
        '"and that is how the river took the bridge" is what Ada Low said.',
        'In a false claim that was debunked, Ada Low said: "The moon is made of very old cheese."',
        '"Nobody knows who said these many words."',
    ],
)
def test_what_a_post_never_quotes(text: str) -> None:
    assert read(text).quote is None


def test_the_quote_of_a_post_is_whole_and_certain() -> None:
    highlights = read('"The river rose in the night and took it," said Ada Low, the mayor of Harlow.')
    assert highlights.quote is not None
    assert (highlights.quote.speaker, highlights.quote.role) == ("Ada Low", "mayor of Harlow")
    assert 0.7 <= highlights.quote.certainty <= 1


@pytest.mark.parametrize(("note", "chosen"), [("We ran home", True), ("We swam home", False)])
def test_the_note_chooses_the_quote_where_it_is_verbatim(note: str, chosen: bool) -> None:
    text = '"The river rose in the night and took it," said Ada Low. "We ran home," said Bob Day.'
    highlights = read(text, note=Note(quote=note))
    assert highlights.quote is not None
    assert (highlights.quote.text, highlights.quote.speaker) == (
        ("We ran home", "Bob Day") if chosen else ("The river rose in the night and took it,", "Ada Low")
    )


def test_the_moderator_alone_means_nobody_to_a_reader() -> None:
    highlights = read('"The river rose in the night and took it," the moderator said.')
    assert (highlights.quotes[0].speaker, highlights.quotes[0].named) == ("the moderator", False)
    assert highlights.quote is None
