"""The opened house: what every verb of the story's way works with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from bot.clock import Clock, SystemClock
from bot.errors import NotFound
from bot.flow.arriving.looks import Looks
from bot.flow.lines import Lines
from bot.model import Recent, Sight
from bot.plugin import Platform, Source
from bot.render.labels import Labels
from bot.render.rendered import PostRenderer
from bot.render.template import Renderer
from bot.settings.effective import Settings
from bot.settings.loading import load_settings
from bot.settings.project import find_project
from bot.settings.starters import KEY_FILE
from bot.store.database import Store
from bot.store.vault import Vault


class SourceAtWork(Protocol):
    """A source that the worker reads: its name, when it was last read (monotonic), and how to read it now."""

    name: str
    source: Source
    looked_at: float | None

    @property
    def last_look(self) -> Literal["auto", "never"]:
        """Whether its articles are looked at once more right before they are posted."""

    async def poll(self) -> None:
        """One fetch. Raises StoreError."""


@dataclass
class House:
    """Settings, store, templates and the lines to the platforms; `actor` is who acts, for the audit log.

    `looks` are what the sources remember, `restored` is whether the store came out of a backup (None: not yet
    asked; nobody restores an opened one), `caught_up` are the sources that were read to their end since,
    `complaints` what was said of a channel's store, and when (monotonic); `recent` what each channel's
    account showed last, and when (monotonic); `mornings` which quiet hours of a channel are settled;
    `digests` are those of templates and labels, and when they were read (monotonic); `taken` tells which
    platform would take which text, by channel and hash; `sight` is the worker's last look at the clock,
    `at_work` the sources that it reads. `last_looks`, `visits` and `waited` belong to
    the last look at an article (`flow.arriving.last_look`).
    """

    settings: Settings
    store: Store
    clock: Clock
    renderer: PostRenderer
    lines: Lines
    looks: Looks
    actor: str = "worker"
    owner: str = field(default="embedded")
    complaints: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    restored: bool | None = None
    caught_up: set[str] = field(default_factory=set, repr=False)
    recent: dict[str, tuple[float, list[Recent]]] = field(default_factory=dict, repr=False)
    at_work: dict[str, SourceAtWork] = field(default_factory=dict, repr=False)
    last_looks: dict[str, asyncio.Task[None]] = field(default_factory=dict, repr=False)
    visits: dict[str, tuple[float, bool]] = field(default_factory=dict, repr=False)
    waited: dict[str, int] = field(default_factory=dict, repr=False)
    sight: Sight | None = field(default=None, repr=False)
    mornings: dict[str, datetime] = field(default_factory=dict, repr=False)
    digests: dict[str, tuple[float, str]] = field(default_factory=dict, repr=False)
    taken: dict[tuple[str, str], Platform] = field(default_factory=dict, repr=False)
    labels: Labels = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.settings.templates)

    @property
    def zone(self) -> ZoneInfo:
        """The newsroom's time zone."""
        return ZoneInfo(self.settings.newsroom.timezone)

    def require_channel(self, name: str) -> str:
        """The name itself. Raises NotFound for a channel that is not in the config."""
        if name not in self.settings.channels:
            known = ", ".join(self.settings.channels) or "none"
            raise NotFound(f"no channel is called {name!r}", f"config/channels.yaml has: {known}")
        return name


@contextmanager
def open_house(
    folder: Path, *, clock: Clock | None = None, actor: str = "worker", on_a_copy: bool = False
) -> Iterator[House]:
    """The house of the project around `folder`; `on_a_copy` lets nothing be changed (preview, dry run).

    Raises ConfigError, StoreError.
    """
    settings = load_settings(find_project(folder))
    path = settings.store.path
    store = Store.open_copy(path) if on_a_copy else Store.open(path)
    with house_of(settings, store, clock=clock, actor=actor) as house:
        yield house


@contextmanager
def house_of(
    settings: Settings, store: Store, *, clock: Clock | None = None, actor: str = "worker"
) -> Iterator[House]:
    """A house over an opened store, which it closes."""
    clock = clock or SystemClock()
    lines = Lines(settings, store, Vault(settings.project / KEY_FILE), clock)
    looks = Looks(store)
    try:
        yield House(settings, store, clock, Renderer(settings.templates), lines, looks, actor)
    finally:
        looks.close()
        store.close()
