"""Hostile pages: refused before they cost anything, and never more than an Unreadable."""

import json
import time
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import assert_grows_evenly

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.extract.webpage import parsing
from bot.model import Document, Entry

LINE = "The council met on Monday and decided to keep the old school, said its head, Ann Lee. "
STORY = f"<p>{LINE * 5}</p>"
SLOWEST = 6
"""Seconds of the processor; each takes less than two."""

PIECES = st.sampled_from(
    [
        "<html>",
        "<head>",
        "<body>",
        "</body></html>",
        "<p>",
        "</p>",
        "<div class=author>",
        "</div>",
        "<h1>",
        "</h1>",
        "<title>A | B</title>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A b c"}</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@id":"#a"},7,null]',
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<table><tr><td>a</td></tr>",
        "<ul><li>a",
        "<figure><img src=a.jpg alt=b>",
        "<br>",
        "&amp;lt;",
        "&#0;",
        "&#xD800;",
        "\x00",
        "\ufffe",
        "<meta property=og:title content='A: b'>",
        "<meta property=og:image content='http://['>",
        "<link rel=canonical href='http://['>",
        "<base href='http://['>",
        "<time datetime='0000-99-99T99:99'>",
        LINE,
        "…",
        "Photo: AP",
        "<svg><title>",
        "<a href=x>",
        "<?xml version='1.0' encoding='utf-16'?>",
    ]
)
PAGES = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=20)), max_size=40).map("".join)


def read(raw: str, media_type: str = "text/html", place: str = "https://courier.example.org/a") -> Document:
    entry = Entry("a", "1", place, raw, media_type=media_type)
    return read_document(entry, language="en", timezone=ZoneInfo("Europe/Warsaw"))


def whole(body: str, head: str = "") -> str:
    return f"<html><head><title>School stays open</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown", "application/json"])
@given(raw=PAGES)
@settings(max_examples=80, deadline=None)
def test_any_text_is_a_document_or_unreadable(media_type: str, raw: str) -> None:
    try:
        document = read(raw, media_type)
    except Unreadable as error:
        assert error.problems  # noqa: PT017 - either end is right
        return
    assert document.title
    spans = [*document.paragraphs, *([document.title_span] if document.title_span else [])]
    assert spans
    assert all(document.text[span.start : span.end] == span.text for span in spans)
    assert read(raw, media_type) == document


_NAMES = (
    "headline body_text bodies value by associations renditions href name @type @graph @id author image url"
    " keywords text title html subject embargoed urgency pubstatus type language datePublished"
)
NAMES = _NAMES.split()
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.just(LINE)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=15,
)


@given(VALUES)
@settings(max_examples=80, deadline=None)
def test_any_json_is_a_document_or_unreadable(value: object) -> None:
    raw = json.dumps(value)
    script = f'<script type="application/ld+json">{raw}</script>'.replace('@type": "', '@type": "NewsArticle')
    for text, media_type in ((raw, "application/ninjs+json"), (whole(STORY, script), "text/html")):
        try:
            document = read(text, media_type)
        except Unreadable as error:
            assert error.problems  # noqa: PT017 - either end is right
        else:
            assert document.paragraphs


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (whole("<div>" * 200_000 + LINE), "too deeply|too large"),
        (whole("<div>" * 5_000 + STORY), "too deeply"),
        (whole("<p>a</p>" * 40_000), "too large"),
        (whole(STORY * 200_000)[: parsing.MOST_CHARACTERS + 1], "far too large"),
        (whole(f"<p>{LINE * 5_000}</p>"), "too large"),
        (whole("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">"), "far too long"),
        ("<" * 3_000_000, "too large"),
    ],
    ids=["endless", "deep", "tags", "characters", "text", "attributes", "angles"],
)
def test_what_is_beyond_the_limits_is_refused_at_once(raw: str, message: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable, match=message):
        read(raw)
    assert time.process_time() - began < SLOWEST


@pytest.mark.parametrize(
    "raw",
    [
        whole("<p>a</p>" * 14_000),
        whole("<table><tr><td colspan=1000000 rowspan=1000000>x</td></tr></table>" * 50 + STORY),
        whole(STORY, '<script type="application/ld+json">' + "[" * 400_000 + "</script>"),
        whole(STORY, "<script>" + "a<b " * 20_000 + "</script>" + "<style>" * 5_000),
        whole(f'<p class="{"a " * 1_000_000}">{STORY}'),
        whole(f'<img src="data:image/png;base64,{"A" * 3_000_000}">{STORY}'),
        whole("<b><i>" * 100 + STORY),
        "<p>" + "&" * 300_000,
    ],
    ids=["small", "spans", "json", "scripts", "classes", "picture", "formatting", "ampersands"],
)
def test_what_is_within_the_limits_takes_no_time(raw: str) -> None:
    began = time.process_time()
    try:
        assert read(raw).paragraphs
    except Unreadable as error:
        assert error.problems  # noqa: PT017 - either end is right
    assert time.process_time() - began < SLOWEST


@pytest.mark.parametrize("unit", ["[", "![", "*a ", "_a", ">", "<", "- ", "[a](<b", "[a]: b\n", "|\n"])
def test_hostile_markdown_takes_no_time(unit: str) -> None:
    def read_some(length: int) -> None:
        with suppress(Unreadable):  # either end is right
            read(("a|b\n-|-\n" + unit * length)[:length], "text/markdown")

    assert_grows_evenly(read_some, 5_000)


def test_entities_and_outside_files_are_never_followed() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 50}">' for n in range(12))
    doctype = f'<!DOCTYPE html [<!ENTITY e0 "boom">{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    document = read(f"<?xml version='1.0'?>{doctype}<html><body><p>&e12; &x; {LINE}</p>{STORY}</body></html>")
    assert "root:" not in document.text
    assert len(document.text) < 5_000


def test_scripts_never_become_story() -> None:
    html = whole(f"<p>{LINE}<script>alert('{LINE}')</script></p>{STORY}<style>p {{ color: red }}</style>")
    assert "alert" not in read(html).text
    assert "color" not in read(html).text
