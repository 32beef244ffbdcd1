"""Whatever comes in: exact places, an untouched text, no surprise, and no endless reading."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import assert_grows_evenly

from bot.errors import Unreadable
from bot.extract.documents.document import read_document
from bot.extract.documents.plain import read_text
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
        st.text(max_size=8),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5),
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_metadata_is_read_or_unreadable(metadata: dict[str, object]) -> None:
    entry = Entry(
        "a", "1", "a.txt", "Words make a story here.", metadata={**metadata, "embargo": metadata.get("", "x")}
    )
    with pytest.raises(Unreadable):
        read_document(entry, language="en", timezone=BERLIN)


UNITS = {
    "letters": "a",
    "blanks": " ",
    "lines": "\n",
    "quotes": '"',
    "opening quotes": "“",
    "digits": "1",
    "dates": "1.1.2020 ",
    "words": "Word ",
    "credits": "Photo: ",
    "stops": "A. ",
    "paragraphs": "It is so.\n\n",
    "dashes": "---\n",
    "wrapped": "word word word word word word word word word word\n",
    "entities": "&amp",
    "bylines": "By Ann A\n",
    "returns": "\r",
    "gap": " \n",
}


@pytest.mark.parametrize("name", sorted(UNITS))
def test_a_long_text_takes_no_time(name: str) -> None:
    def read_twice(length: int) -> None:
        unit = UNITS[name]
        text = unit * (length // len(unit))
        text = f"Title\n{text}End." if name == "gap" else text
        document = read_text(text, title=None, language="en")
        assert document.text is text
        try:
            read_document(Entry("a", "1", "a.txt", text), language="en", timezone=BERLIN)
        except Unreadable as error:
            assert error.problems  # noqa: PT017 - either end is right

    assert_grows_evenly(read_twice, 100_000)
