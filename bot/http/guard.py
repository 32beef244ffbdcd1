"""The guard: a name is resolved once, every address of it is checked, and that very one is dialled.

TLS, the Host header and the certificate's check stay with the name, since they happen above.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import httpcore  # noqa: TID251 - the one import seam

from bot.errors import Blocked, Unreachable
from bot.http.address import Address, explain_refusal, in_turn, read_address, read_networks

_HINT = "if that is meant, open its network with allow_private under network: in newscrier.yaml"
_MOST_TRIED = 3
_RESOLVING_AT_ONCE = 32

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a name and a port to the addresses of the name. Raises OSError."""


class Guard(httpcore.AsyncNetworkBackend):
    """Dials for the connection pool; `allow_private` holds networks that the newsroom opens to itself.

    Raises ValueError where one of them cannot be read.
    """

    def __init__(
        self,
        allow_private: Sequence[str] = (),
        *,
        resolve: Resolve | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed = read_networks(allow_private)
        self._resolve = resolve or _resolve_name
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the pool's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to an address that was just checked. Raises Blocked, Unreachable."""
        try:
            async with asyncio.timeout(timeout):
                addresses = in_turn(await self._find_addresses(host, port))[:_MOST_TRIED]
        except TimeoutError as error:
            raise Unreachable(f"{host} cannot be reached: looking up its name took too long") from error
        share = None if timeout is None else timeout / len(addresses)
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                return await self._network.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise AssertionError  # pragma: no cover - there is a last address

    async def _find_addresses(self, host: str, port: int) -> list[Address]:
        """All addresses of a name, each of them allowed. Raises Blocked, Unreachable."""
        try:
            literal = read_address(host)
        except ValueError:
            addresses = await self._look_up(host, port)
        else:
            addresses = [literal]
        for address in addresses:
            refusal = explain_refusal(address, self._allowed)
            if refusal:
                place = f"{host} is" if str(address) == host else f"{host} is at {address},"
                raise Blocked(f"{place} {refusal}", _HINT)
        return addresses

    async def _look_up(self, host: str, port: int) -> list[Address]:
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(
                f"{host} cannot be reached: {_explain_lookup(error)}", "look at the address and the network"
            ) from error
        addresses = [read_address(text) for text in dict.fromkeys(found)]
        if not addresses:
            raise Unreachable(f"{host} cannot be reached: the name has no address")
        return addresses


async def _resolve_name(host: str, port: int) -> list[str]:
    """Ask the system. In threads of our own: names that hang must not keep the house's other threads."""
    found = await asyncio.get_running_loop().run_in_executor(
        _resolvers(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return [str(address[0]) for *_, address in found]


@cache
def _resolvers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_RESOLVING_AT_ONCE, thread_name_prefix="resolve")


def _explain_lookup(error: Exception) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return "the name service does not answer"
    return "there is no such name"
