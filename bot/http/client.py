"""The client: one gate, the two ways to call the newsroom's own servers, and the way outside."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
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
    Unreachable,
)
from bot.http.answer import CLIENT_ERROR, SERVER_ERROR, Answer, name_host, tell_move, tell_status
from bot.http.fetch import MOST_BYTES, Outside
from bot.http.fetched import Fetched
from bot.http.gate import HostGate
from bot.http.guard import Guard
from bot.http.skew import read_skew
from bot.secrecy import mask

LONGEST_ANSWER = 8 * 1024 * 1024
_TRIES = 3
_FIRST_LOOK = 0.25
_LONGEST_RETRY = timedelta(seconds=5)
_LAST_PORT = 65535
_LONGEST_CONNECT = 10.0
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


class Client:
    """One channel's way to the network; at most `at_once` requests in flight, queued before the pool.

    `timeout` bounds a whole request, its answer included, so that a dripping server cannot hold it.
    `allow_private` (networks that `fetch` may enter) and `gate` (shared by the clients of all sources)
    concern `fetch` alone; `guard` takes the place of the one made from `allow_private`.
    `clocks` is how far servers are ahead of us, by host; `spent_until` is when the server will take the next
    creating call, where its last answer said that none is left.
    Raises ValueError where a network cannot be read.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        timeout: timedelta = timedelta(seconds=30),
        at_once: int = 2,
        agent: str = "newscrier",
        allow_private: Sequence[str] = (),
        gate: HostGate | None = None,
        guard: Guard | None = None,
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
        self._outside = Outside(
            self._clock,
            guard=guard or Guard(allow_private),
            tls=_shared_tls(),
            slots=self._gate,
            gate=gate,
            at_once=at_once,
            timeout=self._timeout,
            agent=agent,
        )
        self.creating_calls = 0
        self.clocks: dict[str, timedelta] = {}
        self.spent_until: datetime | None = None

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
            raise OutcomeUnknown(f"no usable answer from {name_host(url)}: {_name(error)}") from error
        now = self._clock.now()
        spent = answer.spent_for(now)
        self.spent_until = now + spent if spent else None
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._throttled(answer)
        if answer.status == HTTPStatus.REQUEST_TIMEOUT or (nothing_made and nothing_made(answer)):
            raise Throttled(tell_status(answer), retry_after=answer.retry_after(self._clock.now()))
        if answer.status in _MOVED:
            raise tell_move(answer)
        if answer.status >= SERVER_ERROR or not (answer.ok or answer.status >= CLIENT_ERROR):
            raise OutcomeUnknown(tell_status(answer))
        return answer

    async def wait_for(
        self, url: str, *, ready: Callable[[Answer], bool], within: timedelta, **request: Any
    ) -> Answer:
        """GET again and again until the answer is `ready`; the last one, ready or not, after `within`.

        Raises Temporary, Rejected.
        """
        ends_at, pause = self._clock.monotonic() + within.total_seconds(), _FIRST_LOOK
        while True:
            answer = await self.call("GET", url, **request)
            left = ends_at - self._clock.monotonic()
            if left <= 0 or ready(answer):
                return answer
            await self._clock.sleep(min(pause, left))
            pause *= 2

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        most: int = MOST_BYTES,
        kinds: Collection[str] = (),
    ) -> Fetched:
        """A page or feed of the outside world, at most `most` bytes of it; asked once, never repeated.

        `headers` may hold the `conditions` of what was fetched before, and credentials, which leave no
        further than the first origin. `kinds` are the media types to take (`text/*`; empty: any; an
        answer without one is taken). Addresses that are not public are refused but for `allow_private`.
        Raises Gone, Blocked, Throttled, Unreachable, Unreadable.
        """
        began_at = self._clock.now()
        fetched = await self._outside.fetch(url, headers or {}, most, kinds)
        self._note_clock(fetched.url, fetched.headers, began_at)
        return fetched

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
        await self._outside.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def _call_once(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        try:
            answer = await self._send(method, url, request)
        except httpx.InvalidURL as error:
            raise Rejected(f"{name_host(url)} is not an address") from error
        except (*_SENT_NOTHING, *_NO_ANSWER) as error:
            raise _unreachable(url, error) from error
        if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise self._throttled(answer)
        if answer.status >= SERVER_ERROR:
            raise Temporary(tell_status(answer))
        return answer

    async def _send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        if (httpx.URL(url).port or 0) > _LAST_PORT:
            raise httpx.InvalidURL("there is no such port")
        longest = float(request.get("timeout", self._timeout))
        request = {**request, "timeout": _timeouts(longest)}
        began_at = self._clock.now()
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
            self._note_clock(address, headers, began_at)
            return Answer(response.status_code, headers, bytes(content), address)

    def _note_clock(self, url: str, headers: Mapping[str, str], began_at: datetime) -> None:
        ahead = read_skew(headers, began_at, self._clock.now())
        if ahead is not None:
            self.clocks[name_host(url)] = ahead

    def _throttled(self, answer: Answer) -> Throttled:
        return Throttled(tell_status(answer), retry_after=answer.retry_after(self._clock.now()))


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
        f"{name_host(url)} cannot be reached: {_name(error)}",
        hint="look at the network and the server's address",
    )


def _name(error: Exception) -> str:
    """What happened; a protocol error's own sentence may quote the request, token and all."""
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "it took too long"
    if isinstance(error, httpx.LocalProtocolError | UnicodeError):
        return "the request cannot be written as HTTP"
    return str(mask(str(error))) or type(error).__name__
