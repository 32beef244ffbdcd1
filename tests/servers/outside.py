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
import json
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.modes import MODES, Document, Visit
from servers.wire import Connection, Request


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
            visit = Visit(request, self.documents.get(path, Document()), reader, writer)
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
