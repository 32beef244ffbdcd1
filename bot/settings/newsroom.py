"""What `config/newscrier.yaml` may say."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.model import Thresholds
from bot.plugin import Duration, QuietHours, Strict
from bot.plugin.hours import Expectation, StaleAfter
from bot.plugin.values import Never, SecretOption
from bot.settings.values import Language, NetworkRange, Site, StoreAddress, Zone


class Newsroom(Strict):
    """Who we are."""

    name: str = Field(
        min_length=1,
        description="The newsroom's name, as readers know it.",
        examples=["The Courier"],
    )
    timezone: Zone = Field(
        description="The newsroom's time zone: quiet hours and dates are meant in it.",
        examples=["Europe/Warsaw"],
    )
    language: Language = Field(
        description="The language of articles and posts where nothing else is said.", examples=["en"]
    )
    site: Site = Field(
        description="The address of the newsroom's own site.", examples=["https://courier.example.org"]
    )


class Defaults(Strict):
    """How channels and sources behave where they do not say otherwise; 0 means no limit."""

    stale_after: Duration | Never | StaleAfter = Field(
        timedelta(hours=12),
        description="A post that could not leave in this time expires; breaking news after an hour, "
        "unless it says never, less, or a time for each urgency.",
        examples=["12h", {"breaking": "30m", "normal": "6h"}],
    )
    settle: Duration = Field(
        timedelta(minutes=3),
        description="How long a new article waits for its first corrections.",
        examples=["3m"],
    )
    spacing: Duration = Field(
        timedelta(minutes=2), description="The shortest time between two posts.", examples=["2m"]
    )
    per_hour: int = Field(
        20, ge=0, description="At most so many posts in an hour on a channel; 0 = no limit.", examples=[20]
    )
    per_day: int = Field(
        0,
        ge=0,
        description="At most so many posts in a day, from midnight to midnight, on a channel; 0 = no limit.",
        examples=[60],
    )
    breaking_per_hour: int = Field(
        3,
        ge=0,
        description="More breaking posts than this within an hour on a channel wait for a person; "
        "0 = no limit.",
        examples=[3],
    )
    quiet: QuietHours | Literal["off"] = Field(
        "off",
        description="Hours in which nothing is posted on its own, or off.",
        examples=[{"hours": "23:00-06:00", "do": "wait"}],
    )
    flood: int = Field(
        8,
        ge=0,
        description="Hold new articles when more than this many come within half an hour; 0 = no limit.",
        examples=[8],
    )


class Network(Strict):
    """What may be reached."""

    allow_private: tuple[NetworkRange, ...] = Field(
        (),
        description="Private networks that sources and pages may be fetched from.",
        examples=[["127.0.0.0/8"]],
    )


class Retention(Strict):
    """How long is kept what `newscrier prune` may forget; never = for ever.

    Titles, fingerprints, receipts and what was posted always stay: without them posts would be doubled.
    """

    bodies: Duration | Never = Field(
        timedelta(days=90), description="The articles' texts, once nothing of them waits.", examples=["90d"]
    )
    attempts: Duration | Never = Field(
        timedelta(days=90), description="What was sent, and what came back.", examples=["90d"]
    )
    events: Duration | Never = Field(
        timedelta(days=365), description="Who did what to a post that is done.", examples=["365d"]
    )


class Alerts(Strict):
    """Whom to tell of trouble, and of what silence. Alerts always stand in the log, too."""

    to: tuple[SecretOption, ...] = Field(
        (),
        description="Where alerts go: addresses as Apprise knows them (mailto://…, slack://…), each a "
        "secret. They need the extra: pip install 'newscrier[alerts]'.",
        examples=[[{"env": "ALERT_ADDRESS"}]],
    )
    heartbeat: SecretOption | None = Field(
        None,
        description="An address that is fetched every minute while the worker works and the store takes "
        "changes; whoever watches it tells you when that stops.",
        examples=[{"env": "HEARTBEAT_ADDRESS"}],
    )
    expect_posts: Expectation | None = Field(
        None,
        description="Raise an alert when articles came and nothing was posted for so long.",
        examples=[{"within": "3h", "hours": "07:00-22:00", "days": "weekdays"}],
    )


_USUAL = Thresholds()


class Certainty(Strict):
    """How sure Newscrier must be of what it reads, from 0 to 1, before a post shows it.

    Below it the post goes without. Higher is more careful; 1 shows only what the editor's note names.
    """

    figure: float = Field(
        _USUAL.figure,
        ge=0,
        le=1,
        description="That this number is what the article is about.",
        examples=[0.6],
    )
    quote: float = Field(_USUAL.quote, ge=0, le=1, description="That this person said it.", examples=[0.7])


class NewsroomFile(Strict):
    """The whole of `config/newscrier.yaml`."""

    newsroom: Newsroom = Field(
        description="Who we are.",
        examples=[
            {
                "name": "The Courier",
                "timezone": "Europe/Warsaw",
                "language": "en",
                "site": "https://courier.example.org",
            }
        ],
    )
    store: StoreAddress = Field(
        "sqlite:///data/newscrier.db",
        description="Where Newscrier keeps its records; a path counts from the project folder.",
        examples=["sqlite:///data/newscrier.db"],
    )
    defaults: Defaults = Field(
        Defaults(),
        description="How channels and sources behave where they do not say otherwise.",
        examples=[{"settle": "3m", "spacing": "2m"}],
    )
    retention: Retention = Field(
        Retention(),
        description="How long is kept what `newscrier prune` may forget.",
        examples=[{"bodies": "90d"}],
    )
    alerts: Alerts = Field(
        Alerts(),
        description="Whom to tell of trouble.",
        examples=[{"to": [{"env": "ALERT_ADDRESS"}]}],
    )
    certainty: Certainty = Field(
        Certainty(),
        description="How sure Newscrier must be of a figure or a quote before a post shows it, from 0 to 1.",
        examples=[{"figure": 0.6, "quote": 0.7}],
    )
    network: Network = Field(
        Network(), description="What may be reached.", examples=[{"allow_private": ["127.0.0.0/8"]}]
    )
