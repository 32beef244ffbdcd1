"""The outside world, hostile: a loopback server with a mode for every way in which a site can go wrong.

In-process: `async with Outside() as outside:` answers at `outside.url`; as a process:
`python tests/servers/outside.py` prints one JSON line, {"port", "url", "control", "pid"}, and runs until
SIGTERM. Every path gives the document put there, else a small feed, in the mode switched for it, else in
the mode that is the path's first part (`/drip/feed.xml`); `MODES` names them all. `/status-NNN` answers
that status. `fine` answers conditional requests and sends ETag, Last-Modified and Cache-Control.

GET  /control/modes      the names
GET  /control/requests   method, path and headers of each request, in their order
POST /control/switch     {"path": PATH, "mode": NAME}
POST /control/document   {"path": PATH, "body": TEXT, "media_type": …, "charset": …, "headers": {…}}
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import json
import os
import signal
import sys
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.wire import Connection, Request

KIB = 1024
ITEM = (
    "<item><title>Story {0}</title><link>https://courier.example.org/{0}</link><guid>story-{0}</guid>"
    "<pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate><description>{1}</description></item>"
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0"><channel><title>Outside</title>{}</channel></rss>'
)
BUSY_FOR = timedelta(seconds=90)


def write_feed(count: int, size: int = 20) -> bytes:
    """An RSS feed of `count` items, each with a description of `size` characters."""
    return FEED.format("".join(ITEM.format(number, "ż" * size) for number in range(count))).encode()


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
    outside: Outside

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


@mode("fine")
async def _fine(visit: Visit) -> None:
    document = visit.document
    lines = [f"etag: {document.etag}", f"last-modified: {format_datetime(document.changed_at, usegmt=True)}"]
    lines.append("cache-control: public, max-age=300")
    asked = visit.request.headers
    since = asked.get("if-modified-since", "") == format_datetime(document.changed_at, usegmt=True)
    if asked.get("if-none-match", "") == document.etag or ("if-none-match" not in asked and since):
        await visit.head(304, *lines)
    else:
        await visit.answer(200, document.body, *lines)


@mode("plain")
async def _plain(visit: Visit) -> None:
    await visit.answer(200, visit.document.body)


@mode("until-close")
async def _until_close(visit: Visit) -> None:
    await visit.head(200, "connection: close")
    await visit.raw(visit.document.body)
    raise ConnectionAbortedError


@mode("items")
async def _items(visit: Visit) -> None:
    """10 MB of items, in chunks; just under 10 MiB."""
    await visit.head(200, "transfer-encoding: chunked")
    whole = ten_megabytes_of_items()
    for start in range(0, len(whole), 64 * KIB):
        await visit.chunk(whole[start : start + 64 * KIB])
    await visit.raw(b"0\r\n\r\n")


@mode("picture")
async def _picture(visit: Visit) -> None:
    await visit.answer(200, b"\x89PNG\r\n", "content-type: image/png")


@mode("wrong-charset")
async def _wrong_charset(visit: Visit) -> None:
    """The header says Latin-1, the document says UTF-8, and is."""
    await visit.answer(200, visit.document.body, "content-type: text/xml; charset=ISO-8859-1")


@mode("odd-charset")
async def _odd_charset(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "content-type: text/xml; charset=klingon")


# Packing


@mode("gzip")
async def _gzip(visit: Visit) -> None:
    await visit.answer(200, gzip.compress(visit.document.body), "content-encoding: gzip")


@mode("gzip-members")
async def _gzip_members(visit: Visit) -> None:
    """Several members, the bytes in crumbs, and padding at the end."""
    body = visit.document.body
    packed = gzip.compress(body[:50]) + gzip.compress(body[50:]) + b"\0" * 7
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    for position in range(len(packed)):
        await visit.chunk(packed[position : position + 1])
    await visit.raw(b"0\r\n\r\n")


@mode("deflate")
async def _deflate(visit: Visit) -> None:
    await visit.answer(200, zlib.compress(visit.document.body), "content-encoding: deflate")


@mode("bare-deflate")
async def _bare_deflate(visit: Visit) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(visit.document.body) + packer.flush()
    await visit.answer(200, packed, "content-encoding: deflate")


@mode("gzip-lie")
async def _gzip_lie(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "content-encoding: gzip")


@mode("gzip-cut")
async def _gzip_cut(visit: Visit) -> None:
    await visit.answer(200, gzip.compress(visit.document.body)[:-12], "content-encoding: gzip")


@mode("gzip-twice")
async def _gzip_twice(visit: Visit) -> None:
    packed = gzip.compress(gzip.compress(visit.document.body))
    await visit.answer(200, packed, "content-encoding: gzip, gzip")


@mode("brotli")
async def _brotli(visit: Visit) -> None:
    await visit.answer(200, b"\x0b\x02\x80", "content-encoding: br")


@mode("gzip-bomb")
async def _gzip_bomb(visit: Visit) -> None:
    """1 GiB of zeros in 1 MiB, sent as one chunk."""
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    await visit.chunk(write_bomb(1024))
    await visit.raw(b"0\r\n\r\n")


@mode("gzip-nothing")
async def _gzip_nothing(visit: Visit) -> None:
    """Packed bytes without end that open to nothing."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    start = packer.compress(b"")
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    await visit.chunk(start + packer.flush(zlib.Z_FULL_FLUSH))
    while True:
        await visit.chunk(b"\0\0\0\xff\xff" * 10_000)


# Lengths and time


@mode("endless")
async def _endless(visit: Visit) -> None:
    await visit.head(200, "transfer-encoding: chunked")
    while True:
        await visit.chunk(b"<item/>" * 10_000)


@mode("crumbs")
async def _crumbs(visit: Visit) -> None:
    """Without end, a byte at a time, but fast."""
    await visit.head(200, "transfer-encoding: chunked")
    while True:
        await visit.raw(b"1\r\nx\r\n" * 5_000)
        await asyncio.sleep(0)


@mode("drip")
async def _drip(visit: Visit) -> None:
    await visit.head(200, f"content-length: {len(visit.document.body)}")
    for position in range(len(visit.document.body)):
        await visit.raw(visit.document.body[position : position + 1])
        await asyncio.sleep(0.05)


@mode("drip-head")
async def _drip_head(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 Answer\r\n")
    while True:
        await visit.raw(b"x-more: x\r\n")
        await asyncio.sleep(0.05)


@mode("silence")
async def _silence(visit: Visit) -> None:
    del visit
    await asyncio.sleep(3600)


@mode("early-hints")
async def _early_hints(visit: Visit) -> None:
    while True:
        await visit.raw(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n")
        await asyncio.sleep(0.01)


@mode("length-too-long")
async def _length_too_long(visit: Visit) -> None:
    await visit.head(200, f"content-length: {len(visit.document.body) + 100}")
    await visit.raw(visit.document.body)
    raise ConnectionAbortedError


@mode("length-too-short")
async def _length_too_short(visit: Visit) -> None:
    await visit.head(200, "content-length: 40")
    await visit.raw(visit.document.body)


@mode("length-huge")
async def _length_huge(visit: Visit) -> None:
    await visit.head(200, "content-length: 99999999999999")


@mode("length-garbage")
async def _length_garbage(visit: Visit) -> None:
    await visit.head(200, "content-length: many")
    await visit.raw(visit.document.body)


@mode("lengths-differ")
async def _lengths_differ(visit: Visit) -> None:
    await visit.head(200, "content-length: 10", "content-length: 20")
    await visit.raw(visit.document.body)


@mode("truncated")
async def _truncated(visit: Visit) -> None:
    """A chunked body that breaks off in the middle."""
    await visit.head(200, "transfer-encoding: chunked")
    await visit.chunk(visit.document.body[: len(visit.document.body) // 2])
    raise ConnectionAbortedError


@mode("empty")
async def _empty(visit: Visit) -> None:
    await visit.answer()


# Broken HTTP


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


# Redirects


@mode("circle")
async def _circle(visit: Visit) -> None:
    other = "b" if visit.request.path.endswith("/a") else "a"
    await visit.answer(302, b"", f"location: /circle/{other}")


@mode("far")
async def _far(visit: Visit) -> None:
    """/far/N leads N times on."""
    left = int(visit.request.path.rsplit("/", 1)[-1])
    await visit.answer(302, b"", f"location: /far/{left - 1}" if left > 1 else "location: /plain")


@mode("to")
async def _to(visit: Visit) -> None:
    """/to?url=URL&status=301 leads there."""
    query = visit.request.query
    await visit.answer(int(query.get("status", "302")), b"<p>on</p>", f"location: {query['url']}")


@mode("nowhere")
async def _nowhere(visit: Visit) -> None:
    await visit.answer(301)


@mode("cookie")
async def _cookie(visit: Visit) -> None:
    """Wants a cookie back before it shows anything."""
    if "cookie" in visit.request.headers:
        await visit.answer(200, b"with a cookie")
    else:
        await visit.answer(302, b"", "set-cookie: seen=yes; path=/", f"location: {visit.request.path}")


@mode("cookies")
async def _cookies(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "set-cookie: id=hidden; path=/", "set-cookie: more=hidden")


# Refusals


@mode("too-many")
async def _too_many(visit: Visit) -> None:
    await visit.answer(429, b"", f"retry-after: {int(BUSY_FOR.total_seconds())}")


@mode("too-many-date")
async def _too_many_date(visit: Visit) -> None:
    again_at = datetime.now(UTC) + BUSY_FOR
    await visit.answer(429, b"", f"retry-after: {format_datetime(again_at, usegmt=True)}")


@mode("busy")
async def _busy(visit: Visit) -> None:
    await visit.answer(503, b"", f"retry-after: {int(BUSY_FOR.total_seconds())}")


@cache
def write_bomb(mebibytes: int) -> bytes:
    """A gzip member that opens to that many MiB of zeros; about a thousandth of it."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    first = packer.compress(b"\0" * KIB * KIB) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\0" * KIB * KIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (mebibytes - 1)


@cache
def ten_megabytes_of_items() -> bytes:
    return write_feed(6_000, 750)


class Outside:
    """`async with Outside() as outside:` listens at `outside.url`; `tls` takes an `ssl.SSLContext`."""

    def __init__(self, tls: Any = None) -> None:
        self.documents: dict[str, Document] = {}
        self.switched: dict[str, str] = {}
        self.requests: list[Request] = []
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def put(self, path: str, body: bytes | str, **settings: Any) -> str:
        """A document at a path; gives its address."""
        content = body.encode() if isinstance(body, str) else body
        self.documents[path] = Document(content, **settings)
        return self.url + path

    def switch(self, path: str, name: str) -> None:
        """From now on this path is answered in that mode."""
        if name not in MODES and not name.startswith("status-"):
            raise KeyError(name)
        self.switched[path] = name

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, the mode cuts, or the server stops
        finally:
            self._open.discard(task)
            writer.close()  # what was written still goes out; `stop` waits for nobody

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, lambda _event: None)
        while (request := await connection.read_head()) is not None:
            await connection.read_body(request)
            path = request.path
            visit = Visit(request, self.documents.get(path, Document()), reader, writer, self)
            if path.startswith("/control/"):
                await self._control(visit, path.removeprefix("/control/"))
                continue
            self.requests.append(request)
            first = path.split("/")[1]
            name = self.switched.get(path) or (first if first in MODES or "status-" in first else "fine")
            if name.startswith("status-"):
                await visit.answer(int(name.removeprefix("status-")))
            else:
                await MODES[name](visit)

    async def _control(self, visit: Visit, what: str) -> None:
        fields = visit.request.fields
        told: Any = {"ok": True}
        if what == "switch":
            self.switch(fields["path"], fields["mode"])
        elif what == "document":
            self.put(fields.pop("path"), fields.pop("body"), **fields)
        elif what == "modes":
            told = sorted(MODES)
        elif what == "requests":
            told = [{"method": r.method, "path": r.path, "headers": r.headers} for r in self.requests]
        await visit.answer(200, json.dumps(told).encode(), "content-type: application/json")


async def serve(port: int) -> None:
    outside = Outside()
    await outside.start(port)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    told = {"port": outside.port, "url": outside.url, "control": f"{outside.url}/control", "pid": os.getpid()}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await outside.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="The outside world, hostile.")
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
