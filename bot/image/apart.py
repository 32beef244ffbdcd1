"""Shrinking in a process of its own: with a limit to its time and memory, killed where it needs more.

`python -m bot.image.apart` reads a line of JSON and the picture from its standard input, and writes a line
of JSON and the pictures made of it.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from typing import Any

from bot.errors import Unreadable
from bot.image.kinds import tell_kind
from bot.image.picture import Fit, Picture

LONGEST = 10.0
"""Seconds for one picture; 60 million pixels take two."""

_MOST_MEMORY = 1024**3
_AT_ONCE = 2
_SMALLER = "save a smaller one"


async def shrink_apart(
    content: bytes, fits: Sequence[Fit], *, longest: float = LONGEST
) -> list[Picture | Unreadable]:
    """As `shrinking.shrink`, in another process of at most `longest` seconds. Raises Unreadable."""
    tell_kind(content)
    head = json.dumps({"fits": [asdict(fit) for fit in fits], "longest": longest}).encode() + b"\n"
    run = _Run(head + content, longest)
    try:
        return await asyncio.get_running_loop().run_in_executor(_workers(), run.run)
    except asyncio.CancelledError:
        run.stop()
        raise


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, "picture")


class _Run:
    """One process, watched by a thread; `stop` ends it from outside, or keeps it from beginning."""

    def __init__(self, given: bytes, longest: float) -> None:
        self._given = given
        self._longest = longest
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        self._stopped.set()
        if self._process:
            self._process.kill()

    def run(self) -> list[Picture | Unreadable]:
        if self._stopped.is_set():
            raise Unreadable("the picture is not read any more")
        with subprocess.Popen(  # our own module; what comes from outside goes through its input
            [sys.executable, "-I", "-m", "bot.image.apart"],
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
                    f"the picture could not be read within {self._longest:g} seconds", _SMALLER
                ) from error
        if self._process.returncode:
            raise Unreadable("the picture could not be read: it takes too much memory or time", _SMALLER)
        return _load(written)


def _write(made: Sequence[Picture | Unreadable]) -> bytes:
    told: list[dict[str, Any]] = []
    for one in made:
        if isinstance(one, Picture):
            told.append(
                {
                    "length": len(one.content),
                    "type": one.media_type,
                    "width": one.width,
                    "height": one.height,
                }
            )
        else:
            told.append({"refused": one.message, "hint": one.hint})
    contents = b"".join(one.content for one in made if isinstance(one, Picture))
    return json.dumps({"made": told}).encode() + b"\n" + contents


def _load(written: bytes) -> list[Picture | Unreadable]:
    head, _, contents = written.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Unreadable(told["refused"], told["hint"])
    made: list[Picture | Unreadable] = []
    for one in told["made"]:
        if "refused" in one:
            made.append(Unreadable(one["refused"], one["hint"]))
            continue
        content, contents = contents[: one["length"]], contents[one["length"] :]
        made.append(Picture(content, one["type"], one["width"], one["height"]))
    return made


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    head = json.loads(sys.stdin.buffer.readline())
    seconds = int(head["longest"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # Here alone: the worker itself never decodes a picture, nor loads what does.
    from bot.image.shrinking import shrink  # noqa: PLC0415

    fits = [Fit(one["most_bytes"], one["side"], tuple(one["types"])) for one in head["fits"]]
    try:
        written = _write(shrink(sys.stdin.buffer.read(), fits))
    except Unreadable as error:
        written = json.dumps({"refused": error.message, "hint": error.hint}).encode()
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    _main()
