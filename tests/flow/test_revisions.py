"""What changed between two revisions, readably."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.flow.revisions import Change, compare, mark_words
from bot.model import Document, Span

WORDS = st.lists(st.sampled_from(["the", "harbour", "reopens", "on", "Monday", "Tuesday"]), max_size=8)


def document(title: str, *paragraphs: str) -> Document:
    text = "\n\n".join((title, *paragraphs))
    spans, at = [], len(title) + 2
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph), paragraph))
        at += len(paragraph) + 2
    return Document(text, title, Span(0, len(title), title), tuple(spans), "en")


OLD = document("Harbour reopens", "It cost $4 million.", "Nobody was hurt.", "The mayor came.")


def test_the_same_text_shows_no_change() -> None:
    assert compare(OLD, OLD) == []


def test_a_figure_a_title_and_a_new_paragraph() -> None:
    new = document("Port reopens", "It cost $5 million.", "Nobody was hurt.", "The mayor came.", "So did we.")
    assert compare(OLD, replace(new, tags=("Harbour",))) == [
        Change("title", "Harbour reopens", "Port reopens"),
        Change("tags", "", "Harbour"),
        Change("paragraph 1", "It cost $4 million.", "It cost $5 million."),
        Change("paragraph 4", "", "So did we."),
    ]


def test_a_paragraph_that_went_keeps_its_old_number() -> None:
    new = document("Harbour reopens", "It cost $4 million.", "The mayor came.")
    assert compare(OLD, new) == [Change("paragraph 2", "Nobody was hurt.", "")]


def test_words_are_marked_in_their_place() -> None:
    assert mark_words("It cost $4 million.", "It cost $5 million.") == "It cost [-$4-] {+$5+} million."


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_marked_one(old: list[str], new: list[str]) -> None:
    marked = mark_words(" ".join(old), " ".join(new))
    kept = marked.replace("[-", "\x00").replace("-]", "\x01").replace("{+", "\x02").replace("+}", "\x03")
    assert _without(kept, "\x02", "\x03").replace("\x00", "").replace("\x01", "").split() == old
    assert _without(kept, "\x00", "\x01").replace("\x02", "").replace("\x03", "").split() == new


def _without(text: str, start: str, end: str) -> str:
    while start in text:
        before, _, rest = text.partition(start)
        text = before + rest.partition(end)[2]
    return text
