"""What is known of each kind of Mastodon-like server, and how to tell them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import isqrt
from typing import Any, Literal

Counting = Literal["mastodon", "codepoints", "graphemes", "cautious"]

_KEY_HONOURED = timedelta(minutes=50)  # the servers keep it an hour; clocks differ


_PICTURE_TYPES = ("image/jpeg", "image/png")
_PICTURE_BYTES = 5_000_000
_SIDE = 2560  # servers shrink larger ones themselves, and badly
"""A picture as large as anybody sees it, and uploaded within seconds."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """How one kind of server differs.

    `safe_for` zero: the idempotency key is ignored, or repeats are not sure; `markdown`: the text is
    read as Markdown unless escaped; `plain_type`: it must be told that the text is plain; `pages_up`:
    `min_id` walks upwards; `lock_503`: a 503 of its own lock means that this request made nothing.
    """

    counting: Counting = "cautious"
    safe_for: timedelta = timedelta(0)
    markdown: bool = False
    plain_type: bool = False
    pages_up: bool = False
    lists_direct: bool = False
    lock_503: bool = False


FLAVOURS: dict[str, Flavour] = {
    "mastodon": Flavour("mastodon", _KEY_HONOURED, pages_up=True, lists_direct=True, lock_503=True),
    "hollo": Flavour("cautious", _KEY_HONOURED, markdown=True, pages_up=True),
    # Whole answers are replayed for 6 h, errors too; without a lock, so one request after the other.
    "pleroma": Flavour("graphemes", _KEY_HONOURED, plain_type=True, pages_up=True),
    "akkoma": Flavour("graphemes", _KEY_HONOURED, plain_type=True, pages_up=True),
    "gotosocial": Flavour("codepoints", plain_type=True, pages_up=True),
    "pixelfed": Flavour(),
    "snac": Flavour("graphemes"),
    "friendica": Flavour(markdown=True),
    "unknown": Flavour(),
}
_UNVERIFIED = Flavour("mastodon")
"""Before the first `verify`: Mastodon's own count, and nothing repeated."""

_NO_LIMIT = {"snac", "friendica"}


@dataclass(frozen=True, slots=True)
class Server:
    """One server's kind and limits, as learned by `verify`."""

    name: str = ""
    flavour: Flavour = _UNVERIFIED
    length: int | None = 500
    link_length: int = 23
    account: str = ""
    limited: bool = False
    pictures: int = 4
    picture_bytes: int = _PICTURE_BYTES
    picture_side: int = _SIDE
    picture_types: tuple[str, ...] = _PICTURE_TYPES
    alt_length: int = 1500


def read_learned(learned: Mapping[str, Any]) -> Server:
    """The server as stored by the last `verify`; {} gives the cautious one."""
    name = str(learned.get("flavour", ""))
    length = learned.get("length", 500)
    return Server(
        name=name,
        flavour=FLAVOURS.get(name, FLAVOURS["unknown"]) if name else _UNVERIFIED,
        length=length if isinstance(length, int) else None,
        link_length=int(learned.get("link_length", 23)),
        account=str(learned.get("account", "")),
        limited=bool(learned.get("limited", False)),
        **_read_learned_pictures(learned),
    )


def detect_flavour(software: str, version: str) -> str:
    """The name in FLAVOURS by nodeinfo's software name, else by the version string.

    "2.7.2 (compatible; Pleroma 2.6.3)" names the server itself; a bare number proves nothing.
    """
    known = FLAVOURS.keys() - {"unknown"}
    if software.lower() in known:
        return software.lower()
    named = (name for name in known - {"mastodon"} if re.search(rf"\b{name}\b", version, re.IGNORECASE))
    return "unknown" if software else next(named, "unknown")


def read_limits(instance: Mapping[str, Any], flavour: str) -> dict[str, Any]:
    """Length, link length and what pictures are taken, from /api/v2/instance or /api/v1/instance."""
    configuration = instance.get("configuration")
    statuses = configuration.get("statuses") if isinstance(configuration, Mapping) else None
    statuses = statuses if isinstance(statuses, Mapping) else {}
    length = _first_count(statuses.get("max_characters"), instance.get("max_toot_chars"))
    return {
        "length": None if flavour in _NO_LIMIT else length or 500,
        "link_length": _first_count(statuses.get("characters_reserved_per_url")) or 23,
        **_read_picture_limits(instance, configuration),
    }


def _read_learned_pictures(learned: Mapping[str, Any]) -> dict[str, Any]:
    counts = ("pictures", "picture_bytes", "picture_side", "alt_length")
    found: dict[str, Any] = {name: learned[name] for name in counts if isinstance(learned.get(name), int)}
    if isinstance(types := learned.get("picture_types"), list):
        found["picture_types"] = tuple(str(one) for one in types)
    return found


def _read_picture_limits(instance: Mapping[str, Any], configuration: Any) -> dict[str, Any]:
    """What pictures the server takes; an edge is as long as a square picture's would be."""
    given = configuration if isinstance(configuration, Mapping) else {}
    media = given.get("media_attachments")
    media = media if isinstance(media, Mapping) else {}
    statuses = given.get("statuses")
    most = statuses.get("max_media_attachments") if isinstance(statuses, Mapping) else None
    types = media.get("supported_mime_types")
    known = [one for one in _PICTURE_TYPES if not isinstance(types, list) or one in types]
    matrix = _first_count(media.get("image_matrix_limit"))
    return {
        "pictures": (_first_count(most, instance.get("max_media_attachments")) or 4) if known else 0,
        "picture_bytes": min(_first_count(media.get("image_size_limit")) or _PICTURE_BYTES, _PICTURE_BYTES),
        "picture_side": min(isqrt(matrix) if matrix else _SIDE, _SIDE),
        "picture_types": known,
        "alt_length": _first_count(media.get("description_limit"), instance.get("description_limit")) or 1500,
    }


def _first_count(*values: Any) -> int | None:
    return next((value for value in values if isinstance(value, int) and value > 0), None)
