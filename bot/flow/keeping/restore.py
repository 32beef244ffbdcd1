"""A backup put back: the old store is kept aside, and nothing leaves that may be online already."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.disk import sync
from bot.errors import ConfigError, NewscrierError, StoreError
from bot.flow.keeping import unfinished
from bot.flow.keeping.archive import (
    FOLDERS,
    KEY,
    PICTURES,
    STORE,
    BackupError,
    Contents,
    scratch_in,
    tell_system,
    unpack,
)
from bot.secrecy import Credentials
from bot.settings.effective import StoreUrl
from bot.settings.loading import load_settings
from bot.settings.project import find_project
from bot.settings.starters import KEY_FILE
from bot.store.backup import find_damage, make_single
from bot.store.database import Store
from bot.store.lock import WorkerLock
from bot.store.restoring import forget_sessions, hold_restored
from bot.store.vault import Vault

_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the backup's moment, how many posts are held, and where the old files are.

    `aside` is None where nothing was there before; `locked_out` tells that there was no key for the stored
    sessions, so that channels log in anew.
    """

    project: Path
    made_at: datetime
    held: int
    aside: Path | None
    locked_out: bool


def restore(
    folder: Path, file: Path, *, actor: str, clock: Clock | None = None, only_store: bool = False
) -> Restored:
    """Put a backup in the place of the project around `folder`, or make one there.

    What was there is kept in `data/before-restore-…`. Every post that had not left when the backup was
    made is held, and so will be articles that came since: they may be online. Killed at any instant, it
    leaves the project as it was, or one on which no worker starts before a restore has come to its end.
    Raises WorkerRunning, ConfigError, StoreError, BackupError.
    """
    clock = clock or SystemClock()
    project = _find_target(folder)
    with scratch_in(project) as scratch:
        contents = unpack(file, scratch)
        if damage := find_damage(scratch / STORE):
            raise BackupError(f"the store in {file} is damaged: {'; '.join(damage)}", "take another one")
        places = _store_places(project, project if only_store else scratch)
        with ExitStack() as stack:
            for place in places:
                stack.enter_context(WorkerLock(place))
            now = clock.now()
            locked_out = (only_store or KEY not in contents.files) and not _has_key(project)
            held = _mark(scratch / STORE, contents, now, actor, locked_out=locked_out)
            aside = project / "data" / f"before-restore-{now:%Y%m%d-%H%M%S-%f}"
            try:
                swaps = [_prepare_store(scratch / STORE, places[0], aside)]
                swaps += _prepare_pictures(scratch, places[0].parent, contents)
                if not only_store:
                    swaps += _prepare_files(scratch, project, contents, aside)
                unfinished.begin(project, file)
                _carry_out(swaps)
                if locked_out:
                    Vault.make_key(project / KEY_FILE)
                unfinished.end(project)
            except OSError as error:
                raise tell_system(error, places[0]) from error
    kept = aside if aside.exists() else None
    return Restored(project, contents.moment, held, kept, locked_out=locked_out)


def _find_target(folder: Path) -> Path:
    try:
        return find_project(folder)
    except ConfigError:
        return Path(os.path.realpath(folder))


def _store_places(project: Path, config: Path) -> list[Path]:
    """Where the store will be, by the config that will hold; then where it is now, if that is elsewhere."""
    places = [StoreUrl(load_settings(config).store.raw, project).path.resolve()]
    with suppress(ConfigError):
        now = load_settings(project).store.path.resolve()
        places += [now] if now not in places else []
    return places


def _has_key(project: Path) -> bool:
    try:
        Vault(project / KEY_FILE).seal(Credentials())
    except StoreError:
        return os.path.lexists(project / KEY_FILE)  # one that is not usable is a person's to mend
    return True


def _mark(copy: Path, contents: Contents, now: datetime, actor: str, *, locked_out: bool) -> int:
    """Bring the unpacked store to today's schema and hold what may be online, before anybody uses it."""
    with Store.open(copy, create=False) as store:
        held = store.write_now(lambda conn: hold_restored(conn, contents.moment, now, actor))
        if locked_out:
            store.write_now(forget_sessions)
    make_single(copy)
    return held


@dataclass(frozen=True, slots=True)
class _Swap:
    """A file of the backup that lies beside its place, on the disk; the one there is kept already."""

    fresh: Path
    place: Path


def _prepare_store(copy: Path, place: Path, aside: Path) -> _Swap:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        with suppress(NewscrierError):  # one that is damaged is kept as it is
            make_single(place)
        for ending in _BESIDE:
            _keep(place.with_name(place.name + ending), aside / "store")
    return _lay_beside(copy, place)


def _prepare_files(scratch: Path, project: Path, contents: Contents, aside: Path) -> Iterator[_Swap]:
    """Those that differ from what is there."""
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


def _prepare_pictures(scratch: Path, folder: Path, contents: Contents) -> Iterator[_Swap]:
    """Those that are not there: a picture's name says what is in it."""
    for name in contents.files:
        place = folder / name
        if name.partition("/")[0] == PICTURES and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            yield _lay_beside(scratch / name, place)


def _lay_beside(source: Path, place: Path) -> _Swap:
    fresh = place.with_name(f".{place.name}.restored")
    _copy(source, fresh)
    return _Swap(fresh, place)


def _carry_out(swaps: list[_Swap]) -> None:
    """The store is the first of them."""
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
