"""The client: one gate, the two ways to call the newsroom's own servers, and the way outside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Self

import tenacity

from bot.clock import Clock, SystemClock
from bot.errors import (
    OutcomeUnknown,
    Rejected,
    Temporary,
    Throttled,
    Unauthorized,
)
from bot.http.answer import CLIENT_ERROR, SERVER_ERROR, Answer, name_host, tell_move, tell_status
from bot.http.fetch import MOST_BYTES, Outside
from bot.http.fetched import Fetched
from bot.http.gate import HostGate
from bot.http.guard import Guard
from bot.http.repeating import TRIES, seconds_to_wait, wait_as_told, worth_a_retry
from bot.http.skew import read_skew
from bot.http.wire import NO_ADDRESS, NO_ANSWER, SENT_NOTHING, Wire, name_mishap, shared_tls, unreachable

_FIRST_LOOK = 0.25
_NOTHING_MADE = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
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
        slots = asyncio.Semaphore(at_once)
        self._wire = Wire(slots, at_once=at_once, timeout=self._timeout, agent=agent)
        self._outside = Outside(
            self._clock,
            guard=guard or Guard(allow_private),
            tls=shared_tls(),
            slots=slots,
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
            if not worth_a_retry(first):
                raise
            # A shared AsyncRetrying gives wrong outcomes under concurrency: one per call.
            retrying = tenacity.AsyncRetrying(
                stop=tenacity.stop_after_attempt(TRIES - 1),
                wait=wait_as_told(first),
                retry=tenacity.retry_if_exception(worth_a_retry),
                sleep=self._clock.sleep,
                reraise=True,
            )
            await self._clock.sleep(seconds_to_wait(first, 1))
            return await retrying(self._call_once, method, url, request)

    async def create(
        self, method: str, url: str, *, nothing_made: Callable[[Answer], bool] | None = None, **request: Any
    ) -> Answer:
        """The one creating call, never repeated; 2xx and 4xx but 429 are returned.

        `nothing_made` knows the 5xx answers of which the vendor documents that nothing was made; it
        sees the whole answer, since the same status from a proxy proves nothing.
        Raises Unreachable, Throttled, Unauthorized (moved server), OutcomeUnknown.
        """
        self.creating_calls += 1
        try:
            answer = await self._send(method, url, request)
        except SENT_NOTHING as error:
            raise unreachable(url, error) from error
        except NO_ANSWER as error:
            raise OutcomeUnknown(f"no usable answer from {name_host(url)}: {name_mishap(error)}") from error
        now = self._clock.now()
        spent = answer.spent_for(now)
        self.spent_until = now + spent if spent else None
        if answer.status in _NOTHING_MADE or (nothing_made and nothing_made(answer)):
            raise self._throttled(answer)
        if answer.status in _MOVED:
            # It will not be there for the next post either: the channel's, not this post's trouble.
            moved = tell_move(answer)
            raise Unauthorized(moved.message, moved.hint)
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
        await self._wire.close()
        await self._outside.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def _call_once(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        try:
            answer = await self._send(method, url, request)
        except NO_ADDRESS as error:
            raise Rejected(f"{name_host(url)} is not an address") from error
        except (*SENT_NOTHING, *NO_ANSWER) as error:
            raise unreachable(url, error) from error
        if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            raise self._throttled(answer)
        if answer.status >= SERVER_ERROR:
            raise Temporary(tell_status(answer))
        return answer

    async def _send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        began_at = self._clock.now()
        answer = await self._wire.send(method, url, request)
        self._note_clock(answer.url, answer.headers, began_at)
        return answer

    def _note_clock(self, url: str, headers: Mapping[str, str], began_at: datetime) -> None:
        ahead = read_skew(headers, began_at, self._clock.now())
        if ahead is not None:
            self.clocks[name_host(url)] = ahead

    def _throttled(self, answer: Answer) -> Throttled:
        return Throttled(tell_status(answer), retry_after=answer.retry_after(self._clock.now()))
