"""Reads the newsroom's config whole: a valid `Settings`, or every problem of every file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bot.errors import ConfigError, Problem
from bot.hints import suggest
from bot.plugin import discover_platforms, discover_sources
from bot.settings.effective import Settings, StoreUrl
from bot.settings.entries import read_entries
from bot.settings.legal import Restriction, read_restrictions
from bot.settings.literals import Literal, find_literals, mask_literals
from bot.settings.newsroom import NewsroomFile
from bot.settings.plausible import find_doubts
from bot.settings.positions import Document, Route
from bot.settings.project import CONFIG
from bot.settings.rules import Rule
from bot.settings.rules_file import find_rule_doubts, read_rules
from bot.settings.validation import validate_part
from bot.settings.values import check_store
from bot.settings.wording import quote_name
from bot.settings.yaml_reading import read_yaml

KNOWN_FILES = ("newscrier", "sources", "channels", "rules", "legal")
_LISTS = {"rules": "each rule written as - {when: …, then: …}", "legal": "each name written as - {phrase: …}"}
_OPTIONAL = _LISTS.keys()
_YAML_ENDS = (".yaml", ".yml")

_Value = TypeVar("_Value")


@dataclass
class _Load:
    """What is gathered on the way."""

    context: dict[str, Any]
    documents: dict[str, Document] = field(default_factory=dict)
    literals: dict[str, list[Literal]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, part: str, read: tuple[_Value, list[tuple[Route, Problem]]]) -> _Value:
        """What was read; its problems are kept, but for those of a secret or of broken YAML, told already."""
        value, found = read
        voids = self.documents[part].voids
        for route, problem in found:
            void = any(route[:n] in voids for n in range(len(route) + 1))
            if not void and not any(literal.covers(route) for literal in self.literals[part]):
                self.problems.append(problem)
        return value


class _Parts(NamedTuple):
    """What stands in the files beside the main one; `rules` by their number in the file."""

    sources: dict[str, Any]
    channels: dict[str, Any]
    rules: dict[int, Rule]
    restrictions: tuple[Restriction, ...]


def load_settings(
    project: Path,
    *,
    platforms: Mapping[str, Any] | None = None,
    sources: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings in `project`/config. Raises ConfigError with all problems of all files.

    `platforms` and `sources` map names to classes with `Options`; tests give their own. Options are
    validated with the context `project` (Path) and `newsroom` (Newsroom, or None where it is broken).
    """
    platforms = discover_platforms() if platforms is None else platforms
    sources = discover_sources() if sources is None else sources
    project = project.absolute()
    load, main = _read_files(project)
    parts = _read_parts(load, platforms, sources)
    load.problems += find_rule_doubts(load.documents, parts.rules)
    if main:
        load.problems += find_doubts(load.documents, main, parts.sources, parts.channels)
    problems = _finish(load)
    if main is None or any(problem.severity == "error" for problem in problems):
        raise ConfigError(problems)
    return Settings(
        project=project,
        newsroom=main.newsroom,
        store=StoreUrl(main.store, project),
        defaults=main.defaults,
        network=main.network,
        retention=main.retention,
        alerts=main.alerts,
        certainty=main.certainty,
        sources=parts.sources,
        channels=parts.channels,
        rules=tuple(parts.rules.values()),
        restrictions=parts.restrictions,
        warnings=tuple(problems),
        documents=load.documents,
    )


def find_store(project: Path) -> Path:
    """Where the store is, as far as a broken config tells: else where it is by default."""
    document = read_yaml(project / CONFIG / "newscrier.yaml", f"{CONFIG}/newscrier.yaml")
    written = document.find(("store",))
    try:
        raw = check_store(written if isinstance(written, str) else "")
    except ValueError:
        raw = NewsroomFile.model_fields["store"].default
    return StoreUrl(raw, project.absolute()).path


def _read_files(project: Path) -> tuple[_Load, NewsroomFile | None]:
    """Every file as it is written, and the main one as it is meant."""
    load = _Load({"project": project, "newsroom": None})
    load.problems += _unknown_files(project)
    for part in KNOWN_FILES:
        _read(load, project, part)
    main = _main_file(load)
    load.context["newsroom"] = main.newsroom if main else None
    return load, main


def _read_parts(load: _Load, platforms: Mapping[str, Any], sources: Mapping[str, Any]) -> _Parts:
    documents, context = load.documents, load.context
    read_sources = read_entries(documents["sources"], "source", "source", sources, context)
    read_channels = read_entries(documents["channels"], "channel", "platform", platforms, context)
    return _Parts(
        load.take("sources", read_sources),
        load.take("channels", read_channels),
        load.take("rules", read_rules(documents["rules"], context)),
        load.take("legal", read_restrictions(documents["legal"], context)),
    )


def _unknown_files(project: Path) -> Iterator[Problem]:
    try:
        paths = sorted((project / CONFIG).iterdir())
    except OSError:
        return
    known = {f"{part}.yaml" for part in KNOWN_FILES}
    for path in paths:
        if path.suffix.lower() in _YAML_ENDS and path.name not in known and not path.name.startswith("."):
            yield _unknown_file(path)


def _unknown_file(path: Path) -> Problem:
    stem = path.stem.lower()
    shown = f"{CONFIG}/{quote_name(path.name)[1:-1]}"
    if stem in KNOWN_FILES:
        return Problem("this file is not read", f"rename it {stem}.yaml", shown)
    near = suggest(f"{stem}.yaml", [f"{part}.yaml" for part in KNOWN_FILES])
    return Problem("this version does not know this file", f"{near} Else move it out of config/", shown)


def _read(load: _Load, project: Path, part: str) -> None:
    path, shown = project / CONFIG / f"{part}.yaml", f"{CONFIG}/{part}.yaml"
    kind: type[Any] = list if part in _LISTS else dict
    missing = part in _OPTIONAL and not os.path.lexists(path)
    document = Document(shown, kind()) if missing else read_yaml(path, shown)
    load.documents[part] = document
    free_names = 0 if part == "newscrier" else 1
    load.literals[part] = find_literals(document, names=free_names)
    load.problems += [literal.problem for literal in load.literals[part]]
    for route, problem in document.problems:
        if not any(literal.covers(route) and literal.route != route for literal in load.literals[part]):
            load.problems.append(problem)
    if document.readable and not isinstance(document.value, kind):
        if document.value is None:
            document.value = kind()
            return
        document.readable = False
        load.problems.append(document.problem(document.value_place(()), _shape(part), ""))


def _shape(part: str) -> str:
    if part in _LISTS:
        return f"this file must hold a list, {_LISTS[part]}"
    return "this file must hold fields, each written as name: value"


def _main_file(load: _Load) -> NewsroomFile | None:
    document = load.documents["newscrier"]
    if not document.readable:
        return None
    return load.take("newscrier", validate_part(NewsroomFile, document, (), load.context))


def _finish(load: _Load) -> list[Problem]:
    """Sorted by file and line, once each, and without the values of secrets."""
    literals = [literal for found in load.literals.values() for literal in found]
    order = {f"{CONFIG}/{part}.yaml": n for n, part in enumerate(KNOWN_FILES)}
    clean = {
        Problem(
            mask_literals(problem.message, literals),
            mask_literals(problem.hint, literals),
            problem.file,
            problem.line,
            problem.column,
            problem.severity,
        )
        for problem in load.problems
    }
    return sorted(
        clean,
        key=lambda p: (order.get(p.file, len(order)), p.file, p.line or 0, p.column or 0, p.message),
    )
