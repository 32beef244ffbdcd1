"""The pictures of a timeline: copies beside the page, one set for each post."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from bot.model import Attachment

FOLDER = "pictures"
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}-[0-9]{1,2}\.(?:jpg|png|webp)")


def copy_pictures(folder: Path, name: str, attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Copies named after the post, and what its body says of them. Raises OSError."""
    kept = []
    for number, one in enumerate(attachments, start=1):
        file = f"{name}-{number}.{_ENDINGS[one.media_type]}"
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        passing = folder / FOLDER / f".{file}.tmp"
        shutil.copyfile(one.path, passing)
        passing.replace(folder / FOLDER / file)
        kept.append(
            {
                "file": file,
                "alt": one.alt,
                "media_type": one.media_type,
                "width": one.width,
                "height": one.height,
            }
        )
    return kept


def remove_pictures(folder: Path, body: dict[str, Any]) -> None:
    """Take away the copies of a post that is gone, or shows others now. Raises OSError."""
    for picture in _list_pictures(body):
        (folder / FOLDER / picture["file"]).unlink(missing_ok=True)


def _list_pictures(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The pictures of a post's body that can be shown; what a hand has spoilt there is left out."""
    found = body.get("pictures")
    return [one for one in found if _is_whole(one)] if isinstance(found, list) else []


def render_pictures(body: dict[str, Any]) -> str:
    """Each picture with its alt text below, since this page is there to look at both."""
    return "".join(
        f'<figure><img src="{FOLDER}/{one["file"]}" alt="{escape(one["alt"])}" width="{one["width"]}" '
        f'height="{one["height"]}" loading="lazy"><figcaption>{escape(one["alt"])}</figcaption></figure>'
        for one in _list_pictures(body)
    )


def feed_pictures(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a JSON Feed's item; addresses count from the feed's own."""
    return [
        {"url": f"{FOLDER}/{one['file']}", "mime_type": one["media_type"], "title": one["alt"]}
        for one in _list_pictures(body)
    ]


def _is_whole(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(name), str) for name in ("file", "alt", "media_type"))
        and all(isinstance(one.get(name), int) for name in ("width", "height"))
        and _NAME.fullmatch(one["file"]) is not None
    )
