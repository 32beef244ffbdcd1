"""A small service of its own kind: sessions that end, posts that can be listed, changed and counted."""

from __future__ import annotations

import itertools
from typing import Any

from servers.faults import Fault
from servers.faulty import FaultyServer
from servers.wire import Reply, Request

LIMIT = 200


class ToyServer(FaultyServer):
    """Access tokens last until `expire()`; a refresh token may be used once."""

    def __init__(self) -> None:
        super().__init__("/posts")
        self.posts: dict[str, dict[str, Any]] = {}
        self.made = 0
        self.refreshes = 0
        self._number = itertools.count(1)
        self._access, self._refresh = "access-1", "refresh-1"

    @property
    def credentials(self) -> dict[str, str]:
        return {"access": self._access, "refresh": self._refresh}

    def expire(self) -> None:
        self._access = "ended"

    def refuse(self, fault: Fault) -> Reply:
        return Reply(int(fault.name), {"error": "no"}, {"retry-after": f"{fault.retry_after:g}"})

    async def answer(self, request: Request) -> Reply:
        if request.path == "/session" and request.method == "POST":
            return self._renew(request.fields)
        if request.headers.get("authorization") != f"Toy {self._access}":
            return Reply(401, {"error": "session_ended" if self._access == "ended" else "unknown"})
        if request.path == "/me":
            return Reply(200, {"id": "toy-1", "name": "toy", "limit": LIMIT})
        if request.path == "/posts":
            return self._create(request) if request.method == "POST" else Reply(200, self._listing())
        return self._one(request, request.path.removeprefix("/posts/"))

    def _renew(self, fields: dict[str, Any]) -> Reply:
        if fields.get("refresh") != self._refresh:
            return Reply(401, {"error": "unknown"})
        self.refreshes += 1
        number = self.refreshes + 1
        self._access, self._refresh = f"access-{number}", f"refresh-{number}"
        return Reply(200, self.credentials)

    def _create(self, request: Request) -> Reply:
        text = str(request.fields.get("text", ""))
        if not text.strip() or len(text) > LIMIT:
            return Reply(422, {"error": f"between 1 and {LIMIT} characters"})
        self.made += 1
        name = f"p{next(self._number)}"
        key = request.headers.get("x-key")
        self.posts[name] = {"id": name, "text": text, "key": key, "reply_to": request.fields.get("reply_to")}
        return Reply(201, self.posts[name])

    def _listing(self) -> list[dict[str, Any]]:
        return list(reversed(self.posts.values()))

    def _one(self, request: Request, name: str) -> Reply:
        if name not in self.posts:
            return Reply(404, {"error": "no such post"})
        if request.method == "DELETE":
            return Reply(200, self.posts.pop(name))
        if request.method == "PUT":
            self.posts[name]["text"] = request.fields["text"]
        return Reply(200, self.posts[name])
