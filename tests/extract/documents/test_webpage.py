"""Web pages: the story without its furniture, and every field from where it is surest."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.model import Document, Entry, Image

PAGES = Path(__file__).parents[2] / "data" / "pages"
BRIDGE = (PAGES / "bridge.html").read_text(encoding="utf-8")
ZEITUNG = (PAGES / "zeitung.html").read_text(encoding="utf-8")
ADDRESS = "https://courier.example.org/news/bridge-reopens"
SITE = '<meta property="og:site_name" content="Courier">'
STORY = (
    "<p>The council met on Monday and decided to keep the old school, said its head, Ann Lee, when she"
    " left the hall.</p><p>It will cost the town four million a year, which is more than the park and"
    " the pool take together, and nobody knows who will pay for it.</p>"
)


def read(html: str, *, place: str = ADDRESS, usual: str = "en", **beside: Any) -> Document:
    entry = Entry("a", "1", place, html, media_type="text/html; charset=utf-8", metadata=beside)
    return read_document(entry, language=usual, timezone=ZoneInfo("Europe/Warsaw"))


def page(body: str = STORY, head: str = "<title>Council keeps the old school</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def test_a_page_becomes_a_document() -> None:
    document = read(BRIDGE)
    assert document.title == "Old bridge at Port Selwyn reopens after £4.5 million repair"
    assert document.title_span
    assert document.title_span.start == 0
    assert document.text.startswith(f"{document.title}\n\nThe old bridge over the river Sel")
    assert [paragraph.text.split()[0] for paragraph in document.paragraphs] == ["The", "The", "“We", "The"]
    assert all(document.text[span.start : span.end] == span.text for span in document.paragraphs)
    assert document.url == ADDRESS
    assert document.byline == "Jane Doe, John O'Hara"
    assert document.published_at == datetime(2026, 3, 1, 9, 15, tzinfo=UTC)
    assert document.updated_at == datetime(2026, 3, 1, 11, 40, tzinfo=UTC)
    assert (document.section, document.tags) == ("Local", ("Bridges", "Port Selwyn"))
    assert document.language == "en-GB"
    assert document.image == Image(
        "https://img.example.org/2026/bridge.jpg", "Cyclists cross the repaired bridge", "Ann Lee"
    )
    assert not document.doubt


def test_entities_are_decoded_once() -> None:
    body = read(BRIDGE).body
    assert "£4.5 million" in body
    assert "Ruth Amsel & her deputy. A text may say &lt;b&gt; and mean it." in body


def test_what_is_struck_out_is_not_read() -> None:
    body = f"{STORY}<p>It costs <del>£<b>4</b></del> <ins>£5</ins> <s>a day</s>a week, he said.</p>"
    assert "It costs £5 a week, he said." in read(page(body)).body


def test_the_page_itself_tells_what_its_head_does_not() -> None:
    document = read(ZEITUNG, place="https://bote.example.org/a")
    assert document.title == "Rat beschließt neues Hallenbad"
    assert document.byline == "Erika Muster"
    assert document.tags == ("Hallenbad", "Stadtrat")
    assert document.published_at == datetime(2026, 2, 11, 17, 5, tzinfo=UTC)
    assert "Bürgermeisterin Anna" in document.body


def test_a_sure_text_beats_the_language_that_a_cms_came_with() -> None:
    assert read(ZEITUNG).language == "de"
    assert read(ZEITUNG, usual="de-AT").language == "de-AT"
    assert read(page(), usual="pl").language == "en"


def test_what_stands_beside_the_page_wins() -> None:
    document = read(BRIDGE, title="Bridge open", byline="Desk", language="en-US", section="Roads")
    assert (document.title, document.title_span) == ("Bridge open", None)
    assert document.text.startswith("The old bridge over the river")
    assert (document.byline, document.language, document.section) == ("Desk", "en-US", "Roads")
    assert document.url == ADDRESS


@pytest.mark.parametrize(
    ("head", "heading", "expected"),
    [
        ("<title>Council keeps school | The Courier</title>", "", "Council keeps school"),
        ("<title>Council keeps school - courier.example.org</title>", "", "Council keeps school"),
        ("<title>The Courier: Council keeps school</title>", "", "The Courier: Council keeps school"),
        (
            SITE + '<meta property="og:title" content="Courier – Council keeps school">',
            "",
            "Council keeps school",
        ),
        ("<title>Council keeps school – What we know – Now</title>", "", None),
        ("<title>Council keeps school – Now</title>", "Council keeps school", "Council keeps school"),
        ("<title>Council: school stays</title>", "Council &amp; school agree", "Council & school agree"),
        (
            '<meta property="og:title" content="&lt;em&gt;Council&lt;/em&gt; keeps AT&amp;amp;T">',
            "",
            "Council keeps AT&T",
        ),
        ("<title>Council keeps the old school</title>", "Opinion", "Council keeps the old school"),
        ("<title>Council keeps school</title>", "Schools Council keeps school", "Council keeps school"),
        ("<title>It stays</title>", "“It stays”: Council keeps school", "“It stays”: Council keeps school"),
    ],
)
def test_titles_lose_the_site_and_the_markup(head: str, heading: str, expected: str | None) -> None:
    body = (f"<h1>{heading}</h1>" if heading else "") + STORY
    title = read(page(body, head)).title
    assert title == (expected or "Council keeps school – What we know – Now")


@pytest.mark.parametrize(
    ("jsonld", "kind"),
    [
        ('[{"@type":"WebPage"},{"@type":"LiveBlogPosting","headline":"School stays open"}]', "live"),
        (
            '{"@type":"WebPage","mainEntity":{"@type":"OpinionNewsArticle","headline":"School stays open"}}',
            "opinion",
        ),
        ('{"@type":"https://schema.org/NewsArticle","headline":"School\nstays open",}', ""),
        ('<![CDATA[{"@type":"AdvertiserContentArticle","headline":"School stays open"}]]>', "sponsored"),
        (
            '{"@graph":[{"@type":"ClaimReview"},{"@type":"NewsArticle","headline":"School stays open"}]}',
            "fact-check",
        ),
    ],
)
def test_json_ld_in_all_its_shapes(jsonld: str, kind: str) -> None:
    head = f'<title>Other words here</title><script type="application/ld+json">{jsonld}</script>'
    document = read(page(STORY, head))
    assert (document.title, document.kind) == ("School stays open", kind)


@pytest.mark.parametrize(
    "jsonld", ["", "{", "[[[[", "null", "7", '{"@type":7}', '{"@type":"NewsArticle"', '{"@graph":{}}']
)
def test_broken_json_ld_is_left_out(jsonld: str) -> None:
    document = read(
        page(STORY, f'<title>School stays</title><script type="application/ld+json">{jsonld}</script>')
    )
    assert document.title == "School stays"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('"datePublished":"soon"', None),
        ('"datePublished":"2026-03-01T10:00:00Z"', "2026-03-01T10:00:00+00:00"),
        ('"datePublished":"2026-03-01"', "2026-03-01T00:00:00+01:00"),
        ('"datePublished":{"@value":"2026-03-01T10:00:00-0500"}', "2026-03-01T10:00:00-05:00"),
    ],
)
def test_times_keep_their_zone_or_take_the_newsrooms(field: str, value: str | None) -> None:
    article = f'{{"@type":"NewsArticle","headline":"School stays",{field}}}'
    script = f'<script type="application/ld+json">{article}</script>'
    found = read(page(STORY, script)).published_at
    assert (found.isoformat() if found else None) == value


def test_a_day_in_the_address_is_the_last_resort() -> None:
    found = read(page(), place="https://courier.example.org/2026/03/01/school").published_at
    assert found
    assert found.date().isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    ("html", "place", "message"),
    [
        (
            page("<h1>404</h1><p>Sorry, this page is gone.</p>", "<title>Page not found</title>"),
            ADDRESS,
            "error page",
        ),
        (
            page("<p>We use cookies. Accept all cookies to go on, or set your consent.</p>"),
            ADDRESS,
            "asks for consent",
        ),
        (page("<p>Subscribe to continue reading this article.</p>"), ADDRESS, "asks for a subscription"),
        (page("<p>Short.</p>"), ADDRESS, "no article on this page"),
        (page(""), ADDRESS, "no article on this page"),
        (page(), "https://courier.example.org/", "front page"),
        ("", ADDRESS, "no text"),
        ("\x00\x01", ADDRESS, "this is not text"),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(html: str, place: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as caught:
        read(html, place=place)
    assert caught.value.problems[0].file == place


@pytest.mark.parametrize(
    ("html", "doubt"),
    [
        (page(), ""),
        (page().replace("</body></html>", "</body>"), ""),
        (page().split("</article>", maxsplit=1)[0], "the page ends in the middle"),
        (page()[:-60], "the page ends in the middle"),
        (page(STORY + "<p>The rest of it is for our readers, and it goes on and on…</p>"), "only a teaser"),
        (page(STORY + "<p>The mayor said no word about it on Monday. Read more</p>"), "only a teaser"),
        (STORY, ""),
        (STORY + "<p>And then the mayor said that she would", "ends in the middle of a sentence"),
        (STORY + '<p>And then <a href="https://', "ends in the middle of a tag"),
        (STORY + "<p>And then the mayor said that she […]</p>", "only a teaser"),
        (
            STORY + "<p>The mayor left [&#8230;]</p><p>The post School stays appeared first on Courier.</p>",
            "only a teaser",
        ),
    ],
)
def test_a_page_that_may_not_be_whole_is_doubted(html: str, doubt: str) -> None:
    document = read(html, title="Council keeps the old school")
    assert doubt in document.doubt
    assert bool(doubt) == bool(document.doubt)


def test_a_fragment_is_all_story() -> None:
    fragment = (
        "<p>One short line.</p><p>Another<br>and a third.</p>"
        "<figure><figcaption>No</figcaption></figure><script>no()</script>"
    )
    document = read(fragment, title="Council keeps the old school")
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "One short line.",
        "Another",
        "and a third.",
    ]


def test_an_embargo_on_the_page_is_never_overlooked() -> None:
    with pytest.raises(Unreadable, match="embargo"):
        read("<p>EMBARGOED UNTIL 18:30 ON 3 MARCH 2026</p>" + STORY, title="Council keeps the old school")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Unreadable, match="image/png is no kind of article"):
        read_document(
            Entry("a", "1", "a.png", "x", media_type="image/png"), language="en", timezone=ZoneInfo("UTC")
        )
