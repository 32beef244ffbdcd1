"""What a newsroom writes about a channel on Bluesky."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from pydantic import Field, field_validator

from bot.plugin import Duration, PlatformOptions, SecretOption, ServerAddress

Label = Literal["graphic-media", "sexual", "nudity", "porn", "!no-unauthenticated"]

HANDLE = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)
_DID = re.compile(r"did:[a-z]+:[\w.:%-]*[\w.-]", re.ASCII)
_LONGEST_HANDLE = 253


class BlueskyOptions(PlatformOptions):
    """A channel on Bluesky, or on any other server of the same protocol."""

    handle: str = Field(
        description="The account's handle, without @ (its DID does too).", examples=["courier.bsky.social"]
    )
    app_password: SecretOption = Field(
        description="An app password of the account, by reference; never the password one logs in with.",
        examples=[{"env": "BLUESKY_APP_PASSWORD"}],
    )
    server: ServerAddress = Field(
        "https://bsky.social",
        description="The server one logs in to, with https:// (http:// too, for a test server).",
        examples=["https://bsky.social"],
    )
    writes_to: Literal["home", "server"] = Field(
        "home",
        description="home: the server that keeps the account, as its identity says; server: always `server`.",
        examples=["home"],
    )
    card: Literal["auto", "off"] = Field(
        "auto",
        description="auto: the article's link is a card with headline and picture; off: no card, the picture "
        "alone.",
        examples=["auto"],
    )
    mentions: Literal["plain", "live"] = Field(
        "plain",
        description="plain: an @name in a post notifies nobody; live: it does, as if typed by hand.",
        examples=["plain"],
    )
    warning_label: Label = Field(
        "graphic-media",
        description="The label that a post with a content warning carries: Bluesky knows no other words.",
        examples=["graphic-media"],
    )
    app: ServerAddress = Field(
        "https://bsky.app", description="Where people read the posts.", examples=["https://bsky.app"]
    )
    lookup_after: Duration = Field(
        timedelta(seconds=30),
        description="How long after a doubtful attempt the post is sent again, which makes no second one.",
        examples=["30s"],
    )

    @field_validator("handle")
    @classmethod
    def _plain_handle(cls, value: str) -> str:
        """Without @ and in lower case; a name without a domain is a mistake."""
        value = value.strip().removeprefix("@")
        if value.startswith("did:") and _DID.fullmatch(value):
            return value
        if len(value) > _LONGEST_HANDLE or not HANDLE.fullmatch(value):
            raise ValueError(f"{value!r} is not a handle; write for example courier.bsky.social")
        return value.lower()
