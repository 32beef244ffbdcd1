"""Plain text, web pages, Markdown and JSON: which is which, and in what charset."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Problem, Unreadable
from bot.extract.documents.document import read_document
from bot.model import Entry
from bot.plugin import Batch
from bot.sources.folder import read_bytes, read_file
from bot.sources.folder.decoding import decode_article, find_media_type, guess_media_type

Fetch = Callable[..., Awaitable[Batch]]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KINDS = [
    ("x.txt", "text/plain"),
    ("x.html", "text/html"),
    ("x.HTM", "text/html"),
    ("x.xhtml", "text/html"),
    ("x.md", "text/markdown"),
    ("x.Markdown", "text/markdown"),
    ("x.json", "application/json"),
]
FIRST = "The ferry Anna Łoś sails to Port Selwyn again from Monday on, the harbour office said on Friday."
SECOND = (
    "It had been in the yard for eleven weeks after its rudder broke, and 4,200 people had to go by road."
)
ARTICLES = {
    "ferry.txt": f"Ferry sails again\n\n{FIRST}\n\n{SECOND}\n",
    "ferry.html": f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
        <title>Ferry sails again</title></head><body><nav><a href="/">Home</a></nav>
        <article><h1>Ferry sails again</h1>
        <p>{FIRST}</p><p>{SECOND}</p></article></body></html>""",
    "ferry.md": f"# Ferry sails again\n\n{FIRST}\n\n{SECOND}\n",
    "ferry.json": f'{{"title": "Ferry sails again", "paragraphs": ["{FIRST}", "{SECOND}"]}}',
}


@pytest.mark.parametrize(("name", "media_type"), KINDS)
async def test_each_ending_has_its_media_type_and_its_sidecar(
    inbox: Path, fetch: Fetch, name: str, media_type: str
) -> None:
    (inbox / f"{name}.yaml").write_text("title: T")
    (inbox / name).write_text("Łódź")
    batch = await fetch()
    (entry,) = batch.entries
    assert (entry.media_type, entry.raw, entry.metadata) == (media_type, "Łódź", {"title": "T"})
    assert not batch.problems
    named = read_file(inbox / name, place=name, largest=1000, now=NOW)
    assert (named.media_type, named.raw, named.metadata) == (media_type, "Łódź", {"title": "T"})


@pytest.mark.parametrize(("name", "content"), ARTICLES.items())
async def test_each_kind_becomes_the_same_document(
    inbox: Path, fetch: Fetch, name: str, content: str
) -> None:
    (inbox / "ferry.yaml").write_text("section: Harbour")
    (inbox / name).write_text(content)
    (offered,) = (await fetch()).entries
    for entry in (offered, read_file(inbox / name, place=name, largest=5000, now=NOW)):
        document = read_document(entry, language="en", timezone=ZoneInfo("UTC"))
        assert (document.title, document.section) == ("Ferry sails again", "Harbour")
        assert [paragraph.text for paragraph in document.paragraphs] == [FIRST, SECOND]


async def test_files_of_one_stem_are_articles_of_their_own_with_one_sidecar(
    inbox: Path, fetch: Fetch
) -> None:
    (inbox / "x.yaml").write_text("title: T")
    (inbox / "x.txt").write_text("A")
    (inbox / "x.html").write_text("<p>A</p>")
    batch = await fetch()
    assert {entry.source_id: entry.metadata for entry in batch.entries} == {
        "x.txt": {"title": "T"},
        "x.html": {"title": "T"},
    }
    assert not batch.problems


async def test_a_page_that_was_a_problem_is_offered_once_it_is_mended(inbox: Path, fetch: Fetch) -> None:
    (inbox / "x.html").write_bytes(b"\xef\xbb\xbf\xff\xff")
    assert [problem.file for problem in (await fetch()).problems.values()] == ["inbox/x.html"]
    (inbox / "x.html").write_text("<p>é")
    assert [entry.raw for entry in (await fetch()).entries] == ["<p>é"]


@pytest.mark.parametrize(
    "content",
    [
        '<meta charset="utf-8"><p>Łódź'.encode(),
        '<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"),
        '<?xml version="1.0" encoding="windows-1250"?><p>Łódź'.encode("cp1250"),
        "<p>Łódź".encode("utf-16"),
        "<p>Łódź".encode("utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_charset_it_names(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.html").write_bytes(content)
    entry = read_file(tmp_path / "x.html", place="x.html", largest=1000, now=NOW)
    assert entry.raw.endswith("<p>Łódź")


@pytest.mark.parametrize(
    ("begin", "media_type"),
    [
        ("<!DOCTYPE html><p>", "text/html"),
        ("\n <html lang=de>", "text/html"),
        ("<HTML>", "text/html"),
        ('<?xml version="1.0"?>\n<!doctype HTML PUBLIC "-//W3C//DTD XHTML 1.0">', "text/html"),
        ("<!-- saved from url=(0014)about:internet -->\n<html>", "text/html"),
        ("\ufeff<!doctype html>", "text/html"),
        ("<p>A", "text/plain"),
        ("<htmlx>", "text/plain"),
        ("How <html> is written", "text/plain"),
        ('{"title": "T"}', "application/json"),
        ('\n{\n  "title": "T"\n}\n', "application/json"),
        ('{"title": "T"', "text/plain"),
        ("{Corrects the first paragraph}", "text/plain"),
        ("", "text/plain"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_what_comes_without_a_name_is_what_it_begins_as(begin: str, media_type: str, encoding: str) -> None:
    assert guess_media_type(begin.encode(encoding)) == media_type


def test_standard_input_may_be_a_page() -> None:
    content = '<!doctype html><meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2")
    entry = read_bytes(content, None, source_id="-", place="-", now=NOW).entry
    assert isinstance(entry, Entry)
    assert (entry.media_type, entry.raw[-4:]) == ("text/html", "Łódź")
    plain = read_bytes(b"A", None, source_id="-", place="-", now=NOW).entry
    assert isinstance(plain, Entry)
    assert plain.media_type == "text/plain"


def test_a_broken_page_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_bytes(b"\xef\xbb\xbf\xff\xff")
    with pytest.raises(Unreadable) as caught:
        read_file(tmp_path / "x.html", place="texts/x.html", largest=1000, now=NOW)
    assert caught.value.problems[0].file == "texts/x.html"


@given(
    st.sampled_from(["", "utf-8", "utf-16", "undefined", "idna", "hex", "latin-1", "no-such", "shift_jis"]),
    st.binary(max_size=120),
)
def test_any_bytes_of_a_page_are_text_or_a_problem(charset: str, content: bytes) -> None:
    text = decode_article(b"<meta charset=" + charset.encode() + b">" + content, "text/html", "x.html")
    if isinstance(text, Problem):
        assert text.hint
        assert text.file == "x.html"
    else:
        assert "\x00" not in text
        assert text.encode("utf-8")


@pytest.mark.parametrize(
    ("told", "name", "content", "expected"),
    [
        ("text/html", "a.md", b"# A", "text/html"),
        ("application/pdf", "a.txt", b"%PDF", "application/pdf"),
        ("application/vnd.iptc.ninjs+json", "a", b"{}", "application/json"),
        ("text/json", "a", b"{}", "application/json"),
        ("text/plain", "A.MD", b"# A", "text/markdown"),
        ("application/octet-stream", "a.json", b"{}", "application/json"),
        ("application/octet-stream", "a.bin", b"A", "text/plain"),
        ("", "a", b"<!doctype html>", "text/html"),
    ],
)
def test_what_a_server_says_little_of_is_what_its_name_or_its_text_says(
    told: str, name: str, content: bytes, expected: str
) -> None:
    assert find_media_type(told, name, content) == expected
