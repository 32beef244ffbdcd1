"""The wire to the newsroom's own servers: one request with its whole answer, and an end to it."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from typing import Any

import httpx  # noqa: TID251 - the one import seam

from bot.errors import Unreachable
from bot.http.answer import Answer, name_host
from bot.secrecy import mask

LONGEST_ANSWER = 8 * 1024 * 1024
SENT_NOTHING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    httpx.ProxyError,  # the proxy refused the tunnel
    UnicodeError,  # a header that cannot be written
)
NO_ANSWER = (httpx.HTTPError, httpx.StreamError, TimeoutError)
NO_ADDRESS = httpx.InvalidURL
_LAST_PORT = 65535
_LONGEST_CONNECT = 10.0


class Wire:
    """The pool of `at_once` connections; requests queue for `slots` before it, not inside it."""

    def __init__(self, slots: asyncio.Semaphore, *, at_once: int, timeout: float, agent: str) -> None:
        self._slots = slots
        self._timeout = timeout
        self._http = httpx.AsyncClient(
            verify=shared_tls(),
            timeout=_timeouts(timeout),
            follow_redirects=False,
            limits=httpx.Limits(
                max_connections=at_once, max_keepalive_connections=at_once, keepalive_expiry=15
            ),
            headers={"user-agent": agent},
        )

    async def send(self, method: str, url: str, request: dict[str, Any]) -> Answer:
        """The answer, whatever its status. Raises what is in SENT_NOTHING and NO_ANSWER."""
        if (httpx.URL(url).port or 0) > _LAST_PORT:
            raise httpx.InvalidURL("there is no such port")
        longest = float(request.get("timeout", self._timeout))
        request = {**request, "timeout": _timeouts(longest)}
        async with (
            self._slots,
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

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()


def _timeouts(longest: float) -> tuple[float, float, float, float]:
    """Connecting, reading, writing, waiting for a connection, in seconds.

    Connecting ends well before the whole request does: then it is known that nothing was sent.
    """
    return min(longest / 3, _LONGEST_CONNECT), longest, longest, longest


@cache
def shared_tls() -> ssl.SSLContext:
    """Loading the CA bundle takes 17 ms: once for all clients."""
    return ssl.create_default_context()


def unreachable(url: str, error: Exception) -> Unreachable:
    """The error for a server that gave no answer."""
    return Unreachable(
        f"{name_host(url)} cannot be reached: {name_mishap(error)}",
        hint="look at the network and the server's address",
    )


def name_mishap(error: Exception) -> str:
    """What happened; a protocol error's own sentence may quote the request, token and all."""
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "it took too long"
    if isinstance(error, httpx.LocalProtocolError | UnicodeError):
        return "the request cannot be written as HTTP"
    broke = "the connection broke" if isinstance(error, httpx.NetworkError) else type(error).__name__
    return str(mask(str(error))) or broke
