"""`read_file`, for `newscrier read FILE`, and the parts that are pure."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Problem, Unreadable
from bot.sources.folder import read_file
from bot.sources.folder.decoding import decode_text
from bot.sources.folder.naming import show_parts
from bot.sources.folder.reading import read_bytes
from bot.sources.folder.sidecar import parse_sidecar

KEYS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=5)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def read(path: Path, place: str = "a.txt") -> object:
    return read_file(path, place=place, largest=1000, now=NOW)


def test_a_file_is_read_with_its_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "a.yaml").write_text("title: T")
    entry = read_file(tmp_path / "a.txt", place="texts/a.txt", largest=1000, now=NOW)
    assert (entry.raw, entry.metadata, entry.seen_at) == ("A", {"title": "T"}, NOW)
    assert (entry.place, entry.metadata_place) == ("texts/a.txt", "texts/a.yaml")


def test_it_reads_what_the_folder_would_offer(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A")
    bare = read_file(tmp_path / "a.txt", place="a.txt", largest=1000, now=NOW)
    assert bare == read_bytes(b"A", None, source_id="a.txt", place="a.txt", now=NOW).entry


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert read_file(tmp_path / "b.txt", place="b.txt", largest=1000, now=NOW).raw == "A"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.exists, "no such file"),
        (os.mkfifo, "a named pipe"),
        (Path.mkdir, "a folder"),
        (lambda path: path.write_bytes(b"\x00"), "byte 0 is zero"),
        (lambda path: path.write_bytes(b"a" * 1001), "too large"),
        (lambda path: path.symlink_to(path), "a link"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, make: object, says: str) -> None:
    assert callable(make)
    make(tmp_path / "a.txt")
    with pytest.raises(Unreadable, match=says) as caught:
        read(tmp_path / "a.txt")
    (problem,) = caught.value.problems
    assert problem.file == "a.txt"
    assert says in problem.message


def test_a_broken_sidecar_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "a.txt.yml").write_text("a: [")
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / "a.txt")
    assert caught.value.problems[0].file == "a.txt.yml"


def test_an_odd_place_is_made_safe(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9\n.txt")
    path.write_text("A")
    entry = read_file(path, place=path.name, largest=1000, now=NOW)
    assert entry.place == entry.source_id == "caf\\xe9\\x0a.txt"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem(content: bytes) -> None:
    text = decode_text(content, "x")
    if isinstance(text, Problem):
        assert text.hint
    else:
        assert "\x00" not in text
        assert text.encode("utf-8") in {content, content[3:]} or content[:2] in {b"\xff\xfe", b"\xfe\xff"}


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=100),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_text_survives_its_encoding(text: str, encoding: str) -> None:
    if not text.startswith(("%PDF-", "{\\rtf", "PK\x03\x04")):
        assert decode_text(text.encode(encoding), "x") == text


@given(st.text(st.sampled_from("ab:-[]{}'\"&*!|>%@?,# \n\t1.0~"), max_size=60))
def test_any_sidecar_is_a_mapping_fit_for_json_or_a_problem_with_its_line(text: str) -> None:
    parsed = parse_sidecar(text, "x.yaml")
    if isinstance(parsed, Problem):
        assert parsed.line
        assert parsed.column
    else:
        assert json.loads(json.dumps(parsed, allow_nan=False)) == parsed


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(st.characters(categories=["L", "Nd"]), min_size=1),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    ).filter(lambda value: isinstance(value, dict))
)
def test_a_sidecar_written_as_json_reads_the_same(value: object) -> None:
    assert parse_sidecar(json.dumps(value), "x.yaml") == value


@given(st.binary(min_size=1, max_size=80))
def test_any_name_becomes_printable_text(raw: bytes) -> None:
    shown = show_parts((os.fsdecode(raw),))
    assert shown.replace("\u200c", "").replace("\u200d", "").isprintable()
    assert shown.encode("utf-8")
