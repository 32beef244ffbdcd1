"""Files that are not articles: each is one problem, the rest goes on, nothing blocks."""

import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Problem
from bot.plugin import Batch
from bot.sources.folder import opening

Fetch = Callable[..., Awaitable[Batch]]
SMALL = "1kB"
BROKEN_PAGE = b"\xef\xbb\xbf<p>" + b"\xff\xfe" * 20


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


HOSTILE: list[tuple[str, str, Callable[[Path], object], str, str]] = [
    ("zeros", "x.txt", write(b"abc\x00def"), "this is not text: byte 3 is zero", "UTF-8"),
    ("picture", "x.txt", write(b"\x89PNG\r\n\x1a\n\x00\x00"), "this is not text", "UTF-8"),
    ("pdf", "x.txt", write(b"%PDF-1.7\nabc"), "this is a PDF under another name", "UTF-8"),
    ("rtf", "x.txt", write(b"{\\rtf1 abc}"), "this is an RTF document", "UTF-8"),
    ("zip", "x.txt", write(b"PK\x03\x04abc"), "this is an office document", "UTF-8"),
    ("large", "x.txt", write(b"a" * 1001), "too large: 1,001 bytes, and at most 1,000", "`largest`"),
    ("latin", "x.txt", write("Zażółć\n".encode("cp1250")), "byte 2 (0xBF) is not UTF-8", "UTF-8"),
    ("cut", "x.txt", write("ż".encode()[:1]), "byte 0 (0xC5) is not UTF-8", "UTF-8"),
    ("odd utf-16", "x.txt", write(b"\xff\xfea"), "byte 2 (0x61) is not UTF-16", "UTF-8"),
    ("utf-32", "x.txt", write("abc".encode("utf-32")), "this is not text", "UTF-8"),
    ("surrogate", "x.txt", write(b"ab\xed\xa0\x80"), "byte 2 (0xED) is not UTF-8", "UTF-8"),
    ("nothing", "x.txt", write(b""), "the file is empty", "text"),
    ("blanks", "x.txt", write(" \n\t\u2003\n".encode()), "the file is empty", "text"),
    ("only a mark", "x.txt", write(b"\xef\xbb\xbf"), "the file is empty", "text"),
    ("pipe", "x.txt", os.mkfifo, "this is a named pipe", "copy"),
    ("socket", "x.txt", make_socket, "this is a socket", "copy"),
    ("folder", "x.txt", Path.mkdir, "this is a folder, not a file", "take the ending off"),
    ("link out", "x.txt", lambda path: path.symlink_to("/etc/passwd"), "this is a link", "copy"),
    ("link in", "x.txt", lambda path: path.symlink_to("good.txt"), "this is a link", "copy"),
    ("broken link", "x.txt", lambda path: path.symlink_to("nowhere"), "this is a link", "copy"),
    ("loop", "x.txt", lambda path: path.symlink_to("x.txt"), "this is a link", "copy"),
    ("word", "x.docx", write(b"PK"), "not an article that this version reads", ".txt"),
    ("archived page", "x.mhtml", write(b"<p>"), "not an article that this version reads", ".html"),
    ("script", "x.js", write(b"a"), "not an article that this version reads", ".txt"),
    ("zeros in a page", "x.html", write(b"<p>abc\x00def"), "this is not text: character 6 is zero", "UTF-8"),
    ("broken page", "x.html", write(BROKEN_PAGE), "the page's characters are broken", "UTF-8"),
    ("pdf as a page", "x.HTML", write(b"%PDF-1.7\nabc"), "this is a PDF under another name", "UTF-8"),
    ("empty page", "x.html", write(b"\xef\xbb\xbf \n"), "the file is empty", "text"),
    ("large page", "x.htm", write(b"<p>" * 334), "too large: 1,002 bytes, and at most 1,000", "`largest`"),
    ("folder of a page", "x.xhtml", Path.mkdir, "this is a folder, not a file", "take the ending off"),
    ("link to a page", "x.html", lambda path: path.symlink_to("/etc/passwd"), "this is a link", "copy"),
    ("latin markdown", "x.md", write("Zażółć\n".encode("cp1250")), "byte 2 (0xBF) is not UTF-8", "UTF-8"),
    ("latin json", "x.json", write('{"é":1}'.encode("cp1252")), "byte 2 (0xE9) is not UTF-8", "UTF-8"),
    ("zip as markdown", "x.markdown", write(b"PK\x03\x04abc"), "this is an office document", "UTF-8"),
    ("no ending", "x", write(b"A"), "not an article that this version reads", ".txt"),
    ("pipe of another name", "x", os.mkfifo, "this is a named pipe", "copy"),
    ("photograph", "x.tif", write(b"II*"), "not an article that this version reads", "left alone"),
]


@pytest.mark.parametrize(
    ("name", "make", "message", "hint"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
async def test_a_hostile_file_is_one_problem_and_the_rest_goes_on(
    inbox: Path,
    fetch: Fetch,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    make: Callable[[Path], object],
    message: str,
    hint: str,
) -> None:
    monkeypatch.chdir(inbox)
    (inbox / "good.txt").write_text("good")
    make(inbox / name)
    first, second = await fetch(largest=SMALL), await fetch(largest=SMALL)
    assert [entry.raw for entry in first.entries] == ["good"]
    (problem,) = first.problems.values()
    assert message in problem.message
    assert hint in problem.hint
    assert problem.file == f"inbox/{name}"
    assert [source_id for source_id, _ in first.problems] == [name]
    assert (not second.entries, not second.problems, not second.gone) == (True, True, True)
    assert name in names(inbox)


async def test_a_device_is_refused_without_opening_it(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        os.mknod(inbox / "x.txt", 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device")
    monkeypatch.setattr(opening, "open_below", lambda *_given: pytest.fail("opened"))
    (problem,) = (await fetch()).problems.values()
    assert problem.message == "this is a device, not a file"


async def test_fifty_megabytes_are_never_read(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (inbox / "x.txt").open("wb") as made:
        made.truncate(50_000_000)
    monkeypatch.setattr(os, "read", lambda *_given: pytest.fail("read"))
    (problem,) = (await fetch()).problems.values()
    assert "50,000,000 bytes" in problem.message


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        ("Łódź".encode(), "Łódź"),
        ("Łódź".encode("utf-8-sig"), "Łódź"),
        ("Łódź".encode("utf-16"), "Łódź"),
        (b"\xfe\xff" + "Łódź 🚢".encode("utf-16-be"), "Łódź 🚢"),
        (b"---\ntitle: T\n---\r\nText", "---\ntitle: T\n---\r\nText"),
    ],
)
async def test_what_says_its_encoding_is_read(inbox: Path, fetch: Fetch, content: bytes, raw: str) -> None:
    (inbox / "x.txt").write_bytes(content)
    assert [entry.raw for entry in (await fetch()).entries] == [raw]


async def test_a_mended_file_is_offered(inbox: Path, fetch: Fetch) -> None:
    (inbox / "x.txt").write_bytes(b"\xe9")
    assert (await fetch()).problems
    (inbox / "x.txt").write_text("é")
    assert [entry.raw for entry in (await fetch()).entries] == ["é"]


async def test_a_larger_limit_lets_the_file_in(inbox: Path, fetch: Fetch) -> None:
    (inbox / "x.txt").write_text("a" * 1500)
    assert (await fetch(largest=SMALL)).problems
    assert (await fetch(largest="2kB")).entries


async def test_a_file_without_permission_is_a_problem_until_it_may_be_read(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "x.txt").write_text("A")

    def refuse(*_given: object) -> int:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr("bot.sources.folder.reading.open_below", refuse)
        first, second = await fetch(), await fetch()
    (problem,) = first.problems.values()
    assert problem.message == "Newscrier may not read this file"
    assert not second.problems
    assert [entry.raw for entry in (await fetch()).entries] == ["A"]


async def test_a_faulty_disk_is_a_problem(inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "x.txt").write_text("A")

    def fail(*_given: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    (problem,) = (await fetch()).problems.values()
    monkeypatch.undo()
    assert problem.message == "the system cannot read this: Input/output error"


@pytest.mark.parametrize("turn", ["pipe", "link", "folder link"])
async def test_a_file_that_turns_into_something_else_is_not_followed(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, turn: str
) -> None:
    secret = inbox.parent / "secret"
    secret.mkdir()
    (secret / "x.txt").write_text("secret")
    (inbox / "sub").mkdir()
    (inbox / "sub" / "x.txt").write_text("A")
    real = opening.open_below

    def swap(folder: Path, parts: tuple[str, ...]) -> int:
        (inbox / "sub" / "x.txt").unlink()
        if turn == "pipe":
            os.mkfifo(inbox / "sub" / "x.txt")
        elif turn == "link":
            (inbox / "sub" / "x.txt").symlink_to(secret / "x.txt")
        else:
            (inbox / "sub").rmdir()
            (inbox / "sub").symlink_to(secret)
        return real(folder, parts)

    monkeypatch.setattr("bot.sources.folder.reading.open_below", swap)
    batch = await fetch(recursive=True)
    assert not batch.entries
    assert batch.problems or batch.again_at


SIDECARS = [
    ("broken", b"title: 'x\nb: [", "inbox/x.yaml", 2),
    ("twice the same name", b"a: 1\na: 2\n", "inbox/x.yaml", 2),
    ("a list", b"- a\n- b\n", "inbox/x.yaml", 1),
    ("a word", b"embargo\n", "inbox/x.yaml", 1),
    ("two documents", b"a: 1\n--- \nb: 1\n", "inbox/x.yaml", 2),
    ("control character", b"a: 1\nb: \x01\n", "inbox/x.yaml", 2),
    ("alias", b"a: &x 1\nb: *x\n", "inbox/x.yaml", 1),
    ("tag", b"a: !!python/object:os.system x\n", "inbox/x.yaml", 1),
    ("binary", b"a: !!binary aGk=\n", "inbox/x.yaml", 1),
    ("deep", b"a: " + b"[" * 9000, "inbox/x.yaml", 1),
    ("infinite", b"a: .inf\n", "inbox/x.yaml", 1),
    ("zero character", b'a: "\\0"\n', "inbox/x.yaml", 1),
    ("half a character", b'a: "\\ud83d"\n', "inbox/x.yaml", 1),
    ("null as name", b"~: a\n", "inbox/x.yaml", 1),
    ("number as name", b"1: a\n", "inbox/x.yaml", 1),
    ("list as name", b"? [a]\n: b\n", "inbox/x.yaml", 1),
    ("not UTF-8", b"a: b\nc: \xe9\n", "inbox/x.yaml", 2),
    ("large", b"a: " + b"b" * 70_000, "inbox/x.yaml", None),
]


@pytest.mark.parametrize(
    ("content", "file", "line"), [case[1:] for case in SIDECARS], ids=[case[0] for case in SIDECARS]
)
async def test_a_broken_sidecar_holds_its_article_back(
    inbox: Path, fetch: Fetch, content: bytes, file: str, line: int | None
) -> None:
    (inbox / "x.txt").write_text("A")
    (inbox / "x.yaml").write_bytes(content)
    first, second = await fetch(), await fetch()
    assert not first.entries
    (problem,) = first.problems.values()
    assert (problem.file, problem.line) == (file, line)
    assert not second.problems
    (inbox / "x.yaml").write_text("title: T")
    assert [entry.metadata for entry in (await fetch()).entries] == [{"title": "T"}]


async def test_two_sidecars_hold_the_article_back(inbox: Path, fetch: Fetch) -> None:
    (inbox / "x.txt").write_text("A")
    (inbox / "x.yaml").write_text("title: T")
    (inbox / "x.txt.yaml").write_text("embargo: 2030-01-01T00:00:00Z")
    first, second = await fetch(), await fetch()
    (problem,) = first.problems.values()
    assert "another sidecar" in problem.message
    assert not first.entries
    assert not second.problems


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/etc/passwd")])
async def test_a_sidecar_that_is_no_file_holds_the_article_back(
    inbox: Path, fetch: Fetch, make: Callable[[Path], object]
) -> None:
    (inbox / "x.txt").write_text("A")
    make(inbox / "x.yaml")
    batch = await fetch()
    assert not batch.entries
    assert [problem.file for problem in batch.problems.values()] == ["inbox/x.yaml"]


async def test_a_sidecar_without_its_article_is_reported_after_ten_minutes(
    inbox: Path, fetch: Fetch, shelf: Any
) -> None:
    (inbox / "x.yaml").write_text("title: T")
    assert not (await fetch(later=590)).problems
    (problem,) = (await fetch(later=20)).problems.values()
    assert (problem.message, problem.file) == ("a sidecar without its article", "inbox/x.yaml")
    assert not (await fetch()).problems
    (inbox / "x.txt").write_text("A")
    assert [entry.metadata for entry in (await fetch()).entries] == [{"title": "T"}]
    assert set(shelf.entries) == {"x.txt"}


ODD_NAMES = [
    (b"new\nline.txt", "new\\x0aline.txt"),
    (b"\x1b[31mred.txt", "\\x1b[31mred.txt"),
    (b"caf\xe9.txt", "caf\\xe9.txt"),
    ("gpj.\u202etxt.txt".encode(), "gpj.\\u202etxt.txt"),
    ("e\u0301.txt".encode(), "\u00e9.txt"),
    ("می\u200cخواهم.txt".encode(), "می\u200cخواهم.txt"),
    (b"a" * 251 + b".txt", "a" * 251 + ".txt"),
    ("🚢".encode() * 62 + b".txt", "🚢" * 62 + ".txt"),
    (b"{} %s $(rm).txt", "{} %s $(rm).txt"),
    (b"'; DROP TABLE articles;--.txt", "'; DROP TABLE articles;--.txt"),
]


@pytest.mark.parametrize(("raw", "safe"), ODD_NAMES)
async def test_an_odd_name_becomes_a_safe_id(inbox: Path, fetch: Fetch, raw: bytes, safe: str) -> None:
    (inbox / os.fsdecode(raw)).write_text("A")
    (entry,) = (await fetch()).entries
    assert entry.source_id == safe
    assert entry.place == f"inbox/{safe}"
    assert entry.place.encode("utf-8")
    assert not (await fetch()).entries


async def test_names_that_look_the_same_keep_apart(inbox: Path, fetch: Fetch) -> None:
    (inbox / "e\u0301.txt").write_text("decomposed")
    (first,) = (await fetch()).entries
    (inbox / "\u00e9.txt").write_text("composed")
    batch = await fetch()
    ids = {entry.raw: entry.source_id for entry in batch.entries}
    assert first.source_id == "\u00e9.txt"
    assert ids["composed"] == "\u00e9.txt"
    assert ids["decomposed"].startswith("\u00e9.txt~")
    assert not (await fetch()).entries


async def test_a_very_long_path_has_a_bounded_id(inbox: Path, fetch: Fetch) -> None:
    deep = inbox
    for _ in range(8):
        deep /= "d" * 200
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("A")
    (entry,) = (await fetch(recursive=True)).entries
    assert len(entry.source_id) < 520
    assert not (await fetch(recursive=True)).entries


async def test_a_subfolder_that_cannot_be_listed_keeps_its_articles(
    inbox: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "sub").mkdir()
    (inbox / "sub" / "a.txt").write_text("A")
    (inbox / "b.txt").write_text("B")
    await fetch(recursive=True)
    real = os.scandir

    def refuse(where: Any) -> Any:
        if str(where).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return real(where)

    monkeypatch.setattr(os, "scandir", refuse)
    first, second = await fetch(recursive=True), await fetch(recursive=True, later=5)
    assert [problem.file for problem in first.problems.values()] == ["inbox/sub"]
    assert not second.problems
    assert first.gone == second.gone == ()


def test_a_problem_is_a_sentence_with_its_place() -> None:
    problem = Problem("the file is empty", "put the article's text into it", "inbox/x.txt")
    assert str(problem) == "inbox/x.txt the file is empty (put the article's text into it)"
