"""Checks unchecked fields: every problem at once, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Problem
from bot.extract.documents.frontmatter import Fields
from bot.extract.documents.metadata import ArticleFields, ImageFields, NoteFields
from bot.hints import suggest

_OTHER_WORDS = {
    "author": "byline",
    "authors": "byline",
    "by": "byline",
    "date": "published",
    "published_at": "published",
    "pubdate": "published",
    "modified": "updated",
    "updated_at": "updated",
    "lang": "language",
    "category": "section",
    "categories": "section",
    "keywords": "tags",
    "headline": "title",
    "link": "url",
    "href": "url",
    "source": "agency",
    "type": "kind",
    "usageterms": "usage",
    "usage_terms": "usage",
    "terms": "usage",
    "rights": "usage",
    "priority": "urgency",
    "photo": "image",
    "picture": "image",
    "note": "social",
    "src": "url",
    "publish": "post",
    "caption": "alt",
    "copyright": "credit",
    "release": "embargo",
    "not_before": "embargo",
}
_MODELS: dict[str, type[BaseModel]] = {"social": NoteFields, "image": ImageFields}
_MESSAGES = {
    "bool_parsing": ("this is neither yes nor no", "write yes or no"),
    "bool_type": ("this is neither yes nor no", "write yes or no"),
    "string_type": ("this should be text", "put it in quotes"),
    "list_type": ("this should be a list", "write it as in [one, two]"),
    "model_type": ("this should hold fields of its own", "write them below it, indented, as in url: …"),
    "missing": ("this field is missing", "add it"),
    "string_too_long": ("this is far too long", "shorten it"),
    "too_long": ("this list is far too long", "shorten it"),
    "string_pattern_mismatch": ("this is not a language", "write its code, as in en or pt-BR"),
}


def check_fields(fields: Fields, *, language: str, timezone: ZoneInfo) -> ArticleFields:
    """The fields as an article's metadata; problems are added to `fields`, and their fields left out."""
    context = {"language": language, "timezone": timezone}
    unchecked: Mapping[Any, Any] = fields.values
    values = {name: value for name, value in unchecked.items() if isinstance(name, str)}
    for name in unchecked:
        if not isinstance(name, str):
            fields.add_problem(
                fields.find_place((name,), key=True), f"{name!r} is not a field", "put its name in quotes"
            )
    try:
        return ArticleFields.model_validate(values, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        fields.problems += [_explain(detail, fields) for detail in details]
        wrong = {detail["loc"][0] for detail in details if detail["loc"]}
        return ArticleFields.model_validate(
            {k: v for k, v in values.items() if k not in wrong}, context=context
        )


def _explain(detail: ErrorDetails, fields: Fields) -> Problem:
    route = detail["loc"]
    name = ".".join(str(step) for step in route)
    unknown = detail["type"] == "extra_forbidden"
    line, column = fields.find_place(route, key=unknown) or (None, None)
    if unknown:
        message, hint = f"there is no field {name!r}", _suggest(str(route[-1]), _known(route))
    elif detail["type"] == "value_error":
        said, _, hint = detail["msg"].removeprefix("Value error, ").partition("; ")
        message = f"{name}: {said}"
    elif detail["type"] == "literal_error":
        message = f"{name}: this is not one of its values"
        hint = f"write {detail['ctx']['expected'].replace(chr(39), '')}" if "ctx" in detail else ""
    else:
        said, hint = _MESSAGES.get(detail["type"], (detail["msg"], ""))
        message = f"{name}: {said}"
    return Problem(message, hint, fields.file, line, column)


def _known(route: tuple[int | str, ...]) -> list[str]:
    model = _MODELS.get(str(route[0]), ArticleFields) if len(route) > 1 else ArticleFields
    return list(model.model_fields)


def _suggest(name: str, known: list[str]) -> str:
    folded = name.casefold().replace("-", "_")
    if (other := _OTHER_WORDS.get(folded)) in known:
        return f"it is called {other!r}"
    return suggest(folded, known, "the fields are")
