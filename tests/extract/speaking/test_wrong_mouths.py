"""Quotations that once went into a wrong mouth, or came with a role that said nothing."""

import pytest

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights
from bot.extract.standing import stands_alone
from bot.model import Quote


def read(text: str, title: str = "", language: str = "en") -> list[Quote]:
    quotes = read_highlights(read_text(text, title=title or None, language=language)).quotes
    return sorted(quotes, key=lambda quote: quote.span.start)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A name that only says where something is from.
        ("Harlow votes. “Low can win and we endorse her,” the influential US daily wrote.",
         "the influential US daily"),
        ('A 29-year-old Berlin woman was fined after she had posted it. "Filth out of our land!" she wrote.',
         None),
        # "Goes on to say" has a subject.
        ("Low sent an email. The email goes on to say: “We will not stop until every vote is counted.”",
         "The email"),
        # Who is reported first is who goes on, whomever the report is about.
        ((
            'Bob Day spoke. "Few people talk of it," he declared.\n\nAnd Carl Fox would lead, he said. '
            '"Fox will be out of town till then," he promised.'
        ), "Bob Day"),
        # Spelt differently, or called by the first name.
        ("President Volodymyr Zelenskyy thanked Japan. “This is great support for us,” Zelensky said.",
         "Volodymyr Zelenskyy"),
        ("Brothers Adam Hale and Peter Low were saved. “We thought we would die,” Adam said.", "Adam Hale"),
        ("Poet Ada Fenn read at night. “The river keeps all our names,” Fenn said.", "Ada Fenn"),
    ],
)  # fmt: skip
def test_the_quotation_is_in_the_right_mouth_or_nobody_s(text: str, expected: str | None) -> None:
    assert read(text)[-1].speaker == expected


def test_words_left_open_belong_to_who_closes_them() -> None:
    opened = "Ann Low wept. “All of it is gone now,” Low said.\n\n“I heard a bang,"
    text = opened + "\n\n“then I saw smoke,” said Bob Day."
    assert [quote.speaker for quote in read(text)] == ["Ann Low", "Bob Day", "Bob Day"]


@pytest.mark.parametrize(
    "text",
    [
        'Low spoke. Her deputy, Bob Day, disagreed. "This is a mistake that we all pay for," Day said.',
        'Low spoke. His manager Bob Day said: "He wants to play elsewhere this time."',
        'Low spoke. Bob Day, her campaign chief, said: "She wants to win this time round."',
    ],
)
def test_a_role_that_leans_on_somebody_else_is_none(text: str) -> None:
    assert [(quote.speaker, quote.role) for quote in read(text)] == [("Bob Day", "")]


def test_a_clause_with_its_verb_is_no_role() -> None:
    text = 'Bob Day, called her a master at winning. "She showed that again and again," Day said.'
    assert [(quote.speaker, quote.role) for quote in read(text)] == [("Bob Day", "")]


def test_a_check_of_facts_shows_no_quotation_and_lists_what_is_false_last() -> None:
    text = (
        'A post shared often claims: "The vaccine has a chip that tracks every step." It has none. '
        '"There is no chip in any vaccine at all," said Hana Weiss.'
    )
    highlights = read_highlights(read_text(text, title="Fact check: no chip in vaccines", language="en"))
    assert highlights.quote is None
    assert [quote.speaker for quote in highlights.quotes] == ["Hana Weiss", "A post shared"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # A sentence of its own behind the quotation introduces the next one.
        ("nl", "„Zij”, zei bakker Mick Dorn, „hebben niets gelezen.” Jan van Hal zei: „Er is geen geld.”",
         ["Mick Dorn", "Jan van Hal"]),
        ("fr", "« On paie », dit Jean Bar. « On aurait pu l’éviter. » Selon le rapport, « tout est fini ».",
         ["Jean Bar", "Jean Bar"]),
        ("es", "“¿Quién va a pagar esto ahora?”, preguntó María José López, vecina.", ["María José López"]),
        # No speech begins or ends within a quotation in marks.
        ("pl", "– I nie będzie. „Oni – stwierdził Michał Dąb – nie przeczytali ani strony oferty”. Tak jest.",
         [None]),
    ],
)  # fmt: skip
def test_in_other_languages_too(language: str, text: str, expected: list[str | None]) -> None:
    assert [quote.speaker for quote in read(text, language=language)] == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("it", "Il suo vice, Carlo Barra, non è d’accordo con loro."),
        ("pt", "O seu adjunto, Carlos Barros, saiu."),
    ],
)
def test_a_possessive_behind_its_article_dangles_too(language: str, sentence: str) -> None:
    assert not stands_alone(sentence, language)


def test_titles_of_works_are_no_quotations() -> None:
    text = (
        "“Being a dad is my job,” Low said on the podcast “Here’s the Thing.” He was paid, according to "
        '"Man of the World," a book by Bob Day. Low acted in the film “Shark: Oh No!” this year.'
    )
    assert [quote.text for quote in read(text)] == ["Being a dad is my job,"]


def test_a_description_ends_before_what_its_bearer_did() -> None:
    text = "The nominee also outlined his plan and vowed to punish “those who violate all of the rules.”"
    assert [quote.speaker for quote in read(text)] == ["The nominee"]


@pytest.mark.parametrize(("who", "shown"), [("one of those advisers", False), ("an adviser in Harlow", True)])
def test_a_description_that_leans_on_what_stood_before_is_in_no_post(who: str, *, shown: bool) -> None:
    text = f"Nobody in Harlow was there. “There will not be any path for them,” said {who}."
    quote = read_highlights(read_text(text, title=None, language="en")).quote
    assert (quote is not None) is shown


@pytest.mark.parametrize(
    "text",
    [
        # What stands before a comma is set beside a full name between commas only.
        'Some want a woman to be president, Day said. Bob Day rose. "I have a plan for us all," Day said.',
        'He trusts the majority leader, Day said. Bob Day rose. "I have a plan for all of us," Day said.',
        'Bob Day rose. Of his wife, Day said: "She has a plan for all of us this time."',
    ],
)
def test_what_a_clause_ends_with_is_no_role_of_who_speaks_next(text: str) -> None:
    assert [(quote.speaker, quote.role) for quote in read(text)] == [("Bob Day", "")]


def test_the_role_between_commas_is_one() -> None:
    text = 'The union leader, Bob Day, rose. "I have a plan for all of us," Day said.'
    assert [(quote.speaker, quote.role) for quote in read(text)] == [("Bob Day", "union leader")]


def test_neither_a_slogan_nor_where_somebody_is_from_goes_into_a_post() -> None:
    text = 'Many knew the slogan, “Make Harlow Great Again.” "It is a lot of work," said the New Zealander.'
    assert [(quote.text, quote.speaker) for quote in read(text)] == [("It is a lot of work,", None)]


def test_what_somebody_sent_is_the_sender_s() -> None:
    text = (
        "Jo Day left. In an email Ann Low asks for what was sent by her friend Jo Day. "
        "“We are all keen to see it done.” Low agreed."
    )
    assert [quote.speaker for quote in read(text)] == ["Jo Day"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "In der Wohnung fand sie ihre beiden Töchter, die acht und elf Jahre alt waren."),
        ("de", "Etwa 30 Minuten später wurde ein Nachbeben der Stärke 2,0 registriert."),
        ("en", "About 30 minutes later a second quake was felt in Harlow."),
        ("fr", "Deux jours plus tard, 30 maisons ont brûlé."),
    ],
)
def test_what_counts_from_before_dangles(language: str, sentence: str) -> None:
    assert not stands_alone(sentence, language)
