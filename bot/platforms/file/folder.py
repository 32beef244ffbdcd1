"""The posts on disk: one JSON file each, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import Any

from bot.clock import to_micros
from bot.disk import replace_whole

_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class Folder:
    """`posts/<name>.json` below one folder, with the page and the feed beside it.

    A post file's modification time is its time of posting, so that the newest are found without
    reading them all.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.posts = path / "posts"

    def has(self, name: str) -> bool:
        """Whether the post is there."""
        return self._file(name).is_file()

    def read(self, name: str) -> dict[str, Any] | None:
        """The post's body, None where it is gone or no longer readable."""
        return _read(self._file(name))

    def write(self, name: str, body: dict[str, Any]) -> None:
        """Put the post there, in the place of one of that name. Raises OSError."""
        self.posts.mkdir(parents=True, exist_ok=True)
        at = datetime.fromisoformat(body["published_at"]).astimezone(UTC)
        replace_file(self._file(name), json.dumps(body, ensure_ascii=False, indent=1), at)

    def remove(self, name: str) -> None:
        """Take the post away; one that is gone is fine. Raises OSError."""
        self._file(name).unlink(missing_ok=True)

    def newest(self, most: int) -> tuple[list[tuple[str, dict[str, Any]]], int]:
        """The `most` newest posts, newest first, and how many there are. Raises OSError."""
        if not self.posts.is_dir():
            return [], 0
        with os.scandir(self.posts) as entries:
            files = [(entry.stat().st_mtime_ns, entry.name) for entry in entries if _is_post(entry)]
        found = [(Path(name).stem, _read(self.posts / name)) for _, name in nlargest(most, files)]
        readable = [(name, body) for name, body in found if body]
        readable.sort(key=lambda item: (item[1]["published_at"], item[0]), reverse=True)
        return readable, len(files)

    def _file(self, name: str) -> Path:
        return self.posts / f"{name}.json"


def name_post(key: str) -> str:
    """A file name for a key: the key itself where it is plain, else its fingerprint."""
    return key if _PLAIN_KEY.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:40]


def replace_file(path: Path, text: str, at: datetime | None = None) -> None:
    """Put the text there, with the time of posting; a reader never sees half of it. Raises OSError."""
    with replace_whole(path, 0o644) as file:
        file.write(text.encode())
        file.flush()
        if at:
            os.utime(file.fileno(), ns=(to_micros(at) * 1000, to_micros(at) * 1000))


def _is_post(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(".json") and not entry.name.startswith(".") and entry.is_file()


def _read(path: Path) -> dict[str, Any] | None:
    """What somebody else put or spoilt there is left alone, and not shown."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return body if _is_whole(body) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_whole(body: dict[str, Any]) -> bool:
    datetime.fromisoformat(body["published_at"])
    datetime.fromisoformat(body.get("edited_at") or body["published_at"])
    words = [
        body["text"],
        *(body.get(name) or "" for name in ("language", "headline", "warning", "reply_to")),
    ]
    marks = body.get("marks", [])
    places = [mark[end] for mark in marks for end in ("start", "end")]
    names = [mark[name] for mark in marks for name in ("kind", "href")]
    return all(isinstance(word, str) for word in words + names) and all(isinstance(at, int) for at in places)
