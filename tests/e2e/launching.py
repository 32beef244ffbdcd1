"""The real command in forked children that die at a chosen instant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts import SECRETS
from bounds import PATIENCE
from fake_server import Server
from launched import Launched

KILLED = -9


@dataclass(frozen=True)
class Point:
    """Where the process dies: a write with its moment, a touch of a file, a network event; 0 is nowhere."""

    number: int = 0
    moment: str = ""

    def __str__(self) -> str:
        return f"{self.moment or 'event'} {self.number}"


NOWHERE = Point()


def run(folder: Path, point: Point, server: Server | None, *args: str) -> int:
    """One command, `run --once` mostly; its exit code. `trace` has its writes, of this run alone."""
    trace = folder / "trace"
    trace.unlink(missing_ok=True)
    more: dict[str, Any] = {"trace": str(trace)}
    if point.moment == "file":
        more |= {"files": True, "file": point.number}
    elif point.moment:
        more |= {"write": point.number, "moment": point.moment}
    elif server is not None:
        more |= {"control": server.control, "event": point.number}
    environment = {**SECRETS, "PATH": "/usr/bin:/bin"}
    out = folder / "logs" / "launched.log"
    launched = Launched(args or ["run", "--once"], folder, environment, out=out, **more)
    try:
        return launched.wait(2 * PATIENCE)
    finally:
        launched.kill()
