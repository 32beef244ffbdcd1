"""The record of a post: its address chosen beforehand, its bytes frozen, its embed and labels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

from bot.clock import from_micros, to_micros
from bot.model import Attachment, Post
from bot.platforms.bluesky.answers import COLLECTION
from bot.platforms.bluesky.options import Label
from bot.platforms.bluesky.wording import make_facets, show_text

LABELS: tuple[str, ...] = get_args(Label)
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_RKEY_LENGTH = 13
_TIME_ORDERED = 7
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}|i)(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """An attachment with the reference that its upload brought."""

    attachment: Attachment
    blob: Mapping[str, Any]


def made_at(key: str, now: datetime) -> datetime:
    """When the key was made, where it tells that (UUIDv7), so that the same key gives the same record."""
    try:
        name = UUID(key)
    except ValueError:
        return now
    return from_micros((name.int >> 80) * 1000) if name.version == _TIME_ORDERED else now


def choose_rkey(key: str, moment: datetime) -> str:
    """A TID: 53 bits of microseconds and 10 of a clock's number, of which the key's hash fills the finest.

    Two keys of one millisecond meet in one of a million cases, and then the server refuses the second.
    """
    salt = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    micros = to_micros(moment) // 1000 * 1000 + salt % 1000
    number = micros << 10 | (salt // 1000 & 0x3FF)
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(_RKEY_LENGTH)))


def make_record(
    post: Post,
    moment: datetime,
    *,
    pictures: Sequence[Picture],
    accounts: Mapping[str, str],
    card: bool,
    warning_label: str,
    reply: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The record as it is stored and sent; fields without content are left out."""
    shown = show_text(post.text)
    created_at = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record: dict[str, Any] = {"$type": COLLECTION, "text": shown.text, "createdAt": created_at}
    if read_language(post.language):
        record["langs"] = [read_language(post.language)]
    if facets := make_facets(shown, accounts):
        record["facets"] = facets
    if embed := _make_embed(post, pictures, card=card):
        record["embed"] = embed
    if post.warning:
        value = choose_label(post.warning, warning_label)
        record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": value}]}
    if reply:
        record["reply"] = dict(reply)
    return record


def read_language(language: str) -> str:
    """The BCP 47 tag with a small first part; empty where it is none."""
    language = language.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(language):
        return ""
    first, dash, rest = language.partition("-")
    return first.lower() + dash + rest


def choose_label(warning: str, label: str) -> str:
    """The self-label for a content warning: the warning itself where it is one, else the channel's."""
    named = warning.strip().lower()
    return named if named in LABELS else label


def shows_card(post: Post, *, card: bool) -> bool:
    """Whether the post's link becomes a card."""
    return card and bool(post.link)


def _make_embed(post: Post, pictures: Sequence[Picture], *, card: bool) -> dict[str, Any] | None:
    if shows_card(post, card=card):
        external: dict[str, Any] = {"uri": post.link, "title": post.headline, "description": post.description}
        if pictures:
            external["thumb"] = dict(pictures[0].blob)
        return {"$type": "app.bsky.embed.external", "external": external}
    if not pictures:
        return None
    return {"$type": "app.bsky.embed.images", "images": [_make_image(picture) for picture in pictures]}


def _make_image(picture: Picture) -> dict[str, Any]:
    attachment = picture.attachment
    image: dict[str, Any] = {"image": dict(picture.blob), "alt": attachment.alt}
    if attachment.width and attachment.height:
        image["aspectRatio"] = {"width": attachment.width, "height": attachment.height}
    return image
