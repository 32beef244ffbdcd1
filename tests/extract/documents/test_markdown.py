"""Markdown: plain blocks, exact places, and no mark or tag left."""

from zoneinfo import ZoneInfo

import pytest

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.model import Document, Entry, Image

STORY = "The council met on Monday and decided to keep the old school, said its head, Ann Lee."


def read(raw: str) -> Document:
    entry = Entry("a", "1", "inbox/a.md", raw, media_type="text/markdown")
    return read_document(entry, language="en", timezone=ZoneInfo("Europe/Warsaw"))


def paragraphs(raw: str) -> list[str]:
    document = read(raw)
    assert all(document.text[span.start : span.end] == span.text for span in document.paragraphs)
    return [paragraph.text for paragraph in document.paragraphs]


FULL = f"""---
language: en-GB
tags: [Schools]
---
# School *stays* open

![Pupils at the gate](https://img.example.org/gate.jpg)

{STORY} It costs **£4.5 million**
a year, as [the budget](https://example.org) says.

## What it means

> “We are *glad*,” said Ann Lee.

- The roof is first.
- The hall is next.

<div onclick="x()">A line of <b>HTML</b>.</div>

| a | b |
|---|---|
| 1 | 2 |

Nobody<br>knows \\*when\\* it &amp; the pool open; `code` stays, <script>alert(1)</script> goes.
"""


def test_every_kind_of_block_becomes_plain() -> None:
    document = read(FULL)
    assert document.title == "School stays open"
    assert document.title_span
    assert document.title_span.start == 0
    assert (document.language, document.tags) == ("en-GB", ("Schools",))
    assert document.image == Image("https://img.example.org/gate.jpg", "Pupils at the gate")
    assert paragraphs(FULL) == [
        f"{STORY} It costs £4.5 million a year, as the budget says.",
        "What it means",
        "“We are glad,” said Ann Lee.",
        "The roof is first.",
        "The hall is next.",
        "A line of HTML.",
        "Nobodyknows *when* it & the pool open; code stays, alert(1) goes.",
    ]


def test_front_matter_gives_the_title_and_its_problems_their_place() -> None:
    document = read(f"---\ntitle: School stays\n---\n# Another heading\n\n{STORY}\n")
    assert (document.title, document.title_span, document.body) == ("School stays", None, STORY)
    with pytest.raises(Unreadable) as caught:
        read(f"---\nembargo: soon\n---\n# School stays\n\n{STORY}\n")
    assert str(caught.value.problems[0]).startswith("inbox/a.md:2:10 embargo: this is not a time")


def test_without_a_heading_the_title_is_found() -> None:
    assert read(f"School stays open for a year\n\n{STORY}\n").title == "School stays open for a year"


def test_a_hard_break_parts_lines_and_a_soft_one_joins_them() -> None:
    assert paragraphs(f"# School stays\n\n{STORY}  \nNext line\nhere.\n") == [STORY, "Next line here."]


@pytest.mark.parametrize(
    ("raw", "message"),
    [("", "no text"), ("# School stays\n", "no story"), ("a " * 60_000, "far too long")],
)
def test_what_holds_no_story_is_refused(raw: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(raw)


def test_an_embargo_in_the_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="embargo"):
        read(f"# School stays\n\n**EMBARGOED UNTIL 18:30 ON 3 MARCH**\n\n{STORY}\n")


def test_a_teaser_is_doubted() -> None:
    assert read(f"# School stays\n\n{STORY}\n\nAnd then the mayor […]\n").doubt.startswith("only a teaser")


def test_what_is_struck_out_and_footnotes_are_no_story() -> None:
    raw = f"# A[^1]\n\n{STORY}[^1] It costs ~~£4~~ £5 a day.\n\n[^1]: As of *May*.\n    More of it.\n"
    assert paragraphs(raw) == [f"{STORY} It costs £5 a day."]
    assert read(raw).title == "A"
