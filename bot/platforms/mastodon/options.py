"""What a newsroom writes about a channel on a Mastodon-like server."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.plugin import Duration, PlatformOptions, SecretOption, ServerAddress

Visibility = Literal["public", "unlisted", "private", "direct"]


class MastodonOptions(PlatformOptions):
    """A channel on Mastodon, or on a server that speaks its language."""

    server: ServerAddress = Field(
        description="The server's address, with https:// (http:// too, for a test server).",
        examples=["https://mastodon.example.org"],
    )
    token: SecretOption = Field(
        description="The account's access token, by reference.", examples=[{"env": "MASTODON_TOKEN"}]
    )
    visibility: Visibility = Field(
        "public", description="Who sees the posts; it is always sent.", examples=["unlisted"]
    )
    mentions: Literal["plain", "live"] = Field(
        "plain",
        description="plain: an @name in a post notifies nobody; live: it does, as if typed by hand.",
        examples=["plain"],
    )
    lookup_after: Duration = Field(
        timedelta(seconds=30),
        description="How long after a doubtful attempt the server is asked whether the post is there.",
        examples=["30s"],
    )
