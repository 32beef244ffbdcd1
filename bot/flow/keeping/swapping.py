"""Files of a backup laid beside their places, and swapped with what is there, which is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.disk import sync
from bot.errors import NewscrierError
from bot.flow.keeping.archive import FOLDERS, KEY, PICTURES, Contents
from bot.settings.starters import KEY_FILE
from bot.store.backup import make_single

_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Swap:
    """A file of the backup that lies beside its place, on the disk; the one there is kept already."""

    fresh: Path
    place: Path


def prepare_store(copy: Path, place: Path, aside: Path) -> Swap:
    """The store of the backup; the one at its place is kept in `aside`, whole or damaged."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        with suppress(NewscrierError):  # one that is damaged is kept as it is
            make_single(place)
        for ending in _BESIDE:
            _keep(place.with_name(place.name + ending), aside / "store")
    return _lay_beside(copy, place)


def prepare_files(scratch: Path, project: Path, contents: Contents, aside: Path) -> Iterator[Swap]:
    """Config, templates and key that differ from what is there, which is kept in `aside`."""
    names = [name for name in contents.files if name.partition("/")[0] in FOLDERS]
    pairs = [(scratch / name, project / name) for name in names]
    if KEY in contents.files:
        pairs.append((scratch / KEY, project / KEY_FILE))
    for source, place in pairs:
        target = Path(os.path.realpath(place))
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        _keep(target, aside / place.relative_to(project).parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        swap = _lay_beside(source, target)
        if place.name != Path(KEY_FILE).name:
            swap.fresh.chmod(0o644)
        yield swap


def prepare_pictures(scratch: Path, folder: Path, contents: Contents) -> Iterator[Swap]:
    """Pictures that are not there: a picture's name says what is in it."""
    for name in contents.files:
        place = folder / name
        if name.partition("/")[0] == PICTURES and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            yield _lay_beside(scratch / name, place)


def _lay_beside(source: Path, place: Path) -> Swap:
    fresh = place.with_name(f".{place.name}.restored")
    _copy(source, fresh)
    return Swap(fresh, place)


def carry_out(swaps: list[Swap]) -> None:
    """Put every file in its place, the store first, and on the disk. Raises OSError."""
    for ending in _BESIDE[1:]:
        # An old log beside a new file would be read into it.
        store = swaps[0].place
        store.with_name(store.name + ending).unlink(missing_ok=True)
    for swap in {swap.place: swap for swap in swaps}.values():  # links may lead to one place twice
        swap.fresh.replace(swap.place)
    for folder in {swap.place.parent for swap in swaps}:
        sync(folder)


def _keep(path: Path, folder: Path) -> None:
    if not path.exists():
        return
    for made in (folder.parent, folder):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy2(path, folder / path.name)
    sync(folder / path.name)
    sync(folder)


def _copy(source: Path, place: Path) -> None:
    """A copy that only its owner reads, on the disk."""
    place.unlink(missing_ok=True)
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with source.open("rb") as old, os.fdopen(handle, "wb") as new:
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())
