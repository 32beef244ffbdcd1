"""What a newsroom may write about a source or a channel; plugins add their own fields.

Every field has a description and an example: lint, JSON Schema, `channel help` and the docs read
them here. A field left out takes the newsroom's default (`defaults` in newscrier.yaml).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from pydantic import Field

from bot.plugin.hours import Expectation, QuietHours, StaleAfter
from bot.plugin.schedule import SlotText
from bot.plugin.values import Duration, Never, Strict

ANY_LANGUAGE: Final = "any"
"""As a channel's language: whatever comes, so that no article is in another one."""


class UtmOptions(Strict):
    """Parameters that are added to the article's link, so that the newsroom sees where readers come from."""

    source: str | None = Field(
        None, description="utm_source; the platform's name if left out.", examples=["social-desk"]
    )
    medium: str = Field("social", description="utm_medium.", examples=["social"])
    campaign: str | None = Field(None, description="utm_campaign; left out if empty.", examples=["newscrier"])


class SourceOptions(Strict):
    """What every source has; a plugin's Options adds its own."""

    source: str = Field(description="The kind of source.", examples=["folder"])
    was: str | None = Field(
        None,
        description="Its name before, where it was renamed: what came from it is known under the new name.",
        examples=["old-wire"],
    )
    every: Duration = Field(timedelta(minutes=2), description="How often to look.", examples=["2m"])
    language: str | None = Field(
        None,
        description="The articles' language where they do not say; else the newsroom's.",
        examples=["en"],
    )
    flood: int | None = Field(
        None,
        ge=0,
        description="Hold new articles when more than this many come within half an hour; 0 = no limit.",
        examples=[8],
    )
    expect: Expectation | None = Field(
        None,
        description="Raise an alert when no new article has come for so long.",
        examples=[{"within": "6h", "hours": "07:00-22:00"}],
    )

    last_look: Literal["auto", "never"] = Field(
        "auto",
        description="Whether an article that has waited is looked at once more right before it is posted: "
        "one that is gone is held, one that changed is rendered again.",
        examples=["never"],
    )


class PlatformOptions(Strict):
    """What every channel has; a plugin's Options adds its own."""

    platform: str = Field(description="The service this channel posts to.", examples=["file"])
    was: str | None = Field(
        None,
        description="Its name before, where it was renamed: its posts, account, hold and slots go on under "
        "the new name.",
        examples=["old-account"],
    )
    template: str | None = Field(
        None,
        description="Its template, below templates/; if left out the platform's own, else posts/default.j2.",
        examples=["posts/default.j2"],
    )
    approval: Literal["always", "never"] = Field(
        "always", description="Whether a person approves each post before it leaves.", examples=["never"]
    )
    corrections: Literal["ask", "edit"] = Field(
        "ask",
        description="A post online whose article changed: a person is asked, or it is edited by itself.",
        examples=["edit"],
    )
    language: str | None = Field(
        None,
        description="The channel's language where it differs from the newsroom's; any for whatever comes.",
        examples=["en"],
    )
    link: Literal["optional", "required"] = Field(
        "optional", description="Whether an article without an address may be posted.", examples=["required"]
    )
    picture: Literal["lead", "none"] = Field(
        "lead",
        description="The article's lead picture, where it has an alt text and a credit; or none.",
        examples=["none"],
    )
    posted_by_hand: Literal["skip", "ignore"] = Field(
        "skip",
        description="Look at the account's latest posts, where the platform shows them, and skip an article "
        "that somebody has posted by hand.",
        examples=["ignore"],
    )
    utm: UtmOptions | Literal["off"] = Field(
        UtmOptions(), description="Parameters added to links, or off.", examples=["off"]
    )
    stale_after: Duration | Never | StaleAfter | None = Field(
        None,
        description="A post that could not leave in this time expires; breaking news after an hour, "
        "unless it says never, less, or a time for each urgency.",
        examples=["12h", {"breaking": "30m", "normal": "6h"}],
    )
    settle: Duration | None = Field(
        None, description="How long a new article waits for its first corrections.", examples=["3m"]
    )
    spacing: Duration | None = Field(
        None, description="The shortest time between two posts.", examples=["2m"]
    )
    per_hour: int | None = Field(
        None, ge=0, description="At most so many posts in an hour; 0 = no limit.", examples=[20]
    )
    per_day: int | None = Field(
        None, ge=0, description="At most so many posts in a day; 0 = no limit.", examples=[60]
    )
    breaking_per_hour: int | None = Field(
        None,
        ge=0,
        description="More breaking posts than this within an hour wait for a person; 0 = no limit.",
        examples=[3],
    )
    schedule: tuple[SlotText, ...] = Field(
        (),
        description="The slots at which this channel posts, one post each, the newest that waits; breaking "
        "news does not wait for them. If left out, it posts at any time.",
        examples=[["weekdays 07:30", "sat,sun 09:00"]],
    )
    quiet: QuietHours | Literal["off"] | None = Field(
        None,
        description="Hours in which nothing is posted, or off.",
        examples=[{"hours": "23:00-06:00", "do": "wait"}],
    )
