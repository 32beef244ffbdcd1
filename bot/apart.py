"""Work on what comes from outside, in a process of its own: limited in time and memory, killed beyond that.

`python -m bot.apart MODULE` reads a line of JSON and the content from its standard input, has that module's
`answer(told, content)` make bytes of them, and writes these, or as JSON why they cannot be made.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from bot.errors import Unreadable

_MOST_MEMORY = 1024**3
_AT_ONCE = 2
_MADE, _REFUSED = b"+", b"-"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done apart: a module's `answer` (raises Unreadable); `what` and `hint` are for people."""

    module: str
    what: str
    hint: str


async def run_apart(errand: Errand, told: Mapping[str, Any], content: bytes, *, longest: float) -> bytes:
    """What the errand's module makes of `told` (JSON-ready) and `content`, within `longest` seconds.

    Two errands of one module are run at a time. Raises Unreadable: refused, too slow, too much memory.
    """
    head = json.dumps({"longest": longest, "told": dict(told)}).encode() + b"\n"
    run = _Run(errand, head + content, longest)
    try:
        return await asyncio.get_running_loop().run_in_executor(_workers(errand.module), run.run)
    except asyncio.CancelledError:
        run.stop()
        raise


@cache
def _workers(module: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, module)


class _Run:
    """One process, watched by a thread; `stop` ends it from outside, or keeps it from beginning."""

    def __init__(self, errand: Errand, given: bytes, longest: float) -> None:
        self._errand = errand
        self._given = given
        self._longest = longest
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        self._stopped.set()
        if self._process:
            self._process.kill()

    def run(self) -> bytes:
        what = self._errand.what
        if self._stopped.is_set():
            raise Unreadable(f"{what} is not read any more")
        with subprocess.Popen(  # noqa: S603 - our own module; what comes from outside goes through its input
            [sys.executable, "-I", "-m", "bot.apart", self._errand.module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        ) as self._process:
            if self._stopped.is_set():
                self._process.kill()
            try:
                written, _ = self._process.communicate(self._given, timeout=self._longest)
            except subprocess.TimeoutExpired as error:
                self._process.kill()
                raise Unreadable(
                    f"{what} could not be read within {self._longest:g} seconds", self._errand.hint
                ) from error
        if self._process.returncode or not written:
            raise Unreadable(f"{what} could not be read: it takes too much memory or time", self._errand.hint)
        if written.startswith(_REFUSED):
            raise Unreadable(*json.loads(written[len(_REFUSED) :]))
        return written[len(_MADE) :]


def _main(module: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    head = json.loads(sys.stdin.buffer.readline())
    seconds = int(head["longest"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        # Here alone: what decodes pictures and reads broken feeds is never loaded into the worker.
        written = _MADE + import_module(module).answer(head["told"], sys.stdin.buffer.read())
    except Unreadable as error:
        written = _REFUSED + json.dumps([error.message, error.hint]).encode()
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    _main(sys.argv[1])
