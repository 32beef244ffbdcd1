"""The story of a page, and what the lines around it tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.extract.documents.furniture import (
    SURE,
    Furniture,
    classify_line,
    read_byline,
    read_date,
    read_section,
)
from bot.extract.documents.layout import Stretch, split_paragraphs
from bot.extract.documents.outline import Outline
from bot.extract.documents.title import FEWEST, LONGEST, Title, find_title, locate_title
from bot.extract.sentences import split_sentences
from bot.model import Span

_TAIL = frozenset(Furniture) - {Furniture.DATE, Furniture.BYLINE, Furniture.SECTION}


@dataclass
class Story:
    """A page as read: the title's place, the paragraphs, and what the furniture told."""

    title: Span | None = None
    paragraphs: list[Span] = field(default_factory=list)
    section: str = ""
    byline: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None


def find_story(text: str, *, title: str | None, language: str, zone: tzinfo) -> Story:
    """Read a page; `title` is what stands beside the text, None to find one in it.

    Only what is surely not story is left out. Linear in the length of the text.
    """
    return _Page(text, title, language, zone).read()


class _Page:
    """One reading of one page."""

    def __init__(self, text: str, title: str | None, language: str, zone: tzinfo) -> None:
        self.text, self.language, self.zone = text, language, zone
        self.paragraphs = split_paragraphs(text)
        self.found: Title | None = (
            locate_title(self.paragraphs, title) if title else find_title(self.paragraphs, text)
        )
        self.known = title is not None
        self.story = Story()
        wording = title or (text[self.found.start : self.found.end] if self.found else "")
        self.outline = Outline(self.paragraphs, self.found, wording)

    def read(self) -> Story:
        """Head, body and tail in one walk."""
        if self.found:
            self.story.title = self._span(self.found.start, self.found.end)
            self.story.section = self.found.section
        end = self.outline.find_tail()
        head = self.outline.find_body(end)
        kept = [
            paragraph for index, paragraph in enumerate(self.paragraphs[:head]) if not self._drop_head(index)
        ]
        kept += [
            paragraph for paragraph in self.paragraphs[head:end] if classify_line(paragraph.text) not in SURE
        ]
        self._read_tail(kept)
        self.story.paragraphs = [self._span(paragraph.start, paragraph.end) for paragraph in kept]
        if not self.known and not self.found and kept:
            telling = (p for p in self.story.paragraphs if len(p.text.split()) > FEWEST)
            self.story.title = _first_sentence(next(telling, self.story.paragraphs[0]))
        return self.story

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self.text[start:end])

    def _drop_head(self, index: int) -> bool:
        """Whether a paragraph of the head is furniture; what it tells is noted."""
        paragraph, outline = self.paragraphs[index], self.outline
        return (
            outline.is_title(index)
            or self._note_date(paragraph)
            or self._note_section(paragraph)
            or self._note_byline(index)
            or outline.is_furniture(index)
            or outline.is_caption(index)
            or outline.is_scrap(index)
        )

    def _note_date(self, paragraph: Stretch) -> bool:
        read = read_date(paragraph.text, language=self.language, zone=self.zone)
        if not read:
            return False
        moments, byline = read
        for moment in moments:
            if moment.updated:
                self.story.updated_at = self.story.updated_at or moment.at
            else:
                self.story.published_at = self.story.published_at or moment.at
        self.story.byline = self.story.byline or byline
        return True

    def _note_section(self, paragraph: Stretch) -> bool:
        section = read_section(paragraph.text)
        if section:
            self.story.section = self.story.section or section
        return section is not None

    def _note_byline(self, index: int) -> bool:
        text = self.paragraphs[index].text
        byline = read_byline(text)
        if byline is None and read_byline(text, bare=True):
            # A name alone is a byline beside a date.
            near = [self.paragraphs[i].text for i in (index - 1, index + 1) if 0 <= i < len(self.paragraphs)]
            if any(read_date(each, language=self.language, zone=self.zone) for each in near):
                byline = read_byline(text, bare=True)
        if byline:
            self.story.byline = self.story.byline or byline
        return byline is not None

    def _read_tail(self, kept: list[Stretch]) -> None:
        """Drop what stands below a story, and note a date or writer that stands there."""
        while len(kept) > 1:
            last = kept[-1]
            if classify_line(last.text) not in _TAIL and not self._note_date(last):
                byline = read_byline(last.text)
                if not byline:
                    return
                self.story.byline = self.story.byline or byline
            kept.pop()


def _first_sentence(paragraph: Span) -> Span:
    """The first sentence as a title; of an endless one the first words."""
    start = Span(paragraph.start, paragraph.end, paragraph.text[: 10 * LONGEST])
    sentences = split_sentences(start)
    sentence = sentences[0] if sentences else start
    if len(sentence.text) <= 2 * LONGEST:
        return sentence
    words = sentence.text[:LONGEST].rpartition(" ")[0].rstrip() or sentence.text[:LONGEST]
    return Span(sentence.start, sentence.start + len(words), words)
