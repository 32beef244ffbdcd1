"""A network that dials nowhere."""

from collections.abc import Iterable, Sequence

import httpcore

PUBLIC = "93.184.215.14"
OK = (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",)


class Lines(httpcore.AsyncNetworkBackend):
    """Notes the address, and reaches `reached`, which brings a canned answer in its parts."""

    def __init__(self, *reached: str, answer: Sequence[bytes] = OK) -> None:
        self.reached = reached
        self.answer = answer
        self.dialled: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the pool's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        if host not in self.reached:
            raise httpcore.ConnectError(host)
        return httpcore.AsyncMockStream(list(self.answer))
