"""A sidecar's YAML: plain values only, every problem with its place."""

from __future__ import annotations

import math
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, LineCol
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.reader import ReaderError

from bot.errors import Problem

LARGEST_SIDECAR = 64 * 1024
_DEEPEST = 12
_HINT = "mend the sidecar; the article waits until then, for an embargo may stand in it"
_CORE = ("map", "seq", "str", "int", "float", "bool", "null")


class _Odd(ValueError):
    """Sound YAML, and yet nothing that an article can know."""


class _Plain(SafeConstructor):
    """Makes only what JSON knows; a date stays as it is written, with its zone."""

    yaml_constructors = {  # noqa: RUF012 - ruamel.yaml's own way
        **{
            tag: maker
            for tag, maker in SafeConstructor.yaml_constructors.items()
            if tag in {None, *(f"tag:yaml.org,2002:{name}" for name in _CORE)}
        },
        "tag:yaml.org,2002:timestamp": SafeConstructor.construct_yaml_str,
    }


def parse_sidecar(text: str, place: str) -> dict[str, Any] | Problem:
    """The mapping in a sidecar, fit for JSON, with its places in `.lc`; an empty file is an empty mapping."""
    try:
        return _find_risk(text, place) or _build(text, place)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or error.context or "it cannot be parsed").split())
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    except ReaderError as error:
        what = "a character that YAML forbids"
        line, column = _locate(text, error.position)
    except _Odd as error:
        return Problem(str(error), _HINT, place, 1, 1)
    except (YAMLError, RecursionError, ValueError, AttributeError, LookupError, TypeError) as error:
        # ruamel.yaml lets some of its own slips through: they are the file's problem all the same.
        what, line, column = type(error).__name__, 1, 1
    return Problem(f"this is not sound YAML: {what}", _HINT, place, line, column)


def _build(text: str, place: str) -> dict[str, Any] | Problem:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Plain
    value = yaml.load(text)
    if value is None:
        return {}
    if not isinstance(value, dict):
        return Problem("a sidecar is a mapping: lines of `name: value`", _HINT, place, 1, 1)
    sound: dict[str, Any] = _keep_places(_make_sound(value), YAML(typ="rt", pure=True).load(text))
    return sound


def _keep_places(value: Any, placed: Any) -> Any:
    """The same value, its mappings knowing the lines they stand in, for those who check it further."""
    if isinstance(value, dict) and isinstance(placed, CommentedMap):
        kept = CommentedMap((key, _keep_places(item, placed.get(key))) for key, item in value.items())
        setattr(kept, LineCol.attrib, placed.lc)
        return kept
    if isinstance(value, list) and isinstance(placed, CommentedSeq):
        listed = CommentedSeq(_keep_places(*pair) for pair in zip(value, placed, strict=True))
        setattr(listed, LineCol.attrib, placed.lc)
        return listed
    return value


def _find_risk(text: str, place: str) -> Problem | None:
    """Look at the events before anything is built: aliases, tags and depth may blow up what follows."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        what = ""
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            what = "anchors and aliases (&name, *name) are not read here"
        elif depth > _DEEPEST:
            what = f"more than {_DEEPEST} levels inside one another"
        elif getattr(event, "tag", None):
            what = "tags (!name) are not read here"
        if what:
            return Problem(what, _HINT, place, event.start_mark.line + 1, event.start_mark.column + 1)
    return None


def _make_sound(value: Any) -> Any:
    """The value as JSON and every database take it. Raises _Odd."""
    if isinstance(value, dict):
        odd = next((key for key in value if not isinstance(key, str)), None)
        if odd is not None or None in value:
            raise _Odd(f"the name {odd!r} is not text")
        return {_make_sound(key): _make_sound(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_make_sound(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise _Odd(f"{value} is not a number")
    if isinstance(value, str) and not value.isprintable():
        return _join_surrogates(value)
    return value


def _join_surrogates(text: str) -> str:
    r"""JSON writes a ship as "\ud83d\udea2"; ruamel.yaml leaves the halves apart."""
    if "\x00" in text:
        raise _Odd("a text contains the character zero")
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise _Odd("a text contains half a character") from error


def _locate(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
