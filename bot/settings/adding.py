"""Adds a source or a channel to the newsroom's YAML; what stands there stays as it is, comments and all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.disk import replace_whole
from bot.errors import ConfigError, Problem
from bot.settings.effective import Settings
from bot.settings.loading import load_settings
from bot.settings.project import CONFIG

_BY_HAND = "write it into the file by hand"


def add_entry(
    project: Path,
    part: str,
    name: str,
    fields: Mapping[str, Any],
    *,
    load: Callable[[Path], Settings] = load_settings,
) -> Settings:
    """Append `name` with its fields to config/`part`.yaml, and return the settings that follow.

    The file is as before where the new config would be broken. Raises ConfigError.
    """
    path = project / CONFIG / f"{part}.yaml"
    shown = f"{CONFIG}/{part}.yaml"
    before = _read(path, shown)
    names = _names(before, shown)
    if name in names:
        raise ConfigError([Problem(f"{name!r} is there already", "give another name", shown)])
    # A file that says `{}` says the same as an empty one, and nothing can stand behind it.
    kept = "" if before.strip() == "{}" else before
    after = kept.rstrip("\n") + ("\n\n" if kept.strip() else "") + _write_entry(name, fields)
    if _names(after, shown) != [*names, name]:
        raise ConfigError([Problem(f"{name!r} cannot be added to this file", _BY_HAND, shown)])
    _replace(path, after)
    try:
        return load(project)
    except ConfigError:
        _replace(path, before)
        raise


def _read(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            [Problem(f"the file cannot be read: {error}", "newscrier config check", shown)]
        ) from error


def _names(text: str, shown: str) -> list[str]:
    try:
        found = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ConfigError([Problem("this is not YAML", "newscrier config check", shown)]) from error
    if found is None:
        return []
    if not isinstance(found, dict):
        raise ConfigError([Problem("this file holds no names", "newscrier config check", shown)])
    return [str(name) for name in found]


def _write_entry(name: str, fields: Mapping[str, Any]) -> str:
    yaml = YAML(pure=True)
    yaml.width = 4096
    out = StringIO()
    yaml.dump({name: dict(fields)}, out)
    return out.getvalue()


def _replace(path: Path, text: str) -> None:
    """The new file with the rights of the old one."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    try:
        with replace_whole(path, mode) as file:
            file.write(text.encode())
    except OSError as error:
        raise ConfigError(
            [Problem(f"the file cannot be written: {error.strerror}", "", str(path))]
        ) from error
