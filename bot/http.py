"""The one seam to the network: a gated client per channel, and two ways to call.

`call` is for what may be repeated; it retries a few times, briefly, and only where surely nothing
was done. `create` is for the one creating call; it is never repeated, and every doubt about its
outcome is an `OutcomeUnknown`.
"""

from __future__ import annotations

import asyncio
import json as json_module
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Self

import httpx  # noqa: TID251 - the one import seam
import tenacity

from bot.clock import Clock, SystemClock
from bot.errors import (
    DeliveryError,
    OutcomeUnknown,
    Rejected,
    Temporary,
    Throttled,
    Unauthorized,
    Unreachable,
)

LONGEST_ANSWER = 8 * 1024 * 1024
_TRIES = 3
_LONGEST_RETRY = timedelta(seconds=5)
_SENT_NOTHING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_MOVED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_SERVER_ERROR = HTTPStatus.INTERNAL_SERVER_ERROR
_CLIENT_ERROR = HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, headers (names in lower case) and the whole body."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def text(self) -> str:
        """The body as text, undecodable bytes replaced."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return json_module.loads(self.content)

    def retry_after(self, now: datetime) -> timedelta | None:
        """How long the server asks to wait (Retry-After, or an ISO 8601 X-RateLimit-Reset)."""
        value = self.headers.get("retry-after", "").strip()
        if value.isdigit():
            return timedelta(seconds=int(value))
        try:
            moment = (
                parsedate_to_datetime(value)
                if value
                else datetime.fromisoformat(self.headers.get("x-ratelimit-reset", ""))
            )
        except ValueError:
            return None
        return max(moment.replace(tzinfo=moment.tzinfo or UTC) - now, timedelta(0))


class Client:
    """One channel's way to the network; at most `at_once` requests in flight, queued before the pool."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        timeout: timedelta = timedelta(seconds=30),
        at_once: int = 2,
        agent: str = "newscrier",
    ) -> None:
        self._clock = clock or SystemClock()
        self._gate = asyncio.Semaphore(at_once)
        self._http = httpx.AsyncClient(
            verify=_shared_tls(),
            timeout=timeout.total_seconds(),
            follow_redirects=False,
            limits=httpx.Limits(
                max_connections=at_once, max_keepalive_connections=at_once, keepalive_expiry=15
            ),
            headers={"user-agent": agent},
        )
        self.creating_calls = 0

    async def call(self, method: str, url: str, **request: Any) -> Answer:
        """A call that may be repeated; 2xx to 4xx but 429 are returned. Raises Temporary, Rejected.

        `request` takes headers, params, json, data, files, content, timeout (seconds).
        """
        try:
            return await self._call_once(method, url, request)
        except Temporary as first:
            if not _worth_a_retry(first):
                raise
            # A shared AsyncRetrying gives wrong outcomes under concurrency: one per call.
            retrying = tenacity.AsyncRetrying(
                stop=tenacity.stop_after_attempt(_TRIES - 1),
                wait=_wait_as_told(first),
                retry=tenacity.retry_if_exception(_worth_a_retry),
                sleep=self._clock.sleep,
                reraise=True,
            )
            await self._clock.sleep(_seconds_to_wait(first, 1))
            return await retrying(self._call_once, method, url, request)

    async def create(
        self, method: str, url: str, *, nothing_made: Collection[int] = (), **request: Any
    ) -> Answer:
        """The one creating call, never repeated; 2xx and 4xx but 429 are returned.

        `nothing_made` names 5xx answers of which the vendor documents that nothing was made.
        Raises Unreachable, Throttled, Rejected (moved server), OutcomeUnknown.
        """
        self.creating_calls += 1
        try:
            answer = await self._send(method, url, request)
        except _SENT_NOTHING as error:
            raise _unreachable(url, error) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise OutcomeUnknown(f"no usable answer from {_host(url)}: {_name(error)}") from error
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._throttled(answer)
        if answer.status == HTTPStatus.REQUEST_TIMEOUT or answer.status in nothing_made:
            raise Throttled(_said(answer), retry_after=answer.retry_after(self._clock.now()))
        if answer.status in _MOVED:
            raise Rejected(
                f"{_host(url)} has moved to {answer.headers.get('location', 'another address')}",
                "set `server`",
            )
        if answer.status >= _SERVER_ERROR or not (answer.ok or answer.status >= _CLIENT_ERROR):
            raise OutcomeUnknown(_said(answer))
        return answer

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def _call_once(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        try:
            answer = await self._send(method, url, request)
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _unreachable(url, error) from error
        except httpx.InvalidURL as error:
            raise Rejected(f"{url!r} is not an address: {error}") from error
        if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise self._throttled(answer)
        if answer.status >= _SERVER_ERROR:
            raise Temporary(_said(answer))
        return answer

    async def _send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        async with self._gate, self._http.stream(method, url, **request) as response:
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise httpx.ReadError(f"the answer is longer than {LONGEST_ANSWER} bytes")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, bytes(content), str(response.url))

    def _throttled(self, answer: Answer) -> Throttled:
        return Throttled(_said(answer), retry_after=answer.retry_after(self._clock.now()))


def raise_for_refusal(answer: Answer, *, says: str = "") -> None:
    """Turn a 4xx answer into the error it usually means; `says` is the server's own sentence.

    401 and 403 are Unauthorized, any other 4xx is Rejected.
    """
    if answer.ok:
        return
    sentence = _said(answer) + (f": {says}" if says else "")
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Unauthorized(sentence)
    if _CLIENT_ERROR <= answer.status < _SERVER_ERROR:
        raise Rejected(sentence)
    raise Temporary(sentence)


@cache
def _shared_tls() -> ssl.SSLContext:
    """Loading the CA bundle takes 17 ms: once for all clients."""
    return ssl.create_default_context()


def _worth_a_retry(error: BaseException) -> bool:
    if isinstance(error, Throttled):
        return error.retry_after is not None and error.retry_after <= _LONGEST_RETRY
    return isinstance(error, Temporary)


def _seconds_to_wait(error: DeliveryError, attempt: int) -> float:
    if isinstance(error, Throttled) and error.retry_after is not None:
        return error.retry_after.total_seconds()
    return 0.2 * 2.0 ** (attempt - 1)


def _wait_as_told(first: DeliveryError) -> Any:
    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return _seconds_to_wait(
            error if isinstance(error, DeliveryError) else first, state.attempt_number + 1
        )

    return wait


def _unreachable(url: str, error: Exception) -> Unreachable:
    return Unreachable(
        f"{_host(url)} cannot be reached: {_name(error)}", hint="look at the network and the server's address"
    )


def _said(answer: Answer) -> str:
    phrase = HTTPStatus(answer.status).phrase if answer.status in set(HTTPStatus) else ""
    return f"{_host(answer.url)} answered {answer.status} {phrase}".strip()


def _host(url: str) -> str:
    try:
        return httpx.URL(url).netloc.decode("ascii", "replace") or url
    except httpx.InvalidURL:
        return url


def _name(error: Exception) -> str:
    return str(error) or type(error).__name__
