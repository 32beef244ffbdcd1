"""The contract of a platform."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from bot.errors import Problem
from bot.http import Client
from bot.model import (
    Account,
    CannotTell,
    Limits,
    MarkedText,
    NotThere,
    Payload,
    Post,
    Receipt,
    Recent,
    Repeat,
)
from bot.plugin.options import PlatformOptions
from bot.secrecy import Credentials


class Platform(Protocol):
    """A service that shows posts; a module or package in `platforms/`.

    `name` is the module's name, `label` what people call it, `tokens_url` where a token is made.
    `limits` and `repeat` are of this server, from `learned` where something was learned.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    tokens_url: ClassVar[str]
    Options: ClassVar[type[PlatformOptions]]

    def __init__(
        self, options: Any, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        """No I/O here. `learned` is what the last `verify` returned, {} at first."""

    @property
    def limits(self) -> Limits:
        """Lengths and counts that this server takes."""

    @property
    def repeat(self) -> Repeat:
        """How long the same payload may be sent again."""

    def measure(self, text: MarkedText) -> int:
        """Pure: the length as this platform counts it, in the unit of `limits`."""

    def check(self, post: Post) -> list[Problem]:
        """Pure: everything that the platform would refuse or spoil."""

    async def verify(self) -> Account:
        """Who am I, may I post, what are this server's limits. Raises DeliveryError."""

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        """Uploads, chosen ids, signatures: everything before the creating call; may be repeated."""

    async def publish(self, payload: Payload) -> Receipt:
        """Exactly one creating call (`client.create`), from the payload alone. Raises DeliveryError."""


@runtime_checkable
class Findable(Protocol):
    """A platform where one can look whether a post is there."""

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        """The post made from `payload` since `since`; `after` is the channel's last receipt before it."""


@runtime_checkable
class Editable(Protocol):
    """A platform where a post may be changed."""

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        """Put the payload in the place of the post; one changing call, safe to repeat."""


@runtime_checkable
class Withdrawable(Protocol):
    """A platform where a post may be taken down."""

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete the post; one that is gone already is fine."""


@runtime_checkable
class Refreshable(Protocol):
    """A platform whose credentials end and are renewed."""

    async def refresh(self, credentials: Credentials) -> Credentials:
        """New credentials; the core stores them before the platform may use them. Raises Unauthorized."""


@runtime_checkable
class Readable(Protocol):
    """A platform where one can see what was posted by hand."""

    async def recent(self) -> list[Recent]:
        """The account's latest posts, newest first, with the addresses that they link to."""
