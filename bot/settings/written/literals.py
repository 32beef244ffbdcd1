"""Secrets that stand in a config file as they are, which they never may."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.errors import Problem
from bot.secrecy import MASK
from bot.settings.written.positions import Document, Route

_SECRET_FIELD = re.compile(
    r"(?i)(?:.*[^a-z])?(?:token|password|passwd|passphrase|secret|api[_-]?key|private[_-]?key|credentials?)s?"
)
_ADDRESS_WITH_PASSWORD = re.compile(r"://[^/?#\s]*@|^[^/\s@:]+:[^/\s]*@")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SHORTEST_MASKED = 6


@dataclass(frozen=True, slots=True, repr=False)
class Literal:
    """A secret found at `route`; `texts` are what must never be shown."""

    route: Route
    texts: tuple[str, ...]
    problem: Problem

    def covers(self, route: Route) -> bool:
        """Whether `route` is this secret's field or lies within it."""
        return route[: len(self.route)] == self.route


def find_literals(document: Document, *, names: int) -> list[Literal]:
    """Every secret that stands in the document itself; the first `names` levels of keys are free names."""
    found: list[Literal] = []
    _look(document, document.value, (), names, found)
    return found


def mask_literals(text: str, literals: list[Literal]) -> str:
    """The same text without any of the secrets' values."""
    for secret in sorted({text for literal in literals for text in literal.texts}, key=len, reverse=True):
        if len(secret) >= _SHORTEST_MASKED:
            text = text.replace(repr(secret)[1:-1], MASK).replace(secret, MASK)
    return text


def _look(document: Document, value: Any, route: Route, names: int, found: list[Literal]) -> None:
    if len(route) > names and isinstance(route[-1], str) and _SECRET_FIELD.fullmatch(route[-1]):
        if value is not None and not _is_reference(value):
            found.append(_literal(document, value, route))
        return
    if isinstance(value, str) and _ADDRESS_WITH_PASSWORD.search(value):
        problem = document.problem(
            document.value_place(route),
            "this address holds a name or a password",
            "leave out the part before @; secrets stand in {env: NAME} or {file: PATH}",
        )
        found.append(Literal(route, (value,), problem))
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        _look(document, item, (*route, step), names, found)


def _is_reference(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((kind, name),) = value.items()
    if not isinstance(name, str) or not name:
        return False
    return kind == "file" or (kind == "env" and _VARIABLE.fullmatch(name) is not None)


def _literal(document: Document, value: Any, route: Route) -> Literal:
    place = document.value_place(route)
    if isinstance(value, dict) and set(value) == {"env"}:
        message = f"what stands behind env in '{route[-1]}' is not the name of a variable"
        hint = "write the name of a variable, such as NEWSROOM_TOKEN, and set the secret there"
    else:
        message = f"a secret stands in '{route[-1]}' itself"
        hint = f"write {route[-1]}: {{env: NAME}} or {route[-1]}: {{file: PATH}}, and renew the secret"
    return Literal(route, tuple(_texts(value)), document.problem(place, message, hint))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (str(key), *_texts(item))]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [str(value)]
