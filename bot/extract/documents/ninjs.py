"""ninjs 1.x to 3.x as a draft (https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import Unreadable
from bot.extract.documents.checking import check_fields
from bot.extract.documents.draft import Draft, take_fields
from bot.extract.documents.frontmatter import Fields
from bot.extract.webpage.blocks import clean_text, read_blocks
from bot.extract.webpage.judging import doubt_ending
from bot.extract.webpage.parsing import parse_page
from bot.extract.webpage.wording import strip_markup
from bot.text import normalise_text

Item = Mapping[str, Any]

_NINJS = frozenset(
    {
        "headline",
        "headlines",
        "bodytext",
        "bodyxhtml",
        "bodyhtml",
        "bodies",
        "pubstatus",
        "versioncreated",
        "standard",
    }
)
_PICTURES = ("picture", "graphic")
_MOST_URGENT = 2
"""ninjs counts from 1, the most urgent, to 9; 1 and 2 are what agencies call flash and bulletin."""


def _fold(name: str) -> str:
    """Version 3 of ninjs writes `versionCreated` where 1 and 2 write `versioncreated`."""
    return name.replace("_", "").lower()


def read_lines(text: str) -> list[str]:
    """The paragraphs of plain text."""
    return [line for part in normalise_text(text).split("\n") if (line := clean_text(part))]


def read_html(text: str) -> list[str]:
    """The paragraphs of a text that is marked up."""
    return read_blocks(parse_page(text)) if text.strip() else []


def is_ninjs(found: Item) -> bool:
    """Whether an object has names of ninjs' own."""
    return not _NINJS.isdisjoint(_fold(name) for name in found)


def read_ninjs(found: Item, place: str, *, language: str, timezone: ZoneInfo) -> Draft:
    """The story of an item. Raises Unreadable for one that is canceled, withheld or no text."""
    item = {_fold(name): value for name, value in found.items()}
    _refuse_unusable(item)
    fields = check_fields(
        given := Fields(place, _told_by_hand(item)),
        language=language,
        timezone=timezone,
    )
    told = {
        "title": _wording(item, "headline", "headlines") or strip_markup(str(item.get("title") or "")),
        "url": item.get("url") or item.get("canonicalurl"),
        "published": item.get("firstpublished") or item.get("firstcreated") or item.get("versioncreated"),
        "updated": item.get("versioncreated"),
        "language": item.get("language"),
        "byline": strip_markup(str(item.get("byline") or item.get("by") or "")).removeprefix("By "),
        "agency": next(_names(item.get("infosources") or item.get("infosource")), "")
        or item.get("copyrightholder"),
        "section": item.get("section"),
        "tags": list(dict.fromkeys(_names(item.get("subject") or item.get("subjects")))),
        "kind": next(_names(item.get("genre") or item.get("genres")), ""),
        "usage": strip_markup(str(item.get("usageterms") or "")),
        "urgency": "breaking" if _is_urgent(item.get("urgency")) else "",
        "image": _find_picture(item),
    }
    fields = fields.over(take_fields(told, language=language, timezone=timezone))
    blocks = _read_body(item)
    return Draft(blocks, fields.title or "", fields, problems=given.problems, doubt=doubt_ending(blocks))


def _told_by_hand(item: Item) -> dict[str, Any]:
    """What must be right or refused: the embargo, and the editor's note, which a CMS adds as `social`."""
    names = {"embargo": "embargoed", "social": "social"}
    return {ours: item[theirs] for ours, theirs in names.items() if theirs in item}


def _refuse_unusable(item: Item) -> None:
    status = str(item.get("pubstatus") or "usable").lower()
    if status in {"canceled", "cancelled"}:
        raise Unreadable("its agency canceled this item", "nothing to do: it must not be used")
    if status != "usable":
        raise Unreadable(f"its agency marked this item as {status}", "wait for a version that is usable")
    kind = str(item.get("type") or "text").lower()
    if kind not in {"text", "composite", "article", "story"}:
        raise Unreadable(f"this item is of the type {kind!r} and no text", "only texts are read")


def _is_urgent(value: Any) -> bool:
    try:
        return 1 <= int(value) <= _MOST_URGENT
    except (TypeError, ValueError, OverflowError):
        return False


def _read_body(item: Item) -> list[str]:
    """The best body: text marked up for reading, else plain text."""
    for name in ("bodyxhtml", "bodyhtml"):
        if isinstance(body := item.get(name), str) and body.strip():
            return read_html(body)
    if isinstance(text := item.get("bodytext"), str) and text.strip():
        return read_lines(text)
    bodies = [
        one
        for one in _objects(item.get("bodies"))
        if isinstance(one.get("value"), str) and one["value"].strip()
    ]
    bodies.sort(key=lambda one: ("main" not in str(one.get("role") or "main").lower(), not _is_html(one)))
    if not bodies:
        return []
    value = str(bodies[0]["value"])
    return read_html(value) if _is_html(bodies[0]) else read_lines(value)


def _is_html(body: Item) -> bool:
    return "html" in str(body.get("contenttype") or "").lower()


def _wording(item: Item, name: str, listed: str) -> str:
    """A text that version 1 gives alone, and later ones in a list with roles; the main one."""
    if isinstance(value := item.get(name), str) and value.strip():
        return strip_markup(value)
    found = [one for one in _objects(item.get(listed)) if isinstance(one.get("value"), str)]
    best = min(found, key=lambda one: "main" not in str(one.get("role") or "main").lower(), default=None)
    return strip_markup(str(best["value"])) if best else ""


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of a mapping as version 1 has it, their names folded."""
    values: Iterable[Any] = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return [{_fold(name): part for name, part in one.items()} for one in values if isinstance(one, dict)]


def _names(value: Any) -> Iterator[str]:
    values = value if isinstance(value, list) else [value]
    return iter(
        [
            text
            for one in values[:200]
            if (
                text := strip_markup(
                    str((one.get("name") or one.get("literal") or "") if isinstance(one, dict) else one or "")
                )
            )
        ]
    )


def _find_picture(item: Item) -> dict[str, str] | None:
    for one in _objects(item.get("associations")):
        if str(one.get("type") or "").lower() not in _PICTURES:
            continue
        renditions = [
            (
                int(width) if isinstance(width := part.get("width"), int) else 0,
                str(part.get("href") or part.get("uri")),
            )
            for part in _objects(one.get("renditions"))
            if part.get("href") or part.get("uri")
        ]
        if not renditions:
            continue
        alt = _wording(one, "descriptiontext", "descriptions") or _wording(one, "headline", "headlines")
        credit = next(
            (str(one[name]) for name in ("creditline", "byline", "by", "copyrightholder") if one.get(name)),
            "",
        )
        return {"url": max(renditions)[1], "alt": alt, "credit": strip_markup(credit)}
    return None
