"""What one element says of an item, or of the feed, gathered child by child."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from bot.sources.feed.parsing.items import Wording
from bot.sources.feed.parsing.lifting import MARK, Lifted, restore_texts
from bot.sources.feed.parsing.pictures import Media
from bot.sources.feed.parsing.tree import inner_markup, inner_text
from bot.sources.feed.parsing.wording import plain_line, read_author

PUBLISHED = ("pubdate", "published", "issued", "date")
UPDATED = ("lastbuilddate", "updated", "modified")
CREATED = ("created",)

MOST_FILES = 100
_LONGEST_NAME = 300
_SECTION = re.compile(r"(?:^|[/#:_-])sections?/?$", re.IGNORECASE)

Element = etree._Element  # noqa: SLF001 - lxml's own name for it in annotations


class Details:
    """What an element says, times as written; `base` is what its relative addresses count from.

    `lifted` are the texts that were taken out of the feed before it was parsed.
    """

    # Of the class, so that an item costs only what it says.
    title: str | None = None
    dc_title = own = alternate = original = guid = language = section = filed = alt = credit = ""
    ttl = period = frequency = ""
    guid_is_link = False
    spoken: str | None = None
    content: Wording | None = None
    summary: Wording | None = None
    subjects: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    thumbnails: tuple[Media, ...] = ()
    enclosures: tuple[Media, ...] = ()

    def __init__(self, base: str, lifted: Mapping[str, bytes]) -> None:
        self.base = base
        self.lifted = lifted
        # Names in their order, each once.
        self.authors: dict[str, None] = {}
        self.tags: dict[str, None] = {}
        self.dates: dict[str, str] = {}

    def read_text(self, element: Element) -> str:
        """The text within an element, its children's too."""
        text = inner_text(element) if len(element) else element.text or ""
        return restore_texts(text, self.lifted) if self.lifted and MARK in text else text

    def read_markup(self, element: Element, text: str) -> str:
        """The markup within an element of this text. Raises Lifted where what was taken out stands in it."""
        if not len(element):
            return text
        if self.lifted and MARK in inner_text(element):
            raise Lifted
        return inner_markup(element)

    def find_date(self, names: tuple[str, ...]) -> str:
        """The first of these times, as written."""
        for name in names:
            if name in self.dates:
                return self.dates[name]
        return ""

    def add_author(self, written: str) -> None:
        """A name or mailbox."""
        # Cut before it is kept for the next entry by the same author.
        if name := read_author(written[:_LONGEST_NAME]):
            self.authors[name] = None

    def add_tag(self, written: str, scheme: str) -> None:
        """A tag; the first one of a scheme of sections is the section too."""
        if name := plain_line(written):
            self.tags[name] = None
            if scheme and not self.filed and _SECTION.search(scheme):
                self.filed = name


Reader = Callable[[Details, Element, str], None]
"""Takes the element's text in; that of an element of READ_WHOLE with children is left to its reader."""
