"""The text of one config file, whatever lies in its place."""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 1_000_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int


class Unusable(Exception):
    """Nothing of a file can be used; it never leaves `settings`, where it becomes a Problem."""

    def __init__(self, place: Place | None, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.message = message
        self.hint = hint


def read_text(path: Path) -> str:
    """The file as text: UTF-8, at most 1 MB, without control characters. Raises Unusable."""
    raw = _read_bytes(path)
    if len(raw) > MOST_BYTES:
        raise Unusable(None, "this file is larger than 1 MB", "a config file is a few hundred lines")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unusable(Place(1, 1), "this file is UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise Unusable(_place_after(before), "this is not UTF-8 text", "save the file as UTF-8") from None
    if match := _UNPRINTABLE.search(text):
        message = f"the control character U+{ord(match.group()):04X} may not stand here"
        raise Unusable(_place_after(text[: match.start()]), message, "delete it")
    return text


def _read_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed."""
    try:
        # O_NONBLOCK: a named pipe in place of the file must not hang us.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        hint = "run newscrier init, which adds what is missing"
        raise Unusable(None, "this file is missing", hint) from None
    except (OSError, ValueError) as error:
        message = f"this file cannot be opened: {_reason(error)}"
        raise Unusable(None, message, "look at its rights") from None
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "not a file"
            raise Unusable(None, f"this is {kind}", "put a text file in its place")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unusable(None, f"this file cannot be read: {_reason(error)}") from None
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _place_after(before: str) -> Place:
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
