"""The pictures that articles of a folder name: they lie in the same folder, or they are not read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.errors import Gone, Unreadable
from bot.sources.folder.opening import Changing, Refusal, open_below, read_regular

_INSIDE = "put a copy of it beside the article"
_FIRST = "put the picture there before the article"


def read_picture(folder: Path, beside: Sequence[str], path: str, most: int) -> bytes:
    """A picture's file below `folder`, its path counted from the folder `beside` in it; blocks.

    No link is followed on the way, and none leads out: not `..`, not an absolute path. Raises Gone where
    it is not there, or being written; Unreadable where it may not be read.
    """
    parts = _find(beside, path)
    try:
        return read_regular(lambda: open_below(folder, parts), None, most)
    except Changing as error:
        raise Gone(f"the picture {path} is being written", _FIRST) from error
    except Refusal as refusal:
        if refusal.version == "missing":
            raise Gone(f"there is no picture {path} beside the article", _FIRST) from refusal
        if refusal.version.startswith("large:"):
            raise Unreadable(
                f"the picture {path} is too heavy: at most {most // 1_000_000} MB are read",
                "save a smaller one",
            ) from refusal
        raise Unreadable(f"the picture {path} is not read: {refusal.message}", refusal.hint) from refusal


def _find(beside: Sequence[str], path: str) -> tuple[str, ...]:
    if "\0" in path or path.startswith(("/", "~")) or ":" in path.partition("/")[0]:
        raise Unreadable(f"the picture {path!r} lies outside the article's folder", _INSIDE)
    parts = list(beside)
    for part in path.split("/"):
        if part == "..":
            if not parts:
                raise Unreadable(f"the picture {path!r} lies outside the article's folder", _INSIDE)
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    if not parts:
        raise Unreadable(f"{path!r} names no picture", "write the name of its file")
    return tuple(parts)
