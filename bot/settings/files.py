"""The files of `config/` as they are written, and every problem that is found in them on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import Problem
from bot.hints import suggest
from bot.settings.project import CONFIG
from bot.settings.written.literals import Literal, find_literals, mask_literals
from bot.settings.written.positions import Document, Route
from bot.settings.written.wording import quote_name
from bot.settings.written.yaml_reading import read_yaml

KNOWN_FILES = ("newscrier", "sources", "channels", "rules", "legal")
_LISTS = {"rules": "each rule written as - {when: …, then: …}", "legal": "each name written as - {phrase: …}"}
_OPTIONAL = _LISTS.keys()
_YAML_ENDS = (".yaml", ".yml")

_Value = TypeVar("_Value")


@dataclass
class Files:
    """The files as they are written; `context` is what validators are told, `problems` what was found."""

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

    def list_problems(self) -> list[Problem]:
        """The problems sorted by file and line, once each, and without the values of secrets."""
        literals = [literal for found in self.literals.values() for literal in found]
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
            for problem in self.problems
        }
        return sorted(
            clean,
            key=lambda p: (order.get(p.file, len(order)), p.file, p.line or 0, p.column or 0, p.message),
        )


def read_files(project: Path) -> Files:
    """Every file of `project`/config; a file that may be missing is empty then."""
    files = Files({"project": project, "newsroom": None})
    files.problems += _find_unknown(project)
    for part in KNOWN_FILES:
        _read(files, project, part)
    return files


def _find_unknown(project: Path) -> Iterator[Problem]:
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


def _read(files: Files, project: Path, part: str) -> None:
    path, shown = project / CONFIG / f"{part}.yaml", f"{CONFIG}/{part}.yaml"
    kind: type[Any] = list if part in _LISTS else dict
    missing = part in _OPTIONAL and not os.path.lexists(path)
    document = Document(shown, kind()) if missing else read_yaml(path, shown)
    files.documents[part] = document
    free_names = 0 if part == "newscrier" else 1
    files.literals[part] = find_literals(document, names=free_names)
    files.problems += [literal.problem for literal in files.literals[part]]
    for route, problem in document.problems:
        if not any(literal.covers(route) and literal.route != route for literal in files.literals[part]):
            files.problems.append(problem)
    if document.readable and not isinstance(document.value, kind):
        if document.value is None:
            document.value = kind()
            return
        document.readable = False
        files.problems.append(document.problem(document.value_place(()), _shape(part), ""))


def _shape(part: str) -> str:
    if part in _LISTS:
        return f"this file must hold a list, {_LISTS[part]}"
    return "this file must hold fields, each written as name: value"
