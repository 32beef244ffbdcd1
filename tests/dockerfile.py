"""Reads a Dockerfile and a .dockerignore, and carries a Dockerfile out in a folder, without Docker."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PLACES = re.compile(r"(?<![\w.}])/(?=(?:src|opt|newsroom)\b)")


@dataclass(frozen=True)
class Instruction:
    """One instruction; `words` are a JSON list's items where it is written as one, else split at blanks."""

    name: str
    value: str

    @property
    def words(self) -> list[str]:
        if self.value.startswith("["):
            return [str(word) for word in json.loads(self.value)]
        return shlex.split(self.value)


def read_dockerfile(text: str) -> list[Instruction]:
    """The instructions in their order, comments left out and continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    pairs = [line.strip().split(None, 1) for line in joined.splitlines() if line.strip()]
    return [Instruction(name.upper(), value.strip()) for name, value in pairs]


def split_stages(instructions: list[Instruction]) -> list[list[Instruction]]:
    """The instructions of each stage, its FROM first."""
    stages: list[list[Instruction]] = []
    for one in instructions:
        if one.name == "FROM":
            stages.append([])
        if stages:
            stages[-1].append(one)
    return stages


def read_ignored(text: str) -> list[tuple[re.Pattern[str], bool]]:
    """Each pattern of a .dockerignore, and whether it excludes; the last that fits decides."""
    lines = [line.strip() for line in text.splitlines()]
    return [
        (_compile(line.removeprefix("!").strip("/")), not line.startswith("!"))
        for line in lines
        if line and not line.startswith("#")
    ]


def _compile(pattern: str) -> re.Pattern[str]:
    """As Docker matches: from the context's top on, * within a name, ** across; and all that lies below."""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = [signs.get(part) or re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern)]
    return re.compile(f"{''.join(parts)}(?:/.*)?")


def is_sent(path: str, ignored: list[tuple[re.Pattern[str], bool]]) -> bool:
    """Whether a file of the context reaches the build."""
    sent = True
    for pattern, excludes in ignored:
        if pattern.fullmatch(path):
            sent = not excludes
    return sent


@dataclass
class Image:
    """What becomes of a Dockerfile when its steps are carried out below `root` instead of below /."""

    context: Path
    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"

    def build(self) -> None:
        for stage in split_stages(read_dockerfile((self.context / "Dockerfile").read_text("utf-8"))):
            self.environment, self.folder = {}, "/"
            self._clear(stage)
            for one in stage:
                self._carry_out(one)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command as it runs in the container; never raises for its exit code."""
        return subprocess.run(
            command,
            cwd=self.place(self.folder),
            env={**self._environment(), **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )

    def place(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _clear(self, stage: list[Instruction]) -> None:
        """A stage begins with what it takes from others, and nothing else."""
        kept = {word for one in stage if "--from=" in one.value for word in one.words[1:-1]}
        for path in sorted(self.root.rglob("*"), reverse=True):
            inside = f"/{path.relative_to(self.root).as_posix()}"
            if not any(inside == one or inside.startswith(f"{one}/") for one in kept):
                path.unlink() if path.is_symlink() or path.is_file() else _remove_empty(path)

    def _carry_out(self, one: Instruction) -> None:
        if one.name == "ENV":
            for name, value in (word.split("=", 1) for word in one.words):
                self.environment[name] = value
        elif one.name == "WORKDIR":
            self.folder = one.value
            self.place(self.folder).mkdir(parents=True, exist_ok=True)
        elif one.name == "COPY":
            self._copy(one.words)
        elif one.name == "RUN":
            owner = one.value.replace("-o 10001", f"-o {os.getuid()}").replace(
                "-g 10001", f"-g {os.getgid()}"
            )
            done = self.run("sh", "-e", "-c", self._move(owner))
            assert done.returncode == 0, f"{one.value}\n{done.stdout}{done.stderr}"

    def _copy(self, words: list[str]) -> None:
        if words[0].startswith("--from="):
            assert words[1:-1] == [words[-1]], "a test that lays both stages into one folder wants one place"
            assert self.place(words[-1]).exists()
            return
        *sources, target = words
        for source in sources:
            for path in files_sent(self.context, source):
                below = Path(source).name if (self.context / source).is_file() else path.relative_to(source)
                into = self.place(self.folder) / target / below
                into.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.context / path, into)

    def _move(self, text: str) -> str:
        return _PLACES.sub(f"{self.root}/", text)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if re.match(r"(?i)pip_|ssl_|(https?|no|all)_proxy$|tmpdir$", name)
        }
        shims = _shim_python(self.root.parent / "shims")
        path = f"{shims}:/usr/local/bin:/usr/bin:/bin"
        kept["HOME"] = str(self.root.parent)
        given = {name: self._move(value) for name, value in self.environment.items()}
        return {**kept, "PATH": path, **{name: value.replace("$PATH", path) for name, value in given.items()}}


def files_sent(context: Path, source: str) -> Iterator[Path]:
    """The files that `COPY source` takes from the context, as paths below it."""
    ignored = read_ignored((context / ".dockerignore").read_text("utf-8"))
    top = context / source
    for path in [top] if top.is_file() else sorted(top.rglob("*")):
        below = path.relative_to(context)
        if path.is_file() and is_sent(below.as_posix(), ignored):
            yield below


def expand(text: str, arguments: Mapping[str, str]) -> str:
    """`${NAME}` replaced as Docker does."""
    return re.sub(r"\$\{(\w+)\}", lambda found: arguments[found[1]], text)


def _shim_python(folder: Path) -> Path:
    """The image's `python`: the one that runs the tests, which need not be called so."""
    folder.mkdir(exist_ok=True)
    shim = folder / "python"
    if not shim.exists():
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        shim.chmod(0o755)
    return folder


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
