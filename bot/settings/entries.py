"""Reads the entries of `config/sources.yaml` and `config/channels.yaml`, each as its plugin wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.errors import Problem
from bot.hints import find_near, suggest
from bot.settings.written.positions import Document, Route
from bot.settings.written.validation import validate_part
from bot.settings.written.wording import quote_name

_LONGEST_NAME = 64


def read_entries(
    document: Document, noun: str, kind: str, plugins: Mapping[str, Any], context: dict[str, Any]
) -> tuple[dict[str, Any], list[tuple[Route, Problem]]]:
    """The valid options by name, each read by the plugin that its field `kind` names, and every problem."""
    found: dict[str, Any] = {}
    faults: list[tuple[Route, Problem]] = []
    for name in document.value if document.readable else ():
        problem = find_name_problem(document, noun, name) or _plugin_problem(
            document, noun, name, kind, plugins
        )
        if problem:
            entry = document.value[name]
            known = isinstance(entry, dict) and kind in entry
            faults.append(((name, kind) if known else (name,), problem))
            continue
        options = plugins[document.value[name][kind]].Options
        value, wrong = validate_part(options, document, (name,), context)
        faults += wrong
        if value is not None:
            found[name] = value
    return found, faults


def find_name_problem(document: Document, noun: str, name: str) -> Problem | None:
    """What is wrong with the name of a source or channel; None where nothing is."""
    plain = name.replace("-", "a").replace("_", "a").replace(".", "a").isalnum()
    if plain and name[0].isalnum() and len(name) <= _LONGEST_NAME:
        return None
    return document.problem(
        document.key_place((name,)),
        f"{quote_name(name)} cannot be a {noun}'s name",
        "use letters, digits, - and _ only, without blanks, at most 64",
    )


def _plugin_problem(
    document: Document, noun: str, name: str, kind: str, plugins: Mapping[str, Any]
) -> Problem | None:
    value = document.value[name]
    example = f"for example {name}: {{{kind}: {next(iter(sorted(plugins)), 'file')}, …}}"
    if not isinstance(value, dict):
        message = f"the {noun} {quote_name(name)} must hold fields, each written as name: value"
        return document.problem(document.key_place((name,)), message, example)
    if kind not in value:
        message = f"the {noun} {quote_name(name)} does not say its {kind!r}"
        near = [key for key in value if find_near(key, [kind])]
        hint = f"did you mean {kind} instead of {near[0]}?" if near else suggest("", plugins)
        return document.problem(document.key_place((name,)), message, hint)
    chosen = value[kind]
    if isinstance(chosen, str) and chosen in plugins:
        return None
    place = document.value_place((name, kind))
    if not isinstance(chosen, str):
        return document.problem(place, f"{kind!r} must be one word", suggest("", plugins))
    return document.problem(place, f"unknown {kind} {quote_name(chosen)}", suggest(chosen, plugins))
