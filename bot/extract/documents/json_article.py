"""JSON as a draft: our own shape; what has the names of ninjs is read as that."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import Problem, Unreadable
from bot.extract.documents.checking import check_fields
from bot.extract.documents.draft import Draft
from bot.extract.documents.frontmatter import Fields
from bot.extract.documents.ninjs import is_ninjs, read_html, read_lines, read_ninjs
from bot.extract.webpage.judging import doubt_ending

_MOST_CHARACTERS = 4_000_000
"""More is no article (characters)."""

_OURS = ("text", "paragraphs", "html")


def read_json(raw: str, *, place: str, language: str, timezone: ZoneInfo) -> Draft:
    """The story of a JSON object.

    Our shape: `text` (paragraphs parted by blank lines), `paragraphs` (a list) or `html`, and beside
    it the fields of a sidecar. Anything with ninjs' own names is read as ninjs. Raises Unreadable
    with the place of a fault, and for an item that is canceled, withheld or no text.
    """
    if len(raw) > _MOST_CHARACTERS:
        raise Unreadable("this file is far too large", f"at most {_MOST_CHARACTERS:,} characters are read")
    found = _parse(raw, place)
    if not isinstance(found, dict):
        kind = "a list" if isinstance(found, list) else "a bare value"
        raise Unreadable(f"this JSON is {kind} and no article", "write one article as one object: {…}")
    if is_ninjs(found) and not found.keys() & set(_OURS):
        return read_ninjs(found, place, language=language, timezone=timezone)
    return _read_ours(found, place, language=language, timezone=timezone)


def _parse(raw: str, place: str) -> Any:
    try:
        return json.loads(raw.removeprefix("\ufeff"), strict=False, object_pairs_hook=_join_pairs)
    except json.JSONDecodeError as error:
        hint = "look at the commas, quotation marks and brackets here and just above"
        problem = Problem(f"this is not JSON: {error.msg}", hint, place, error.lineno, error.colno)
        raise Unreadable(problem.message, hint, problems=[problem]) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable(
            "this is not JSON that we can read", "its numbers or nesting are far too large"
        ) from error


def _join_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"{twice!r} stands in this JSON twice", "keep one of them")
    return found


def _read_ours(found: dict[str, Any], place: str, *, language: str, timezone: ZoneInfo) -> Draft:
    rest = {name: value for name, value in found.items() if name not in _OURS}
    given = Fields(place, rest)
    fields = check_fields(given, language=language, timezone=timezone)
    named = [name for name in _OURS if found.get(name)]
    if len(named) != 1:
        hint = "give the story once: as text, as paragraphs or as html"
        given.add_problem(
            None,
            f"the story is given {len(named)} times" if named else "there is no story in this JSON",
            hint,
        )
        return Draft([], fields=fields, problems=given.problems)
    blocks, wrong = _read_story(named[0], found[named[0]])
    if wrong:
        given.add_problem(None, f"{named[0]}: {wrong}", "see the manual for its shape")
    return Draft(blocks, fields.title or "", fields, problems=given.problems, doubt=doubt_ending(blocks))


def _read_story(name: str, value: Any) -> tuple[list[str], str]:
    if name == "paragraphs":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return [], "this should be a list of texts"
        return read_lines("\n".join(one.replace("\n", " ") for one in value)), ""
    if not isinstance(value, str):
        return [], "this should be text"
    return (read_html(value) if name == "html" else read_lines(value)), ""
