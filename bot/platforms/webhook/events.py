"""The events that a receiver gets, as JSON."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.model import Attachment, Post, Receipt


def write_post(
    post: Post, key: str, reply_to: Receipt | None, pictures: list[dict[str, Any]], now: datetime
) -> dict[str, Any]:
    """A new post; `key` is its id until the receiver gives another."""
    data = {
        "id": key,
        "text": post.text.text,
        "marks": [
            {"kind": mark.kind, "start": mark.start, "end": mark.end, "href": mark.href}
            for mark in post.text.marks
        ],
        "headline": post.headline,
        "link": post.link,
        "language": post.language,
        "hashtags": [tag.removeprefix("#") for tag in post.hashtags],
        "warning": post.warning,
        "reply_to": reply_to.id if reply_to else None,
        "silent": post.silent,
        "attachments": pictures,
    }
    return _event("post.created", data, now)


def write_withdrawal(receipt: Receipt, now: datetime) -> dict[str, Any]:
    """A post that must not be shown any more."""
    return _event("post.withdrawn", {"id": receipt.id}, now)


def write_ping(now: datetime) -> dict[str, Any]:
    """Nothing to show: it asks whether anybody is there, and whether the secret fits."""
    return _event("ping", {}, now)


def load_pictures(attachments: Sequence[Attachment]) -> tuple[list[dict[str, Any]], str]:
    """The pictures with their bytes in base64, or none and why; blocks."""
    loaded = []
    for one in attachments:
        try:
            content = Path(one.path).read_bytes()
        except OSError as error:
            return [], f"the picture cannot be read: {error.strerror or error}"
        loaded.append(
            {
                "media_type": one.media_type,
                "alt": one.alt,
                "width": one.width,
                "height": one.height,
                "data": base64.b64encode(content).decode("ascii"),
            }
        )
    return loaded, ""


def _event(kind: str, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    stamp = now.astimezone(UTC).isoformat(timespec="seconds")
    return {"type": kind, "timestamp": stamp, "data": data}
