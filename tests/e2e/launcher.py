"""Runs `newscrier` in forked children, which saves the loading; some kill themselves at a chosen write.

Listens on the Unix socket that is given. One connection is one command: a line of JSON with "args",
"folder", "environment", and "out" and "err", the files for its output. Back come two integers: the
child's id, and at its end the exit code, negative for a signal. It all ends when stdin does.

With "trace" each write of the store adds a line to that file. `moment` is before, within (carried out,
not yet committed) or after the `write`th write, at which the child dies; `control` and `event` ask the
fake server for a kill at its `event`th network event. With `files` the process dies right before it
touches a file of the folder for the `file`th time, and each touch adds a line, too. `constants` sets
others for this child alone, by their full names; times are seconds.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from bounds import REPOSITORY
from fake_server import ask
from sqlalchemy import Connection

import bot
from bot.cli import main as newscrier
from bot.flow.arriving.reading import warm_up
from bot.store.database import Store

sys.path.append(str(REPOSITORY / "tests"))
from pace import take_time

LAUNCHED = struct.Struct("<i")
_ELSEWHERE = ("bot.store.migrations.env", "bot.__main__", "bot.cli.__main__")
"""What is a script, or runs in Alembic's hands only."""
_LATER = (
    "alembic.runtime.migration",
    "anyio._backends._asyncio",
    "click._textwrap",
    "encodings.idna",
    "encodings.unicode_escape",
    "encodings.utf_8_sig",
    "sqlalchemy.dialects.sqlite",
)
"""What others import when it is used."""


def serve(address: str) -> None:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.startswith((*_ELSEWHERE, "bot.store.migrations.versions")):
            import_module(module.name)
    for name in _LATER:
        import_module(name)
    warm_up(pages=True)
    take_time()
    assert threading.active_count() == 1  # else a fork would not be safe
    gc.freeze()  # what all share is not walked through, and so copied, at the end of each
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while sys.stdin not in (ready := select.select([sys.stdin, listener], [], [])[0]):
            assert listener in ready
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    keep(connection)
                    return
            bury()


def bury() -> None:
    """The children that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def keep(connection: socket.socket) -> None:
    """Start the command, tell its id, wait for its end; in a child of its own, so that nobody else waits."""
    die_with_parent()
    with connection.makefile() as lines:
        job = json.loads(lines.readline())
    pid = os.fork()
    if pid == 0:
        connection.close()
        die_with_parent()
        run(job)
    connection.sendall(LAUNCHED.pack(pid))
    connection.sendall(LAUNCHED.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))
    os._exit(0)


def run(job: dict[str, Any]) -> NoReturn:
    """The command, to the very end of the interpreter."""
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for stream, path, how in ((0, os.devnull, os.O_RDONLY), (1, job["out"], flags), (2, job["err"], flags)):
        opened = os.open(path, how)
        os.dup2(opened, stream)
        os.close(opened)
    sys.argv = ["newscrier", *job["args"]]
    for name, value in job.get("constants", {}).items():
        module, _, constant = name.rpartition(".")
        a_time = isinstance(getattr(sys.modules[module], constant), timedelta)
        setattr(sys.modules[module], constant, timedelta(seconds=value) if a_time else value)
    if "trace" in job:
        watch_writes(Path(job["trace"]), job.get("write", 0), job.get("moment", ""))
        if job.get("files"):
            watch_files(Path(job["trace"]), Path(job["folder"]), job["file"])
    if job.get("control"):
        ask(f"{job['control']}/kill", "POST", {"pid": os.getpid(), "at": job["event"]})
    sys.exit(newscrier())


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
    serve(sys.argv[1])
