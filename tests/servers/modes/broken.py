"""What is no HTTP, or too much of it."""

from __future__ import annotations

from servers.modes.feeds import KIB
from servers.modes.visit import Visit, mode


@mode("drop")
async def _drop(visit: Visit) -> None:
    del visit
    raise ConnectionAbortedError


@mode("huge-header")
async def _huge_header(visit: Visit) -> None:
    await visit.head(200, "x-huge: " + "x" * 200 * KIB)


@mode("many-headers")
async def _many_headers(visit: Visit) -> None:
    await visit.answer(200, b"", *(f"x-{number}: x" for number in range(1000)))


@mode("chunk-garbage")
async def _chunk_garbage(visit: Visit) -> None:
    await visit.head(200, "transfer-encoding: chunked")
    await visit.raw(b"five\r\nhello\r\n")


@mode("http-0.9")
async def _http_0_9(visit: Visit) -> None:
    await visit.raw(visit.document.body)
    raise ConnectionAbortedError


@mode("garbage")
async def _garbage(visit: Visit) -> None:
    await visit.raw(bytes(range(256)) * 20 + b"\r\n\r\n")
