"""The hours that a newsroom writes: when nothing is posted, when silence counts, and how late is too late."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.plugin.values import Duration, Never, Strict

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


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
