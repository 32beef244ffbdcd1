"""From a text exactly as it is given to a document; it loads nothing that only pages and files need."""

from __future__ import annotations

from datetime import UTC

from bot.extract.documents.story import find_story
from bot.model import Document
from bot.text import squeeze_spaces


def read_text(text: str, *, title: str | None, language: str) -> Document:
    """Read a text exactly as it is, so that offsets into it hold; never raises.

    Without a title one is found in the text. Times without a zone are taken as UTC. A text
    without a story gives a document without paragraphs.
    """
    given = squeeze_spaces(title or "") or None
    story = find_story(text, title=given, language=language, zone=UTC)
    return Document(
        text=text,
        title=given or (squeeze_spaces(story.title.text) if story.title else ""),
        title_span=story.title,
        paragraphs=tuple(story.paragraphs),
        language=language,
        published_at=story.published_at,
        updated_at=story.updated_at,
        byline=story.byline,
        section=story.section,
    )
