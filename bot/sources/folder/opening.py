"""Opening a file that may be anything: it never blocks, never leaves the folder, never reads too much."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from bot.sources.folder.scan import Found, found_from

_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_STEP = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_COPY = "put a copy of the file itself here"
_CHUNK = 1024 * 1024
_VANISHED = {errno.ENOENT, errno.ESTALE, errno.ENOTDIR}
_KINDS: dict[int, tuple[str, str, str]] = {
    stat.S_IFLNK: ("link", "this is a link", _COPY),
    stat.S_IFIFO: ("pipe", "this is a named pipe, not a file", _COPY),
    stat.S_IFSOCK: ("socket", "this is a socket, not a file", _COPY),
    stat.S_IFBLK: ("device", "this is a device, not a file", _COPY),
    stat.S_IFCHR: ("device", "this is a device, not a file", _COPY),
    stat.S_IFDIR: (
        "folder",
        "this is a folder, not a file",
        "name a file in it, or take the ending off its name",
    ),
}


class Changing(Exception):
    """The file was changed or taken away between the look and the end of reading."""


class Refusal(Exception):
    """This file is not read; `version` is what it is recorded under, without having read it."""

    def __init__(
        self,
        version: str,
        message: str,
        hint: str,
        *,
        severity: Literal["error", "warning"] = "error",
        lasting: bool = True,
    ) -> None:
        super().__init__(message)
        self.version = version
        self.message = message
        self.hint = hint
        self.severity = severity
        self.lasting = lasting


def refuse_kind(found: Found) -> None:
    """Raise Refusal for everything that is not a regular file."""
    kind = _KINDS.get(stat.S_IFMT(found.mode))
    if kind:
        tag, message, hint = kind
        raise Refusal(f"{tag}:{found.inode}", message, hint)
    if not stat.S_ISREG(found.mode):
        raise Refusal("unknown", "the system does not say what this is", "look at it", lasting=False)


def open_given(path: Path) -> int:
    """A file that a person named; links are followed. Raises OSError."""
    return os.open(path, _READ)


def open_below(folder: Path, parts: tuple[str, ...]) -> int:
    """A file below the folder, each step without following a link. Raises OSError."""
    held = os.open(folder, _STEP)
    for part in parts[:-1]:
        above = held
        try:
            held = os.open(part, _STEP | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
    try:
        return os.open(parts[-1], _READ | os.O_NOFOLLOW, dir_fd=held)
    finally:
        os.close(held)


def read_regular(open_it: Callable[[], int], found: Found | None, largest: int) -> bytes:
    """The whole content, of at most `largest` bytes. Raises Changing, Refusal.

    With `found`, the file must still be what the look saw, before and after reading.
    """
    if found:
        _refuse_size(found, largest)
    try:
        opened = open_it()
    except OSError as error:
        raise _explain(error, may_vanish=found is not None) from error
    try:
        now = found_from(("",), os.fstat(opened))
        refuse_kind(now)
        _refuse_size(now, largest)
        before = found or now
        content = _read_all(opened, now.size)
        after = found_from(("",), os.fstat(opened))
    except OSError as error:
        raise _explain(error, may_vanish=found is not None) from error
    finally:
        os.close(opened)
    if not before.signature == now.signature == after.signature or len(content) != now.size:
        raise Changing
    return content


def _read_all(opened: int, size: int) -> bytes:
    content = bytearray()
    while len(content) <= size:
        chunk = os.read(opened, min(_CHUNK, size + 1 - len(content)))
        if not chunk:
            break
        content += chunk
    return bytes(content)


def _refuse_size(found: Found, largest: int) -> None:
    if found.size > largest:
        raise Refusal(
            f"large:{found.size}:{found.modified}",
            f"the file is too large: {found.size:,} bytes, and at most {largest:,} are read",
            "shorten it, or raise `largest`",
        )


def _explain(error: OSError, *, may_vanish: bool) -> Exception:
    if error.errno in _VANISHED and may_vanish:
        return Changing()
    if error.errno == errno.ENOENT:
        return Refusal("missing", "there is no such file", "look at the path", lasting=False)
    if error.errno == errno.ELOOP:
        return Refusal("link", "this is a link", _COPY)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Refusal("denied", "Newscrier may not read this file", "let its user read it", lasting=False)
    name = errno.errorcode.get(error.errno or 0, "")
    message = f"the system cannot read this: {error.strerror or 'no reason given'}"
    return Refusal(f"failed:{name}", message, "look at the path and the disk", lasting=False)
