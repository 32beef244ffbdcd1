"""A newsroom's own receiver of webhooks: it checks signatures, remembers what it has taken, and can fail.

As a process (`python tests/servers/receiver.py`) it is steered as tests/servers/mastodon.py is: statuses,
requests, events, faults, kill, flavour. Flavours: webhook; webhook-forgets, which shows again whatever
comes again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.faults import Fault
from servers.faulty import ControlledServer, serve
from servers.wire import Reply, Request

PATH = "/newscrier"
SECRET_NAME = "E2E_HOOK_SECRET"
FLAVOURS = ("webhook", "webhook-forgets")


class FakeReceiver(ControlledServer):
    """`genuine(headers, body)` judges the signature; with `remembers` a name is taken once."""

    def __init__(self, genuine: Callable[[dict[str, str], bytes], bool], *, remembers: bool = True) -> None:
        super().__init__(PATH)
        self.genuine = genuine
        self.remembers = remembers
        self.conflicts = False
        self.says: Any = None
        self.longest = 10**9
        self.posts: dict[str, dict[str, Any]] = {}
        self.pings = 0
        self.commits: list[dict[str, Any]] = []
        self._taken: dict[str, Reply] = {}

    @property
    def url(self) -> str:
        return super().url + PATH

    def tell_statuses(self) -> list[dict[str, Any]]:
        return self.commits

    def change(self, what: str, fields: dict[str, Any]) -> None:
        if what != "flavour":
            raise KeyError(what)
        self.remembers = fields["flavour"] == "webhook"

    def refuse(self, fault: Fault) -> Reply:
        headers = {"retry-after": f"{fault.retry_after:g}"} if fault.name == "429" else {}
        return Reply(int(fault.name), {"error": fault.says}, headers)

    async def answer(self, request: Request) -> Reply:
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
                self._amend(data["id"], deleted_at=time.time())
                return Reply(204, b"")
            case "post.edited":
                self.posts[data["id"]] = data
                self._amend(data["id"], text=_tell_text(data))
                return Reply(200, {})
        own = f"p{len(self.posts) + 1}-{time.monotonic_ns()}"
        called = {"id": own, "url": f"https://screen.example.org/{own}"} if self.says is None else self.says
        shown = called["id"] if isinstance(called, dict) and "id" in called else name
        self.posts[shown] = data
        known = {"id": shown, "text": _tell_text(data), "reply_to": data["reply_to"]}
        self.commits.append({**known, "key": name, "at": time.time(), "deleted_at": None})
        return Reply(200, called)

    def _amend(self, shown: str, **values: Any) -> None:
        for row in self.commits:
            if row["id"] == shown:
                row.update(values)


def _tell_text(data: dict[str, Any]) -> str:
    return "\n".join(filter(None, (data["text"], data["link"])))


def is_genuine(headers: dict[str, str], body: bytes) -> bool:
    """As the platform's page tells a receiver to check it."""
    key = base64.b64decode(os.environ[SECRET_NAME].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in headers["webhook-signature"].split(" ")


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake receiver of webhooks with faults.")
    parser.add_argument("--flavour", choices=FLAVOURS, default="webhook")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(
        serve(FakeReceiver(is_genuine, remembers=given.flavour == "webhook"), given.flavour, given.port)
    )


if __name__ == "__main__":
    main()
