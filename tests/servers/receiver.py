"""A newsroom's own receiver of webhooks: it checks signatures, remembers what it has taken, and can fail."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from servers.faults import Fault, Faults
from servers.wire import Connection, Dropped, Reply, Request, Wire

PATH = "/newscrier"
PAGE = b"<!DOCTYPE html><h1>Bad Gateway</h1>"


class FakeReceiver:
    """`genuine(headers, body)` judges the signature; with `remembers` a name is taken once."""

    def __init__(self, genuine: Callable[[dict[str, str], bytes], bool], *, remembers: bool = True) -> None:
        self.genuine = genuine
        self.remembers = remembers
        self.conflicts = False
        self.says: Any = None
        self.longest = 10**9
        self.posts: dict[str, dict[str, Any]] = {}
        self.requests: list[Request] = []
        self.pings = 0
        self.faults = Faults(PATH)
        self._taken: dict[str, Reply] = {}
        self._wire = Wire(self._handle)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}{PATH}"

    def misbehave(self, name: str, **settings: Any) -> None:
        self.faults.script.append(Fault(name, **settings))

    async def __aenter__(self) -> Self:
        await self._wire.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._wire.stop()

    async def _handle(self, request: Request, connection: Connection) -> Reply:
        fault = self.faults.choose(request.method, request.path)
        if fault and fault.name == "drop":
            raise Dropped
        await connection.read_body(request)
        self.requests.append(request)
        return await self._answer_badly(request, fault) if fault else self._answer(request)

    def _answer(self, request: Request) -> Reply:
        if request.method != "POST" or request.path != PATH:
            return Reply(404, {"error": "nothing here"})
        if not self.genuine(request.headers, request.body):
            return Reply(401, {"error": "the signature does not fit"})
        name = request.headers["webhook-id"]
        if name in self._taken and self.remembers:
            return Reply(409, {"error": "taken before"}) if self.conflicts else self._taken[name]
        event = json.loads(request.body)
        if len(event["data"].get("text", "")) > self.longest:
            return Reply(422, {"error": f"more than {self.longest} characters"})
        self._taken[name] = reply = self._take(name, event)
        return reply

    def _take(self, name: str, event: dict[str, Any]) -> Reply:
        data = event["data"]
        match event["type"]:
            case "ping":
                self.pings += 1
                return Reply(204, b"")
            case "post.withdrawn":
                self.posts.pop(data["id"], None)
                return Reply(204, b"")
            case "post.edited":
                self.posts[data["id"]] = data
                return Reply(200, {})
        own = f"p{len(self.posts) + 1}-{time.monotonic_ns()}"
        called = {"id": own, "url": f"https://screen.example.org/{own}"} if self.says is None else self.says
        shown = called["id"] if isinstance(called, dict) and "id" in called else name
        self.posts[shown] = data
        return Reply(200, called)

    async def _answer_badly(self, request: Request, fault: Fault) -> Reply:
        if fault.name.startswith("commit-then-"):
            self._answer(request)
            after = {
                "500": Reply(500, {}),
                "502": Reply(502, PAGE, media_type="text/html"),
                "garbage": Reply(200, b"\x00\xffnot json"),
                "no-id": Reply(200, {}),
            }
            if reply := after.get(fault.name.removeprefix("commit-then-")):
                return reply
        if fault.name[:3].isdigit():
            headers = {"retry-after": f"{fault.retry_after:g}"} if fault.name == "429" else {}
            headers |= {"location": "https://elsewhere.example/hook?secret=1"} if fault.name == "301" else {}
            return Reply(int(fault.name[:3]), {"error": fault.says}, headers)
        if fault.name == "html":
            return Reply(200, PAGE, media_type="text/html")
        await asyncio.sleep(fault.seconds)
        raise Dropped
