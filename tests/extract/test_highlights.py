import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from laid_text import lay

from bot.extract.headline import clean_headline
from bot.extract.highlights import read_highlights
from bot.model import Document, Highlights, Span

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "„",
        "«",
        "»",
        "‘",
        "’",
        "Ann Low",
        "said",
        "he",
        "$4",
        "5 million",
        "12 %",
        ". ",
        ", ",
        "\n",
        "ß",
        "и",
        "1,2",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))
LANGUAGES = st.sampled_from(["en", "de", "pl", "fr", "es", "it", "pt", "nl", "uk", "ru", "xx", "", "pt-BR"])


def list_spans(highlights: Highlights) -> list[Span]:
    spans = [figure.span for figure in highlights.figures] + [quote.span for quote in highlights.quotes]
    spans += [figure.sentence for figure in highlights.figures if figure.sentence]
    spans += [quote.speaker_span for quote in highlights.quotes if quote.speaker_span]
    return spans + ([highlights.summary] if highlights.summary else [])


@example("“\n0:0:0:0", "", "en")  # a line break behind the opening mark
@given(text=TEXTS, title=st.text(max_size=40), language=LANGUAGES)
@settings(deadline=None, max_examples=150)
def test_any_text_gives_exact_spans_and_the_same_twice(text: str, title: str, language: str) -> None:
    document = lay(text, language, title)
    highlights = read_highlights(document)
    assert highlights == read_highlights(document)
    assert highlights.headline in " ".join(title.split())
    assert bool(highlights.headline) is bool(title.strip())
    for span in list_spans(highlights):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    for spans in ([each.span for each in highlights.figures], [each.span for each in highlights.quotes]):
        ordered = sorted(spans, key=lambda span: span.start)
        assert all(first.end <= second.start for first, second in pairwise(ordered))
    assert all(0 <= figure.certainty <= 1 for figure in highlights.figures)
    assert all(0 <= quote.certainty <= 1 for quote in highlights.quotes)


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        *(("en", unit) for unit in ('"', "‘a", "1", "...", "between 1 and ", "one million ", "Ann Bob ")),
        *(("de", unit) for unit in ("“a ”", "A.", "1,2 ", "[(", "1\n\n", '"Yes I do," said he ')),
    ],
)
def test_a_megabyte_of_nonsense_takes_no_time(unit: str, language: str) -> None:
    document = lay(unit * (1_000_000 // len(unit)), language)
    begun = time.process_time()
    highlights = read_highlights(document)
    assert time.process_time() - begun < 5, "alone on a machine it takes one"
    assert highlights.headline == ""


@pytest.mark.parametrize(
    ("title", "text", "summary"),
    [
        ("", "", None),
        (
            "",
            "The old dam holds so far. The river falls.\n\nMore.",
            "The old dam holds so far. The river falls.",
        ),
        (
            "",
            "The dam " + "and the wall " * 12 + "hold. The river falls.",
            "The dam " + "and the wall " * 12 + "hold.",
        ),
        (
            "The old dam in Harlow holds",
            "The old dam in Harlow holds.\n\nEngineers had feared a breach for a week. Why?",
            "Engineers had feared a breach for a week.",
        ),
        (
            "",
            "HARLOW (Reuters) - The old dam holds so far, engineers said.",
            "The old dam holds so far, engineers said.",
        ),
        ("", "Was it luck or was it skill? Nobody in Harlow knows it.", "Nobody in Harlow knows it."),
        ("", '"It was bad. We ran," Ada said. The old dam in Harlow broke.', "The old dam in Harlow broke."),
        ("", "It broke at noon on a Monday. The people of Harlow ran.", "The people of Harlow ran."),
    ],
)
def test_the_summary_says_more_than_the_headline(title: str, text: str, summary: str | None) -> None:
    found = read_highlights(lay(text, "en", title)).summary
    assert (found.text if found else None) == summary


@pytest.mark.parametrize(
    ("title", "address", "headline"),
    [
        ("UPDATE: Bridge closes after storm", None, "Bridge closes after storm"),
        ("UPDATE 2-Bridge closes after storm", None, "Bridge closes after storm"),
        ("[EXCLUSIVE] Bridge closes after storm (video)", None, "Bridge closes after storm"),
        ("Bridge closes after storm | News | The Courier", None, "Bridge closes after storm"),
        (
            "Bridge closes after storm - The Courier",
            "https://courier.example.org/1",
            "Bridge closes after storm",
        ),
        ("Bridge closes after storm" + " | News" * 9, None, "Bridge closes after storm" + " | News" * 6),
        ("Bridge closes after storm" + " | News" * 999, None, "Bridge closes after storm" + " | News" * 999),
        ("Bridge closes - after a storm", "https://courier.example.org/1", "Bridge closes - after a storm"),
        ("Politics | Bridge closes after storm", None, "Bridge closes after storm"),
        ("POLITICS: Bridge closes after storm", None, "Bridge closes after storm"),
        ("Politics: a bridge too far", None, "Politics: a bridge too far"),
        ("Live: what we know", None, "Live: what we know"),
        ("Eilmeldung: Brücke nach Sturm gesperrt", None, "Brücke nach Sturm gesperrt"),
        ("PILNE: Most zamknięty po burzy", None, "Most zamknięty po burzy"),
    ],
)
def test_a_headline_is_shown_without_labels_and_the_site_s_name(
    title: str, address: str | None, headline: str
) -> None:
    assert clean_headline(title, address) == headline


def test_the_seed_article(shared: Path) -> None:
    text = next((shared / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    start, end = text.index("Japan has pledged"), text.index("Related content")
    pieces = [piece for piece in text[start:end].split("\n\n") if piece.strip()]
    paragraphs, at = [], start
    for piece in pieces:
        at = text.index(piece, at)
        paragraphs.append(Span(at, at + len(piece), piece))
    highlights = read_highlights(
        Document(text, "Is the USA abandoning Ukraine?", None, tuple(paragraphs), "en")
    )
    assert highlights.figure is not None
    assert highlights.figure.text == "$4.5 billion"
    assert highlights.figure.sentence is not None
    assert highlights.figure.sentence.text == "Japan has pledged to provide Ukraine with $4.5 billion."
    assert highlights.quote is not None
    assert highlights.quote.text.startswith("This is significant support")
    assert [(quote.speaker, quote.role, quote.named) for quote in highlights.quotes] == [
        ("Volodymyr Zelenskyy", "Ukrainian President", True),
        ("Volodymyr Zelenskyy", "Ukrainian President", True),
        ("a U.S. embassy official in Tokyo", "", False),
    ]
