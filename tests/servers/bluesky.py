"""A fake Bluesky server (PDS) with faults: in-process, or `python tests/servers/bluesky.py`.

As a process it is steered as tests/servers/mastodon.py is: statuses (each commit: id, text with the
links it carries, record, cid), requests, events, faults, kill, flavour; besides
POST /control/account {"standing", "access_seconds", "grace", "password", "expire", "revoke"}.

Flavours: bluesky; bluesky-swap, which compares `swapRecord` before it looks whether the record is the
same; bluesky-strict, whose refresh tokens may be used only once, without grace.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from servers.bluesky_accounts import DID, GRACE, Accounts
from servers.bluesky_repo import POSTS, Refused, Repo
from servers.faults import Fault
from servers.faulty import ControlledServer, serve
from servers.wire import Reply, Request

XRPC = "/xrpc/"
PUT = XRPC + "com.atproto.repo.putRecord"
FLAVOURS = ("bluesky", "bluesky-swap", "bluesky-strict")
NAMES = {
    401: ("AuthenticationRequired", "Authentication Required"),
    403: ("Forbidden", "Forbidden"),
    404: ("XRPCNotSupported", "XRPCNotSupported"),
    500: ("InternalServerError", "Internal Server Error"),
    503: ("NotEnoughResources", "Not Enough Resources"),
}


class FakeBluesky(ControlledServer):
    """`async with FakeBluesky() as server:` listens at `server.url`."""

    def __init__(self, flavour: str = "bluesky") -> None:
        super().__init__(PUT)
        self.accounts = Accounts()
        self.repo = Repo(DID)
        self.swap_first = False
        self.become(flavour)

    @property
    def records(self) -> list[dict[str, Any]]:
        return [row.value for row in self.repo.live]

    def calls(self, name: str) -> int:
        """How often a method was called, by the last part of its name."""
        return sum(each.path.endswith(f".{name}") for each in self.requests)

    def become(self, flavour: str) -> None:
        if flavour not in FLAVOURS:
            raise ValueError(f"no flavour {flavour!r}; there are {', '.join(FLAVOURS)}")
        self.swap_first = flavour == "bluesky-swap"
        self.accounts.grace = -1.0 if flavour == "bluesky-strict" else GRACE

    async def start(self, port: int = 0) -> None:
        await super().start(port)
        self.accounts.home = self.url

    async def answer(self, request: Request) -> Reply:
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

    def _show(self, rkey: str) -> dict[str, Any]:
        row = self.repo.get(rkey)
        assert row
        return {"uri": row.uri, "cid": row.cid, "value": row.value}

    def refuse(self, fault: Fault) -> Reply:
        if fault.name == "429":
            return self._throttle(fault)
        if fault.name == "422":
            return Reply(400, {"error": "InvalidRequest", "message": fault.says})
        error, message = NAMES[int(fault.name)]
        return Reply(int(fault.name), {"error": error, "message": message})

    def _throttle(self, fault: Fault) -> Reply:
        """No Retry-After in the reference code: the reset is a time of day, in Unix seconds."""
        headers = {
            "ratelimit-limit": "5000",
            "ratelimit-remaining": "0",
            "ratelimit-reset": str(int(time.time() + fault.retry_after)),
            "ratelimit-policy": "5000;w=3600",
        }
        return Reply(429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, headers)

    def tell_statuses(self) -> list[dict[str, Any]]:
        return [row.tell() for row in self.repo.rows]

    def change(self, what: str, fields: dict[str, Any]) -> None:
        if what == "flavour":
            self.become(fields["flavour"])
        elif what == "account":
            self._change_account(fields)
        else:
            raise KeyError(what)

    def _change_account(self, fields: dict[str, Any]) -> None:
        for name in ("standing", "access_seconds", "grace", "password"):
            if name in fields:
                setattr(self.accounts, name, fields[name])
        if fields.get("expire"):
            self.accounts.expire()
        if fields.get("revoke"):
            self.accounts.revoke()


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake Bluesky server with faults.")
    parser.add_argument("--flavour", choices=FLAVOURS, default="bluesky")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(serve(FakeBluesky(given.flavour), given.flavour, given.port))


if __name__ == "__main__":
    main()
