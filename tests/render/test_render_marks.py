"""Marks and the template's own words: told apart through filters, never made by an article's text."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import TemplateError
from bot.model import Mark, Post
from bot.render.marks import Sheet, Stretch, read_fences
from bot.render.template import Renderer
from bot.render.variables import PostVariables, QuoteVariables
from bot.text import normalise_text


def render(folder: Path, source: str, **values: Any) -> Post:
    (folder / "x.j2").write_text(source, encoding="utf-8")
    variables = PostVariables(**{"headline": "Kyiv and Tokyo", **values})
    return Renderer(folder).render("x.j2", variables, measure=lambda text: len(text.text), limit=None).post


def own_words(post: Post) -> list[str]:
    return [post.text.text[start:end] for start, end in post.own]


OWN = {
    "plain": ("Top 5: {{ headline }}!", ["Top 5: ", "!"]),
    "through filters": (
        "a {{ headline | upper }} b {{ headline | replace('Kyiv', '7') }} c {{ headline | truncate(8) }} d",
        ["a ", " b ", " c ", " d"],
    ),
    "a literal in an expression": ("{{ '5' }} of {{ 2 + 2 }}", [" of "]),
    "a computed value": ("{{ headline | length }} letters", [" letters"]),
    "a captured text": ("{% set x %}own {{ headline }}{% endset %}a {{ x | truncate(9) }} b", ["a ", " b"]),
    "a macro": ("{% macro m() %}own{% endmacro %}a {{ m() }}", ["a "]),
    "joined with marks": ("a {{ [headline | bold, 'x'] | join(' ') }} b", ["a ", " b"]),
    "cut within a mark": ("a {{ headline | bold | truncate(7, true, '') }} b", ["a ", " b"]),
    "turned round": ("a {{ headline | bold | reverse }} b", ["a ", " b"]),
    "within a part": ("{% part 'headline', 1 %}5 {{ headline }}{% endpart %}", ["5 "]),
    "a captured part": (
        "{% set x %}{% part 'headline', 1 %}5{% endpart %}{% endset %}a {{ x }} b",
        ["a ", " b"],
    ),
    "the newsroom": ("{{ headline }} {{ newsroom }}", [" Kanał 7"]),
    "the newsroom changed": ("{{ headline }} {{ newsroom | upper }}", [" "]),
    "in a loop": ("{% for t in tags %}{{ t }}, {% endfor %}end", [", ", ", end"]),
}


@pytest.mark.parametrize(("source", "expected"), OWN.values(), ids=OWN.keys())
def test_own_words_are_told_apart(tmp_path: Path, source: str, expected: list[str]) -> None:
    assert own_words(render(tmp_path, source, newsroom="Kanał 7", tags=("x", "y"))) == expected


def test_marks_stand_where_they_were_put(tmp_path: Path) -> None:
    post = render(
        tmp_path,
        "{{ headline | bold }}\n\n\n\n{{ quote.text | bold | blockquote }}\n"
        "{{ ('Read at ' ~ newsroom) | link(link) }}",
        quote=QuoteVariables("No.", "X"),
        newsroom="The Courier",
        link="https://a.example/ü?x={{1}}",
    )
    assert post.text.text == "Kyiv and Tokyo\n\nNo.\nRead at The Courier"
    assert post.text.marks == (
        Mark("bold", 0, 14),
        Mark("blockquote", 16, 19),
        Mark("bold", 16, 19),
        Mark("link", 20, 39, "https://a.example/ü?x={{1}}"),
    )


def test_a_link_without_an_address_is_plain(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ 'Read' | link(link) }}").text.marks == ()


def test_the_newsroom_s_name_still_compares(tmp_path: Path) -> None:
    assert render(tmp_path, "{% if newsroom == 'A' %}yes{% endif %}", newsroom="A").text.text == "yes"


HOSTILE = st.sampled_from(
    [
        "{{ headline }}",
        "{%",
        "%}",
        "{#",
        "<b>",
        "</b>",
        "&amp;",
        "\ue000",
        "\ue005",
        "\ue00c\ue168\ue0ff",
        "\u202e",
        "\u200f",
        "\u202e",
        "*x*",
        "\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(words=st.lists(HOSTILE | st.text(max_size=8), min_size=1, max_size=12))
def test_article_text_is_never_read_as_markup(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    raw = "".join(words)
    article = normalise_text(raw)
    folder = tmp_path_factory.mktemp("templates")
    post = render(
        folder,
        "<{{ headline }}|{{ quote.text | bold }}>",
        headline=article,
        quote=QuoteVariables(article, "X"),
    )
    assert post.text.text == f"<{article}|{article}>"
    assert own_words(post) == ["<", "|", ">"] if article else ["<|>"]
    marks = (Mark("bold", len(article) + 2, 2 * len(article) + 2),) if article else ()
    assert post.text.marks == marks
    assert render(folder, "<{{ headline }}>", headline="\ue000\ue003a\ue001").text.text == "<a>"


@settings(max_examples=300)
@given(
    text=st.text(
        st.sampled_from("ab\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue00c\ue00d\ue0ff\ue168\uf000"),
        max_size=40,
    )
)
def test_any_order_of_fences_gives_text_without_them(text: str) -> None:
    sheet = read_fences(text)
    assert sheet.text == "".join(char for char in text if char in "ab")
    assert all(0 <= each.start < each.end <= len(sheet.text) for each in sheet.stretches)
    assert len(sheet.borrowed()) == len(sheet.text)


@given(
    text=st.text("abc", max_size=20),
    places=st.lists(st.integers(0, 20), min_size=4, max_size=4).map(sorted),
    stretch=st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted),
)
def test_stretches_keep_their_text_when_holes_are_made(
    text: str, places: list[int], stretch: list[int]
) -> None:
    a, b, c, d = (min(place, len(text)) for place in places)
    start, end = (min(place, len(text)) for place in stretch)
    numbered = [(index, char) for index, char in enumerate(text) if not (a <= index < b or c <= index < d)]
    holes = [(a, b), (c, d)] if b < c else [(a, b), (b, d)] if c == b else [(a, b), (c, d)]
    sheet = Sheet(text, (Stretch("value", start, end),)).remove(holes)
    assert sheet.text == "".join(char for _, char in numbered)
    inside = "".join(char for index, char in numbered if start <= index < end)
    kept = [sheet.text[each.start : each.end] for each in sheet.stretches]
    assert kept == ([inside] if inside else [])


def test_a_literal_may_not_smuggle_in_fences(tmp_path: Path) -> None:
    post = render(tmp_path, r'{{ "\ue0017\ue000" }}{{ headline }}')
    assert own_words(post) == []
    with pytest.raises(TemplateError):
        render(tmp_path, "\ue0017\ue000{{ headline }}")
