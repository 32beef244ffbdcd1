"""A town's news business on a virtual clock: a CMS that is read, and twelve accounts that are posted to.

What is outside keeps its own record of what it was asked, so that a proof need not believe the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flow_stage import lay_project

from bot.errors import OutcomeUnknown, Problem, Unauthorized, Unreachable
from bot.flow import lines
from bot.flow.arriving import ingest
from bot.flow.house import House, house_of
from bot.flow.replaying.rehearsal import VirtualClock
from bot.model import Account, Entry, Limits, MarkedText, NotThere, Payload, Post, Receipt, Repeat
from bot.plugin import Batch, Known, Memo, PlatformOptions, SourceOptions
from bot.render.template import Renderer
from bot.secrecy import Credentials
from bot.settings.loading import load_settings
from bot.store.database import Store


@dataclass(frozen=True)
class Sent:
    """One act as an account's server carried it out."""

    at: datetime
    account: str
    act: str
    link: str
    headline: str
    silent: bool = False


@dataclass
class Town:
    """All that is outside: `offered` by the CMS, `sent` to the accounts; what fails, and when."""

    clock: VirtualClock
    offered: dict[str, Entry] = field(default_factory=dict)
    edition: int = 0
    cms_is_down: bool = False
    sent: list[Sent] = field(default_factory=list)
    online: dict[str, Payload] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    down: set[str] = field(default_factory=set)
    loses_answer: dict[str, int] = field(default_factory=dict)
    refusals: list[tuple[datetime, str]] = field(default_factory=list)

    def offer(self, *entries: Entry) -> None:
        """The CMS has these from now on."""
        self.edition += 1
        for entry in entries:
            version = f"v{self.edition}"
            self.offered[entry.source_id] = replace(entry, version=version)

    def carry_out(self, account: str, act: str, post: Payload, *, key: str = "") -> None:
        """What a server does with a call; the same key is the same post. Raises DeliveryError."""
        if account in self.refused:
            self.refusals.append((self.clock.now(), account))
            raise Unauthorized("the server answered 401: the token was revoked")
        if account in self.down:
            self.refusals.append((self.clock.now(), account))
            raise Unreachable("no connection")
        if key in self.online:
            return
        if key:
            self.online[key] = post
        told = post.body
        self.sent.append(Sent(self.clock.now(), account, act, told["link"], told["headline"], told["silent"]))
        if self.loses_answer.get(account) == sum(one.account == account for one in self.sent):
            raise OutcomeUnknown("the answer was lost")


class Cms:
    """A feed with all that the CMS has on offer; its first look is its baseline."""

    name: ClassVar[str] = "cms"
    Options: ClassVar[type[SourceOptions]] = SourceOptions
    town: ClassVar[Town]

    def __init__(self, options: Any, client: Any) -> None:
        del options, client

    async def fetch(self, memo: Memo, known: Known) -> Batch:
        if self.town.cms_is_down:
            raise Unreachable("the CMS does not answer")
        told = {"edition": self.town.edition}
        if memo == told:
            return Batch(memo=told)
        fresh = [one for one in self.town.offered.values() if known.version(one.source_id) != one.version]
        return Batch(tuple(fresh), memo=told, baseline=not memo)


class AccountOptions(PlatformOptions):
    account: str


class Server:
    """A platform that honours keys, finds posts, and edits them."""

    name: ClassVar[str] = "server"
    label: ClassVar[str] = "Server"
    tokens_url: ClassVar[str] = ""
    Options: ClassVar[type[PlatformOptions]] = AccountOptions
    town: ClassVar[Town]
    limits = Limits(length=500, silent=True)
    repeat = Repeat(safe_for=timedelta(hours=1), lag=timedelta(seconds=2))

    def __init__(self, options: Any, client: Any, credentials: Credentials, learned: dict[str, Any]) -> None:
        del client, credentials, learned
        self.account = options.account

    def measure(self, text: MarkedText) -> int:
        return len(text.text)

    def check(self, post: Post) -> list[Problem]:
        del post
        return []

    async def verify(self) -> Account:
        if self.account in self.town.refused:
            raise Unauthorized("the server answered 401: the token was revoked")
        return Account(self.account, f"@{self.account}")

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        del reply_to
        return Payload(key, {"link": post.link, "headline": post.headline, "silent": post.silent})

    async def publish(self, payload: Payload) -> Receipt:
        self.town.carry_out(self.account, "create", payload, key=payload.key)
        return Receipt(payload.key)

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        assert receipt.id in self.town.online
        self.town.carry_out(self.account, "edit", payload)
        return receipt

    async def find(self, payload: Payload, since: datetime, after: Receipt | None) -> Receipt | NotThere:
        del since, after
        return Receipt(payload.key) if payload.key in self.town.online else NotThere()


class OldServer(Server):
    """A platform that can neither be asked nor changed, and knows no keys."""

    name: ClassVar[str] = "old"
    label: ClassVar[str] = "Old server"
    limits = Limits(length=500)
    repeat = Repeat()
    find = None  # type: ignore[assignment]  # it cannot be asked
    edit = None  # type: ignore[assignment]  # nor changed


@contextmanager
def open_town(
    folder: Path, begins_at: datetime, config: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[House, Town]]:
    """The newsroom and its town; `config` has the files of its folder by name."""
    town = Town(VirtualClock(begins_at))
    platforms, sources = {"server": Server, "old": OldServer}, {"cms": Cms}
    for kind in (Server, Cms):
        monkeypatch.setattr(kind, "town", town, raising=False)
    monkeypatch.setattr(lines, "discover_platforms", lambda: platforms)
    monkeypatch.setattr(ingest, "discover_sources", lambda: sources)
    lay_project(folder, **config)
    (folder / "config" / "rules.yaml").write_text(config["rules"])
    settings = load_settings(folder, platforms=platforms, sources=sources)
    with house_of(settings, Store.open_copy(folder / "nothing"), clock=town.clock) as house:
        house.renderer = Renderer(settings.templates).keep()
        yield house, town
