"""The starter for Bluesky: figure and quote, the headline where it must be there, and never nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.http import Client
from bot.model import Tone
from bot.platforms.bluesky import Bluesky
from bot.platforms.bluesky.options import BlueskyOptions
from bot.render.template import Renderer
from bot.render.variables import FigureVariables, PostVariables, QuoteVariables
from bot.secrecy import Credentials

ROOT = Path(__file__).resolve().parents[2]
RENDERER = Renderer(ROOT / "templates")
HEADLINE = "The ferry sails again after a hard winter"
LINK = "https://courier.example.org/ferry?utm_source=bluesky&utm_medium=social"
FIGURE = FigureVariables("€4.5 million", "The harbour paid €4.5 million for the repair.")
QUOTE = QuoteVariables("We waited for this morning all winter.", "Maren Holloway", "the ferry’s captain")


@pytest.fixture(scope="module")
def platform() -> Bluesky:
    options = {"platform": "bluesky", "handle": "courier.test", "app_password": {"env": "X"}}
    return Bluesky(BlueskyOptions.model_validate(options), Client(), Credentials(), {})


def render(platform: Bluesky, name: str = "bluesky", **variables: object) -> str:
    given = PostVariables(headline=HEADLINE, **{"link": LINK, **variables})  # type: ignore[arg-type] # a mix
    rendered = RENDERER.render(f"posts/{name}.j2", given, measure=platform.measure, limit=300)
    assert rendered.problems == ()
    assert platform.measure(rendered.post.text) <= 300
    assert [problem for problem in platform.check(rendered.post) if problem.severity == "error"] == []
    return rendered.post.text.text


def test_figure_and_quote_are_the_text_and_the_rest_is_the_card(platform: Bluesky) -> None:
    text = render(platform, figure=FIGURE, quote=QUOTE)
    assert text == f"{FIGURE.sentence}\n\n“{QUOTE.text}”\n— Maren Holloway, the ferry’s captain"


def test_the_headline_stands_there_when_nothing_else_does(platform: Bluesky) -> None:
    assert render(platform) == HEADLINE
    assert render(platform, tone=Tone.SOBER.value) == HEADLINE
    assert render(platform, link=None) == HEADLINE


def test_without_a_link_there_is_no_card_so_the_headline_comes_first(platform: Bluesky) -> None:
    assert render(platform, figure=FIGURE, link=None) == f"{HEADLINE}\n\n{FIGURE.sentence}"


def test_a_label_stands_before_what_the_newsroom_says_itself(platform: Bluesky) -> None:
    assert render(platform, label="Update", figure=FIGURE) == f"Update: {FIGURE.sentence}"
    assert render(platform, label="Update", quote=QUOTE).startswith(f"Update: {HEADLINE}\n\n“")
    assert render(platform, label="Update") == f"Update: {HEADLINE}"


def test_a_quote_that_is_too_long_leaves_the_headline_not_nothing(platform: Bluesky) -> None:
    long = QuoteVariables("We waited for this morning all winter, " * 8, "Maren Holloway")
    assert render(platform, quote=long) == HEADLINE
    assert render(platform, quote=long, figure=FIGURE) == FIGURE.sentence


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 400),
    st.sampled_from(["winter ", "żółw ", "ฤดูหนาว ", "❄️👩\u200d👩\u200d👧\u200d👦 "]),
    st.booleans(),
)
def test_a_post_is_never_empty(length: int, word: str, linked: bool) -> None:
    options = {"platform": "bluesky", "handle": "courier.test", "app_password": {"env": "X"}}
    bluesky = Bluesky(BlueskyOptions.model_validate(options), Client(), Credentials(), {})
    quote = QuoteVariables((word * length)[:length].strip() or "x", "Maren Holloway")
    assert render(bluesky, quote=quote, link=LINK if linked else None)


def test_a_sober_post_is_headline_and_link(platform: Bluesky) -> None:
    assert render(platform, "sober", tone=Tone.SOBER.value) == f"{HEADLINE}\n\n{LINK}"
