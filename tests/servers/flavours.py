"""What tells one Mastodon-like server from another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from servers.counting import count_gotosocial, count_mastodon, count_pleroma
from servers.media import TYPES

HOUR = 3600.0
MEDIA = (
    ("supported_mime_types", list(TYPES)),
    ("description_limit", 1500),
    ("image_size_limit", 16_777_216),
    ("image_matrix_limit", 33_177_600),
)


@dataclass(frozen=True)
class Flavour:
    """`key` is how the idempotency key is honoured: stored, replayed (the whole answer) or ignored."""

    name: str
    software: str
    version: str
    key: str = "stored"
    key_seconds: float = HOUR
    lock: bool = False
    replay_500: bool = False
    limit: int = 500
    reserved: int = 23
    trims: bool = False
    drops_media: bool = False
    media_status: int = 422
    media: tuple[tuple[str, Any], ...] = MEDIA
    too_long_status: int = 422
    too_long: str = "Validation failed: Text character limit of {limit} exceeded"
    count: Callable[..., int] = count_mastodon

    def measure(self, text: str, warning: str) -> int:
        return self.count(text, warning)

    def instance(self, version: int) -> dict[str, Any]:
        statuses = {
            "max_characters": self.limit,
            "max_media_attachments": 4,
            "characters_reserved_per_url": self.reserved,
        }
        name = "domain" if version == 2 else "uri"
        answer: dict[str, Any] = {
            name: "127.0.0.1",
            "title": "Fake",
            "version": self.version,
            "languages": ["en"],
            "configuration": {"statuses": statuses, "media_attachments": dict(self.media)},
        }
        if self.key == "replayed":
            answer["max_toot_chars"] = self.limit
            if version == 1:
                del answer["configuration"]
        return answer


FLAVOURS = {
    flavour.name: flavour
    for flavour in (
        Flavour("mastodon", "mastodon", "4.4.2"),
        Flavour("mastodon-lock", "mastodon", "4.6.3", lock=True),
        Flavour("mastodon-lock-bug", "mastodon", "4.6.0", lock=True, replay_500=True),
        Flavour("hollo", "hollo", "0.6.1"),
        Flavour(
            "gotosocial",
            "gotosocial",
            "0.17.3 git-0d8a0a1",
            key="ignored",
            limit=5000,
            reserved=25,
            too_long_status=400,
            media_status=400,
            too_long="text length (inc. content warning) exceeds maximum of {limit} characters",
            count=count_gotosocial,
        ),
        Flavour(
            "pleroma",
            "pleroma",
            "2.7.2 (compatible; Pleroma 2.6.3)",
            key="replayed",
            key_seconds=6 * HOUR,
            limit=5000,
            trims=True,
            drops_media=True,
            too_long="The status is over the character limit",
            count=count_pleroma,
        ),
        Flavour(
            "snac",
            "snac",
            "4.0.0 (not true; really snac/2.77)",
            key="ignored",
            limit=100000,
            count=count_pleroma,
        ),
        Flavour("unknown", "fantasia", "1.0", key="ignored"),
    )
}
