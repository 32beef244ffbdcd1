"""A fake Bluesky server (PDS) with faults: in-process, or `python tests/servers/bluesky.py`.

As a process it prints one JSON line, {"port", "control_port", "url", "control", "pid", "flavour"}, and
runs until SIGTERM. The control endpoint is that of tests/servers/mastodon.py: statuses (each commit: id,
text with the links it carries, record, cid), requests, events, faults, kill, flavour; besides
POST /control/account {"standing", "access_seconds", "grace", "password", "expire", "revoke"}.

Flavours: bluesky; bluesky-swap, which compares `swapRecord` before it looks whether the record is the
same; bluesky-strict, whose refresh tokens may be used only once, without grace.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.bluesky_accounts import DID, GRACE, Accounts
from servers.bluesky_repo import POSTS, Refused, Repo
from servers.faults import FAULTS, Fault, Faults
from servers.killing import Killing
from servers.wire import Connection, Dropped, Reply, Request, Wire

XRPC = "/xrpc/"
PUT = XRPC + "com.atproto.repo.putRecord"
PAGE = b"<!DOCTYPE html><html><title>502 Bad Gateway</title><h1>Bad Gateway</h1></html>"
FLAVOURS = ("bluesky", "bluesky-swap", "bluesky-strict")
NAMES = {
    401: ("AuthenticationRequired", "Authentication Required"),
    403: ("Forbidden", "Forbidden"),
    404: ("XRPCNotSupported", "XRPCNotSupported"),
    500: ("InternalServerError", "Internal Server Error"),
    503: ("NotEnoughResources", "Not Enough Resources"),
}


class FakeBluesky:
    """`async with FakeBluesky() as server:` listens at `server.url`."""

    def __init__(self, flavour: str = "bluesky") -> None:
        self.accounts = Accounts()
        self.repo = Repo(DID)
        self.faults = Faults(PUT)
        self.killing = Killing()
        self.requests: list[dict[str, str]] = []
        self.swap_first = False
        self.become(flavour)
        self._wire = Wire(self._handle, self.killing.tell)
        self._control = Wire(self._handle_control)
        self._late: set[asyncio.Task[Reply]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}"

    @property
    def control_url(self) -> str:
        return f"http://127.0.0.1:{self._control.port}/control"

    @property
    def records(self) -> list[dict[str, Any]]:
        return [row.value for row in self.repo.live]

    def calls(self, name: str) -> int:
        """How often a method was called, by the last part of its name."""
        return sum(each["path"].endswith(f".{name}") for each in self.requests)

    def misbehave(self, name: str, **settings: Any) -> None:
        """The next putRecord (or the next `n`, or those `on` another path) goes wrong."""
        self.faults.script.append(Fault(name, **settings))

    def become(self, flavour: str) -> None:
        if flavour not in FLAVOURS:
            raise ValueError(f"no flavour {flavour!r}; there are {', '.join(FLAVOURS)}")
        self.swap_first = flavour == "bluesky-swap"
        self.accounts.grace = -1.0 if flavour == "bluesky-strict" else GRACE

    async def start(self, port: int = 0, control_port: int = 0) -> None:
        await self._wire.start(port)
        await self._control.start(control_port)
        self.accounts.home = self.url

    async def stop(self) -> None:
        await self._wire.stop()
        await self._control.stop()
        if self._late:
            await asyncio.wait(self._late)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _handle(self, request: Request, connection: Connection) -> Reply:
        fault = self.faults.choose(request.method, request.path)
        if fault and fault.name == "drop":
            raise Dropped
        await connection.read_body(request)
        self.killing.tell("request read")
        self.requests.append({"method": request.method, "path": request.path})
        if fault:
            return await self._answer_badly(request, fault)
        return self._answer(request)

    async def _handle_control(self, request: Request, connection: Connection) -> Reply:
        await connection.read_body(request)
        return self._answer_control(request)

    def _answer(self, request: Request) -> Reply:
        try:
            return Reply(200, self._route(request))
        except Refused as error:
            return Reply(error.status, {"error": error.name, "message": error.message})

    def _route(self, request: Request) -> dict[str, Any]:
        """Some methods are for everybody, some need a session, writing needs an account in good standing."""
        name = f"{request.method} {request.path.removeprefix(XRPC)}"
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        repo, query = "com.atproto.repo.", request.query
        fields = {} if name.endswith("uploadBlob") else request.fields
        free: dict[str, Callable[[], dict[str, Any]]] = {
            "POST com.atproto.server.createSession": lambda: self.accounts.log_in(fields),
            "POST com.atproto.server.refreshSession": lambda: self.accounts.refresh(token),
            "GET com.atproto.identity.resolveHandle": lambda: self.accounts.resolve(query["handle"]),
            f"GET {repo}getRecord": lambda: self._get(query),
            f"GET {repo}listRecords": self._list,
        }
        known: dict[str, Callable[[], dict[str, Any]]] = {
            "GET com.atproto.server.getSession": self.accounts.tell_session,
            "GET app.bsky.feed.getPosts": self._count,
        }
        writing: dict[str, Callable[[], dict[str, Any]]] = {
            f"POST {repo}uploadBlob": lambda: self.repo.upload(request.body, request.headers["content-type"]),
            f"POST {repo}putRecord": lambda: self._put(fields),
            f"POST {repo}createRecord": lambda: self._create(fields),
            f"POST {repo}deleteRecord": lambda: self._delete(fields),
        }
        if name not in {**free, **known, **writing}:
            raise Refused(404, *NAMES[404])
        if name not in free:
            self.accounts.require(token)
        if name in writing:
            self.accounts.require_writing()
        return {**free, **known, **writing}[name]()

    def _put(self, fields: dict[str, Any]) -> dict[str, Any]:
        if fields["repo"] != DID:
            raise Refused(401, *NAMES[401])
        rkey, value = fields["rkey"], fields["record"]
        known = self.repo.get(rkey)
        conflict = known is not None and "swapRecord" in fields and fields["swapRecord"] != known.cid
        if conflict and self.swap_first:
            raise self._conflict(rkey)
        self.repo.check(rkey, value)
        if known and known.value == value:
            return {"uri": known.uri, "cid": known.cid, "validationStatus": "valid"}
        if conflict:
            raise self._conflict(rkey)
        return self._commit(rkey, value)

    def _create(self, fields: dict[str, Any]) -> dict[str, Any]:
        if self.repo.get(fields["rkey"]):
            raise Refused(500, *NAMES[500])
        self.repo.check(fields["rkey"], fields["record"])
        return self._commit(fields["rkey"], fields["record"])

    def _commit(self, rkey: str, value: dict[str, Any]) -> dict[str, Any]:
        self.killing.tell("before commit")
        row = self.repo.commit(rkey, value)
        self.killing.tell("after commit")
        commit = {"cid": row.cid, "rev": rkey}
        return {"uri": row.uri, "cid": row.cid, "commit": commit, "validationStatus": "valid"}

    def _conflict(self, rkey: str) -> Refused:
        row = self.repo.get(rkey)
        return Refused(400, "InvalidSwap", f"Record was at {row.cid if row else 'null'}")

    def _delete(self, fields: dict[str, Any]) -> dict[str, Any]:
        row = self.repo.get(fields["rkey"])
        self.killing.tell("before change")
        if row:
            row.deleted_at = time.time()
        self.killing.tell("after change")
        return {}

    def _get(self, query: dict[str, str]) -> dict[str, Any]:
        if query["repo"] != DID or query["collection"] != POSTS or not self.repo.get(query["rkey"]):
            uri = f"at://{query['repo']}/{query['collection']}/{query['rkey']}"
            raise Refused(400, "RecordNotFound", f"Could not locate record: {uri}")
        return self._show(query["rkey"])

    def _list(self) -> dict[str, Any]:
        return {"records": [self._show(row.rkey) for row in reversed(self.repo.live)]}

    def _count(self) -> dict[str, Any]:
        return {"posts": [{"uri": row.uri, "likeCount": 3} for row in self.repo.live]}

    def _show(self, rkey: str) -> dict[str, Any]:
        row = self.repo.get(rkey)
        assert row
        return {"uri": row.uri, "cid": row.cid, "value": row.value}

    async def _answer_badly(self, request: Request, fault: Fault) -> Reply:  # noqa: PLR0911 - one per fault
        name = fault.name
        if name == "late-commit":
            return await self._commit_late(request, fault.seconds)
        if name == "hang":
            await asyncio.sleep(fault.seconds)
            raise Dropped
        if name == "slow-drip" or name.startswith("commit-then-"):
            return await self._after_commit(self._answer(request), fault)
        if name == "429":
            return self._throttle(fault)
        if name in {"502", "503-html"}:
            return Reply(int(name[:3]), PAGE, media_type="text/html")
        if name == "html":
            return Reply(200, PAGE, media_type="text/html")
        if name == "301":
            return Reply(301, {}, {"location": "https://elsewhere.example/xrpc?token=hidden"})
        if name == "422":
            return Reply(400, {"error": "InvalidRequest", "message": fault.says})
        error, message = NAMES[int(name)]
        return Reply(int(name), {"error": error, "message": message})

    async def _after_commit(self, reply: Reply, fault: Fault) -> Reply:
        match fault.name:
            case "slow-drip":
                reply.drip_seconds = fault.seconds
            case "commit-then-500":
                error, message = NAMES[500]
                return Reply(500, {"error": error, "message": message})
            case "commit-then-502":
                return Reply(502, PAGE, media_type="text/html")
            case "commit-then-garbage":
                return Reply(200, b"\x00\xffnot json at all {", media_type="application/octet-stream")
            case "commit-then-no-id":
                return Reply(200, {})
            case "commit-then-truncate":
                reply.missing_bytes = 100
            case "commit-then-hang":
                await asyncio.sleep(fault.seconds)
                raise Dropped
            case _:
                raise Dropped
        return reply

    async def _commit_late(self, request: Request, seconds: float) -> Reply:
        """Commits even when the client has gone."""

        async def work() -> Reply:
            await asyncio.sleep(seconds)
            return self._answer(request)

        task = asyncio.ensure_future(work())
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return await asyncio.shield(task)

    def _throttle(self, fault: Fault) -> Reply:
        """No Retry-After in the reference code: the reset is a time of day, in Unix seconds."""
        headers = {
            "ratelimit-limit": "5000",
            "ratelimit-remaining": "0",
            "ratelimit-reset": str(int(time.time() + fault.retry_after)),
            "ratelimit-policy": "5000;w=3600",
        }
        return Reply(429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, headers)

    def _answer_control(self, request: Request) -> Reply:
        what, fields = request.path.removeprefix("/control/"), request.fields
        if request.method == "GET":
            return Reply(200, self._tell_control(what))
        if what == "faults" and request.method == "DELETE":
            self.faults.clear()
        elif what == "faults":
            self.faults.load(fields)
        elif what == "kill":
            self.killing.arm(fields.get("pid"), int(fields.get("at", 0)))
        elif what == "flavour":
            self.become(fields["flavour"])
        elif what == "account":
            self._change_account(fields)
        else:
            return Reply(404, {"error": f"no control {what!r}"})
        return Reply(200, {"ok": True})

    def _change_account(self, fields: dict[str, Any]) -> None:
        for name in ("standing", "access_seconds", "grace", "password"):
            if name in fields:
                setattr(self.accounts, name, fields[name])
        if fields.get("expire"):
            self.accounts.expire()
        if fields.get("revoke"):
            self.accounts.revoke()

    def _tell_control(self, what: str) -> Any:
        if what == "statuses":
            return [row.tell() for row in self.repo.rows]
        if what == "requests":
            return self.requests
        if what == "faults":
            left = [asdict(fault) for fault in self.faults.script]
            return {"names": FAULTS, "done": self.faults.done, "left": left}
        return {"events": self.killing.events, "killed_at": self.killing.killed_at}


async def serve(flavour: str, port: int) -> None:
    server = FakeBluesky(flavour)
    await server.start(port)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    told = {"port": server._wire.port, "control_port": server._control.port, "url": server.url}
    told |= {"control": server.control_url, "pid": os.getpid(), "flavour": flavour}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake Bluesky server with faults.")
    parser.add_argument("--flavour", choices=FLAVOURS, default="bluesky")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.flavour, given.port))


if __name__ == "__main__":
    main()
