"""Threads: what `{% next %}` makes of a template, each post for itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import TemplateError
from bot.render.checking import SAMPLES
from bot.render.rendered import Rendered
from bot.render.template import Renderer

FULL = SAMPLES[0]
THREAD = """\
{{ headline | clippable }}
{% next %}
{% part "figure" %}{{ figure.sentence }}{% endpart %}
{% next %}
{% part "quote" %}{{ quote.text | quoted(language) }}{% endpart %}

{% part "link", 1 %}{{ link }}{% endpart %}
"""


def render(folder: Path, source: str, limit: int | None = None, **changes: object) -> Rendered:
    (folder / "posts").mkdir(exist_ok=True)
    (folder / "posts" / "x.j2").write_text(source, encoding="utf-8")
    values = replace(FULL, **changes)  # type: ignore[arg-type]  # a test's own
    return Renderer(folder).render("posts/x.j2", values, measure=lambda text: len(text.text), limit=limit)


def test_each_post_is_fitted_and_linked_for_itself(tmp_path: Path) -> None:
    done = render(tmp_path, THREAD, limit=75)
    texts = [post.text.text for post in (done.post, *done.more)]
    assert texts == [FULL.headline, FULL.figure and FULL.figure.sentence, "“This is significant support.”"]
    assert done.dropped == ("link",)
    assert [post.link for post in (done.post, *done.more)] == [FULL.link, None, None]
    assert done.lengths == tuple(map(len, texts))
    whole = render(tmp_path, THREAD)
    assert whole.more[1].link == FULL.link
    assert whole.more[1].text.text.endswith(FULL.link or "?")


def test_what_is_empty_is_left_out_and_what_is_too_long_says_which(tmp_path: Path) -> None:
    assert [
        post.text.text for post in render(tmp_path, THREAD, figure=None, quote=None, link=None).more
    ] == []
    (problem,) = render(tmp_path, THREAD, limit=50).problems
    assert problem.message.startswith("post 2 of the thread: ")
    (empty,) = render(tmp_path, "{% next %}\n{% next %}").problems
    assert "empty post" in empty.message


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('{% part "quote" %}a{% next %}b{% endpart %}', "stands within a part"),
        ("{{ headline }}" + "{% next %}{{ headline }}" * 20, "more than 20 posts"),
        ("{% next x %}", "expected token"),
    ],
)
def test_what_makes_no_thread_is_told(tmp_path: Path, source: str, told: str) -> None:
    with pytest.raises(TemplateError, match=told):
        render(tmp_path, source)


def test_a_break_cannot_come_from_an_article(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ headline }}", headline="One \ue00e two").more == ()
