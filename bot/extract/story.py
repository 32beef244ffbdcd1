"""Where the story stands on a page, and what the lines around it tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.extract.furniture import (
    SURE,
    Furniture,
    classify_line,
    ends_with_credit,
    read_byline,
    read_date,
    read_section,
    says_something,
)
from bot.extract.layout import Stretch, split_paragraphs
from bot.extract.sentences import split_sentences
from bot.extract.title import (
    FEWEST,
    HEAD,
    LONGEST,
    Title,
    find_title,
    has_full_stop,
    locate_title,
    match_title,
)
from bot.model import Span

MOST = 4000
"""A page of more paragraphs is a book or a list: below its head nothing is looked for."""

LONGEST_CAPTION = 250
SUBSTANTIAL = 100
"""A statement of so many characters is no button or label."""

LONGEST_HEAD = 60
"""The story begins within so many paragraphs."""

_BELOW = frozenset({Furniture.RELATED, Furniture.MORE_OF, Furniture.NOISE, Furniture.CLOSING})
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
        self.wording = title or (text[self.found.start : self.found.end] if self.found else "")

    def read(self) -> Story:
        """Head, body and tail in one walk."""
        if self.found:
            self.story.title = self._span(self.found.start, self.found.end)
            self.story.section = self.found.section
        end = self._find_tail()
        head = self._find_body(end)
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

    def _drop_body(self, paragraph: Stretch) -> bool:
        if len(self.paragraphs) > MOST:
            return not says_something(paragraph.text)
        return classify_line(paragraph.text) in SURE

    def _find_body(self, end: int) -> int:
        """The index behind the first surely real paragraph: from there on only the surest furniture goes."""
        statements = 0
        end = min(end, LONGEST_HEAD)
        for index, paragraph in enumerate(self.paragraphs[:end]):
            if self._is_title(index, paragraph) or self._is_caption(index):
                continue
            if classify_line(paragraph.text) is Furniture.REMARK:
                continue
            if has_full_stop(paragraph.text) and not classify_line(paragraph.text):
                statements += 1
            if (
                len(paragraph.text) > LONGEST_CAPTION
                or statements > 1
                or (statements and len(paragraph.text) >= SUBSTANTIAL)
            ):
                return index + 1
        return end

    def _is_title(self, index: int, paragraph: Stretch) -> bool:
        if self.found and index == self.found.index:
            return True
        return bool(self.wording) and index < HEAD and match_title(paragraph.text, self.wording) is not None

    def _drop_head(self, index: int) -> bool:
        """Whether a paragraph of the head is furniture; what it tells is noted."""
        paragraph = self.paragraphs[index]
        return (
            self._is_title(index, paragraph)
            or self._note_date(paragraph)
            or self._note_section(paragraph)
            or self._note_byline(index)
            or self._is_head_furniture(paragraph)
            or self._is_caption(index)
            or self._is_scrap(index)
        )

    def _is_head_furniture(self, paragraph: Stretch) -> bool:
        kind = classify_line(paragraph.text)
        return kind is not None and not (kind is Furniture.CLOSING and has_full_stop(paragraph.text))

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
        near = [self.paragraphs[i].text for i in (index - 1, index + 1) if 0 <= i < len(self.paragraphs)]
        dated = any(read_date(text, language=self.language, zone=self.zone) for text in near)
        byline = read_byline(self.paragraphs[index].text, bare=dated)
        if byline:
            self.story.byline = self.story.byline or byline
        return byline is not None

    def _is_caption(self, index: int) -> bool:
        """A line said twice, or one that a picture's credit follows."""
        paragraph = self.paragraphs[index]
        if len(paragraph.text) > 2 * LONGEST or classify_line(paragraph.text):
            return False
        for other in (index - 1, index + 1):
            if 0 <= other < len(self.paragraphs) and self.paragraphs[other].text == paragraph.text:
                return len(paragraph.text.split()) > FEWEST
        if ends_with_credit(paragraph.text):
            return True
        following = self.paragraphs[index + 1] if index + 1 < len(self.paragraphs) else None
        if following is None or classify_line(following.text) is not Furniture.CREDIT:
            return False
        beside = following.block == paragraph.block and self.paragraphs[-1].block != paragraph.block
        return (beside and len(paragraph.text) <= LONGEST_CAPTION) or not paragraph.ends_sentence

    def _is_scrap(self, index: int) -> bool:
        """A word or two between title and story that say nothing: a button, a place, a label."""
        text = self.paragraphs[index].text
        if not self.found or self.paragraphs[index].ends_sentence or len(text.split()) > FEWEST:
            return False
        return any(len(later.text) >= SUBSTANTIAL for later in self.paragraphs[index + 1 : index + HEAD])

    def _find_tail(self) -> int:
        """Where the list of other articles or the readers' comments begin."""
        if len(self.paragraphs) > MOST:
            return len(self.paragraphs)
        first = self.found.index + 1 if self.found else 1
        kinds = [classify_line(paragraph.text) for paragraph in self.paragraphs]
        # What readers say below a list of other articles does not make it story.
        behind = range(first + 1, len(kinds))
        end = next((i for i in behind if kinds[i] is Furniture.COMMENTS), len(kinds))
        last = next((i for i in reversed(range(end)) if self._tells(self.paragraphs[i])), -1)
        return next((i for i in range(first + 1, end) if i > last and kinds[i] in _BELOW), end)

    @staticmethod
    def _tells(paragraph: Stretch) -> bool:
        """Whether a paragraph tells something, as story does and a list of titles does not."""
        text = paragraph.text
        if classify_line(text):
            return False
        return (
            len(text) > LONGEST
            or (has_full_stop(text) and len(text.split()) > 1)
            or text.endswith(tuple('"”“»'))
        )

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
