"""Variables, links, hashtags and quotation marks: what goes into a template."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from render_articles import ENGLISH, ENGLISH_HIGHLIGHTS, find, make_document, make_highlights, make_quote

from bot.model import Document, Highlights, Tone
from bot.render.filling import make_variables
from bot.render.filters import quoted
from bot.render.hashtags import make_hashtags
from bot.render.links import tag_link
from bot.render.variables import FigureVariables, PostVariables, QuoteVariables


def make(document: Document, highlights: Highlights, tone: Tone = Tone.NORMAL) -> PostVariables:
    return make_variables(
        document, highlights, newsroom="N", channel="c", link="https://a.example/", hashtags=["#A"], tone=tone
    )


def test_every_variable_has_a_help_line_and_an_example() -> None:
    for kind in (PostVariables, FigureVariables, QuoteVariables):
        for each in fields(kind):
            assert each.metadata["help"]
            assert "example" in each.metadata


def test_sober_is_headline_and_link() -> None:
    variables = make(ENGLISH, ENGLISH_HIGHLIGHTS, Tone.SOBER)
    assert (variables.figure, variables.quote, variables.hashtags, variables.summary) == (
        None,
        None,
        (),
        None,
    )
    assert (variables.headline, variables.link, variables.tone) == (
        ENGLISH.title,
        "https://a.example/",
        "sober",
    )


def test_a_quote_without_a_speaker_is_not_shown() -> None:
    assert ENGLISH_HIGHLIGHTS.quote is not None
    unsure = replace(ENGLISH_HIGHLIGHTS, quote=replace(ENGLISH_HIGHLIGHTS.quote, speaker=None))
    assert make(ENGLISH, unsure).quote is None


def test_line_breaks_of_a_scraped_text_become_blanks_and_hard_blanks_stay() -> None:
    document = make_document("A\nB", "It costs 4,5\u00a0%\nof  all.")
    highlights = make_highlights(document, ("4,5\u00a0%", "It costs 4,5\u00a0%\nof  all."))
    variables = make(document, highlights)
    assert variables.headline == "A B"
    assert variables.figure is not None
    assert variables.figure.sentence == "It costs 4,5\u00a0% of all."


@pytest.mark.parametrize(
    ("title", "sentence", "shown"),
    [
        ("Japan gives aid", "Japan has pledged $4.5 billion.", True),
        ("Japan has pledged $4.5 billion", "Japan has pledged $4.5 billion.", False),
        ("Japan: $4.5 billion pledged to Kyiv", "Japan has pledged $4.5 billion to Kyiv.", False),
        ("Japan: $4.5 billion", "The sum of $4.5 billion comes from frozen Russian assets.", True),
    ],
)
def test_a_figure_that_the_headline_carries_is_shown_only_where_it_says_more(
    title: str, sentence: str, shown: bool
) -> None:
    document = make_document(title, "First. " + sentence)
    figure = make(document, make_highlights(document, ("$4.5 billion", sentence))).figure
    assert (figure is not None) is shown
    assert figure is None or figure.in_headline is ("$4.5 billion" in title)


def test_no_sentence_stands_twice() -> None:
    said = "We will pay 5 million,"
    document = make_document("Title", f"“{said}” said Anna Nowak.")
    quote = make_quote(document, said, "Anna Nowak")
    figure = ("5 million", f"“{said}” said Anna Nowak.")
    assert make(document, make_highlights(document, figure, quote)).figure is None
    assert make(document, make_highlights(document, figure)).figure is not None


def test_a_summary_that_is_the_headline_is_none() -> None:
    document = make_document("All is well", "All is well. More.")
    highlights = make_highlights(document, None)
    assert make(document, replace(highlights, summary=find(document, "All is well"))).summary is None
    assert make(document, replace(highlights, summary=find(document, "well. More."))).summary == "well. More."


@pytest.mark.parametrize(
    ("url", "tagged"),
    [
        ("https://a.example", "https://a.example?utm_source=s&utm_medium=m&utm_campaign=c+"),
        (
            "https://a.example/x?b=1&a=2#f",
            "https://a.example/x?b=1&a=2&utm_source=s&utm_medium=m&utm_campaign=c+#f",
        ),
        (
            "https://a.example/?UTM_Source=rss",
            "https://a.example/?UTM_Source=rss&utm_medium=m&utm_campaign=c+",
        ),
        (
            "https://żółw.example:8080/ą b/%C4%85?q=ü",
            "https://xn--w-uga1v8h.example:8080/%C4%85%20b/%C4%85?q=%C3%BC&utm_source=s&utm_medium=m&utm_campaign=c+",
        ),
        ("http://[::1]:8/x", "http://[::1]:8/x?utm_source=s&utm_medium=m&utm_campaign=c+"),
        (
            "https://straße.example/",
            "https://xn--strae-oqa.example/?utm_source=s&utm_medium=m&utm_campaign=c+",
        ),
    ],
)
def test_links_are_tagged_and_safe(url: str, tagged: str) -> None:
    expected = tagged.replace("c+", "c%20%26")
    assert tag_link(url, source="s", medium="m", campaign="c &") == expected
    assert tag_link(expected, source="s", medium="m", campaign="c &") == expected


def test_a_link_with_nothing_to_add_stays_as_it_is() -> None:
    assert tag_link("https://a.example/?x#y", source="", medium="", campaign="") == "https://a.example/?x#y"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "mailto:a@b.example", "//a.example/", "", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no http"):
        tag_link(url, source="s", medium="m", campaign="c")


@pytest.mark.parametrize(
    ("tags", "hashtags"),
    [
        (["Ukraine", "ukraine", "Japan"], ["#Ukraine", "#Japan"]),
        (["tidal energy", "#eu-politics"], ["#TidalEnergy", "#EuPolitics"]),
        (["2024", "!", "", "F1"], ["#F1"]),
        (["Ukraine’s NATO bid", "żywiec", "ßa"], ["#UkrainesNATOBid", "#Żywiec"]),
        (["हिन्दी भाषा"], ["#हिन्दीभाषा"]),
        (["iPhone"], ["#iPhone"]),
    ],
)
def test_hashtags_are_made_of_whole_tags(tags: list[str], hashtags: list[str]) -> None:
    assert make_hashtags(tags, 2) == hashtags


@given(st.lists(st.text()), st.integers(-1, 4))
def test_hashtags_hold_letters_digits_and_underscores_only(tags: list[str], most: int) -> None:
    made = make_hashtags(tags, most)
    assert len(made) <= max(most, 0)
    assert all(regex.fullmatch(r"#[\p{L}\p{M}\p{Nd}_]*\p{L}[\p{L}\p{M}\p{Nd}_]*", tag) for tag in made)
    assert len({tag.casefold() for tag in made}) == len(made)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "“Yes.”"),
        ("de", "„Yes.“"),
        ("de-CH", "«Yes.»"),
        ("pl", "„Yes.”"),
        ("fr", "«\u202fYes.\u202f»"),
        ("es-MX", "«Yes.»"),
        ("sv", "”Yes.”"),
        ("tlh", "“Yes.”"),
    ],
)
def test_quotation_marks_of_the_language(language: str, shown: str) -> None:
    assert quoted("Yes,", language).split("\ue000")[0] == shown


def test_nothing_but_the_last_comma_is_changed(tmp_path: Path) -> None:
    assert quoted("One, “two”, three,") == "“One, “two”, three.”"
    assert quoted("Some at home etc.,") == "“Some at home etc.”"
    assert quoted("One, two!") == "“One, two!”"
    assert not list(tmp_path.iterdir())
