"""Whatever comes in: exact places, an untouched text, no surprise, and no endless reading."""

import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.extract.document import read_document, read_text
from bot.model import Document, Entry

BERLIN = ZoneInfo("Europe/Berlin")
PIECES = st.sampled_from(
    [
        "---\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u00a0",
        "title: x\n",
        "embargo: 2026-01-01 10:00\n",
        "Foto: dpa",
        "By Jane Doe",
        "8:03 PM EST, December 8, 2023",
        "08.12.2023",
        "News",
        "NewsA",
        "Related content",
        "12 comments",
        "„Ja.“",
        "\u2028",
        "A sentence that goes on for a while, and ends here. And another one.",
        "A title",
        "e\u0301",
        "&amp;",
        "ﬁ",
        "İ",
        "ß",
        "*",
        "Read more: x",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join)
)


def assert_exact(document: Document) -> None:
    spans = [*document.paragraphs, *([document.title_span] if document.title_span else [])]
    assert all(document.text[span.start : span.end] == span.text for span in spans)
    assert all(span.text and span.text == span.text.strip() for span in document.paragraphs)
    ends = [span.end for span in document.paragraphs]
    assert all(end <= span.start for end, span in zip(ends, document.paragraphs[1:], strict=False))


@given(TEXTS, st.one_of(st.none(), TEXTS))
@settings(max_examples=150, deadline=None)
def test_a_text_is_read_as_it_is(text: str, title: str | None) -> None:
    document = read_text(text, title=title, language="en")
    assert document.text == text
    assert_exact(document)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_document_is_exact_or_unreadable(raw: str) -> None:
    try:
        document = read_document(Entry("a", "1", "a.txt", raw), language="de", timezone=BERLIN)
    except Unreadable as error:
        assert error.problems  # noqa: PT017 - either end is right
    else:
        assert document.title
        assert document.paragraphs
        assert_exact(document)


@given(
    st.dictionaries(
        st.text(max_size=8), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)
    )
)
@settings(max_examples=80, deadline=None)
def test_any_metadata_is_read_or_unreadable(metadata: dict[str, object]) -> None:
    entry = Entry(
        "a", "1", "a.txt", "Words make a story here.", metadata={**metadata, "embargo": metadata.get("", "x")}
    )
    with pytest.raises(Unreadable):
        read_document(entry, language="en", timezone=BERLIN)


MEGA = 1_000_000
HUGE = {
    "letters": "a" * MEGA,
    "blanks": " " * MEGA,
    "lines": "\n" * MEGA,
    "quotes": '"' * MEGA,
    "opening quotes": "“" * MEGA,
    "digits": "1" * MEGA,
    "dates": "1.1.2020 " * (MEGA // 9),
    "words": "Word " * (MEGA // 5),
    "credits": "Photo: " * (MEGA // 7),
    "stops": "A. " * (MEGA // 3),
    "paragraphs": "It is so.\n\n" * (MEGA // 11),
    "dashes": "---\n" * (MEGA // 4),
    "wrapped": "word word word word word word word word word word\n" * (MEGA // 50),
    "entities": "&amp" * (MEGA // 4),
    "bylines": "By Ann A\n" * (MEGA // 9),
    "returns": "\r" * MEGA,
    "gap": "Title\n" + " \n" * (MEGA // 2) + "End.",
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_a_megabyte_takes_no_time(name: str) -> None:
    started = time.process_time()
    document = read_text(HUGE[name], title=None, language="en")
    try:
        read_document(Entry("a", "1", "a.txt", HUGE[name]), language="en", timezone=BERLIN)
    except Unreadable as error:
        assert error.problems  # noqa: PT017 - either end is right
    assert document.text is HUGE[name]
    assert time.process_time() - started < 4, "two readings of 1 MB, under 2 s each"
