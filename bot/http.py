"""The one seam to the network: a gated client per channel, and two ways to call.

`call` is for what may be repeated; it retries a few times, briefly, and only where surely nothing
was done. `create` is for the one creating call; it is never repeated, and every doubt about its
outcome is an `OutcomeUnknown`.
"""

from __future__ import annotations

import asyncio
import json as json_module
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from bot.secrecy import mask
from bot.text import clip_words, normalise_text, squeeze_spaces

LONGEST_ANSWER = 8 * 1024 * 1024
_TRIES = 3
_LONGEST_RETRY = timedelta(seconds=5)
_LAST_PORT = 65535
_LONGEST_CONNECT = 10.0
_LONGEST_SENTENCE = 300
_LONGEST_PAUSE = timedelta(days=1)
_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]+)?")
_EPOCH_SINCE = 1_000_000_000  # a reset above this is a Unix time, below it a number of seconds
_SENT_NOTHING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    httpx.ProxyError,  # the proxy refused the tunnel
    UnicodeError,  # a header that cannot be written
)
_NO_ANSWER = (httpx.HTTPError, httpx.StreamError, TimeoutError)
# 302 and 303 may follow a success; these three say that the request was not looked at.
_MOVED = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
_SERVER_ERROR = HTTPStatus.INTERNAL_SERVER_ERROR
_CLIENT_ERROR = HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, headers (names in lower case) and the whole body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    url: str = field(repr=False)

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
        """How long the server asks to wait, a day at most; None where it does not say.

        From Retry-After (seconds or an HTTP date); on a 429 else from X-RateLimit-Reset (ISO 8601,
        Unix time or seconds), which other answers carry without meaning anything by it.
        """
        asked = _read_pause(self.headers.get("retry-after", ""), now)
        if asked is None and self.status == HTTPStatus.TOO_MANY_REQUESTS:
            asked = _read_pause(self.headers.get("x-ratelimit-reset", ""), now)
        return asked


class Client:
    """One channel's way to the network; at most `at_once` requests in flight, queued before the pool.

    `timeout` bounds a whole request, its answer included, so that a dripping server cannot hold it.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        timeout: timedelta = timedelta(seconds=30),
        at_once: int = 2,
        agent: str = "newscrier",
    ) -> None:
        self._clock = clock or SystemClock()
        self._timeout = timeout.total_seconds()
        self._gate = asyncio.Semaphore(at_once)
        self._http = httpx.AsyncClient(
            verify=_shared_tls(),
            timeout=_timeouts(self._timeout),
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
        self, method: str, url: str, *, nothing_made: Callable[[Answer], bool] | None = None, **request: Any
    ) -> Answer:
        """The one creating call, never repeated; 2xx and 4xx but 429 are returned.

        `nothing_made` knows the 5xx answers of which the vendor documents that nothing was made; it
        sees the whole answer, since the same status from a proxy proves nothing.
        Raises Unreachable, Throttled, Rejected (moved server), OutcomeUnknown.
        """
        self.creating_calls += 1
        try:
            answer = await self._send(method, url, request)
        except _SENT_NOTHING as error:
            raise _unreachable(url, error) from error
        except _NO_ANSWER as error:
            raise OutcomeUnknown(f"no usable answer from {_host(url)}: {_name(error)}") from error
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._throttled(answer)
        if answer.status == HTTPStatus.REQUEST_TIMEOUT or (nothing_made and nothing_made(answer)):
            raise Throttled(_said(answer), retry_after=answer.retry_after(self._clock.now()))
        if answer.status in _MOVED:
            raise _moved(answer)
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
        except httpx.InvalidURL as error:
            raise Rejected(f"{_host(url)} is not an address") from error
        except (*_SENT_NOTHING, *_NO_ANSWER) as error:
            raise _unreachable(url, error) from error
        if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise self._throttled(answer)
        if answer.status >= _SERVER_ERROR:
            raise Temporary(_said(answer))
        return answer

    async def _send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        if (httpx.URL(url).port or 0) > _LAST_PORT:
            raise httpx.InvalidURL("there is no such port")
        longest = float(request.get("timeout", self._timeout))
        request = {**request, "timeout": _timeouts(longest)}
        async with (
            self._gate,
            asyncio.timeout(longest),
            self._http.stream(method, url, **request) as response,
        ):
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise httpx.ReadError(f"the answer is longer than {LONGEST_ANSWER} bytes")
            headers = {name.lower(): value for name, value in response.headers.items()}
            address = str(response.url.copy_with(userinfo=b""))
            return Answer(response.status_code, headers, bytes(content), address)

    def _throttled(self, answer: Answer) -> Throttled:
        return Throttled(_said(answer), retry_after=answer.retry_after(self._clock.now()))


def raise_for_refusal(answer: Answer, *, says: str = "") -> None:
    """Turn an answer that is not 2xx into the error it usually means; `says` is the server's own sentence.

    401 and 403 are Unauthorized, any other 3xx and 4xx is Rejected, 5xx is Temporary.
    """
    if answer.ok:
        return
    said = clip_words(mask(squeeze_spaces(normalise_text(says))), _LONGEST_SENTENCE)
    sentence = _said(answer) + (f": {said}" if said else "")
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Unauthorized(sentence)
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < _CLIENT_ERROR:
        raise _moved(answer)
    if _CLIENT_ERROR <= answer.status < _SERVER_ERROR:
        raise Rejected(sentence)
    raise Temporary(sentence)


def _timeouts(longest: float) -> httpx.Timeout:
    """Connecting ends well before the whole request does: then it is known that nothing was sent."""
    return httpx.Timeout(longest, connect=min(longest / 3, _LONGEST_CONNECT))


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


def _moved(answer: Answer) -> Rejected:
    place = _host(answer.headers.get("location", "")) or "another address"
    return Rejected(f"{_host(answer.url)} answered {answer.status} and points to {place}", "set `server`")


def _read_pause(value: str, now: datetime) -> timedelta | None:
    value = value.strip()
    if _SECONDS.fullmatch(value):
        seconds = float(value)
        if seconds > _EPOCH_SINCE - 1:
            seconds -= now.timestamp()
        return min(max(timedelta(seconds=seconds), timedelta(0)), _LONGEST_PAUSE)
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        pause = moment.replace(tzinfo=moment.tzinfo or UTC) - now
        return min(max(pause, timedelta(0)), _LONGEST_PAUSE)
    return None


def _host(url: str) -> str:
    """The host and port alone: paths, queries and user names may hold secrets."""
    try:
        return httpx.URL(url).netloc.decode("ascii", "replace")
    except (httpx.InvalidURL, UnicodeError):
        return "the address given"


def _name(error: Exception) -> str:
    """What happened; a protocol error's own sentence may quote the request, token and all."""
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "it took too long"
    if isinstance(error, httpx.LocalProtocolError | UnicodeError):
        return "the request cannot be written as HTTP"
    return str(mask(str(error))) or type(error).__name__
