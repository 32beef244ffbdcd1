"""Files that a kill or a power cut leaves whole: the old one or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def replace_whole(path: Path, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """A file to write to; at the end it takes the place of `path`, and is on the disk. Raises OSError.

    After an error inside, `path` is as it was.
    """
    handle, passing = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(passing).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(passing).unlink()
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """A file's content, or a folder's names, are on the disk when this returns. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
