"""A platform that does what the test says, and a house around it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from bot.errors import Problem, Rejected, Temporary
from bot.flow import show
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.house import House, house_of
from bot.model import (
    Account,
    CannotTell,
    Limits,
    MarkedText,
    NotThere,
    Payload,
    Post,
    Receipt,
    Repeat,
)
from bot.plugin import PlatformOptions
from bot.plugin.values import SecretOption
from bot.secrecy import Credentials
from bot.settings.loading import load_settings
from bot.sources.folder import Folder
from bot.store.database import Store
from bot.store.vault import Vault

START = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class StageClock:
    """Time moves only when somebody sleeps or a test turns it on."""

    def __init__(self) -> None:
        self.moment = START
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.turn_on(timedelta(seconds=seconds))

    def turn_on(self, by: timedelta) -> None:
        self.moment += by
        self.seconds += by.total_seconds()


class Script:
    """What the platform does next, and what it was asked; shared by all instances of one stage."""

    def __init__(self) -> None:
        self.prepares: deque[Exception] = deque()
        self.publishes: deque[Exception | str] = deque()
        self.finds: deque[Exception | Receipt | NotThere | CannotTell] = deque()
        self.verifies: deque[Exception | Account] = deque()
        self.refreshes: deque[Exception] = deque()
        self.changes: deque[Exception | str] = deque()
        self.online: list[Payload] = []
        self.gone: list[str] = []
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.silent = False
        self.silences: list[bool] = []
        self.repeat = Repeat(safe_for=timedelta(hours=1), lag=timedelta(seconds=2))
        self.before_publish: Callable[[], None] = lambda: None


class StageOptions(PlatformOptions):
    token: SecretOption | None = Field(None, description="Whose account it is.", examples=[{"env": "TOKEN"}])


class Stage:
    name: ClassVar[str] = "stage"
    label: ClassVar[str] = "Stage"
    tokens_url: ClassVar[str] = ""
    Options: ClassVar[type[PlatformOptions]] = StageOptions
    script: ClassVar[Script]

    def __init__(self, options: Any, client: Any, credentials: Credentials, learned: dict[str, Any]) -> None:
        self.credentials = credentials

    @property
    def limits(self) -> Limits:
        return Limits(length=500, threads=True, silent=self.script.silent)

    @property
    def repeat(self) -> Repeat:
        return self.script.repeat

    def measure(self, text: MarkedText) -> int:
        return len(text.text)

    def check(self, post: Post) -> list[Problem]:
        return [Problem("the platform will not take this")] if "FORBIDDEN" in post.text.text else []

    async def verify(self) -> Account:
        self.script.calls.append("verify")
        result = self.script.verifies.popleft() if self.script.verifies else Account("1", "@courier")
        if isinstance(result, Exception):
            raise result
        return result

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        self.script.calls.append("prepare")
        if self.script.prepares:
            raise self.script.prepares.popleft()
        body = {"text": post.text.text}
        self.script.silences.append(post.silent)
        return Payload(key, body | ({"reply_to": reply_to.id} if reply_to else {}))

    async def publish(self, payload: Payload) -> Receipt:
        self.script.calls.append("publish")
        self.script.keys.append(payload.key)
        # As every call over the network: others have their turn meanwhile.
        await asyncio.sleep(0)
        self.script.before_publish()
        result = self.script.publishes.popleft() if self.script.publishes else "ok"
        if isinstance(result, Exception):
            raise result
        # As a server that honours keys: the same key is the same post.
        if payload.key not in [other.key for other in self.script.online]:
            self.script.online.append(payload)
        if result == "lost":
            raise ConnectionResetError("the answer was lost")
        return Receipt(f"r-{payload.key[-4:]}", f"https://stage.example/{payload.key[-4:]}")

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        self._change("edit")
        at = self._place(receipt)
        if at is None:
            raise Rejected("the post is not there any more")
        kept = self.script.online[at]
        self.script.online[at] = Payload(kept.key, kept.body | payload.body)
        self._lose()
        return receipt

    async def withdraw(self, receipt: Receipt) -> None:
        self._change("withdraw")
        at = self._place(receipt)
        if at is not None:
            self.script.gone.append(self.script.online.pop(at).body["text"])
        self._lose()

    def _change(self, call: str) -> None:
        self.script.calls.append(call)
        if self.script.changes and isinstance(self.script.changes[0], Exception):
            error = self.script.changes.popleft()
            assert isinstance(error, Exception)
            raise error

    def _lose(self) -> None:
        if self.script.changes:
            self.script.changes.popleft()
            raise Temporary("the answer was lost")

    def _place(self, receipt: Receipt) -> int | None:
        keys = [f"r-{payload.key[-4:]}" for payload in self.script.online]
        return keys.index(receipt.id) if receipt.id in keys else None

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        self.script.calls.append("find")
        if self.script.finds:
            result = self.script.finds.popleft()
            if isinstance(result, Exception):
                raise result
            return result
        there = payload.key in [other.key for other in self.script.online]
        known = payload.key[-4:]
        return Receipt(f"r-{known}", f"https://stage.example/{known}") if there else NotThere()

    async def refresh(self, credentials: Credentials) -> Credentials:
        self.script.calls.append("refresh")
        if self.script.refreshes:
            raise self.script.refreshes.popleft()
        return Credentials(session=f"session-{self.script.calls.count('refresh')}")


class Blind(Stage):
    """The same without looking up."""

    name: ClassVar[str] = "blind"
    find = None  # type: ignore[assignment]  # a platform that cannot be asked
    edit = None  # type: ignore[assignment]  # nor changed
    withdraw = None  # type: ignore[assignment]


CONFIG = {
    "newscrier.yaml": """\
newsroom: {name: The Courier, timezone: Europe/Warsaw, language: en, site: "https://c.example.org"}
store: sqlite:///data/newscrier.db
defaults: {stale_after: 12h, settle: 0s, spacing: 0s, per_hour: 0}
""",
    "sources.yaml": "wire: {source: folder, path: inbox/}\n",
    "channels.yaml": "main: {platform: stage, approval: never}\n",
}
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ARTICLE = """\
---
url: https://courier.example.org/{n}
---
Harbour number {n} reopens after the storm

The harbour reopened on Monday after repairs that cost €{n}4 million, the port authority said.

“We have waited long for this day, and the boats are ready,” said harbour master Ada Brandt.
"""


def lay_project(folder: Path, **files: str) -> Path:
    """A project folder with the stage's config; `files` replace whole files of it."""
    (folder / "config").mkdir(parents=True)
    for name, text in CONFIG.items():
        (folder / "config" / name).write_text(files.get(name.removesuffix(".yaml"), text))
    (folder / "templates" / "posts").mkdir(parents=True)
    for template in TEMPLATES.glob("posts/*.j2"):
        (folder / "templates" / "posts" / template.name).write_text(template.read_text())
    (folder / "templates" / "labels").mkdir()
    (folder / "templates" / "labels" / "en.yaml").write_text((TEMPLATES / "labels" / "en.yaml").read_text())
    (folder / "inbox").mkdir()
    (folder / "data").mkdir()
    Vault.make_key(folder / "data" / "secret.key")
    return folder


def drop(folder: Path, n: int, text: str = ARTICLE) -> None:
    """An article in the drop folder, renamed in as a careful program would."""
    part = folder / "inbox" / f"{n:03}.txt.part"
    part.write_text(text.format(n=n))
    part.rename(part.with_suffix(""))


@contextmanager
def open_stage(folder: Path, clock: StageClock) -> Iterator[House]:
    settings = load_settings(folder, platforms={"stage": Stage, "blind": Blind}, sources={"folder": Folder})
    with house_of(settings, Store.open(settings.store.path), clock=clock) as house:
        yield house


async def take_in(house: House) -> None:
    """Read the drop folder until every file in it was seen complete."""
    source = make_source(house, "wire")
    for _ in range(1000):
        if (await poll(house, "wire", source)).again_at is None:
            return
        await asyncio.sleep(0.05)


def states(house: House) -> list[str]:
    """Of every post, in the order in which they came."""
    return [post["state"] for post in reversed(show.list_posts(house))]


def only_post(house: House) -> dict[str, Any]:
    """Everything that is shown of the one post there is."""
    (post,) = show.list_posts(house)
    return show.show_post(house, post["id"])
