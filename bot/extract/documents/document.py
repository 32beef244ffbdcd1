"""From what a source offers to a document: title, paragraphs and metadata, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.errors import Problem, Unreadable
from bot.extract.documents.cautions import find_embargo, find_loose_fields
from bot.extract.documents.checking import check_fields
from bot.extract.documents.draft import Draft
from bot.extract.documents.frontmatter import Fields, split_front_matter
from bot.extract.documents.json_article import read_json
from bot.extract.documents.language import choose_language
from bot.extract.documents.markdown import read_markdown
from bot.extract.documents.metadata import ArticleFields
from bot.extract.documents.story import Story, find_story
from bot.extract.webpage.page import read_page
from bot.model import Document, Entry, Span, Urgency
from bot.text import normalise_text, squeeze_spaces

_BINARY = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")

_Reader = Callable[[Entry, str, ZoneInfo], Draft]
_READERS: dict[str, _Reader] = {
    "text/html": lambda entry, language, zone: read_page(
        entry.raw, place=entry.place, language=language, timezone=zone
    ),
    "text/markdown": lambda entry, language, zone: read_markdown(
        entry.raw, place=entry.place, language=language, timezone=zone
    ),
    "application/json": lambda entry, language, zone: read_json(
        entry.raw, place=entry.place, language=language, timezone=zone
    ),
}
_SAME = {
    "application/xhtml+xml": "text/html",
    "text/x-markdown": "text/markdown",
    "application/ninjs+json": "application/json",
}


def read_document(entry: Entry, *, language: str, timezone: ZoneInfo) -> Document:
    """Read an entry by its media type: plain text, a web page, Markdown or JSON.

    Plain text and Markdown may have front matter. `language` and `timezone` hold where the article
    names none; a language is told by the text where it is certain. What stands beside the text
    (`entry.metadata`) beats the same field within it. Raises Unreadable, with every problem and its
    place, when the metadata is broken, an embargo stands in the text alone, or there is no story.
    """
    _refuse_binary(entry)
    media_type = entry.media_type.partition(";")[0].strip().lower()
    reader = _READERS.get(_SAME.get(media_type, media_type))
    beside = Fields(entry.metadata_place or entry.place, entry.metadata)
    fields = check_fields(beside, language=language, timezone=timezone)
    if reader is None and media_type != "text/plain":
        raise _refuse([Problem(f"{entry.media_type} is no kind of article", _KINDS, entry.place)])
    if reader is None:
        return _read_plain(entry, beside, fields, language=language, timezone=timezone)
    try:
        draft = reader(entry, language, timezone)
    except Unreadable as error:
        raise _refuse([*beside.problems, *(_place(problem, entry) for problem in error.problems)]) from error
    return _settle(entry, draft, beside, fields, language=language, timezone=timezone)


_KINDS = "plain text, HTML, Markdown and JSON are read"


def _read_plain(
    entry: Entry, beside: Fields, given: ArticleFields, *, language: str, timezone: ZoneInfo
) -> Document:
    front, raw = split_front_matter(entry.raw, entry.place)
    fields = given.over(check_fields(front, language=language, timezone=timezone))
    text = normalise_text(raw)
    spoken = choose_language(text, told=fields.language, default=language)
    story = find_story(text, title=fields.title, language=spoken, zone=timezone)
    problems = beside.problems + front.problems or _find_cautions(entry, raw, fields)
    if not story.paragraphs:
        problems.append(_miss_story(entry, text))
    if problems:
        raise _refuse(problems)
    return _build(text, story, fields, spoken)


def _settle(
    entry: Entry, draft: Draft, beside: Fields, given: ArticleFields, *, language: str, timezone: ZoneInfo
) -> Document:
    """A document whose text is the draft's own title, a blank line, and its blocks."""
    fields = given.over(draft.fields)
    heading = "" if given.title else draft.title
    text = "\n\n".join([heading, *draft.blocks] if heading else draft.blocks)
    spoken = choose_language(text, told=fields.language, marked=draft.language, default=language)
    story = find_story(text, title=fields.title, language=spoken, zone=timezone)
    if heading:
        story.title = Span(0, len(heading), heading)
    problems = beside.problems + draft.problems or _find_embargo(text, entry, fields)
    if not story.paragraphs:
        problems.append(_miss_story(entry, text))
    if problems:
        raise _refuse(problems)
    return replace(_build(text, story, fields, spoken), doubt=draft.doubt)


def _place(problem: Problem, entry: Entry) -> Problem:
    return problem if problem.file else replace(problem, file=entry.place)


def _refuse(problems: list[Problem]) -> Unreadable:
    message = problems[0].message if len(problems) == 1 else f"this article has {len(problems)} problems"
    return Unreadable(message, problems[0].hint if len(problems) == 1 else "", problems=problems)


def _find_cautions(entry: Entry, raw: str, fields: ArticleFields) -> list[Problem]:
    above = entry.raw.count("\n") - raw.count("\n")
    loose = None if above else find_loose_fields(raw, entry.place)
    return [loose] if loose else _find_embargo(raw, entry, fields, above=above)


def _find_embargo(text: str, entry: Entry, fields: ArticleFields, *, above: int = 0) -> list[Problem]:
    told = fields.embargo or (fields.social and fields.social.embargo)
    embargo = None if told else find_embargo(text, entry.place, above=above)
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
        usage=fields.usage or "",
        tags=tuple(fields.tags or ()),
        image=fields.make_image(),
        urgency=Urgency[(fields.urgency or "normal").upper()],
        embargo=fields.embargo,
        note=fields.make_note(),
    )
