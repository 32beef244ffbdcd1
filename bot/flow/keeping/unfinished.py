"""A restore that was broken off between its first and its last file: until it is repeated, nothing is posted.

Store, config and key belong together. A worker on one of them from the backup and one from before could
post by rules, or to a channel, that nobody meant.
"""

from __future__ import annotations

import os
from pathlib import Path

from bot.disk import replace_whole, sync
from bot.errors import StoreError

_NOTE = "data/restore-unfinished"


def begin(project: Path, backup: Path) -> None:
    """From now on the project is neither the old one nor the backup; on the disk when this returns."""
    note = project / _NOTE
    note.parent.mkdir(parents=True, exist_ok=True)
    with replace_whole(note, 0o644) as file:
        file.write(f"{backup.absolute()}\n".encode())


def end(project: Path) -> None:
    """Everything is in its place."""
    note = project / _NOTE
    note.unlink(missing_ok=True)
    sync(note.parent)


def require_finished(project: Path) -> None:
    """Raises StoreError in the middle of a restore."""
    note = project / _NOTE
    if os.path.lexists(note):
        backup = note.read_text(encoding="utf-8", errors="replace").strip() or "FILE"
        raise StoreError(
            "a backup was being put back here, and it was broken off: some files are the backup's, some not",
            f"newscrier backup restore {backup}",
        )
