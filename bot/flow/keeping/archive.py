"""A backup's file: a tar with everything in it and, last, a list of what must be there.

Whoever is killed while writing leaves a hidden `.part`, or a tar without its list: neither is a backup.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO

from bot.disk import sync
from bot.errors import NewscrierError

_FORMAT = 1
STORE, KEY, LIST = "store.db", "secret.key", "backup.json"
FOLDERS = ("config", "templates")
PICTURES = "pictures"
"""Beside the store: those that posts may still need."""
_CHUNK = 1024 * 1024
_LEVEL = 3
"""Of gzip: text shrinks to a quarter already, three times as fast as at its best."""


class BackupError(NewscrierError):
    """A backup that cannot be written, or a file that is none."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a backup's list: when it was made, by which version, and the digest of each file."""

    format: int
    version: str
    made_at: str
    files: Mapping[str, str]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A hidden folder for its owner alone, gone in the end; what killed ones left there is removed first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".newscrier-*.part"):
            if not _lives(left.name):
                shutil.rmtree(left, ignore_errors=True)
        scratch = Path(mkdtemp(prefix=f".newscrier-{os.getpid()}-", suffix=".part", dir=folder))
    except OSError as error:
        raise tell_system(error, folder) from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _lives(name: str) -> bool:
    """Whether the process that made it is still there; another machine's is left alone as long as ours is."""
    try:
        os.kill(int(name.split("-")[1]), 0)
    except (ValueError, IndexError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


def pack(scratch: Path, members: Mapping[str, Path], version: str, made_at: datetime) -> Path:
    """A finished tar of these files in `scratch`, mode 0600, on the disk. Raises BackupError."""
    part = scratch / "backup.tar.gz"
    try:
        with _make(part) as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_LEVEL) as tar:
                digests = {name: _add(tar, name, path) for name, path in members.items()}
                contents = Contents(_FORMAT, version, made_at.isoformat(), digests)
                written = json.dumps(asdict(contents), indent=1).encode()
                tar.addfile(_head(LIST, len(written)), io.BytesIO(written))
            raw.flush()
            os.fsync(raw.fileno())
    except OSError as error:
        raise tell_system(error, part) from error
    return part


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        tar.addfile(_head(name, size), file)
    return digest


def _head(name: str, size: int) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size, head.mode = size, 0o600
    return head


def put_in_place(part: Path, file: Path) -> None:
    """Give the finished backup its name; never in the place of another file. Raises BackupError."""
    try:
        os.link(part, file)
        part.unlink()
        sync(file.parent)
    except FileExistsError:
        raise BackupError(f"{file} is there already", "give the backup another name") from None
    except OSError as error:
        raise tell_system(error, file) from error


def unpack(file: Path, folder: Path | None) -> Contents:
    """Read a backup to its end and hold every file to the list; into `folder`, where one is given.

    Raises BackupError for what is no whole backup.
    """
    digests: dict[str, str] = {}
    listed: bytes | None = None
    try:
        with tarfile.open(file, "r:gz") as tar:
            for head in tar:
                source = tar.extractfile(head) if head.isreg() else None
                if source is None or listed is not None or not _is_ours(head.name):
                    raise BackupError(f"{file} is no backup of Newscrier: it holds {head.name!r}")
                if head.name == LIST:
                    listed = source.read()
                else:
                    digests[head.name] = _take(source, folder / head.name if folder else None)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno:
            raise tell_system(error, file) from error
        raise BackupError(f"{file} is no whole backup: {error}", "take another one") from error
    contents = _read_list(file, listed)
    if contents.files != digests or STORE not in digests:
        raise BackupError(f"{file} is damaged: its files are not those it was made of", "take another one")
    return contents


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    safe = not path.is_absolute() and ".." not in path.parts and str(path) == name
    return name in {STORE, KEY, LIST} or (
        safe and len(path.parts) > 1 and path.parts[0] in {*FOLDERS, PICTURES}
    )


def _take(source: IO[bytes], place: Path | None) -> str:
    """Read it to its end, and write it where a place is given; its digest."""
    digest = hashlib.sha256()
    with ExitStack() as stack:
        target = stack.enter_context(_make(place)) if place is not None else None
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            if target is not None:
                target.write(chunk)
        if target is not None:
            target.flush()
            os.fsync(target.fileno())
    return digest.hexdigest()


def _make(place: Path) -> IO[bytes]:
    place.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _read_list(file: Path, listed: bytes | None) -> Contents:
    if listed is None:
        raise BackupError(f"{file} is no whole backup: it ends too early", "take another one")
    with suppress(ValueError, TypeError, KeyError):
        contents = Contents(**json.loads(listed))
        if contents.format > _FORMAT:
            raise BackupError(
                f"{file} was made by a newer Newscrier ({contents.version})", "install that one first"
            )
        if contents.moment.tzinfo is not None:
            return contents
    raise BackupError(f"{file} is no backup of Newscrier: its list cannot be read")


def tell_system(error: OSError, path: Path) -> BackupError:
    """The sentence for a complaint of the operating system."""
    return BackupError(f"{error.filename or path}: {(error.strerror or str(error)).lower()}")
