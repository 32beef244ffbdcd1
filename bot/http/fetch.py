"""Fetching a page or a feed from the outside world: our own redirects, and an end to everything."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus

import httpcore  # noqa: TID251 - the one import seam

from bot.clock import Clock
from bot.errors import SourceError, Throttled, Unreadable
from bot.http.answer import Answer, tell_status
from bot.http.fetched import (
    Fetched,
    read_charset,
    read_headers,
    read_max_age,
    read_media_type,
    read_tag,
)
from bot.http.gate import HostGate
from bot.http.guard import Guard
from bot.http.inflate import Body, too_much
from bot.http.journey import Journey
from bot.http.mishap import explain_network, explain_protocol, explain_status

MOST_BYTES = 10 * 1024 * 1024
_LONGEST_CONNECT = 10.0
_BREATH = 64
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class _Wish:
    most: int
    kinds: Collection[str]


class Outside:
    """The pool of connections to the outside world; no proxy of the environment, no cookies, HTTP/1.1.

    `slots` bounds the requests in flight (queued before the pool), `timeout` the seconds of a whole
    fetch with its redirects, but for the waiting at `gate` and `slots`.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        guard: Guard,
        tls: ssl.SSLContext,
        slots: asyncio.Semaphore,
        gate: HostGate | None,
        at_once: int,
        timeout: float,
        agent: str,
    ) -> None:
        self._clock = clock
        self._slots = slots
        self._gate = gate
        self._timeout = timeout
        self._agent = agent
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=at_once,
            max_keepalive_connections=at_once,
            keepalive_expiry=15,
            network_backend=guard,
        )

    async def fetch(self, url: str, headers: Mapping[str, str], most: int, kinds: Collection[str]) -> Fetched:
        """See `Client.fetch`."""
        journey = Journey(url, headers)
        wish = _Wish(most, kinds)
        left, led_on = self._timeout, False
        try:
            while True:
                async with self._enter(journey.url.host), self._slots:
                    began = self._clock.monotonic()
                    step = await self._ask(journey, wish, max(left, 0.0))
                    left -= self._clock.monotonic() - began
                if isinstance(step, Fetched):
                    return step
                led_on = True
                journey.follow(step.headers["location"], step.status)
        except SourceError as error:
            if led_on and journey.first_host not in error.message:
                error.message = f"{journey.first_host} leads on, and {error.message}"
            raise

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.aclose()

    def _enter(self, host: str) -> AbstractAsyncContextManager[None]:
        return self._gate.enter(host) if self._gate else nullcontext()

    async def _ask(self, journey: Journey, wish: _Wish, longest: float) -> Fetched | Answer:
        try:
            async with (
                asyncio.timeout(longest),
                self._pool.stream(
                    "GET",
                    _write_url(journey),
                    headers=self._write_headers(journey),
                    extensions={"timeout": _timeouts(longest)},
                ) as response,
            ):
                return await self._take(journey, wish, response)
        except (httpcore.LocalProtocolError, UnicodeError) as error:
            raise Unreadable(f"the request to {journey.host} cannot be written as HTTP") from error
        except httpcore.RemoteProtocolError as error:
            raise explain_protocol(error, journey.host) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, OSError) as error:
            raise explain_network(error, journey.host) from error

    async def _take(self, journey: Journey, wish: _Wish, response: httpcore.Response) -> Fetched | Answer:
        headers = read_headers(response.headers, journey.host)
        answer = Answer(response.status, headers, b"", str(journey.url))
        if answer.status in _REDIRECTS and headers.get("location", "").strip():
            return answer
        now = self._clock.now()
        conditional = {"if-none-match", "if-modified-since"} & journey.headers.keys()
        content = b""
        if answer.status == HTTPStatus.OK:
            content = await self._read_body(response, headers, wish, journey.host)
        elif not (answer.status == HTTPStatus.NOT_MODIFIED and conditional):
            raise explain_status(answer, Throttled(tell_status(answer), retry_after=answer.retry_after(now)))
        else:
            async for _ in response.aiter_stream():
                pass  # a 304 has no body; seen to its end, its connection serves the next look
        sent = journey.headers if answer.status == HTTPStatus.NOT_MODIFIED else {}
        return Fetched(
            status=answer.status,
            url=answer.url,
            moved_to=answer.url if journey.hops and journey.permanent else None,
            headers=headers,
            content=content,
            media_type=read_media_type(headers),
            charset=read_charset(headers),
            fetched_at=now,
            max_age=read_max_age(headers, now),
            etag=read_tag(headers.get("etag", sent.get("if-none-match"))),
            last_modified=read_tag(headers.get("last-modified", sent.get("if-modified-since"))),
        )

    def _write_headers(self, journey: Journey) -> list[tuple[bytes, bytes]]:
        headers = {
            "host": journey.host,
            "user-agent": self._agent,
            "accept": "*/*",
            **journey.headers,
            "accept-encoding": "gzip, deflate",  # what inflate.py opens
        }
        return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]

    async def _read_body(
        self, response: httpcore.Response, headers: Mapping[str, str], wish: _Wish, host: str
    ) -> bytes:
        media_type = read_media_type(headers)
        if media_type and wish.kinds and not any(fnmatchcase(media_type, kind) for kind in wish.kinds):
            raise Unreadable(f"{host} sends {media_type}, which is not what is read here")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > wish.most:
            raise too_much(host, wish.most)
        body = Body(headers.get("content-encoding", ""), most=wish.most, host=host)
        count = 0
        async for chunk in response.aiter_stream():
            body.add(chunk)
            count += 1
            if count % _BREATH == 0:
                await self._clock.sleep(0)  # others have their turn between crumbs
        return body.finish()


def _write_url(journey: Journey) -> httpcore.URL:
    url = journey.url
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _timeouts(longest: float) -> dict[str, float]:
    connect = min(longest / 3, _LONGEST_CONNECT)
    return {"connect": connect, "read": longest, "write": longest, "pool": longest}
