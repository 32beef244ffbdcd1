"""Articles: what a source offers, what was read from it, and what is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.model.delivery import Tone, Urgency
from bot.model.highlights import Highlights
from bot.model.span import Span

__all__ = ["Article", "Document", "Entry", "Image", "Note", "Revision", "Span"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source offers, before it is stored.

    `version` changes whenever the source's content does (an etag, or size and time of a file);
    `metadata` is what stands beside the text (a sidecar, the fields of a feed), still unchecked;
    `place` is what a person would call it: a path, an address.
    `doubt` says why this may not be the whole of it (a feed that breaks off); empty is sound. A doubtful
    entry waits until a second look finds the same.
    """

    source_id: str
    version: str
    place: str
    raw: str
    media_type: str = "text/plain"
    metadata: dict[str, Any] = field(default_factory=dict)
    metadata_place: str = ""
    seen_at: datetime | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to an article; `url` is an address, or a path beside the article's file.

    `kept` names it among the stored pictures once it was fetched, by a digest of its content; `problem`
    says why it could not be had.
    """

    url: str
    alt: str = ""
    credit: str = ""
    kept: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What the editor wrote on the article itself; it beats every guess.

    `channels` None means every channel; `headline`, `figure` and `quote` stand for the guessed ones.
    Figure and quote must be verbatim in the article, as must numbers and quotations in the headline.
    """

    post: bool = True
    channels: tuple[str, ...] | None = None
    headline: str | None = None
    figure: str | None = None
    quote: str | None = None
    template: str | None = None
    urgency: Urgency | None = None
    tone: Tone | None = None
    embargo: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: the whole text, and where the story stands in it.

    `text` is NFC and is never changed again; `title_span` and `paragraphs` are places in it.
    `title_span` is None where the title came from beside the text. Times are aware and keep
    the zone that the article gives. `usage` are the usage terms that came with it. `doubt` says why
    the text may not be whole (a page that ends in the middle, a teaser); empty where nothing tells so.
    `source` is the configured source that it came from, empty where it came from none.
    """

    text: str
    title: str
    title_span: Span | None
    paragraphs: tuple[Span, ...]
    language: str
    url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    byline: str = ""
    section: str = ""
    agency: str = ""
    kind: str = ""
    usage: str = ""
    tags: tuple[str, ...] = ()
    image: Image | None = None
    urgency: Urgency = Urgency.NORMAL
    embargo: datetime | None = None
    note: Note = Note()
    doubt: str = ""
    source: str = ""

    @property
    def body(self) -> str:
        """The story's paragraphs, a blank line between."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    def span(self, start: int, end: int) -> Span:
        """The stretch of `text` between two offsets."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Article:
    """A stored story; `revision` is the number of its newest revision, counted from 1.

    `source` and `place` say where it was first seen; `duplicate_of` names an article of the same
    content under another identity.
    """

    id: str
    source: str
    place: str
    url: str | None
    revision: int
    first_seen_at: datetime
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an article's content, with the highlights read from it."""

    article_id: str
    number: int
    document: Document
    highlights: Highlights
    digest: str
    created_at: datetime
