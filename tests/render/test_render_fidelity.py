"""The fidelity check: every way in which a post may say what its article does not."""

import time
from pathlib import Path

import pytest
from render_articles import (
    ENGLISH,
    ENGLISH_HIGHLIGHTS,
    GERMAN,
    GERMAN_HIGHLIGHTS,
    POLISH,
    POLISH_HIGHLIGHTS,
    make_document,
    make_highlights,
)

from bot.model import Document, Highlights, Mark, MarkedText, Post, Tone
from bot.render.fidelity import check_fidelity
from bot.render.filling import make_variables
from bot.render.template import Renderer

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

FAITHFUL = {
    "headline alone": "Gdynia’s trams return after forty years",
    "figure": "$4.5 billion",
    "figure in its sentence": "Gdynia will spend $4.5 billion on a new tram network",
    "quote with speaker and role": "“Nobody believed in it, and here we are.”\n— Anna Nowak, mayor of Gdynia",
    "quote with the comma kept": "“Nobody believed in it, and here we are,” — Anna Nowak, mayor of Gdynia",
    "quote with the speaker only": "“Nobody believed in it, and here we are.”\n— Anna Nowak",
    "other marks": "„Nobody believed in it, and here we are.“\n– Anna Nowak, mayor of Gdynia",
    "straight marks": '"We will watch every single invoice."\n— Jan Kowal, head of the audit office',
    "two quotes": "“Nobody believed in it, and here we are.”\n— Anna Nowak\n\n"
    "“We will watch every single invoice.”\n— Jan Kowal",
    "a sentence with its quote": "“Nobody believed in it, and here we are,” said Anna Nowak, mayor",
    "a nested quote": "“This is “our” day,” she added.",
    "number words": "Seven stops will open in 2027.",
    "percent as written": "Some 3.7 per cent of it comes from the state.",
    "numbers in links and hashtags": "Gdynia’s trams return\nhttps://courier.example.org/99/2031 #Gdynia2030",
}
WRONG = {
    "a changed digit": ("Gdynia will spend $4.6 billion", "4.6"),
    "a lost decimal": ("Gdynia will spend $45 billion", "45"),
    "a longer number": ("$4.50 billion", "4.50"),
    "within a longer number": ("$14.5 billion", "14.5"),
    "the magnitude lost": ("$4.5", "$4.5"),
    "another magnitude": ("$4.5 million", "million"),
    "another currency": ("€4.5 billion", "€"),
    "the currency lost": ("4.5 billion", "4.5"),
    "percent for per cent": ("Some 3.7 percent of it", "3.7 percent"),
    "the percent sign": ("3.7%", "3.7%"),
    "percent lost": ("Some 3.7 of it", "3.7"),
    "a comma for the point": ("$4,5 billion", "4,5"),
    "a number from another article": ("1,200 people came", "1,200"),
    "a hashtag that is none of the post's": ("#Gdynia2031", "2031"),
    "another number word": ("Eight stops will open in 2027.", "Eight"),
    "a negative": ("-2027", "-2027"),
    "a swapped speaker": ("“Nobody believed in it, and here we are.”\n— Jan Kowal", "Jan Kowal"),
    "a swapped speaker in the line": ("“Nobody believed in it, and here we are.” — Jan Kowal", "Jan Kowal"),
    "a swapped role": ("“We will watch every single invoice.”\n— Jan Kowal, mayor of Gdynia", "mayor"),
    "an invented speaker": ("“We will watch every single invoice.”\n— John Doe", "John Doe"),
    "a speaker before the quote": ("Jan Kowal: “Nobody believed in it, and here we are.”", "Jan Kowal"),
    "a speaker in parentheses": ("“We will watch every single invoice.” (Anna Nowak)", "Anna Nowak"),
    "a shortened quote": ("“Nobody believed in it.”\n— Anna Nowak", "Nobody"),
    "a shortened quote with an ellipsis": ("“Nobody believed…”\n— Anna Nowak", "Nobody"),
    "a piece of a quote": ("“We will watch every”\n— Jan Kowal", "We will"),
    "a piece without a speaker": ("“believed in it, and here we are.”", "believed"),
    "a piece with verbatim words": ("“here we are”", "here we are"),
    "merged quotes": (
        "“Nobody believed in it, and here we are. We will watch every single invoice.”\n— Anna Nowak",
        "Nobody",
    ),
    "a changed word": ("“Nobody believes in it, and here we are.”\n— Anna Nowak", "believes"),
    "words that nobody said": ("“A triumph.”", "triumph"),
    "the narrator quoted": ("“the city hall said on Tuesday”\n— Anna Nowak", "city hall"),
    "a quote without marks": ("We will watch every invoice.\n— Jan Kowal", "every invoice"),
    "a comma not at the end changed": ("“Nobody believed in it. and here we are.”\n— Anna Nowak", "Nobody"),
    "an open quotation": ("“Nobody believed in anything", "anything"),
}


def make_post(text: str, language: str = "en") -> Post:
    return Post(
        MarkedText(text), language, "Gdynia’s trams return after forty years", hashtags=("#Gdynia2030",)
    )


@pytest.mark.parametrize("text", FAITHFUL.values(), ids=FAITHFUL.keys())
def test_a_faithful_post_passes(text: str) -> None:
    assert check_fidelity(make_post(text), ENGLISH, ENGLISH_HIGHLIGHTS) == []


@pytest.mark.parametrize(("text", "token"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_post_is_caught_and_told_why(text: str, token: str) -> None:
    problems = check_fidelity(make_post(text), ENGLISH, ENGLISH_HIGHLIGHTS)
    assert problems
    assert any(token in problem.message for problem in problems)
    assert all(problem.hint and problem.severity == "error" for problem in problems)


@pytest.mark.parametrize(
    ("document", "highlights", "text", "right"),
    [
        (GERMAN, GERMAN_HIGHLIGHTS, "4,5 Milliarden Euro", True),
        (GERMAN, GERMAN_HIGHLIGHTS, "4,5 Milliarden", True),
        (GERMAN, GERMAN_HIGHLIGHTS, "4.5 Milliarden Euro", False),
        (GERMAN, GERMAN_HIGHLIGHTS, "4,5 Millionen Euro", False),
        (GERMAN, GERMAN_HIGHLIGHTS, "4,5 Milliarden Dollar", False),
        (GERMAN, GERMAN_HIGHLIGHTS, "Sieben Bahnhöfe", True),
        (GERMAN, GERMAN_HIGHLIGHTS, "Siebzehn Bahnhöfe", False),
        (GERMAN, GERMAN_HIGHLIGHTS, "„Das ist ein großer Tag für unsere Stadt“\n— Petra Lindner", True),
        (GERMAN, GERMAN_HIGHLIGHTS, "„Das ist ein großer Tag“\n— Petra Lindner", False),
        (POLISH, POLISH_HIGHLIGHTS, "12 proc. zapłaci państwo", True),
        (POLISH, POLISH_HIGHLIGHTS, "12 procent zapłaci państwo", False),
        (POLISH, POLISH_HIGHLIGHTS, "4,5 mld zł", True),
        (POLISH, POLISH_HIGHLIGHTS, "4,5 mln zł", False),
        (
            POLISH,
            POLISH_HIGHLIGHTS,
            "„Nikt w to nie wierzył” – powiedziała prezydent miasta Anna Nowak.",
            True,
        ),
        (POLISH, POLISH_HIGHLIGHTS, "„Nikt w to nie wierzył” – powiedziała Ewa Lis.", False),
        (POLISH, POLISH_HIGHLIGHTS, "dwanaście procent", False),
    ],
)
def test_claims_are_found_in_other_languages_too(
    document: Document, highlights: Highlights, text: str, right: bool
) -> None:
    problems = check_fidelity(make_post(text, document.language), document, highlights)
    assert (problems == []) is right


def test_the_template_s_own_words_are_left_alone_unless_a_number_reaches_beyond_them() -> None:
    own = Post(MarkedText("Top 5: $4.5 billion"), "en", "", own=((0, 7),))
    glued = Post(MarkedText("$4.5 billion0"), "en", "", own=((12, 13),))
    unit = Post(MarkedText("3.7 percent"), "en", "", own=((3, 11),))
    assert check_fidelity(own, ENGLISH, ENGLISH_HIGHLIGHTS) == []
    assert check_fidelity(glued, ENGLISH, ENGLISH_HIGHLIGHTS)
    assert check_fidelity(unit, ENGLISH, ENGLISH_HIGHLIGHTS)


def test_a_block_quotation_counts_as_quoted() -> None:
    def post(said: str) -> Post:
        text = f"{said}\n— Jan Kowal"
        return Post(MarkedText(text, (Mark("blockquote", 0, len(said)),)), "en", "")

    assert check_fidelity(post("We will watch every single invoice."), ENGLISH, ENGLISH_HIGHLIGHTS) == []
    assert check_fidelity(post("We will watch every invoice."), ENGLISH, ENGLISH_HIGHLIGHTS)
    assert check_fidelity(post("Nobody believed in it, and here we are."), ENGLISH, ENGLISH_HIGHLIGHTS)


def test_quotation_marks_of_the_headline_are_the_article_s_own() -> None:
    document = make_document("Mayor calls trams “a gift” to 3 districts", "The mayor spoke.")
    post = Post(MarkedText(document.title), "en", document.title)
    assert check_fidelity(post, document, make_highlights(document, None)) == []


@pytest.mark.parametrize(
    ("document", "highlights"),
    [(ENGLISH, ENGLISH_HIGHLIGHTS), (GERMAN, GERMAN_HIGHLIGHTS), (POLISH, POLISH_HIGHLIGHTS)],
)
@pytest.mark.parametrize("limit", [None, 300, 160, 90])
def test_what_the_starter_renders_is_faithful(
    document: Document, highlights: Highlights, limit: int | None
) -> None:
    link = "https://courier.example.org/2031"
    variables = make_variables(
        document,
        highlights,
        newsroom="Kanał 7",
        channel="c",
        link=link,
        hashtags=["#Gdynia2030"],
        tone=Tone.NORMAL,
    )
    rendered = Renderer(TEMPLATES).render(
        "posts/default.j2", variables, measure=lambda text: len(text.text), limit=limit
    )
    assert rendered.problems == ()
    assert check_fidelity(rendered.post, document, highlights) == []


def test_empty_quotation_marks_and_endless_words_do_no_harm() -> None:
    assert check_fidelity(make_post("“” ‘ ’ «\n—"), ENGLISH, ENGLISH_HIGHLIGHTS) == []
    endless = "a" * 60_000
    began = time.process_time()
    for text in (endless + "5", "a-" * 30_000 + "5", "1 " * 30_000, "““”" * 2_000):
        assert check_fidelity(make_post(text), ENGLISH, ENGLISH_HIGHLIGHTS)
    assert time.process_time() - began < 5
