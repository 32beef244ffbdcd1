"""One request to the outside world, and the modes by their names."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from servers.modes.feeds import write_feed
from servers.wire import Request


@dataclass
class Document:
    body: bytes = write_feed(2)
    media_type: str = "application/rss+xml"
    charset: str = "utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    changed_at: datetime = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass
class Visit:
    """One request, and the way to answer it with bytes as they are."""

    request: Request
    document: Document
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def head(self, status: int = 200, *lines: str) -> None:
        kind = f"content-type: {self.document.media_type}; charset={self.document.charset}"
        extra = [f"{name}: {value}" for name, value in self.document.headers.items()]
        if not any(line.lower().startswith("content-type") for line in lines):
            extra.append(kind)
        await self.raw("\r\n".join([f"HTTP/1.1 {status} Answer", *extra, *lines]).encode() + b"\r\n\r\n")

    async def answer(self, status: int = 200, body: bytes = b"", *lines: str) -> None:
        await self.head(status, f"content-length: {len(body)}", *lines)
        await self.raw(body)

    async def raw(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    async def chunk(self, content: bytes) -> None:
        await self.raw(b"%x\r\n%s\r\n" % (len(content), content))


Mode = Callable[[Visit], Awaitable[None]]
MODES: dict[str, Mode] = {}


def mode(name: str) -> Callable[[Mode], Mode]:
    def keep(answer: Mode) -> Mode:
        MODES[name] = answer
        return answer

    return keep
