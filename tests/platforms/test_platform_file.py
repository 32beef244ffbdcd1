"""The timeline of files: written whole, idempotent, safe to look at."""

from __future__ import annotations

import asyncio
import html.parser
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.errors import DeliveryError, OutcomeUnknown, Rejected, Temporary
from bot.http import Client
from bot.model import Attachment, Mark, MarkedText, NotThere, Payload, Post, Receipt
from bot.platforms.file import File
from bot.platforms.file import folder as file_folder
from bot.platforms.file.folder import Folder, name_post
from bot.platforms.file.prose import render_prose
from bot.secrecy import Credentials

MARKED = '{"text": "x", "published_at": "2026-01-01T00:00:00Z", "marks": [{"kind": "bold"}]}'
ALLOWED = {"p", "br", "a", "b", "blockquote", "span"}


class Reader(html.parser.HTMLParser):
    """What a browser would make of it: tags with attributes, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def read_html(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


@pytest.fixture
def platform(tmp_path: Path) -> File:
    return make_platform(tmp_path)


def make_platform(folder: Path, **changes: Any) -> File:
    options = File.Options.model_validate({"platform": "file", **changes}, context={"project": folder})
    return File(options, Client(), Credentials(), {})


def make_post(text: str = "Headline\n\nWords", *marks: Mark, **changes: Any) -> Post:
    return Post(**{"text": MarkedText(text, marks), "language": "en", "headline": "Headline", **changes})


def test_the_folder_lies_in_the_project(tmp_path: Path) -> None:
    assert make_platform(tmp_path)._options.path == tmp_path / "out"
    assert make_platform(tmp_path, path="/elsewhere")._options.path == Path("/elsewhere")
    with pytest.raises(ValidationError):
        make_platform(tmp_path, timezone="Mars/Base")


async def test_the_same_key_is_the_same_file(platform: File, tmp_path: Path) -> None:
    payload = await platform.prepare(make_post(), "key-1", None)
    first = await platform.publish(payload)
    before = (tmp_path / "out/posts/key-1.json").stat().st_ino
    again = await platform.publish(Payload("key-1", payload.body | {"text": "Other"}))
    assert first == again
    assert (tmp_path / "out/posts/key-1.json").stat().st_ino == before
    assert [path.name for path in (tmp_path / "out/posts").iterdir()] == ["key-1.json"]
    assert platform.repeat.safe_for is None


async def test_page_and_feed_show_the_newest_first(platform: File, tmp_path: Path) -> None:
    first = await platform.publish(await platform.prepare(make_post("First"), "a", None))
    await platform.publish(await platform.prepare(make_post("Second", warning="War"), "b", first))
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert page.index("Second") < page.index("First")
    assert '<a href="#a">in reply to' in page
    feed = json.loads((tmp_path / "out/feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["content_text"] for item in feed["items"]] == ["Second", "First"]
    assert datetime.fromisoformat(feed["items"][0]["date_published"]).tzinfo


async def test_find_edit_withdraw(platform: File, tmp_path: Path) -> None:
    payload = await platform.prepare(make_post(), "k", None)
    now = datetime.now(UTC)
    assert await platform.find(payload, now, None) == NotThere()
    receipt = await platform.publish(payload)
    assert await platform.find(payload, now, None) == receipt
    change = await platform.prepare(make_post("Corrected"), "k2", None)
    assert await platform.edit(receipt, change) == await platform.edit(receipt, change) == receipt
    body = json.loads((tmp_path / "out/posts/k.json").read_text(encoding="utf-8"))
    assert body["text"] == "Corrected"
    assert body["published_at"] == payload.body["published_at"]
    assert "edited" in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    await platform.withdraw(receipt)
    await platform.withdraw(receipt)
    assert "Corrected" not in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    with pytest.raises(Rejected):
        await platform.edit(receipt, change)


async def test_a_crash_before_the_page_is_mended_by_a_repeat(platform: File, tmp_path: Path) -> None:
    payload = await platform.prepare(make_post(), "k", None)
    (tmp_path / "out/index.html").mkdir(parents=True)
    with pytest.raises(OutcomeUnknown):
        await platform.publish(payload)
    (tmp_path / "out/index.html").rmdir()
    await platform.publish(payload)
    assert "Headline" in (tmp_path / "out/index.html").read_text(encoding="utf-8")


async def test_a_folder_that_cannot_be_is_temporary(platform: File, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    payload = await platform.prepare(make_post(), "k", None)
    for act in (platform.publish(payload), platform.verify()):
        with pytest.raises(Temporary):
            await act


@pytest.mark.parametrize("key", ["../../etc/passwd", "a:b/c", "", "ü" * 300, ".hidden", "UPPER"])
async def test_no_key_leads_out_of_the_folder(platform: File, tmp_path: Path, key: str) -> None:
    await platform.publish(await platform.prepare(make_post(), key, None))
    (path,) = (tmp_path / "out/posts").iterdir()
    assert path.suffix == ".json"
    assert name_post(path.stem) == path.stem


async def test_spoilt_files_are_left_alone(platform: File, tmp_path: Path) -> None:
    posts = tmp_path / "out/posts"
    posts.mkdir(parents=True)
    for name, content in {"a": "{", "b": "[]", "c": '{"text": 1}', "e": MARKED}.items():
        (posts / f"{name}.json").write_text(content, encoding="utf-8")
    (posts / "d.json").write_bytes(b"\xff\xfe")
    await platform.publish(await platform.prepare(make_post(), "k", None))
    assert "Headline" in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert len(list(posts.iterdir())) == 6


async def test_many_at_once_all_stand_there(platform: File, tmp_path: Path) -> None:
    payloads = [await platform.prepare(make_post(f"Post {n}"), f"k{n}", None) for n in range(20)]
    await asyncio.gather(*(platform.publish(payload) for payload in payloads))
    await platform.publish(payloads[0])
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert page.count("<article") == 20
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_of_thousands_of_posts_the_newest_alone_are_read(tmp_path: Path) -> None:
    folder, start = Folder(tmp_path), datetime(2026, 1, 1, tzinfo=UTC)
    folder.posts.mkdir()
    for number in range(2_500):
        at = start + timedelta(minutes=number)
        path = folder.posts / f"k{number}.json"
        path.write_text(json.dumps({"text": f"Post {number}", "published_at": at.isoformat()}))
        os.utime(path, (at.timestamp(), at.timestamp()))
    with mock.patch.object(file_folder, "_read", wraps=file_folder._read) as read:
        posts, count = folder.newest(200)
    assert read.call_count == 200
    assert count == 2_500
    assert [name for name, _ in posts] == [f"k{number}" for number in range(2499, 2299, -1)]


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    'https://a.pl/"onmouseover="alert(1)',
    "https://a.pl/<script>",
    "&lt;b&gt; &amp;",
    "{{ 7*7 }} {title}",
    "]]><!--",
    "</article></main>",
    "\u202etxt.exe",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_nothing_in_a_post_becomes_markup(tmp_path: Path, words: str) -> None:
    platform = make_platform(tmp_path, title=words)
    post = make_post(f"{words} and {words}", Mark("link", 0, 5, "javascript:alert(1)"), headline=words)
    post = Post(post.text, words, words, link="javascript:x", hashtags=(words,), warning=words)
    await platform.publish(await platform.prepare(post, words, None))
    page = read_html((tmp_path / "out/index.html").read_text(encoding="utf-8"))
    names = {name for name, _ in page.tags}
    assert not names & {"script", "img", "svg", "iframe", "object", "form"}
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert not (attributes.get("href") or "").lower().startswith("javascript")
    assert page.words.count(words) >= 2 or "https" in words
    feed = json.loads((tmp_path / "out/feed.json").read_text(encoding="utf-8"))
    assert "url" not in feed["items"][0]


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    pieces = st.sampled_from([*HOSTILE, "https://a.pl/x?y=1&z", "#Tag", "\n\n", " ", "a\nb", "#1", "b@c.pl"])
    text = "".join(draw(st.lists(pieces | st.text(max_size=5), max_size=8)))
    marks = []
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        href = draw(st.sampled_from(["https://b.pl/?a=1&b=2", "javascript:alert(1)", 'https://c.pl/"x']))
        kind = draw(st.sampled_from(["bold", "blockquote", "link"]))
        marks.append({"kind": kind, "start": start, "end": end, "href": href})
    return text, marks


@given(marked())
def test_any_text_with_any_marks_is_safe_and_whole(given_: tuple[str, list[dict[str, Any]]]) -> None:
    text, marks = given_
    page = read_html(render_prose(text, marks, "a"))
    assert {name for name, _ in page.tags} <= ALLOWED
    for name, attributes in page.tags:
        assert set(attributes) <= {"href", "rel", "title", "class"}
        if name == "a":
            assert (attributes["href"] or "").lower().startswith(("http://", "https://"))
    if "://" not in text:
        assert "".join(page.words.split()) == "".join(text.split())


def test_marks_links_and_tags_are_shown() -> None:
    text = "Big news\n\n“So it is.”\n— Ann\n\nhttps://www.a.pl/x?utm_source=y\n\n#Port and more"
    quote = text.index("“"), text.index("Ann") + 3
    marks = [
        {"kind": "bold", "start": 0, "end": 3, "href": ""},
        {"kind": "blockquote", "start": quote[0], "end": quote[1], "href": ""},
        {"kind": "link", "start": len(text) - 4, "end": len(text), "href": "https://b.pl"},
    ]
    shown = render_prose(text, marks, "Big news")
    assert '<p class="headline"><b>Big</b> news</p>' in shown
    assert "<blockquote><p>“So it is.”<br>\n— Ann</p></blockquote>" in shown
    assert 'title="https://www.a.pl/x?utm_source=y">a.pl/x</a>' in shown
    assert '<span class="tag">#Port</span>' in shown
    assert 'href="https://b.pl"' in shown


async def test_the_page_is_strict_and_speaks_its_posts_languages(tmp_path: Path) -> None:
    platform = make_platform(tmp_path, timezone="Europe/Warsaw", language="pl")
    await platform.publish(await platform.prepare(make_post("خبر", language="ar"), "k", None))
    text = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    page = read_html(text)
    tags = [name for name, _ in page.tags]
    policy = next(a["content"] for n, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script" not in tags
    assert ("html", {"lang": "pl"}) in page.tags
    article = next(a for n, a in page.tags if n == "article")
    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    stamp = next(a["datetime"] for n, a in page.tags if n == "time")
    assert datetime.fromisoformat(stamp or "").utcoffset() in {timedelta(hours=1), timedelta(hours=2)}
    assert "http://" not in text
    assert "https://" not in text


async def test_errors_are_ours(platform: File) -> None:
    with pytest.raises(DeliveryError):
        await platform.edit(Receipt("../../x"), Payload("k", {"text": "x", "published_at": "2026-01-01"}))


async def test_a_picture_lies_beside_the_page_and_goes_with_its_post(tmp_path: Path) -> None:
    source = tmp_path / "data.jpg"
    source.write_bytes(b"\xff\xd8 a picture")
    alt = 'Two "people" at a <bridge>. Photo: Jane Doe'
    post = replace(make_post(), attachments=(Attachment(str(source), "image/jpeg", alt, 800, 600),))
    platform = make_platform(tmp_path)
    receipt = await platform.publish(await platform.prepare(post, "key-1", None))
    copy = tmp_path / "out/pictures/key-1-1.jpg"
    assert copy.read_bytes() == source.read_bytes()
    text = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert ("img", "pictures/key-1-1.jpg", alt) in [
        (name, attributes.get("src"), attributes.get("alt")) for name, attributes in read_html(text).tags
    ]
    assert alt in read_html(text).words
    assert "img-src 'self' file: data:;" in text
    feed = json.loads((tmp_path / "out/feed.json").read_text(encoding="utf-8"))
    assert feed["items"][0]["attachments"] == [
        {"url": "pictures/key-1-1.jpg", "mime_type": "image/jpeg", "title": alt}
    ]
    other = await platform.prepare(post, "key-2", None)
    await platform.edit(receipt, other)
    assert [file.name for file in (tmp_path / "out/pictures").iterdir()] == ["key-2-1.jpg"]
    await platform.withdraw(receipt)
    assert list((tmp_path / "out/pictures").iterdir()) == []


async def test_a_picture_that_cannot_be_copied_costs_no_post(tmp_path: Path) -> None:
    platform = make_platform(tmp_path)
    gone = Attachment(str(tmp_path / "gone.jpg"), "image/jpeg", "A bridge. Photo: Jane Doe", 8, 6)
    payload = await platform.prepare(replace(make_post(), attachments=(gone,)), "key-1", None)
    assert payload.left_out == "the picture cannot be copied: No such file or directory"
    await platform.publish(payload)
    assert "<img" not in (tmp_path / "out/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "pictures",
    ['"x"', '[{"file": "../../etc/passwd.jpg", "alt": "", "media_type": "", "width": 1, "height": 1}]'],
)
async def test_pictures_written_by_hand_are_shown_only_where_they_are_ours(
    tmp_path: Path, pictures: str
) -> None:
    platform = make_platform(tmp_path)
    receipt = await platform.publish(await platform.prepare(make_post(), "key-1", None))
    file = tmp_path / "out/posts/key-1.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"text"', f'"pictures": {pictures}, "text"'))
    await platform.publish(await platform.prepare(make_post(), "key-2", None))
    assert "<img" not in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    await platform.withdraw(receipt)
