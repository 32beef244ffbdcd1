"""Runs `newscrier` in forked children that can kill themselves at a chosen write of the store.

One job per line on stdin:
{"args", "folder", "environment", "trace", "write", "moment", "control", "event", "files", "file"}.
`moment` is before, within (carried out, not yet committed) or after the `write`th write; `control` and
`event` ask the fake server for a kill at its `event`th network event. With `files` the process dies right
before it touches a file of the folder for the `file`th time. Each write adds a line to the file `trace`, and
with `files` so does each touch. The answer is one line: {"code": exit code, negative for a signal}.
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
        if job.get("files"):
            watch_files(Path(job["trace"]), Path(job["folder"]), job["file"])
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


TOUCHES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "sqlite3.connect"}


def watch_files(trace: Path, folder: Path, chosen: int) -> None:
    """Put a counter, and a trap, before everything that makes, changes or removes a file in the folder."""
    handle = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    within, count = os.path.realpath(folder), 0

    def watch(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        touches = event in TOUCHES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR))
        if not touches or not str(args[0]).removeprefix("file://").startswith(within):
            return
        count += 1
        os.write(handle, f"{event} {args[0]}\n".encode())
        if count == chosen:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


if __name__ == "__main__":
    serve()
