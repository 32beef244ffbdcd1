"""One worker per store: a lock that the kernel lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.clock import SystemClock
from bot.errors import WorkerRunning
from bot.store.complaints import explain_system

_MOST = 4096
_held: set[WorkerLock] = set()


class WorkerLock:
    """Held from `acquire` to `release`, or inside `with`; `path` is the database beside which it lies.

    `acquire` raises WorkerRunning, naming the holder, or StoreError when the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f"{path.name}.lock")
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock at once or not at all."""
        if self._file is not None:
            raise RuntimeError(f"this lock on {self.path} is held already")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise explain_system(error, self.path) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_holder(file)
        except BlockingIOError:
            holder = _read_holder(file)
            os.close(file)
            raise WorkerRunning(
                f"another worker{holder} is running on this store", "one worker per store: stop it first"
            ) from None
        except OSError as error:
            os.close(file)
            raise explain_system(error, self.path) from error
        self._file = file
        _held.add(self)

    def release(self) -> None:
        """Let go; the file stays, since deleting it could take away the lock of the next holder."""
        file, self._file = self._file, None
        _held.discard(self)
        if file is not None:
            with suppress(OSError):
                os.ftruncate(file, 0)
            os.close(file)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _write_holder(file: int) -> None:
    since = SystemClock().now().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": platform.node(), "since": since}
    os.ftruncate(file, 0)
    os.pwrite(file, json.dumps(holder).encode(), 0)


def _read_holder(file: int) -> str:
    """Who holds the lock, as the file says; empty where it says nothing."""
    try:
        holder = json.loads(os.pread(file, _MOST, 0))
        return f" (process {holder['pid']} on {holder['host']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _drop_in_child() -> None:
    # A forked child shares the lock: were it to outlive the worker, the store would stay locked.
    for lock in list(_held):
        file, lock._file = lock._file, None  # noqa: SLF001 - the same class's own hook
        if file is not None:
            os.close(file)


os.register_at_fork(after_in_child=_drop_in_child)
