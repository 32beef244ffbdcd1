"""A fake Mastodon-like server with flavours and faults: in-process, or `python tests/servers/mastodon.py`.

As a process it prints one JSON line, {"url", "control", "pid", "flavour"}, and
runs until SIGTERM. The control endpoint has a port of its own:

GET  /control/statuses   every commit in its order: id, text, key, at, edited_at, deleted_at, reply_to, ...
GET  /control/requests   method, path and key of each request
GET  /control/events     network events since the last `kill`, and the one at which a process was killed
GET  /control/faults     the names with what they do, and those done
POST /control/faults     {"script": [{"fault": NAME, "n": 1, "on": "create"|"any"|"GET /api", ...}],
                          "random": {"seed": 1, "rates": {NAME: 0.1}, "seconds": 0.3}};  DELETE clears both
POST /control/release    faults that hang or wait go on now
POST /control/kill       {"pid": PID, "at": N}: SIGKILL at the Nth network event from now (accept,
                         request read, before commit, after commit, half the answer, after answer);
                         {"pid": null} only counts
POST /control/flavour    {"flavour": NAME}
POST /control/commit     {"status": TEXT}: a post made by hand
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.faults import Fault
from servers.faulty import ControlledServer, serve
from servers.flavours import FLAVOURS
from servers.media import UPLOAD, Uploads
from servers.statuses import Status, Statuses, show_time
from servers.wire import Reply, Request

CREATE = "/api/v1/statuses"
TOKEN = "fake-token"
LOCKED = "There was a temporary problem serving your request, please try again"


class FakeMastodon(ControlledServer):
    """`async with FakeMastodon("gotosocial") as server:` listens at `server.url`."""

    def __init__(self, flavour: str = "mastodon", *, token: str = TOKEN, journal: Path | None = None) -> None:
        super().__init__(CREATE)
        self.flavour = FLAVOURS[flavour]
        self.token = token
        self.account = "109302436954721982"
        self.suspended = self.limited = False
        self.source_refused = False
        self.without: set[str] = set()
        self.nodeinfo_at = "https://news.example/nodeinfo/2.0"
        self.statuses = Statuses(journal)
        self.uploads = Uploads()
        self.limit_per_window = 300
        self._busy: set[str] = set()
        self._replies: dict[str, Reply] = {}

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.statuses.rows if not row.deleted_at]

    async def answer(self, request: Request) -> Reply:
        reply = self._route(request)
        if request.path.startswith("/api/"):
            reply.headers |= self._rate_headers()
        return reply

    def _route(self, request: Request) -> Reply:  # noqa: C901, PLR0911 - one line per route
        method, path = request.method, request.path
        if path in self.without:
            return Reply(404, {"error": "Record not found"})
        if method == "GET" and path in {"/api/v1/instance", "/api/v2/instance"}:
            return Reply(200, self.flavour.instance(int(path[6])))
        if path == "/.well-known/nodeinfo":
            rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
            return Reply(200, {"links": [{"rel": rel, "href": self.nodeinfo_at}]})
        if path == "/nodeinfo/2.0":
            flavour = self.flavour
            return Reply(
                200, {"version": "2.0", "software": {"name": flavour.software, "version": flavour.version}}
            )
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(401, {"error": "The access token is invalid"})
        if path == "/api/v1/accounts/verify_credentials":
            return Reply(200, self._own_account())
        if path == f"/api/v1/accounts/{self.account}/statuses":
            rows = self.statuses.page(self.account, request.query)
            return Reply(200, [row.entity(self.url) for row in rows])
        if path == CREATE and method == "POST":
            return self._create(request)
        if path.startswith(UPLOAD):
            return self.uploads.answer(request)
        if path.startswith(CREATE + "/"):
            return self._one(request, path.removeprefix(CREATE + "/"))
        return Reply(404, {"error": "Record not found"})

    def _own_account(self) -> dict[str, Any]:
        return {
            "id": self.account,
            "username": "news",
            "acct": "news",
            "url": f"{self.url}/@news",
            "suspended": self.suspended,
            "limited": self.limited,
        }

    def _create(self, request: Request, *, use_key: bool = True) -> Reply:
        key = request.headers.get("idempotency-key", "") if use_key and self.flavour.key != "ignored" else ""
        if key in self._replies:
            return self._replies[key]
        if key in self._busy:
            return Reply(503, {"error": LOCKED})
        if key and (known := self.statuses.by_key(self.account, key, self.flavour.key_seconds)):
            if self.flavour.replay_500:
                return Reply(500, {"error": "Internal Server Error"})
            return Reply(200, known.entity(self.url))
        problem = self._refusal(request.fields)
        if problem:
            return problem
        status = self._commit(request)
        reply = Reply(200, status.entity(self.url))
        if key and self.flavour.key == "replayed":
            self._replies[key] = reply
        elif key:
            self.statuses.store_key(self.account, key, status)
        return reply

    def _refusal(self, fields: dict[str, Any], act: str = "create") -> Reply | None:
        text, warning = str(fields.get("status") or ""), str(fields.get("spoiler_text") or "")
        if not text.strip() and not warning:
            return Reply(422, {"error": "Validation failed: Text can't be blank"})
        if self.flavour.measure(text, warning) > self.flavour.limit:
            sentence = self.flavour.too_long.format(limit=self.flavour.limit)
            return Reply(self.flavour.too_long_status, {"error": sentence})
        target = fields.get("in_reply_to_id")
        if act == "create" and target and not self.statuses.by_id(str(target)):
            return Reply(404, {"error": "Record not found"})
        if act == "create" and not self.flavour.drops_media:
            return self.uploads.refusal(fields.get("media_ids") or [], self.flavour.media_status)
        return None

    def _commit(self, request: Request) -> Status:
        self.killing.tell("before commit")
        key = request.headers.get("idempotency-key", "")
        media = self.uploads.attach(request.fields.get("media_ids") or [])
        status = self.statuses.commit(
            self.account, request.fields, key, trims=self.flavour.trims, media=media
        )
        self.killing.tell("after commit")
        return status

    def _one(self, request: Request, rest: str) -> Reply:
        name, _, part = rest.partition("/")
        status = self.statuses.by_id(name)
        if status is None:
            return Reply(404, {"error": "Record not found"})
        if part == "source" and self.source_refused:
            return Reply(403, {"error": "This action is outside the authorized scopes"})
        if part == "source":
            return Reply(200, {"id": name, "text": status.text, "spoiler_text": status.warning})
        if request.method == "PUT":
            if problem := self._refusal(request.fields, "edit"):
                return problem
            self.killing.tell("before change")
            status.text = str(request.fields.get("status") or "")
            status.warning = str(request.fields.get("spoiler_text") or "")
            status.edited_at = time.time()
            self.statuses.save(status)
            self.killing.tell("after change")
        if request.method == "DELETE":
            self.killing.tell("before change")
            status.deleted_at = time.time()
            self.statuses.save(status)
            self.killing.tell("after change")
        return Reply(200, {**status.entity(self.url), "text": status.text})

    async def answer_badly(self, request: Request, fault: Fault) -> Reply:
        if fault.name == "ignore-key":
            return self._create(request, use_key=False)
        return await super().answer_badly(request, fault)

    def refuse(self, fault: Fault) -> Reply:
        name = fault.name
        if name == "429":
            return self._throttle(fault)
        sentences = {"401": "The access token is invalid", "403": "This action is not allowed", "503": LOCKED}
        sentences |= {"404": "Record not found", "422": fault.says}
        sentence = fault.says if name.startswith("4") else "Internal Server Error"
        return Reply(int(name), {"error": sentences.get(name, sentence)})

    def _is_known(self, key: str) -> bool:
        known = self.statuses.by_key(self.account, key, self.flavour.key_seconds)
        return key in self._replies or known is not None

    async def answer_late(self, request: Request, seconds: float) -> Reply:
        """Commits even when the client has gone; the lock, where there is one, is held meanwhile."""
        key = request.headers.get("idempotency-key", "")
        honoured = bool(key) and self.flavour.key != "ignored"
        if honoured and (key in self._busy or self._is_known(key)):
            return self._create(request)

        async def work() -> Reply:
            if self.flavour.lock:
                self._busy.add(key)
            await self.faults.wait(seconds)
            self._busy.discard(key)
            status = self._commit(request)
            if honoured:
                self.statuses.store_key(self.account, key, status)
            return Reply(200, status.entity(self.url))

        return await self.go_on(asyncio.ensure_future(work()))

    def _throttle(self, fault: Fault) -> Reply:
        moment = datetime.now(UTC) + timedelta(seconds=fault.retry_after)
        headers = {
            "seconds": {"retry-after": f"{fault.retry_after:g}"},
            "date": {"retry-after": format_datetime(moment, usegmt=True)},
            "reset": {"x-ratelimit-remaining": "0", "x-ratelimit-reset": show_time(moment.timestamp())},
        }.get(fault.form, {})
        return Reply(429, {"error": "Too many requests"}, headers)

    def _rate_headers(self) -> dict[str, str]:
        now = time.time()
        return {
            "x-ratelimit-limit": str(self.limit_per_window),
            "x-ratelimit-remaining": str(max(self.limit_per_window - len(self.requests), 1)),
            "x-ratelimit-reset": show_time(now - now % 300 + 300),
        }

    def tell_statuses(self) -> list[dict[str, Any]]:
        return [asdict(row) for row in self.statuses.rows]

    def change(self, what: str, fields: dict[str, Any]) -> None:
        if what == "flavour":
            self.flavour = FLAVOURS[fields["flavour"]]
        elif what == "commit":
            self.statuses.commit(self.account, fields, "", trims=self.flavour.trims)
        else:
            raise KeyError(what)


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake Mastodon-like server with faults.")
    parser.add_argument("--flavour", choices=sorted(FLAVOURS), default="mastodon")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--journal", type=Path, help="a file that keeps the commits across restarts")
    given = parser.parse_args()
    server = FakeMastodon(given.flavour, token=given.token, journal=given.journal)
    asyncio.run(serve(server, given.flavour, given.port))


if __name__ == "__main__":
    main()
