"""The settings as the rest of the house takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from bot.errors import Problem
from bot.model import Thresholds, Urgency
from bot.plugin import PlatformOptions, QuietHours, SourceOptions
from bot.plugin.hours import StaleAfter
from bot.plugin.schedule import Slot, parse_slot
from bot.settings.legal import Restriction
from bot.settings.newsroom import (
    Alerts,
    Certainty,
    Defaults,
    Network,
    Newsroom,
    Retention,
)
from bot.settings.rules.rule import Rule
from bot.settings.values import split_store
from bot.settings.written.positions import Document, Route

_BREAKING_STALE_AFTER: Final = timedelta(hours=1)
"""After that breaking news breaks nothing any more, where one time is given for all."""


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """Where the records are: `raw` as the newsroom wrote it, counted from `project`."""

    raw: str
    project: Path

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self.project / split_store(self.raw)

    def __str__(self) -> str:
        return self.raw


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one channel posts: its own values, else the newsroom's defaults.

    `stale_after` None is never; limits of 0 are none; `quiet` None is at any hour; without a `schedule`
    it posts at any time.
    """

    stale_after: timedelta | None
    settle: timedelta
    spacing: timedelta
    per_hour: int
    quiet: QuietHours | None
    stale_breaking: timedelta | None = None
    stale_evergreen: timedelta | None = None
    per_day: int = 0
    breaking_per_hour: int = 0
    schedule: tuple[Slot, ...] = ()

    def stale(self, urgency: Urgency) -> timedelta | None:
        """How late a post of that urgency may be; None is for ever."""
        match urgency:
            case Urgency.BREAKING:
                return self.stale_breaking
            case Urgency.EVERGREEN:
                return self.stale_evergreen
            case Urgency.NORMAL:
                return self.stale_after


@dataclass(frozen=True)
class Settings:
    """One valid reading of the newsroom's config; paths in it count from `project`."""

    project: Path
    newsroom: Newsroom
    store: StoreUrl
    defaults: Defaults
    network: Network
    sources: Mapping[str, SourceOptions]
    channels: Mapping[str, PlatformOptions]
    rules: tuple[Rule, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    retention: Retention = field(default_factory=Retention)
    alerts: Alerts = field(default_factory=Alerts)
    certainty: Certainty = field(default_factory=Certainty)
    warnings: tuple[Problem, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)
    _paces: dict[str, Pace] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def templates(self) -> Path:
        """The newsroom's own templates."""
        return self.project / "templates"

    @property
    def thresholds(self) -> Thresholds:
        """The certainty from which on a post shows a highlight."""
        return Thresholds(self.certainty.figure, self.certainty.quote)

    def pace(self, channel: str) -> Pace:
        """The channel's pace. Raises KeyError for a channel that is not in the config."""
        pace = self._paces.get(channel)
        if pace is None:
            pace = self._paces[channel] = work_out_pace(self.channels[channel], self.defaults)
        return pace

    def flood(self, source: str) -> int:
        """More new articles than this within half an hour are held; 0 = no limit."""
        own = self.sources[source].flood
        return self.defaults.flood if own is None else own

    def language(self, channel: str) -> str:
        """The language that the channel posts in."""
        return self.channels[channel].language or self.newsroom.language

    def problem(
        self, part: str, route: Route, message: str, hint: str = "", *, warning: bool = False
    ) -> Problem:
        """A problem with its place, for those who find one later (`flow.check`).

        `part` is newscrier, sources, channels, rules or legal; `route` the way to the value:
        `("timeline", "template")`, `(3, "then", "label")`.
        """
        document = self.documents.get(part) or Document(f"config/{part}.yaml")
        return document.problem(document.value_place(route), message, hint, warning=warning)


def work_out_pace(options: PlatformOptions, defaults: Defaults) -> Pace:
    """The channel's own values, and the defaults where it has none."""
    stale_after = _spell_out(defaults.stale_after if options.stale_after is None else options.stale_after)
    quiet = defaults.quiet if options.quiet is None else options.quiet
    breaking = options.breaking_per_hour
    return Pace(
        stale_after=_limit(stale_after.normal),
        stale_breaking=_limit(stale_after.breaking),
        stale_evergreen=_limit(stale_after.evergreen or stale_after.normal),
        settle=defaults.settle if options.settle is None else options.settle,
        spacing=defaults.spacing if options.spacing is None else options.spacing,
        per_hour=defaults.per_hour if options.per_hour is None else options.per_hour,
        per_day=defaults.per_day if options.per_day is None else options.per_day,
        breaking_per_hour=defaults.breaking_per_hour if breaking is None else breaking,
        quiet=quiet if isinstance(quiet, QuietHours) else None,
        schedule=tuple(map(parse_slot, options.schedule)),
    )


def _spell_out(value: timedelta | Literal["never"] | StaleAfter) -> StaleAfter:
    """One time for all is an hour at most for breaking news; never is never for all."""
    if isinstance(value, StaleAfter):
        return value
    if isinstance(value, timedelta):
        return StaleAfter(breaking=min(value, _BREAKING_STALE_AFTER), normal=value)
    return StaleAfter(breaking="never", normal="never")


def _limit(value: timedelta | Literal["never"]) -> timedelta | None:
    return value if isinstance(value, timedelta) else None
