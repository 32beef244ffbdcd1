"""What a newsroom may write about a feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field, field_validator

from bot.addresses import is_web_address
from bot.plugin import Duration, SourceOptions


class FeedOptions(SourceOptions):
    """A feed of the web."""

    url: str = Field(
        description="The feed's address.", examples=["https://courier.example.org/world.rss"], max_length=4000
    )
    every: Duration = Field(
        timedelta(minutes=2),
        description="How often to look; less often where the server asks for it.",
        examples=["2m"],
        ge=timedelta(seconds=10),
    )
    content: Literal["feed", "page"] = Field(
        "feed",
        description="Where the text comes from: the feed, or each article's page (for feeds of teasers).",
        examples=["page"],
    )
    first_run: Literal["baseline", "post"] = Field(
        "baseline",
        description="Whether what is in the feed at the first look is only remembered, or posted.",
        examples=["baseline"],
    )
    most: int = Field(
        200,
        ge=1,
        le=2000,
        description="At most so many entries of one look are taken, the newest.",
        examples=[200],
    )

    @field_validator("url")
    @classmethod
    def _check_address(cls, url: str) -> str:
        if not is_web_address(url):
            raise ValueError(f"{url!r} is not a web address; it begins with https:// or http://")
        return url
