"""What a reader makes of a page, of Markdown or of JSON, before it becomes a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import Problem
from bot.extract.documents.checking import check_fields
from bot.extract.documents.frontmatter import Fields
from bot.extract.documents.metadata import ArticleFields


@dataclass
class Draft:
    """The title and the blocks of a story, one line each, and what was told about it.

    `fields` is what the text itself tells; `language` is what it says of itself, perhaps by habit
    of its CMS; `doubt` says why the text may not be whole.
    """

    blocks: list[str]
    title: str = ""
    fields: ArticleFields = field(default_factory=ArticleFields.model_construct)
    language: str | None = None
    problems: list[Problem] = field(default_factory=list)
    doubt: str = ""


def take_fields(told: Mapping[str, Any], *, language: str, timezone: ZoneInfo) -> ArticleFields:
    """The fields of a page as an article's: what is empty or senseless is left out, without a word.

    A newsroom mends its sidecar; it cannot mend every plugin of its CMS.
    """
    values = {name: value for name, value in told.items() if value not in (None, "", [], {})}
    return check_fields(Fields("", values), language=language, timezone=timezone)
