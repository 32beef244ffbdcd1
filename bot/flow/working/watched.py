"""Files that people write: whether they have changed, and nobody is still writing."""

from __future__ import annotations

from pathlib import Path

_Signature = frozenset[tuple[str, int, int, int]]


class Watched:
    """Files of a folder: whether they changed since they were last read, and have come to rest."""

    def __init__(self, folder: Path, pattern: str) -> None:
        self._folder = folder
        self._pattern = pattern
        self._read: _Signature | None = None
        self._before: _Signature | None = None

    def changed(self, *, asked: bool) -> bool:
        """Whether they are to be read; `asked` reads them in any case."""
        now = self._sign()
        # Half of a file may be valid too: it counts when nobody has written to it between two looks.
        rested, self._before = now == self._before, now
        return asked or (rested and now != self._read)

    def seen(self) -> bool:
        """What was just read is known; False where it was changed meanwhile."""
        self._read, now = self._before, self._sign()
        if now != self._read:
            self._read, self._before = None, now
            return False
        return True

    def _sign(self) -> _Signature:
        found = set()
        for path in self._folder.glob(self._pattern):
            try:
                state = path.stat()
            except OSError:
                continue
            found.add((str(path), state.st_mtime_ns, state.st_size, state.st_ino))
        return frozenset(found)
