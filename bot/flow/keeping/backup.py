"""A backup of everything that cannot be made again: store, config, templates, the pictures of what waits.

The key goes with it, if wanted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from bot import __version__
from bot.clock import Clock, SystemClock
from bot.flow.keeping.archive import (
    FOLDERS,
    KEY,
    PICTURES,
    STORE,
    BackupError,
    pack,
    put_in_place,
    scratch_in,
    unpack,
)
from bot.secrecy import Secret
from bot.settings.effective import Settings
from bot.settings.loading import load_settings
from bot.settings.project import SECRETS, find_project
from bot.settings.starters import KEY_FILE
from bot.store.backup import copy_store, find_damage, find_pictures

_BACKUPS = "data/backups"
"""Where a backup goes that was given no name; better is another disk."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where it is, its bytes, what is in it, and the secrets that were left out."""

    file: Path
    made_at: datetime
    size: int
    files: int
    with_key: bool
    left_out: tuple[str, ...]


def back_up(
    folder: Path,
    file: Path | None = None,
    *,
    with_key: bool = False,
    clock: Clock | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Backup:
    """Write a backup of the project around `folder` while its worker runs, and read it again to be sure.

    Without its key the stored sessions of a backup are worth nothing: whoever has both can post. `tell`
    hears how far the copy is. Raises ConfigError, StoreError, BackupError.
    """
    settings = load_settings(find_project(folder))
    if not settings.store.path.exists():
        raise BackupError(f"there is no store at {settings.store.path} yet", "newscrier run makes it")
    made_at = (clock or SystemClock()).now()
    file = _name(settings, file, made_at)
    if os.path.lexists(file):
        raise BackupError(f"{file} is there already", "give the backup another name")
    members, left_out = _choose_files(settings)
    if with_key:
        members[KEY] = _find_key(settings)
    with scratch_in(file.parent) as scratch:
        copy_store(settings.store.path, scratch / STORE, tell)
        if damage := find_damage(scratch / STORE):
            raise BackupError(
                f"the store is damaged, and no backup was made of it: {'; '.join(damage)}",
                "keep the older backups, and restore the newest sound one",
            )
        pictures = dict(_list_pictures(settings, find_pictures(scratch / STORE)))
        members = {STORE: scratch / STORE, **members, **pictures}
        part = pack(scratch, members, __version__, made_at)
        unpack(part, None)
        put_in_place(part, file)
    return Backup(file, made_at, file.stat().st_size, len(members), with_key, left_out)


def _list_pictures(settings: Settings, digests: Collection[str]) -> Iterator[tuple[str, Path]]:
    """The pictures of posts that have not left, by their names in the backup."""
    folder = settings.store.path.parent / PICTURES
    for digest in sorted(digests):
        for path in sorted((folder / digest).glob("[!.]*")):
            yield f"{PICTURES}/{digest}/{path.name}", path


def _name(settings: Settings, file: Path | None, made_at: datetime) -> Path:
    name = f"newscrier-{made_at:%Y%m%d-%H%M%S}.tar.gz"
    if file is None:
        return settings.project / _BACKUPS / name
    return (file / name if file.is_dir() else file).absolute()


def _choose_files(settings: Settings) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Config and templates, by their names in the backup, and the names of the secrets that stay out."""
    secrets = set(_secret_files(settings))
    found = dict(_list_files(settings.project))
    left_out = [
        name for name, path in found.items() if path.resolve() in secrets or name.startswith(f"{SECRETS}/")
    ]
    return {name: path for name, path in found.items() if name not in left_out}, tuple(left_out)


def _list_files(project: Path) -> Iterator[tuple[str, Path]]:
    """Config and templates, by their names in the backup; what a link points to counts as there."""
    for folder in FOLDERS:
        for place, folders, names in os.walk(project / folder, followlinks=True):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(place) / name
                if not name.startswith(".") and path.is_file():
                    yield path.relative_to(project).as_posix(), path


def _secret_files(settings: Settings) -> Iterator[Path]:
    """Files that the config names as secrets: they go into no backup."""
    for options in (*settings.channels.values(), *settings.sources.values(), settings.alerts):
        for secret in _secrets_in(options):
            if secret.kind == "file":
                yield (settings.project / secret.name).resolve()


def _secrets_in(value: object) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _secrets_in(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _secrets_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _secrets_in(item)


def _find_key(settings: Settings) -> Path:
    path = settings.project / KEY_FILE
    if not path.is_file():
        raise BackupError(
            f"there is no key at {path}",
            "a key in NEWSCRIER_SECRET_KEY is yours to keep: leave out --with-key",
        )
    return path
