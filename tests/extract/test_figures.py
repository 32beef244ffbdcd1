from decimal import Decimal

import pytest
from laid_text import lay

from bot.extract.deciding import decide_figure
from bot.extract.documents.plain import read_text
from bot.extract.figures import choose_figure, find_headline
from bot.extract.highlights import read_highlights
from bot.extract.sentences import split_sentences
from bot.extract.standing import stands_alone
from bot.model import Figure, Highlights, Note, Span


def read(text: str, language: str = "en", title: str = "", note: Note | None = None) -> Highlights:
    return read_highlights(lay(text, language, title, note))


def test_a_clear_figure_comes_with_its_whole_sentence() -> None:
    highlights = read(
        "The city will spend about $90 million on a new library, the mayor's office said.\n\n"
        "It opens in 2031. The old one, built in 1902, had three floors."
    )
    assert highlights.figure is not None
    assert highlights.figure.text == "$90 million"
    assert highlights.figure.sentence is not None
    assert highlights.figure.sentence.text.startswith("The city will spend about $90 million")
    assert [figure.text for figure in highlights.figures].count("1902") == 1


@pytest.mark.parametrize(
    ("best", "clear", "shown"), [(0.9, True, True), (0.5, True, False), (0.7, False, False)]
)
def test_an_unsure_or_close_choice_leaves_the_post_without_a_figure(
    best: float, clear: bool, shown: bool
) -> None:
    sentence = Span(0, 18, "It cost 9 dollars.")
    figure = Figure(Span(8, 17, "9 dollars"), Decimal(9), "$", "money", sentence, best)
    found, reason = decide_figure([figure], clear=clear)
    assert (found is not None) is shown
    assert reason


@pytest.mark.parametrize("opening", ["It", "They", "This"])
def test_a_sentence_with_a_dangling_subject_is_not_shown(opening: str) -> None:
    highlights = read(f"{opening} will cost $4.5 billion.")
    assert highlights.figures[0].sentence is None
    assert highlights.figure is None


def test_a_sentence_of_more_than_160_graphemes_is_not_shown() -> None:
    highlights = read("The council gave $4.5 billion to " + "the very old and very long " * 6 + "bridge.")
    assert highlights.figures[0].sentence is None
    assert highlights.figure is None


def test_an_age_alone_is_ranked_and_never_shown() -> None:
    highlights = read("Ada Low, 34, won the race.")
    assert [figure.kind for figure in highlights.figures] == ["age"]
    assert highlights.figure is None


def test_the_number_of_the_headline_is_the_key_figure() -> None:
    highlights = read(
        "The firm made $3 billion last year. The plant in Harlow will lose 450 jobs.",
        title="450 jobs go in Harlow",
    )
    assert highlights.figure is not None
    assert highlights.figure.text == "450 jobs"


def test_a_headline_made_of_the_first_sentence_decides_nothing() -> None:
    text = "The firm took $3 billion from its owners, a court heard.\n\nThe plant lost 450 jobs in May."
    assert find_headline(read_text(text, title=None, language="en")) == ""
    assert (
        find_headline(read_text(text, title="Plant loses 450 jobs", language="en")) == "Plant loses 450 jobs"
    )
    told = read_highlights(read_text(text, title="Plant loses 450 jobs", language="en"))
    assert told.figures[0].text == "450 jobs"
    below = read_highlights(read_text("Plant loses 450 jobs\n\n" + text, title=None, language="en"))
    assert below.figures[0].text == "450 jobs"


@pytest.mark.parametrize(
    ("note", "expected"), [("17 cranes", "17 cranes"), ("the quay", "the quay"), ("18 cranes", None)]
)
def test_the_note_beats_the_guess_where_it_is_verbatim(note: str, expected: str | None) -> None:
    text = "The port has 17 cranes and paid $9 billion for the quay."
    plain, noted = read(text), read(text, note=Note(figure=note))
    assert (noted.figure.text if noted.figure else "") == (expected or "$9 billion")
    assert (noted == plain) is (expected is None)


def test_the_note_s_figure_is_shown_where_a_whole_sentence_can_be() -> None:
    text = (
        "It paid €17 for each crane. The port paid €1 for the quay, and €17.50 for the boat, said Ada. "
        "Lund paid €17 too."
    )
    noted = read(text, note=Note(figure="€17")).figure
    assert noted
    assert noted.sentence
    assert noted.sentence.text == "Lund paid €17 too."
    once = read(text, note=Note(figure="€1")).figure
    assert once
    assert text[once.span.start :].startswith("€1 for")


def test_a_story_without_numbers_has_no_figure() -> None:
    highlights = read("Nobody counted anything.")
    assert (highlights.figure, highlights.figures) == (None, ())


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Mr. Low of the U.S. Navy met Sen. Day. Both left.", 2),
        ("de", "Am 24. Januar kam Dr. Lau. Sie blieb z. B. lange.", 2),
        ("fr", "M. Petit est parti. Il pleuvait.", 2),
        ("pl", "Zapłacą 40 tys. osób. Reszta nie.", 2),
    ],
)
def test_sentences_do_not_break_at_abbreviations(language: str, text: str, count: int) -> None:
    del language
    assert len(split_sentences(Span(0, len(text), text))) == count


@pytest.mark.parametrize(
    ("language", "sentence", "alone"),
    [
        ("en", "He sold 40 cows.", False),
        ("en", "But they sold 40 cows.", False),
        ("en", "In May, she sold 40 cows.", False),
        ("en", "There were 40 cows.", True),
        ("en", "The farmer sold 40 cows.", True),
        ("de", "Sie verkaufte 40 Kühe.", False),
        ("de", "Das kostet 40 Euro.", False),
        ("de", "Betroffen sind 40 Kühe.", False),
        ("de", "Das Haus kostet 40 Euro.", True),
        ("fr", "Elle a vendu 40 vaches.", False),
        ("pl", "Ten koszt to 40 zł.", False),
    ],
)
def test_whether_a_sentence_stands_alone(language: str, sentence: str, alone: bool) -> None:
    assert stands_alone(sentence, language) is alone


@pytest.mark.parametrize(
    "text",
    [
        'Ada Low said: "The dam is old. The town paid $9 billion for the quay. Nobody asked."',
        'The mayor said the "town paid $9 billion. Nobody asked."',
    ],
)
def test_a_piece_of_a_quotation_has_lost_its_attribution(text: str) -> None:
    highlights = read(text)
    assert highlights.figures[0].text == "$9 billion"
    assert highlights.figures[0].sentence is None


def test_a_small_bare_count_is_no_key_figure() -> None:
    highlights = read("The mayor met eight of them in Harlow.")
    assert [figure.text for figure in highlights.figures] == ["eight"]
    assert highlights.figure is None


def test_a_point_of_a_list_is_no_sentence() -> None:
    assert not stands_alone("• 48 hours from midnight on Thursday", "en")
    assert stands_alone("Drivers will walk out for 48 hours from midnight on Thursday.", "en")


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("Three soldiers were killed in Harlow on Monday. Nobody knows why.", "", "Three soldiers"),
        ("Nobody in Harlow knows why. Three soldiers were killed on Monday.", "", None),
        (
            "Nobody in Harlow knows why. Three soldiers were killed on Monday.",
            "Three soldiers die",
            "Three soldiers",
        ),
        ("One man on the 99-man team of Harlow stood out.", "", None),
        ("But the council of Harlow paid $9 billion for the quay.", "", None),
        ("Our council in Harlow paid $9 billion for the quay.", "", None),
        ("Harlow unveils the new 777 plane.\n\nA Boeing 777 carries many.", "Harlow unveils 777 plane", None),
        # The headline's number counts one thing; what else is as many is not shown for it.
        (
            "It was known that nobody came out alive, and three miners died there. Rescuers took three days.",
            "Mine fire kills 3",
            None,
        ),
        ("They left three notes. Rescuers in Harlow took three days to come.", "Harlow: 3 notes found", None),
        ("They found two miners. Rescuers in Harlow made two sweeps of the mine.", "2 miners die", None),
        (
            "The union in Harlow spoke of a 90-day notice. They are axing 90 jobs in the town.",
            "Harlow cuts 90 jobs",
            None,
        ),
        ("The Playbox 3 is out. It took the firm in Harlow three years to make.", "Playbox 3 is out", None),
    ],
)
def test_what_would_look_odd_in_a_post_is_not_shown(text: str, title: str, shown: str | None) -> None:
    figure = read_highlights(read_text(text, title=title, language="en")).figure
    assert (figure.text if figure else None) == shown


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        # Whose words we do not know, only the story's first sentence stands alone for sure.
        ("sv", "Det är 12,5 procent mer i Lund. Mer vet ingen.", "12,5 procent"),
        ("sv", "Kommunen höjer skatten i Lund. Det är 12,5 procent mer än i fjol.", None),
    ],
)
def test_a_language_without_words_is_shown_only_where_it_is_safe(
    language: str, text: str, shown: str | None
) -> None:
    figure = read_highlights(read_text(text, title="Skatten: 12,5 procent", language=language)).figure
    assert (figure.text if figure else None) == shown


def test_a_choice_tells_its_reason_and_its_weights() -> None:
    document = read_text("The council of Harlow paid $9 billion for the quay.", title="", language="en")
    choice = choose_figure(document, explained=True)
    assert choice.figure
    assert choice.reason == "it is certain enough, and clear of the second"
    assert choice.weights[choice.figure.span.start]["kind_money"] > 0
