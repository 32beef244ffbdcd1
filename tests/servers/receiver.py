"""A newsroom's own receiver of webhooks: it checks signatures, remembers what it has taken, and can fail.

As a process (`python tests/servers/receiver.py`) it prints one JSON line and has the control endpoint of
tests/servers/mastodon.py: statuses, requests, events, faults, kill, flavour. Flavours: webhook;
webhook-forgets, which shows again whatever comes again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.faults import Fault, Faults
from servers.killing import Killing
from servers.wire import Connection, Dropped, Reply, Request, Wire

PATH = "/newscrier"
SECRET_NAME = "E2E_HOOK_SECRET"
FLAVOURS = ("webhook", "webhook-forgets")
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
        self.killing = Killing()
        self.commits: list[dict[str, Any]] = []
        self._taken: dict[str, Reply] = {}
        self._wire = Wire(self._handle, self.killing.tell)
        self._control = Wire(self._handle_control)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}{PATH}"

    def misbehave(self, name: str, **settings: Any) -> None:
        self.faults.script.append(Fault(name, **settings))

    @property
    def control_url(self) -> str:
        return f"http://127.0.0.1:{self._control.port}/control"

    async def __aenter__(self) -> Self:
        await self._wire.start()
        await self._control.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._wire.stop()
        await self._control.stop()

    async def _handle_control(self, request: Request, connection: Connection) -> Reply:
        await connection.read_body(request)
        what, fields = request.path.removeprefix("/control/"), request.fields
        told = {
            "statuses": self.commits,
            "requests": [{"method": one.method, "path": one.path} for one in self.requests],
            "events": {"events": self.killing.events, "killed_at": self.killing.killed_at},
        }
        if request.method == "GET":
            return Reply(200, told[what])
        if what == "faults" and request.method == "DELETE":
            self.faults.clear()
        elif what == "faults":
            self.faults.load(fields)
        elif what == "kill":
            self.killing.arm(fields.get("pid"), int(fields.get("at", 0)))
        elif what == "flavour":
            self.remembers = fields["flavour"] == "webhook"
        else:
            return Reply(404, {"error": f"no control {what!r}"})
        return Reply(200, {"ok": True})

    async def _handle(self, request: Request, connection: Connection) -> Reply:
        fault = self.faults.choose(request.method, request.path)
        if fault and fault.name == "drop":
            raise Dropped
        await connection.read_body(request)
        self.killing.tell("request read")
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
        self.killing.tell("before commit")
        self._taken[name] = reply = self._take(name, event)
        self.killing.tell("after commit")
        return reply

    def _take(self, name: str, event: dict[str, Any]) -> Reply:
        data = event["data"]
        match event["type"]:
            case "ping":
                self.pings += 1
                return Reply(204, b"")
            case "post.withdrawn":
                self.posts.pop(data["id"], None)
                self._change(data["id"], deleted_at=time.time())
                return Reply(204, b"")
            case "post.edited":
                self.posts[data["id"]] = data
                self._change(data["id"], text=_tell_text(data))
                return Reply(200, {})
        own = f"p{len(self.posts) + 1}-{time.monotonic_ns()}"
        called = {"id": own, "url": f"https://screen.example.org/{own}"} if self.says is None else self.says
        shown = called["id"] if isinstance(called, dict) and "id" in called else name
        self.posts[shown] = data
        known = {"id": shown, "text": _tell_text(data), "reply_to": data["reply_to"]}
        self.commits.append({**known, "key": name, "at": time.time(), "deleted_at": None})
        return Reply(200, called)

    def _change(self, shown: str, **values: Any) -> None:
        for row in self.commits:
            if row["id"] == shown:
                row.update(values)

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


def _tell_text(data: dict[str, Any]) -> str:
    return "\n".join(filter(None, (data["text"], data["link"])))


def is_genuine(headers: dict[str, str], body: bytes) -> bool:
    """As the platform's page tells a receiver to check it."""
    key = base64.b64decode(os.environ[SECRET_NAME].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in headers["webhook-signature"].split(" ")


async def serve(flavour: str) -> None:
    async with FakeReceiver(is_genuine, remembers=flavour == "webhook") as server:
        stopped = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
        told = {"url": server.url, "control": server.control_url, "pid": os.getpid(), "flavour": flavour}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake receiver of webhooks with faults.")
    parser.add_argument("--flavour", choices=FLAVOURS, default="webhook")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.flavour))


if __name__ == "__main__":
    main()
