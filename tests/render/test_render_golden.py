"""Golden posts: what the starters make of articles in three languages."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from render_articles import make_document, make_highlights, make_quote

from bot.extract.summary import summarise
from bot.model import Document, Highlights, MarkedText, Tone
from bot.render.fidelity import check_fidelity
from bot.render.filling import make_variables
from bot.render.hashtags import make_hashtags
from bot.render.labels import Labels
from bot.render.links import tag_link
from bot.render.template import Renderer
from bot.text import count_graphemes, find_links

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "data" / "golden"
ARTICLES = sorted(GOLDEN.glob("*.json"))
CASES = [("default", None), ("default", 500), ("default", 240), ("sober", None), ("bluesky", 300)]
CASES += [("breaking", None), ("breaking", 240)]


def read_article(path: Path) -> tuple[dict[str, Any], Document, Highlights]:
    data = json.loads(path.read_text(encoding="utf-8"))
    document = make_document(data["title"], *data["paragraphs"], language=data["language"])
    quotes = [make_quote(document, *data["quote"])] if data["quote"] else []
    figure = tuple(data["figure"]) if data["figure"] else None
    return data, document, make_highlights(document, figure, *quotes)


def measure(text: MarkedText) -> int:
    links = find_links(text.text)
    return count_graphemes(text.text) - sum(end - start - 23 for start, end in links)


@pytest.mark.parametrize(("template", "limit"), CASES)
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_posts_are_as_they_were(path: Path, template: str, limit: int | None, update_golden: bool) -> None:
    data, document, highlights = read_article(path)
    highlights = replace(highlights, summary=summarise(document, highlights.headline))
    variables = make_variables(
        document,
        highlights,
        newsroom="The Courier",
        channel="golden",
        link=tag_link(data["url"], source="mastodon", medium="social", campaign="newscrier"),
        hashtags=make_hashtags(data["tags"], 2),
        tone=Tone.SOBER if template == "sober" else Tone.NORMAL,
        labels=Labels(ROOT / "templates").choose(document.language, "en"),
    )
    renderer = Renderer(ROOT / "templates")
    rendered = renderer.render(f"posts/{template}.j2", variables, measure=measure, limit=limit)
    assert rendered.problems == ()
    assert check_fidelity(rendered.post, document, highlights) == []
    golden = path.with_name(f"{path.stem}.{template}{'' if limit is None else f'-{limit}'}.txt")
    if update_golden:
        golden.write_text(rendered.post.text.text + "\n", encoding="utf-8")
    assert rendered.post.text.text + "\n" == golden.read_text(encoding="utf-8")


def test_there_are_articles_in_three_languages() -> None:
    assert {read_article(path)[1].language for path in ARTICLES} >= {"en", "de", "pl"}


def test_every_starter_is_without_mistakes() -> None:
    renderer = Renderer(ROOT / "templates")
    assert {"posts/default.j2", "posts/sober.j2"} <= set(renderer.names())
    assert [renderer.check(name) for name in renderer.names()] == [[] for _ in renderer.names()]
