"""Making posts fit: never over the limit without saying so, never through a figure, quote or link."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.model import MarkedText
from bot.render.fit import find_cuts
from bot.render.template import Renderer
from bot.render.variables import FigureVariables, PostVariables, QuoteVariables
from bot.text import count_graphemes, find_links, normalise_text

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STARTERS = Renderer(TEMPLATES)
LINK = "https://courier.example.org/a?utm_source=mastodon"


def count_like_mastodon(text: MarkedText) -> int:
    links = find_links(text.text)
    return count_graphemes(text.text) - sum(count_graphemes(text.text[a:b]) - 23 for a, b in links)


MEASURES: dict[str, Callable[[MarkedText], int]] = {
    "characters": lambda text: len(text.text),
    "graphemes": lambda text: count_graphemes(text.text),
    "bytes": lambda text: len(text.text.encode()),
    "links as 23": count_like_mastodon,
    "marks cost": lambda text: len(text.text) + 7 * len(text.marks),
}

texts = st.text(max_size=120).map(normalise_text).map(str.strip)
sentences = st.lists(
    st.sampled_from(
        [
            "Kyiv",
            "pledged",
            "$4.5 billion",
            "“no way”",
            "3.7 per cent",
            "é",
            "👩‍👩‍👧",
            "—",
            "two million",
            "aid,",
            "\u202bעברית\u202c",
        ]
    )
    | st.text(min_size=1, max_size=12).map(normalise_text),
    min_size=1,
    max_size=25,
).map(lambda words: " ".join(" ".join(words).split()))
figures = st.builds(FigureVariables, st.just("$4.5 billion"), sentences.map("It is $4.5 billion. ".__add__))
quotes = st.builds(QuoteVariables, sentences, st.just("Anna Nowak"), st.sampled_from(["", "mayor"]))
articles = st.builds(
    PostVariables,
    headline=sentences,
    figure=st.none() | figures,
    quote=st.none() | quotes,
    link=st.none() | st.just(LINK),
    hashtags=st.sampled_from([(), ("#Ukraine",), ("#Ukraine", "#Japan")]),
    language=st.sampled_from(["en", "de", "pl", "fr"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(article=articles, limit=st.integers(0, 500), measure=st.sampled_from(sorted(MEASURES)))
def test_a_post_is_within_its_limit_or_says_so_and_nothing_is_cut(
    article: PostVariables, limit: int, measure: str
) -> None:
    rendered = STARTERS.render("posts/default.j2", article, measure=MEASURES[measure], limit=limit)
    text = rendered.post.text.text
    assert rendered.length == MEASURES[measure](rendered.post.text)
    assert rendered.length <= limit or rendered.problems
    assert text == text.strip()
    if article.link:
        assert text.count(LINK) == 1
    if article.figure:
        whole = article.figure.sentence.strip() in text
        assert whole != ("figure" in rendered.dropped)
    if article.quote and "quote" not in rendered.dropped:
        said = article.quote.text.strip()
        assert said in text or said.rstrip(",").rstrip() + "." in text
        assert article.quote.attribution in text


@settings(max_examples=150, deadline=None)
@given(text=sentences)
@example(text="Kyiv “ “no way”")
@example(text="Kyiv „ “no way”")
def test_cuts_are_behind_words_and_not_within_numbers_or_quotations(text: str) -> None:
    for cut in find_cuts(text):
        kept = text[:cut]
        assert text[cut] in " ,;:–—-"
        for whole in ("$4.5 billion", "“no way”", "3.7 per cent", "two million"):
            assert kept.count(whole.split(" ", maxsplit=1)[0]) - kept.count(whole) <= text.count(
                whole.split(" ", maxsplit=1)[0]
            ) - text.count(whole)


def render(
    tmp_path: Path, source: str, limit: int | None, **values: Any
) -> tuple[str, tuple[str, ...], list[str]]:
    (tmp_path / "x.j2").write_text(source, encoding="utf-8")
    variables = PostVariables(**{"headline": "Kyiv asks its friends for more help", **values})
    done = Renderer(tmp_path).render("x.j2", variables, measure=lambda text: len(text.text), limit=limit)
    return done.post.text.text, done.dropped, [problem.message for problem in done.problems]


NAMED = """
{% part "link", 1 %}
{{ link }}

{% endpart %}
{{ headline | clippable }}


{% part "tags", 3 %}
{{ tags | join }}

{% endpart %}
{% part "foot", 2 %}
foot{% part "deep" %} deep{% endpart %}

{% endpart %}
"""


@pytest.mark.parametrize(
    ("limit", "text", "dropped", "problems"),
    [
        (None, f"{LINK}\n\nKyiv asks its friends for more help\n\ntags\n\nfoot deep", (), []),
        (97, f"{LINK}\n\nKyiv asks its friends for more help\n\nfoot deep", ("tags",), []),
        (92, f"{LINK}\n\nKyiv asks its friends for more help", ("tags", "foot", "deep"), []),
        (40, "Kyiv asks its friends for more help", ("tags", "foot", "deep", "link"), []),
        (34, "Kyiv asks its friends for more…", ("tags", "foot", "deep", "link"), []),
        (22, "Kyiv asks its friends…", ("tags", "foot", "deep", "link"), []),
        (5, "Kyiv asks its…", ("tags", "foot", "deep", "link"), ["the post is too long by 9 characters"]),
    ],
)
def test_the_largest_rank_goes_first_then_words(
    tmp_path: Path, limit: int | None, text: str, dropped: tuple[str, ...], problems: list[str]
) -> None:
    assert render(tmp_path, NAMED, limit, link=LINK, tags=("tags",)) == (text, dropped, problems)


def test_a_part_whose_variable_is_missing_drops_itself_and_its_blank_lines(tmp_path: Path) -> None:
    assert render(tmp_path, NAMED, None)[0] == "Kyiv asks its friends for more help\n\nfoot deep"


@pytest.mark.parametrize(
    ("headline", "figure"),
    [
        ("Kyiv asks its friends and gets $4.5 billion in aid", FigureVariables("$4.5 billion", "s")),
        ("Kyiv asks its friends at https://a.example/b six", None),
    ],
)
def test_a_clippable_with_a_figure_or_link_is_not_clipped(
    tmp_path: Path, headline: str, figure: FigureVariables | None
) -> None:
    text, _, problems = render(tmp_path, "{{ headline | clippable }}", 30, headline=headline, figure=figure)
    assert text == headline
    assert problems == [f"the post is too long by {len(headline) - 30} characters"]


def test_a_clip_keeps_numbers_with_what_they_count(tmp_path: Path) -> None:
    headline = "Kyiv gets from Tokyo 4.5 billion dollars in fresh aid"
    assert render(tmp_path, "{{ headline | clippable }}", 36, headline=headline)[0] == "Kyiv gets from Tokyo…"


def test_an_empty_post_is_a_problem(tmp_path: Path) -> None:
    assert render(tmp_path, "{# nothing #}", None)[2] == ["the template gives an empty post"]
