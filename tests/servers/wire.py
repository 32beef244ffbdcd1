"""A very small HTTP/1.1 server on real sockets, which can also misbehave on purpose."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

REASONS = {200: "OK", 301: "Moved Permanently", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    @property
    def fields(self) -> dict[str, Any]:
        if self.headers.get("content-type", "").startswith("application/json"):
            found = json.loads(self.body or b"{}")
            return found if isinstance(found, dict) else {}
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Reply:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    missing_bytes: int = 0
    drip_seconds: float = 0.0

    def encode(self) -> bytes:
        content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Answer')}"]
        headers = {
            "content-type": f"{self.media_type}; charset=utf-8",
            "content-length": str(len(content) + self.missing_bytes),
            **self.headers,
        }
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


class Dropped(Exception):
    """Raised by a handler: cut the connection without another byte."""


class Connection:
    """One client; `tell` is called at every network event (accept, request read, half answer, answered)."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tell: Callable[[str], None]
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.tell = tell

    async def read_head(self) -> Request | None:
        try:
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            return None
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, _ = first.split(" ", 2)
        parts = urlsplit(target)
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        return Request(method, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), headers)

    async def read_body(self, request: Request) -> None:
        length = int(request.headers.get("content-length", "0"))
        request.body = await self.reader.readexactly(length) if length else b""

    async def send(self, reply: Reply) -> None:
        content = reply.encode()
        half = len(content) // 2
        self.writer.write(content[:half])
        await self.writer.drain()
        self.tell("half the answer")
        if reply.drip_seconds:
            for position in range(half, len(content)):
                self.writer.write(content[position : position + 1])
                await self.writer.drain()
                await asyncio.sleep(reply.drip_seconds)
        else:
            self.writer.write(content[half:])
        await self.writer.drain()
        self.tell("after answer")

    def cut(self) -> None:
        self.writer.transport.abort()


Handler = Callable[[Request, Connection], Awaitable[Reply]]


class Wire:
    """Listens on 127.0.0.1; hands each request to `handle` and sends what comes back."""

    def __init__(self, handle: Handler, tell: Callable[[str], None] = lambda _event: None) -> None:
        self._handle = handle
        self._tell = tell
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        self._tell("accept")
        try:
            await self._serve(Connection(reader, writer, self._tell))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the server stops
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _serve(self, connection: Connection) -> None:
        while (request := await connection.read_head()) is not None:
            try:
                reply = await self._handle(request, connection)
            except Dropped:
                connection.cut()
                return
            await connection.send(reply)
            if reply.missing_bytes or request.headers.get("connection") == "close":
                return
