"""A service that exists only in the tests; it uses every part of the contract.

A token

1. Start `ToyServer`.
2. Take its `credentials`: they stand for what a login would give, and end when the server says so.

Scopes

None.

Limits

200 code points.

Traps

A refresh token may be used once, so the new pair is stored before it is used.

Cost

Nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import Field

from bot.errors import OutcomeUnknown, Problem, Temporary, TokenExpired, Unauthorized
from bot.http import Answer, Client, raise_for_refusal
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
from bot.plugin import PlatformOptions
from bot.secrecy import Credentials

CUT: list[Any] = [None]


class ToyOptions(PlatformOptions):
    """A channel on the toy service."""

    server: str = Field(description="The server's address.", examples=["http://127.0.0.1:8000"])


class Toy:
    """One account on a `ToyServer`."""

    name: ClassVar[str] = "toy"
    label: ClassVar[str] = "Toy"
    tokens_url: ClassVar[str] = "http://127.0.0.1/"
    Options: ClassVar[type[ToyOptions]] = ToyOptions

    def __init__(
        self, options: ToyOptions, client: Client, credentials: Credentials, learned: dict[str, Any]
    ) -> None:
        self._options = options
        self._client = client
        self._credentials = credentials
        self._limit = int(learned.get("limit", 100))

    @property
    def limits(self) -> Limits:
        return Limits(length=self._limit, unit="code points", threads=True)

    @property
    def repeat(self) -> Repeat:
        return Repeat(timedelta(0), timedelta(0), empty_answers=1)

    def measure(self, text: MarkedText) -> int:
        return len(text.text)

    def check(self, post: Post) -> list[Problem]:
        if not post.text.text.strip():
            return [Problem("the post has no text")]
        if self.measure(post.text) > self._limit:
            return [Problem(f"longer than {self._limit} code points")]
        return []

    async def verify(self) -> Account:
        me = await self._read("/me")
        return Account(me["id"], me["name"], f"{self._options.server}/me", learned={"limit": me["limit"]})

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        return Payload(key, {"text": post.text.text, "reply_to": reply_to.id if reply_to else None})

    async def publish(self, payload: Payload) -> Receipt:
        url = f"{self._options.server}/posts"
        headers = self._headers() | {"x-key": payload.key}
        answer = await self._client.create("POST", url, headers=headers, json=payload.body)
        self._raise_for_error(answer)
        return self._receipt(answer)

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        del since, after
        posts = await self._read("/posts")
        if posts == CUT:
            return CannotTell("the server gives only its latest posts")
        return next((Receipt(post["id"]) for post in posts if post["key"] == payload.key), NotThere())

    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        return self._receipt(await self._call("PUT", f"/posts/{receipt.id}", json=payload.body))

    async def withdraw(self, receipt: Receipt) -> None:
        await self._call("DELETE", f"/posts/{receipt.id}", gone_is_fine=True)

    async def refresh(self, credentials: Credentials) -> Credentials:
        url = f"{self._options.server}/session"
        answer = await self._client.call("POST", url, json={"refresh": credentials.get("refresh", "")})
        raise_for_refusal(answer)
        return Credentials(answer.json())

    async def recent(self) -> list[Recent]:
        return [Recent(Receipt(post["id"])) for post in await self._read("/posts")]

    async def _read(self, path: str) -> Any:
        answer = await self._call("GET", path)
        try:
            return answer.json()
        except ValueError as error:
            raise Temporary("the server gave a page") from error

    async def _call(self, method: str, path: str, *, gone_is_fine: bool = False, **request: Any) -> Answer:
        url = self._options.server + path
        answer = await self._client.call(method, url, headers=self._headers(), **request)
        if not (gone_is_fine and answer.status == 404):
            self._raise_for_error(answer)
        return answer

    def _headers(self) -> dict[str, str]:
        if "access" not in self._credentials:
            raise Unauthorized("there is no session", "connect the channel")
        return {"authorization": f"Toy {self._credentials['access']}"}

    @staticmethod
    def _raise_for_error(answer: Answer) -> None:
        if answer.status == 401 and b"session_ended" in answer.content:
            raise TokenExpired("the session ended")
        raise_for_refusal(answer)

    @staticmethod
    def _receipt(answer: Answer) -> Receipt:
        try:
            return Receipt(answer.json()["id"], answer.url)
        except (ValueError, KeyError, TypeError) as error:
            raise OutcomeUnknown("the server gave no post") from error
