"""From what a source offers to a document: title, paragraphs and metadata, each with its place."""

from __future__ import annotations

import re
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.errors import Problem, Unreadable
from bot.extract.cautions import find_embargo, find_loose_fields
from bot.extract.checking import check_fields
from bot.extract.frontmatter import Fields, split_front_matter
from bot.extract.languages import guess_language
from bot.extract.metadata import ArticleFields
from bot.extract.story import Story, find_story
from bot.model import Document, Entry, Urgency
from bot.text import normalise_text, squeeze_spaces

_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")


def read_document(entry: Entry, *, language: str, timezone: ZoneInfo) -> Document:
    """Read plain text, perhaps with front matter, perhaps scraped from a page.

    `language` and `timezone` hold where the article names none and its words do not tell. A
    sidecar's field beats the same field of the front matter. Raises Unreadable, with every problem
    and its place, when the metadata is broken, an embargo stands in the text alone, or there is
    no story.
    """
    _refuse_binary(entry)
    front, raw = split_front_matter(entry.raw, entry.place)
    beside = Fields(entry.metadata_place or entry.place, entry.metadata)
    fields = check_fields(beside, language=language, timezone=timezone).over(
        check_fields(front, language=language, timezone=timezone)
    )
    text = normalise_text(raw)
    spoken = (fields.language or _tell_language(text, language)).replace("_", "-")
    story = find_story(text, title=fields.title, language=spoken, zone=timezone)
    problems = beside.problems + front.problems or _find_cautions(entry, raw, fields)
    if not story.paragraphs:
        problems.append(_miss_story(entry, text))
    if problems:
        message = problems[0].message if len(problems) == 1 else f"this article has {len(problems)} problems"
        raise Unreadable(message, problems[0].hint if len(problems) == 1 else "", problems=problems)
    return _build(text, story, fields, spoken)


def read_text(text: str, *, title: str | None, language: str) -> Document:
    """Read a text exactly as it is, so that offsets into it hold; never raises.

    Without a title one is found in the text. Times without a zone are taken as UTC. A text
    without a story gives a document without paragraphs.
    """
    given = squeeze_spaces(title or "") or None
    story = find_story(text, title=given, language=language, zone=UTC)
    return _build(text, story, ArticleFields.model_construct(title=given), language)


def _tell_language(text: str, usual: str) -> str:
    """What the words tell; the newsroom's own kind of it (en-GB) where they tell the same language."""
    guessed = guess_language(text)
    return usual if guessed is None or guessed == re.split("[-_]", usual)[0].lower() else guessed


def _find_cautions(entry: Entry, raw: str, fields: ArticleFields) -> list[Problem]:
    above = entry.raw.count("\n") - raw.count("\n")
    loose = None if above else find_loose_fields(raw, entry.place)
    if loose:
        return [loose]
    told = fields.embargo or (fields.social and fields.social.embargo)
    embargo = None if told else find_embargo(raw, entry.place, above=above)
    return [embargo] if embargo else []


def _refuse_binary(entry: Entry) -> None:
    odd = len(_BINARY.findall(entry.raw))
    if "\x00" in entry.raw or odd * 20 > len(entry.raw) > 0:
        raise Unreadable(
            "this is not text",
            "save it as plain text in UTF-8",
            problems=[Problem("this is not text", "save it as plain text in UTF-8", entry.place)],
        )


def _miss_story(entry: Entry, text: str) -> Problem:
    if not text.strip():
        return Problem("there is no text", "write the article into the file", entry.place)
    hint = "write at least one paragraph below the title"
    return Problem("there is no story in this text", hint, entry.place)


def _build(text: str, story: Story, fields: ArticleFields, language: str) -> Document:
    found = squeeze_spaces(story.title.text) if story.title else ""
    return Document(
        text=text,
        title=fields.title or found,
        title_span=story.title,
        paragraphs=tuple(story.paragraphs),
        language=language,
        url=fields.url,
        published_at=fields.published or story.published_at,
        updated_at=fields.updated or story.updated_at,
        byline=fields.byline or story.byline,
        section=fields.section or story.section,
        agency=fields.agency or "",
        kind=fields.kind or "",
        tags=tuple(fields.tags or ()),
        image=fields.make_image(),
        urgency=Urgency[(fields.urgency or "normal").upper()],
        embargo=fields.embargo,
        note=fields.make_note(),
    )
