"""Where Newscrier lives, without asking anybody: disk, database, key, time zones."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.clock import Clock
from bot.errors import StoreError
from bot.flow.keeping.unfinished import require_finished
from bot.flow.watching.findings import Finding
from bot.secrecy import Credentials
from bot.settings.effective import Settings
from bot.settings.starters import KEY_FILE
from bot.store.backup import find_damage
from bot.store.sqlite import find_file_system
from bot.store.vault import Vault

_MEGABYTE = 1_000_000
_TIGHT = 1000 * _MEGABYTE
_FULL = 100 * _MEGABYTE
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

# Two connections that write or checkpoint at the same moment could damage a database in WAL mode until
# this version: https://www.sqlite.org/wal.html, "The WAL-Reset Bug".
_MENDED = (3, 51, 3)


def look_around(settings: Settings, clock: Clock) -> list[Finding]:
    """Everything about the place that a person should know."""
    return [
        *_look_at_disk(settings.store.path),
        *_look_at_store(settings.store.path),
        *_look_at_restore(settings.project),
        _look_at_sqlite(sqlite3.sqlite_version_info),
        _look_at_key(settings.project / KEY_FILE),
        _look_at_zones(settings.newsroom.timezone, clock),
    ]


def _look_at_disk(path: Path) -> Iterator[Finding]:
    folder = next(place for place in path.absolute().parents if place.exists())
    kind = find_file_system(folder)
    free = shutil.disk_usage(folder).free
    told = f"{free / 1e9:.1f} GB are free where the store lies ({kind or 'an unknown file system'})"
    if free < _FULL:
        yield Finding("error", told, "make room: what cannot be recorded is not posted")
    elif free < _TIGHT:
        yield Finding("warning", told, "make room soon; newscrier prune gives some back")
    else:
        yield Finding("ok", told)
    if kind in {"tmpfs", "ramfs"}:
        yield Finding(
            "warning", f"the store lies in memory ({kind}) and is gone at the next start", "put it on a disk"
        )


def _look_at_store(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding("warning", f"there is no store at {path} yet", "newscrier run makes it")
        return
    damage = find_damage(path)
    if damage:
        yield Finding(
            "error",
            f"the store is damaged: {'; '.join(damage)}",
            "stop the worker, then newscrier backup restore FILE",
        )
    else:
        size = sum(
            place.stat().st_size for ending in ("", "-wal") if (place := Path(f"{path}{ending}")).exists()
        )
        yield Finding("ok", f"the store is sound ({size / 1e6:.1f} MB)")
    if path.stat().st_mode & _OTHERS:
        yield Finding("warning", "others on this machine can read the store", f"chmod 600 {path}")


def _look_at_restore(project: Path) -> Iterator[Finding]:
    try:
        require_finished(project)
    except StoreError as error:
        yield Finding("error", error.message, error.hint)


def _look_at_sqlite(found: tuple[int, ...]) -> Finding:
    told = f"SQLite {'.'.join(map(str, found))}"
    if found >= _MENDED:
        return Finding("ok", told)
    return Finding(
        "warning",
        f"{told} has a rare fault: two processes at the store in the same instant could damage it",
        "take a Python with SQLite 3.51.3 or newer when you can; back up daily: newscrier backup",
    )


def _look_at_key(path: Path) -> Finding:
    try:
        Vault(path).seal(Credentials())
    except StoreError as error:
        return Finding("error", error.message, error.hint)
    if path.exists() and path.stat().st_mode & _OTHERS:
        return Finding(
            "warning", f"{path} can be read by others, though it is not in use", f"chmod 600 {path}"
        )
    return Finding("ok", "the key for stored sessions is there, and its owner's alone")


def _look_at_zones(name: str, clock: Clock) -> Finding:
    try:
        data = version("tzdata")
    except PackageNotFoundError:
        return Finding("ok", f"time zone {name}, by the machine's own data")
    year = data.partition(".")[0]
    if year.isdecimal() and int(year) < clock.now().year - 1:
        return Finding(
            "warning", f"the data on time zones is of {year}: rules may have changed", "pip install -U tzdata"
        )
    return Finding("ok", f"time zone {name}, data of {data}")
