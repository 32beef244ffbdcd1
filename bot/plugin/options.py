"""What a newsroom may write about a source or a channel; plugins add their own fields.

Every field has a description and an example: lint, JSON Schema, `channel help` and the docs read
them here. A field left out takes the newsroom's default (`defaults` in newscrier.yaml).
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainSerializer,
)
from pydantic_core import core_schema

from bot.plugin.schedule import SlotText
from bot.secrecy import Secret

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_LONGEST = 100 * 365 * 86400
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


def _parse_duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and re.fullmatch(rf"(?:{_DURATION.pattern}\s*)+", value.strip()):
        seconds = sum(float(n) * _UNITS[unit] for n, unit in _DURATION.findall(value))
        if seconds > _LONGEST:
            raise ValueError("this duration is longer than a hundred years")
        return timedelta(seconds=seconds)
    raise ValueError(f"{value!r} is not a duration; write for example 90s, 2m, 12h, 7d")


def show_duration(value: timedelta) -> str:
    """The shortest way a newsroom would write it: 90s, 2m, 12h, 7d."""
    seconds = value.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{int(seconds // _UNITS[unit])}{unit}"
    return f"{seconds:g}s"


Duration = Annotated[
    timedelta,
    BeforeValidator(_parse_duration, json_schema_input_type=str),
    PlainSerializer(show_duration, return_type=str),
]
"""A length of time, written 90s, 2m, 12h, 7d, or several together."""

Never = Literal["never"]

ANY_LANGUAGE: Final = "any"
"""As a channel's language: whatever comes, so that no article is in another one."""


def _parse_secret(value: Any, info: core_schema.ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, name),) = value.items()
        if kind in {"env", "file"} and isinstance(name, str) and name:
            folder = (info.context or {}).get("project")
            return Secret(kind, name, Path(folder) if folder else None)
    raise ValueError("a secret never stands in a config file; write {env: NAME} or {file: PATH}")


_SECRET_JSON_SCHEMA = {
    "type": "object",
    "properties": {"env": {"type": "string"}, "file": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

SecretOption = Annotated[
    Secret,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.with_info_plain_validator_function(
            _parse_secret,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda secret: {secret.kind: secret.name}
            ),
            metadata={"pydantic_js_functions": [lambda _schema, _handler: dict(_SECRET_JSON_SCHEMA)]},
        )
    ),
]
"""A secret by reference, `{env: NAME}` or `{file: PATH}`; a literal one is refused."""


class Strict(BaseModel):
    """A part of the config: unknown fields are problems, values do not change once loaded."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,  # a secret written in the wrong place must not reach a traceback
    )


def _check_hours(value: str) -> str:
    if not _HOURS.fullmatch(value):
        raise ValueError(f"{value!r} is not a span of hours; write for example 23:00-06:00")
    return value


def _read_hours(value: str) -> tuple[time, time]:
    match = _HOURS.fullmatch(value)
    assert match
    first, last = match.group(1, 2), match.group(3, 4)
    return time(int(first[0]), int(first[1])), time(int(last[0]), int(last[1]))


class QuietHours(Strict):
    """When nothing is posted on its own."""

    hours: Annotated[str, AfterValidator(_check_hours)] = Field(
        description="From and to, in the newsroom's time zone.", examples=["23:00-06:00"]
    )
    do: Literal["wait", "silent", "skip"] = Field(
        "wait",
        description="What becomes of a post that is due then: it waits for the morning, which releases the "
        "newest three; silent: it leaves without notifying anybody where the platform can, else it waits; "
        "skip: it is not posted.",
        examples=["wait"],
    )

    @property
    def span(self) -> tuple[time, time]:
        """Both ends as wall times."""
        return _read_hours(self.hours)


class Expectation(Strict):
    """That something comes in time: an alert says when it did not."""

    within: Duration = Field(description="The longest silence that is no cause for worry.", examples=["6h"])
    hours: Annotated[str, AfterValidator(_check_hours)] = Field(
        "00:00-00:00",
        description="The hours of the day in which silence counts, in the newsroom's time zone.",
        examples=["07:00-22:00"],
    )
    days: Literal["every day", "weekdays"] = Field(
        "every day", description="The days on which it counts.", examples=["weekdays"]
    )

    @property
    def span(self) -> tuple[time, time]:
        """Both ends as wall times; the same twice is the whole day."""
        return _read_hours(self.hours)


class StaleAfter(Strict):
    """How late a post may be, by its urgency."""

    breaking: Duration | Never = Field(
        timedelta(hours=1), description="Breaking news expires after this time.", examples=["1h"]
    )
    normal: Duration | Never = Field(
        timedelta(hours=12), description="Everything else expires after this time.", examples=["12h"]
    )
    evergreen: Duration | Never | None = Field(
        None, description="Evergreens expire after this time; as normal if left out.", examples=["7d"]
    )


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
