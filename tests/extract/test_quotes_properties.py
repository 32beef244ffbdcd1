"""Any text at all: spans reproduce the text, never overlap, and one quotation has one speaker."""

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.extract.documents.plain import read_text
from bot.extract.highlights import read_highlights

PIECES = st.sampled_from(
    [
        '"', "“", "”", "‘", "’", "„", "«", "»", "—", ":", ",", ".", "?", "(", ")", "\n\n", "\n", " ",
        "\u00a0", " said ", " says", " he ", " she ", "He said, ", "according to ", "saying ", "who ",
        " and ", "the mayor", "Ann Low", "Low", "Bob Day", "Mr. Day", "Sen. Ann Low, R-Low.,", "Low’s office",
        "one of two ", "O’Day", "The dam will hold", "we ran home", "Rep.", "St. John", "44", "a\u0301",
    ]
)  # fmt: skip


@example('the mayor\n\n‘"Sen. Ann Low, R-Low.,', "en")
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["en", "de", "pl", "fr", "sv"]))
def test_spans_reproduce_the_text_and_never_overlap(text: str, language: str) -> None:
    document = read_text(text, title="", language=language)
    highlights = read_highlights(document)
    quotes = sorted(highlights.quotes, key=lambda quote: quote.span.start)
    for quote in quotes:
        assert document.text[quote.span.start : quote.span.end] == quote.text
        assert 0 <= quote.certainty <= 1
        if quote.speaker_span:
            assert document.text[quote.speaker_span.start : quote.speaker_span.end] == quote.speaker_span.text
            assert not any(
                other.span.start < quote.speaker_span.end and quote.speaker_span.start < other.span.end
                for other in quotes
            )
    for one, other in pairwise(quotes):
        assert one.span.end <= other.span.start
    assert highlights.quote is None or highlights.quote in quotes
    assert read_highlights(document) == highlights


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“ said ”",
        '"We ran," said Ann Low. ',
        '"We ran," he said. Bob Day left.\n\n',
        "Ann Low said ",
        "Ann, a b, ",
        "said, ",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (150_000 // len(piece)) + ' "We ran home," he said.'
    document = read_text(text, title="", language="en")
    began_at = time.process_time()
    read_highlights(document)
    assert time.process_time() - began_at < 5
