"""Sidecar and front matter: every field, every problem with its place, and no embargo ignored."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.model import Document, Entry, Image, Note, Tone, Urgency

STORY = "The council met on Monday and decided to keep the old school, said its head, Ann Lee."


def read(front: str = "", sidecar: dict[str, Any] | None = None, story: str = STORY) -> Document:
    raw = f"---\n{front}\n---\n{story}" if front else story
    entry = Entry("a", "1", "inbox/a.txt", raw, metadata=sidecar or {}, metadata_place="inbox/a.yaml")
    return read_document(entry, language="en", timezone=ZoneInfo("Europe/Warsaw"))


def problems(front: str = "", sidecar: dict[str, Any] | None = None, story: str = STORY) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(front, sidecar, story)
    return [str(problem) for problem in caught.value.problems]


FULL = """title: School &amp; money
url: https://courier.example.org/a?x=1&copy=2
published: 2026-03-01 18:30
updated: 2026-03-01T19:00:00-05:00
language: pl
section: world
tags: Ukraine, Japan
byline: [Jane Doe, John Roe]
agency: AP
kind: obituary
urgency: breaking
embargo: 2026-03-02 06:00 CET
usage: print only
image: {url: 1.jpg, alt: A school, credit: Jane}
social:
  post: no
  channels: [main]
  headline: Short
  figure: 4
  quote: We stay
  template: posts/sober.j2
  urgency: evergreen
  tone: sober
  embargo: 2026-03-02T07:00:00Z"""


def check_full(document: Document) -> None:
    assert document.title == "School & money"
    assert document.url == "https://courier.example.org/a?x=1&copy=2"
    assert document.published_at
    assert document.published_at.isoformat() == "2026-03-01T18:30:00+01:00"
    assert document.updated_at
    assert document.updated_at.isoformat() == "2026-03-01T19:00:00-05:00"
    assert (document.language, document.section, document.tags) == ("pl", "world", ("Ukraine", "Japan"))
    assert (document.byline, document.agency, document.kind) == ("Jane Doe, John Roe", "AP", "obituary")
    assert document.urgency is Urgency.BREAKING
    assert document.usage == "print only"
    assert document.embargo
    assert document.embargo.isoformat() == "2026-03-02T06:00:00+01:00"
    assert document.image == Image("1.jpg", "A school", "Jane")
    note = document.note
    assert (note.post, note.channels, note.headline, note.figure) == (False, ("main",), "Short", "4")
    assert (note.quote, note.template, note.tone) == ("We stay", "posts/sober.j2", Tone.SOBER)
    assert note.urgency is Urgency.EVERGREEN
    assert note.embargo
    assert note.embargo.isoformat() == "2026-03-02T07:00:00+00:00"
    assert document.body == STORY


def test_every_field_of_front_matter_arrives() -> None:
    check_full(read(FULL))


@pytest.mark.parametrize("kind", ["rt", "safe"])
def test_every_field_of_a_sidecar_arrives(kind: str) -> None:
    check_full(read(sidecar=dict(YAML(typ=kind).load(FULL))))


def test_without_metadata_the_newsroom_says() -> None:
    document = read()
    assert (document.language, document.note, document.urgency) == ("en", Note(), Urgency.NORMAL)
    assert document.text == STORY


def test_the_sidecar_wins_field_by_field() -> None:
    document = read(
        "title: Front\nsection: world\nsocial: {post: no, tone: sober}",
        {"title": "Beside", "social": {"tone": "normal", "channels": ["main"]}, "section": None},
    )
    assert (document.title, document.section) == ("Beside", "world")
    assert document.note == Note(post=False, tone=Tone.NORMAL, channels=("main",))


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("titel: x", "inbox/a.txt:2:1 there is no field 'titel' (did you mean title?)"),
        ("\nauthor: x", "inbox/a.txt:3:1 there is no field 'author' (it is called 'byline')"),
        ("social:\n  tne: sober", "inbox/a.txt:3:3 there is no field 'social.tne' (did you mean tone?)"),
        (
            "social:\n  tone: loud",
            "inbox/a.txt:3:9 social.tone: this is not one of its values (write normal or sober)",
        ),
        (
            "social: no",
            (
                "inbox/a.txt:2:9 social: this should hold fields of its own "
                "(write them below it, indented, as in url: …)"
            ),
        ),
        (
            "social: {post: perhaps}",
            "inbox/a.txt:2:16 social.post: this is neither yes nor no (write yes or no)",
        ),
        ("url: courier", "inbox/a.txt:2:6 url: this is not a web address (it begins with https://)"),
        (
            "url: javascript://x/%0a",
            "inbox/a.txt:2:6 url: this is not a web address (it begins with https://)",
        ),
        (
            "published: soon",
            "inbox/a.txt:2:12 published: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "embargo: tomorrow",
            "inbox/a.txt:2:10 embargo: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "embargo: 2026-03-01",
            "inbox/a.txt:2:10 embargo: an embargo needs its time of day (write it as in 2026-03-01 18:30)",
        ),
        ("embargo:", "inbox/a.txt:2:1 embargo: the embargo is empty (give its end, or take the field out)"),
        (
            "embargo: 2026-02-30 10:00",
            "inbox/a.txt:2:10 embargo: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "embargo: 2026-03-01 25:00",
            "inbox/a.txt:2:10 embargo: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "embargo: 2026-03-01 18:30 XQT",
            "inbox/a.txt:2:10 embargo: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "social: {embargo: x}",
            "inbox/a.txt:2:19 social.embargo: this is not a time (write it as in 2026-03-01 18:30)",
        ),
        (
            "language: English language",
            "inbox/a.txt:2:11 language: this is not a language (write its code, as in en or pt-BR)",
        ),
        ("tags: {a: b}", "inbox/a.txt:2:7 tags: this should be a list (write it as in [one, two])"),
        ("image: {alt: x}", "inbox/a.txt:2:8 image.url: this field is missing (add it)"),
        ("title: a\ntitle: b", "inbox/a.txt:3:1 'title' stands here twice (keep one of them)"),
        (
            "a: &x 1\nb: *x",
            "inbox/a.txt:3:4 aliases (*) are not used here (write the value out, or put it in quotes)",
        ),
        (
            "just words",
            "inbox/a.txt:2:1 the front matter has no fields (write one field per line, as in title: Words)",
        ),
        (
            "title: a: b",
            (
                "inbox/a.txt:2:9 the front matter is not YAML "
                '(put a text that has a colon in it in quotation marks, as in title: "Council: no")'
            ),
        ),
        (
            'title: "a',
            "inbox/a.txt:3:1 the front matter is not YAML (a quotation mark is opened and not closed)",
        ),
        (
            "tags:\n\t- a",
            "inbox/a.txt:3:1 the front matter is not YAML (indent with blanks, never with a tab)",
        ),
    ],
)
def test_a_problem_has_its_place_and_a_hint(front: str, expected: str) -> None:
    assert problems(front) == [expected]


def test_all_problems_of_both_files_and_the_text_at_once() -> None:
    sidecar = YAML(typ="rt").load("section: world\nurgency: now\nsocial:\n  bogus: 1\n")
    found = problems("embargo: x\nkeywords: a", sidecar, "***")
    assert [line.split(" ")[0] for line in found] == [
        "inbox/a.yaml:2:10", "inbox/a.yaml:4:3", "inbox/a.txt:2:10", "inbox/a.txt:3:1", "inbox/a.txt",
    ]  # fmt: skip


def test_a_plain_mapping_names_its_file_at_least() -> None:
    assert problems(sidecar={"embargo": "x"})[0].startswith("inbox/a.yaml embargo: this is not a time")
    assert problems(sidecar={1: "x"})[0].startswith("inbox/a.yaml 1 is not a field")  # type: ignore[dict-item]  # what YAML may hold


def test_front_matter_that_is_not_closed_is_a_problem_and_a_line_of_dashes_is_not() -> None:
    with pytest.raises(Unreadable, match="not closed"):
        read_raw(f"---\nembargo: 2030-01-01 10:00\n\n{STORY}")
    with pytest.raises(Unreadable, match=r"TOML \(\+\+\+\)"):
        read_raw(f'+++\ntitle = "A"\nembargo = 2030-01-01\n+++\n\n{STORY}')
    assert read_raw(f"---\n{STORY}").body == STORY
    assert read_raw(f"\ufeff---\r\ntitle: A\r\n---\r\n{STORY}").title == "A"
    assert read_raw(f"---\n---\n{STORY}").body == STORY


def read_raw(raw: str) -> Document:
    return read_document(Entry("a", "1", "a.txt", raw), language="en", timezone=ZoneInfo("Europe/Warsaw"))


@pytest.mark.parametrize(
    "front",
    [
        "a: " + "[" * 500,
        "title: " + "x" * 70_000,
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "{" * 60_000,
        "? " * 20_000,
    ],
)
def test_hostile_front_matter_is_refused_at_once(front: str) -> None:
    assert problems(front)


def test_an_embargo_in_the_hour_that_comes_twice_ends_with_the_later() -> None:
    document = read("embargo: 2026-10-25 02:30")
    assert document.embargo
    assert document.embargo.timestamp() == read("embargo: 2026-10-25T01:30:00Z").embargo.timestamp()  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize("kind", ["rt", "safe"])
def test_times_that_a_yaml_reader_made_are_plain_and_local(kind: str) -> None:
    sidecar = YAML(typ=kind).load(
        "published: 2026-03-01\nupdated: 2026-03-01T18:30:00\nembargo: 2026-07-01 06:00:00\n"
    )
    document = read(sidecar=dict(sidecar))
    moments = [document.published_at, document.updated_at, document.embargo]
    assert [moment.isoformat() for moment in moments if moment] == [
        "2026-03-01T00:00:00+01:00",
        "2026-03-01T18:30:00+01:00",
        "2026-07-01T06:00:00+02:00",
    ]
    assert all(type(moment) is datetime for moment in moments)
