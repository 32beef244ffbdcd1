"""A backup put back: the old store is kept aside, and nothing leaves that may be online already."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.errors import ConfigError, StoreError
from bot.flow.keeping import unfinished
from bot.flow.keeping.archive import (
    KEY,
    STORE,
    BackupError,
    Contents,
    scratch_in,
    tell_system,
    unpack,
)
from bot.flow.keeping.swapping import carry_out, prepare_files, prepare_pictures, prepare_store
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
                swaps = [prepare_store(scratch / STORE, places[0], aside)]
                swaps += prepare_pictures(scratch, places[0].parent, contents)
                if not only_store:
                    swaps += prepare_files(scratch, project, contents, aside)
                unfinished.begin(project, file)
                carry_out(swaps)
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
