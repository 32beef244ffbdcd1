"""Bluesky's own server as a process, and a proxy before it that loses answers on purpose."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
import select
import shutil
import subprocess
import urllib.parse
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pace import PATIENCE

from servers.faults import Fault
from servers.faulty import FaultyServer
from servers.wire import Reply, Request

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / ".tools" / "pds" / "node_modules"
READY = MODULES.with_name(".ready")
"""Stands there when the installation came to its end."""
SCRIPT = Path(__file__).with_name("pds") / "serve.js"
POSTS = "app.bsky.feed.post"
_PASSED_ON = {"authorization", "content-type", "accept"}


def why_not() -> str:
    """Why that server cannot run here; empty where it can."""
    if shutil.which("node") is None:
        return "Node is not here: Bluesky's own server runs on it"
    return "" if READY.exists() else "Bluesky's own server is not here: make pds"


class RealServer:
    """`with RealServer(folder) as server:` runs one with an account at `server.url`."""

    def __init__(self, folder: Path, **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            ["node", str(SCRIPT), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**kept, "NODE_PATH": str(MODULES), "LOG_ENABLED": "false", **environment},
        )
        told = self._hear()
        self.url, self.handle, self.did = told["url"], told["handle"], told["did"]
        self.password, self.app_password = told["password"], told["app_password"]
        self._admin = told["admin_password"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def _hear(self) -> Any:
        """What it says of itself when it runs."""
        assert self.process.stdout
        if select.select([self.process.stdout], [], [], PATIENCE)[0] and (
            told := self.process.stdout.readline()
        ):
            return json.loads(told)
        self.process.kill()
        raise AssertionError("Bluesky's own server did not start; what it says stands above")

    def ask(self, method: str, name: str, body: Any = None, token: str = "", **query: str) -> Any:
        """One call by its name; status and body."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        headers |= {"Authorization": token if " " in token else f"Bearer {token}"} if token else {}
        target = f"/xrpc/{name}?{urllib.parse.urlencode(query)}"
        with closing(
            http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc, timeout=PATIENCE)
        ) as line:
            line.request(method, target, None if body is None else json.dumps(body), headers)
            answer = line.getresponse()
            content = answer.read()
        return answer.status, json.loads(content) if content else None

    def log_in(self) -> str:
        """A token with every right, for what an app password may not do."""
        body = {"identifier": self.handle, "password": self.password}
        return str(self.ask("POST", "com.atproto.server.createSession", body)[1]["accessJwt"])

    def records(self) -> list[dict[str, Any]]:
        """Every post, oldest first."""
        query = {"repo": self.did, "collection": POSTS, "limit": "100", "reverse": "true"}
        return list(self.ask("GET", "com.atproto.repo.listRecords", **query)[1]["records"])

    def take_down(self, *, applied: bool = True) -> None:
        basic = base64.b64encode(f"admin:{self._admin}".encode()).decode()
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": self.did}
        body = {"subject": subject, "takedown": {"applied": applied, "ref": "test"}}
        status, told = self.ask("POST", "com.atproto.admin.updateSubjectStatus", body, f"Basic {basic}")
        assert status == 200, told


class Proxy(FaultyServer):
    """Passes everything on; the faults `drop`, `commit-then-drop` and `commit-then-502` lose answers."""

    def __init__(self, behind: str) -> None:
        super().__init__("/xrpc/com.atproto.repo.putRecord")
        self._behind = urllib.parse.urlsplit(behind).netloc

    async def answer(self, request: Request) -> Reply:
        return await asyncio.to_thread(self._pass_on, request)

    def refuse(self, fault: Fault) -> Reply:
        raise AssertionError(f"a proxy has no {fault.name}")

    def _pass_on(self, request: Request) -> Reply:
        headers = {name: value for name, value in request.headers.items() if name in _PASSED_ON}
        target = f"{request.path}?{urllib.parse.urlencode(request.query)}"
        with closing(http.client.HTTPConnection(self._behind, timeout=PATIENCE)) as line:
            line.request(request.method, target, request.body or None, headers)
            answer = line.getresponse()
            told = {
                name.lower(): value for name, value in answer.getheaders() if name.lower().startswith("rate")
            }
            return Reply(answer.status, answer.read(), told)
