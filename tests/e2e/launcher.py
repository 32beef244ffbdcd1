"""Runs `newscrier` in forked children that can kill themselves at a chosen write of the store.

One job per line on stdin: {"args", "folder", "environment", "trace", "write", "moment", "control", "event"}.
`moment` is before, within (carried out, not yet committed) or after the `write`th write; `control` and
`event` ask the fake server for a kill at its `event`th network event. Each write adds a line to the file
`trace`. The answer is one line: {"code": exit code, negative for a signal}.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from newsroom import ask
from sqlalchemy import Connection

from bot.cli import main as newscrier
from bot.store.database import Store

DEADLINE = 90
"""Seconds for one job; a child that takes longer dies of SIGALRM."""

_NEEDED = (
    "bot.cli.run",
    "bot.cli.frame",
    "bot.platforms.mastodon",
    "bot.platforms.bluesky",
    "bot.platforms.file",
    "bot.sources.folder",
)


def serve() -> None:
    for name in _NEEDED:
        import_module(name)
    assert threading.active_count() == 1  # else a fork would not be safe
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            run(job)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(json.dumps({"code": code}) + "\n")
        sys.stdout.flush()


def run(job: dict[str, Any]) -> NoReturn:
    code = 70
    signal.alarm(DEADLINE)
    die_with_parent()
    try:
        os.chdir(job["folder"])
        os.environ.clear()
        os.environ.update(job["environment"])
        log = os.open("logs/launched.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream in (1, 2):
            os.dup2(log, stream)
        sys.argv = ["newscrier", *job["args"]]
        watch_writes(Path(job["trace"]), job.get("write", 0), job.get("moment", ""))
        if job.get("control"):
            ask(f"{job['control']}/kill", "POST", {"pid": os.getpid(), "at": job["event"]})
        code = newscrier()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def die_with_parent() -> None:
    """Nothing outlives the test: PR_SET_PDEATHSIG, where there is such a thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def watch_writes(trace: Path, chosen: int, moment: str) -> None:
    """Put a counter, and a trap, around every write of this process."""
    count = 0
    write, write_now = Store.write, Store.write_now

    def trap(now: str, number: int) -> None:
        if number == chosen and now == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def enclose(fn: Callable[[Connection], Any]) -> tuple[int, Callable[[Connection], Any]]:
        nonlocal count
        count += 1
        number = count
        with trace.open("a") as file:
            file.write(f"{getattr(fn, 'func', fn).__qualname__}\n")
        trap("before", number)

        def carry_out(conn: Connection) -> Any:
            result = fn(conn)
            trap("within", number)
            return result

        return number, carry_out

    async def watched(self: Store, fn: Callable[[Connection], Any]) -> Any:
        number, carry_out = enclose(fn)
        result = await write(self, carry_out)
        trap("after", number)
        return result

    def watched_now(self: Store, fn: Callable[[Connection], Any]) -> Any:
        number, carry_out = enclose(fn)
        result = write_now(self, carry_out)
        trap("after", number)
        return result

    Store.write = watched  # type: ignore[method-assign] # the trap is the point of this file
    Store.write_now = watched_now  # type: ignore[method-assign] # as above


if __name__ == "__main__":
    serve()
