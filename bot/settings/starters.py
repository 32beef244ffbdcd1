"""Lays out a newsroom's project folder: what `newscrier init` does. It never overwrites anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet

from bot.errors import ConfigError, Problem
from bot.settings.schema import SCHEMA_FOLDER, build_schemas, write_schemas

KEY_FILE: Final = "data/secret.key"

_GITIGNORE = """\
# What Newscrier keeps for itself, and what is secret: it belongs in no repository.
data/
.env
"""


@dataclass
class Copied:
    """What `init` made, and what was there already and stays as it is; paths below the target, with /."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def copy_starters(target: Path) -> Copied:
    """Copy config/, templates/ and samples/ into `target`, make inbox/ and data/ with its key.

    Raises ConfigError where `target` is a file or cannot be written.
    """
    if os.path.lexists(target) and not target.is_dir():
        raise ConfigError([Problem(f"{target} is not a folder", "give init the name of a folder")])
    copied = Copied()
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        for folder, origin in _origins():
            _copy_folder(origin, target, folder, copied)
        (target / "inbox").mkdir(exist_ok=True)
        (target / "data").mkdir(mode=0o700, exist_ok=True)
        _write(target, KEY_FILE, Fernet.generate_key() + b"\n", copied, mode=0o600)
        _write(target, "data/.gitignore", b"*\n", copied)
        _write(target, ".gitignore", _GITIGNORE.encode(), copied)
        _write_schemas(target, copied)
    return copied


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or target
        problem = Problem(
            f"cannot write {where}: {error.strerror}", "choose another folder, or mend its rights"
        )
        raise ConfigError([problem]) from None


def _origins() -> list[tuple[str, Traversable]]:
    """The starters in the wheel, or those of the checkout we run from."""
    package = files("bot")
    carried = package / "starters"
    if carried.is_dir():
        return [(name, carried / name) for name in ("config", "templates", "samples")]
    checkout = Path(str(package)).parent
    return [
        ("config", checkout / "config"),
        ("templates", checkout / "templates"),
        ("samples", checkout / "docs" / "samples"),
    ]


def _copy_folder(origin: Traversable, target: Path, below: str, copied: Copied) -> None:
    if not origin.is_dir():
        return
    (target / below).mkdir(exist_ok=True)
    for item in sorted(origin.iterdir(), key=lambda item: item.name):
        path = f"{below}/{item.name}"
        if item.is_dir():
            _copy_folder(item, target, path, copied)
        elif not item.name.startswith("."):
            _write(target, path, item.read_bytes(), copied)


def _write(target: Path, path: str, content: bytes, copied: Copied, *, mode: int = 0o666) -> None:
    try:
        # O_EXCL: what is there stays, also where it is a link to nowhere.
        handle = os.open(target / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        copied.kept.append(path)
        return
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    copied.written.append(path)


def _write_schemas(target: Path, copied: Copied) -> None:
    """Schemas are made anew by each version; only new ones are told."""
    paths = {name: f"{SCHEMA_FOLDER.as_posix()}/{name}.json" for name in build_schemas()}
    there = {name for name, path in paths.items() if (target / path).exists()}
    write_schemas(target / SCHEMA_FOLDER)
    for name, path in paths.items():
        (copied.kept if name in there else copied.written).append(path)
