"""What fake servers share: a life on loopback, faults on demand, and an endpoint to steer them by."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from abc import ABC, abstractmethod
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from servers.faults import FAULTS, Fault, Faults
from servers.killing import Killing
from servers.wire import Connection, Dropped, Reply, Request, Wire

PAGE = b"<!DOCTYPE html><html><title>502 Bad Gateway</title><h1>Bad Gateway</h1></html>"


class FaultyServer(ABC):
    """`async with` listens at `url`; faults concern POSTs to `creating` unless they say `on` what else."""

    def __init__(self, creating: str) -> None:
        self.faults = Faults(creating)
        self.killing = Killing()
        self._wire = Wire(self._handle, self.killing.tell)
        self.requests: list[Request] = []
        self._late: set[asyncio.Task[Any]] = set()

    @abstractmethod
    async def answer(self, request: Request) -> Reply:
        """What the service answers when nothing goes wrong."""

    @abstractmethod
    def refuse(self, fault: Fault) -> Reply:
        """How the service words a fault that is a status, `500` of a request that was served too."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}"

    def misbehave(self, name: str, **settings: Any) -> None:
        """The next creating request (or the next `n`, or those `on` another path) goes wrong."""
        self.faults.script.append(Fault(name, **settings))

    async def start(self, port: int = 0) -> None:
        await self._wire.start(port)

    async def stop(self) -> None:
        await self._wire.stop()
        self.faults.release()
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
        self.requests.append(request)
        return await self.answer_badly(request, fault) if fault else await self.answer(request)

    async def answer_badly(self, request: Request, fault: Fault) -> Reply:
        name = fault.name
        if name == "late-commit":
            return await self.answer_late(request, fault.seconds)
        if name == "hang":
            await self.faults.wait(fault.seconds)
            raise Dropped
        if name == "slow-drip" or name.startswith("commit-then-"):
            return await self._spoil(await self.answer(request), fault)
        if name in {"502", "503-html", "html"}:
            return Reply(200 if name == "html" else int(name[:3]), PAGE, media_type="text/html")
        if name == "301":
            return Reply(301, {}, {"location": f"https://elsewhere.example{request.path}?token=hidden"})
        return self.refuse(fault)

    async def answer_late(self, request: Request, seconds: float) -> Reply:
        """Commits even when the client has gone."""

        async def work() -> Reply:
            await self.faults.wait(seconds)
            return await self.answer(request)

        return await self.go_on(asyncio.ensure_future(work()))

    async def go_on(self, task: asyncio.Task[Reply]) -> Reply:
        """Let it end, whatever becomes of the connection."""
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return await asyncio.shield(task)

    async def _spoil(self, reply: Reply, fault: Fault) -> Reply:
        match fault.name:
            case "slow-drip":
                reply.drip_seconds = fault.seconds
            case "commit-then-500":
                return self.refuse(Fault("500"))
            case "commit-then-502":
                return Reply(502, PAGE, media_type="text/html")
            case "commit-then-garbage":
                return Reply(200, b"\x00\xffnot json at all {", media_type="application/octet-stream")
            case "commit-then-no-id":
                return Reply(200, {})
            case "commit-then-truncate":
                reply.missing_bytes = 100
            case "commit-then-hang":
                await self.faults.wait(fault.seconds)
                raise Dropped
            case _:
                raise Dropped
        return reply


class ControlledServer(FaultyServer):
    """One that other processes steer: see tests/servers/mastodon.py for its control endpoint."""

    def __init__(self, creating: str) -> None:
        super().__init__(creating)
        self._control = Wire(self._handle_control)

    @abstractmethod
    def tell_statuses(self) -> list[dict[str, Any]]:
        """Every commit in its order."""

    @abstractmethod
    def change(self, what: str, fields: dict[str, Any]) -> None:
        """A command of its own. Raises KeyError for one that it does not know."""

    @property
    def control_url(self) -> str:
        return f"http://127.0.0.1:{self._control.port}/control"

    async def start(self, port: int = 0) -> None:
        await super().start(port)
        await self._control.start()

    async def stop(self) -> None:
        await self._control.stop()
        await super().stop()

    async def _handle_control(self, request: Request, connection: Connection) -> Reply:
        await connection.read_body(request)
        what, fields = request.path.removeprefix("/control/"), request.fields
        try:
            if request.method == "GET":
                return Reply(200, self._tell(what))
            self._change(what, request.method, fields)
        except (TypeError, ValueError, KeyError) as error:
            return Reply(422, {"error": f"{what}: {error}"})
        return Reply(200, {"ok": True})

    def _tell(self, what: str) -> Any:
        if what == "statuses":
            return self.tell_statuses()
        if what == "requests":
            return [_tell_request(one) for one in self.requests]
        if what == "faults":
            left = [asdict(fault) for fault in self.faults.script]
            return {"names": FAULTS, "done": self.faults.done, "left": left}
        if what == "events":
            return {"events": self.killing.events, "killed_at": self.killing.killed_at}
        raise KeyError(what)

    def _change(self, what: str, method: str, fields: dict[str, Any]) -> None:
        if what == "faults" and method == "DELETE":
            self.faults.clear()
        elif what == "faults":
            self.faults.load(fields)
        elif what == "release":
            self.faults.release()
        elif what == "kill":
            self.killing.arm(fields.get("pid"), int(fields.get("at", 0)))
        else:
            self.change(what, fields)


def _tell_request(request: Request) -> dict[str, str]:
    key = request.headers.get("idempotency-key", "")
    return {"method": request.method, "path": request.path, "key": key}


async def serve(server: ControlledServer, flavour: str, port: int) -> None:
    """Tell where it is in one JSON line, and run until SIGTERM."""
    await server.start(port)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    told = {"url": server.url, "control": server.control_url, "pid": os.getpid(), "flavour": flavour}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await server.stop()
