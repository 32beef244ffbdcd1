"""Where the story begins and ends on a page, and which paragraphs around it are no story."""

from __future__ import annotations

from dataclasses import dataclass

from bot.extract.documents.furniture import Furniture, classify_line, ends_with_credit
from bot.extract.documents.layout import Stretch
from bot.extract.documents.title import FEWEST, HEAD, LONGEST, Title, has_full_stop, match_title

_MOST = 4000
"""A page of more paragraphs is a book or a list: below its head nothing is looked for."""

_LONGEST_CAPTION = 250
_SUBSTANTIAL = 100
"""A statement of so many characters is no button or label."""

_LONGEST_HEAD = 60
"""The story begins within so many paragraphs."""

_BELOW = frozenset({Furniture.RELATED, Furniture.MORE_OF, Furniture.NOISE, Furniture.CLOSING})


@dataclass(frozen=True, slots=True)
class Outline:
    """A page's paragraphs; `found` is the title among them, `wording` the title as it is known."""

    paragraphs: list[Stretch]
    found: Title | None
    wording: str

    def find_body(self, end: int) -> int:
        """The index behind the first surely real paragraph: from there on only the surest furniture goes."""
        statements = 0
        end = min(end, _LONGEST_HEAD)
        for index, paragraph in enumerate(self.paragraphs[:end]):
            if self.is_title(index) or self.is_caption(index):
                continue
            if classify_line(paragraph.text) is Furniture.REMARK:
                continue
            if has_full_stop(paragraph.text) and not classify_line(paragraph.text):
                statements += 1
            if (
                len(paragraph.text) > _LONGEST_CAPTION
                or statements > 1
                or (statements and len(paragraph.text) >= _SUBSTANTIAL)
            ):
                return index + 1
        return end

    def find_tail(self) -> int:
        """Where the list of other articles or the readers' comments begin."""
        if len(self.paragraphs) > _MOST:
            return len(self.paragraphs)
        first = self.found.index + 1 if self.found else 1
        kinds = [classify_line(paragraph.text) for paragraph in self.paragraphs]
        # What readers say below a list of other articles does not make it story.
        behind = range(first + 1, len(kinds))
        end = next((i for i in behind if kinds[i] is Furniture.COMMENTS), len(kinds))
        last = next((i for i in reversed(range(end)) if _tells(self.paragraphs[i])), -1)
        return next((i for i in range(first + 1, end) if i > last and kinds[i] in _BELOW), end)

    def is_title(self, index: int) -> bool:
        """Whether a paragraph is the title, or says it once more."""
        if self.found and index == self.found.index:
            return True
        return (
            bool(self.wording)
            and index < HEAD
            and match_title(self.paragraphs[index].text, self.wording) is not None
        )

    def is_furniture(self, index: int) -> bool:
        """Whether a paragraph above the story belongs to the page, and not to the story."""
        paragraph = self.paragraphs[index]
        kind = classify_line(paragraph.text)
        return kind is not None and not (kind is Furniture.CLOSING and has_full_stop(paragraph.text))

    def is_caption(self, index: int) -> bool:
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
        return (beside and len(paragraph.text) <= _LONGEST_CAPTION) or not paragraph.ends_sentence

    def is_scrap(self, index: int) -> bool:
        """A word or two between title and story that say nothing: a button, a place, a label."""
        text = self.paragraphs[index].text
        if not self.found or self.paragraphs[index].ends_sentence or len(text.split()) > FEWEST:
            return False
        return any(len(later.text) >= _SUBSTANTIAL for later in self.paragraphs[index + 1 : index + HEAD])


def _tells(paragraph: Stretch) -> bool:
    """Whether a paragraph tells something, as story does and a list of titles does not."""
    text = paragraph.text
    if classify_line(text):
        return False
    return (
        len(text) > LONGEST or (has_full_stop(text) and len(text.split()) > 1) or text.endswith(tuple('"”“»'))
    )
