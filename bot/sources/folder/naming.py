"""The names of files: which are read, which pass by, how they are shown, and the ids made of them."""

from __future__ import annotations

import os
import unicodedata
from hashlib import blake2b

ARTICLES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
}
"""The media type of each ending that is read."""

SIDECARS = (".yaml", ".yml")
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
"""Endings of files that articles name as theirs; they are read with the article."""

_PASSING_STARTS = (".", "~$")
_PASSING_ENDS = (".part", ".partial", ".filepart", ".tmp", ".swp", ".crdownload", ".download", "~")
_PASSING_NAMES = {"thumbs.db", "desktop.ini"}
_JOINERS = "\u200c\u200d"  # invisible, and part of the spelling of Persian and Hindi words
_LONGEST_ID = 500


def is_passing(name: str) -> bool:
    """Whether a name is one that programs use while they work, or that hides itself."""
    folded = name.casefold()
    return folded.startswith(_PASSING_STARTS) or folded.endswith(_PASSING_ENDS) or folded in _PASSING_NAMES


def ending_of(name: str) -> str:
    """The ending in lower case with its dot; "" where there is none."""
    return name[len(stem_of(name)) :].casefold()


def stem_of(name: str) -> str:
    """The name without its ending; the whole name where there is none."""
    # As os.path.splitext, whose time counts: it is asked 20,000 times a look.
    stem, _, _ = name.rpartition(".")
    return stem if stem.strip(".") else name


def sidecar_stems(name: str) -> set[str]:
    """What a sidecar of this file is called, without the sidecar's own ending."""
    return {name, stem_of(name)}


def show_parts(parts: tuple[str, ...]) -> str:
    """A path as NFC text that a terminal, a log and a database can take.

    What is not printable is escaped: undecodable bytes, control characters, direction marks.
    """
    text = "/".join(parts)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text if text.isprintable() else "".join(map(_show_char, text))


def _show_char(char: str) -> str:
    code = ord(char)
    if char.isprintable() or char in _JOINERS:
        return char
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - where Python puts a file name's undecodable bytes
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - two hex digits or four


def give_ids(every: list[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """The path as id. Two raw names may look the same (accents composed or not): one gets a mark.

    A name that needed no change goes first, so that it keeps its id when a double comes.
    """
    ids: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    shown = [(show_parts(parts), parts) for parts in every]
    for _, parts, safe in sorted((safe != "/".join(parts), parts, safe) for safe, parts in shown):
        source_id = safe
        if len(source_id) > _LONGEST_ID or source_id in taken:
            raw = os.fsencode("/".join(parts))
            source_id = f"{source_id[:_LONGEST_ID]}~{blake2b(raw, digest_size=6).hexdigest()}"
        taken.add(source_id)
        ids[parts] = source_id
    return ids
