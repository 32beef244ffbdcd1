"""The real command in forked children that die at a chosen instant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsroom import SECRETS, Server

LAUNCHER = Path(__file__).with_name("launcher.py")
KILLED = -9


@dataclass(frozen=True)
class Point:
    """Where the process dies: a write with its moment, a touch of a file, a network event; 0 is nowhere."""

    number: int = 0
    moment: str = ""

    def __str__(self) -> str:
        return f"{self.moment or 'event'} {self.number}"


NOWHERE = Point()


class Launcher:
    """The command in forked children, which saves the imports of each start."""

    def __init__(self) -> None:
        paths = (os.environ.get("PYTHONPATH"), str(LAUNCHER.parent))
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self.process = subprocess.Popen(
            [sys.executable, str(LAUNCHER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(self, folder: Path, point: Point, server: Server | None, *args: str) -> int:
        """One command, `run --once` mostly; its exit code. `trace` has its writes, of this run alone."""
        trace = folder / "trace"
        trace.unlink(missing_ok=True)
        job: dict[str, Any] = {
            "args": args or ["run", "--once"],
            "folder": str(folder),
            "environment": {**SECRETS, "PATH": "/usr/bin:/bin"},
            "trace": str(trace),
        }
        if point.moment == "file":
            job |= {"files": True, "file": point.number}
        elif point.moment:
            job |= {"write": point.number, "moment": point.moment}
        elif server is not None:
            job |= {"control": server.control, "event": point.number}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(json.loads(self.process.stdout.readline())["code"])

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
