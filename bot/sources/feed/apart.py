"""Reading a feed in a process of its own: with a limit to its time and memory, killed where it needs more.

`python -m bot.sources.feed.apart` reads a line of JSON and the feed from its standard input and writes the
feed, or why it cannot be read, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bot.errors import Unreadable
from bot.sources.feed.items import Feed, load_feed, write_feed

LONGEST = 20.0
"""Seconds for one feed; feedparser needs 11 for 200,000 items."""

_MOST_MEMORY = 1024**3
_AT_ONCE = 2
_SMALLER = "ask who makes it for a smaller feed"


async def parse_apart(content: bytes, base: str, *, longest: float = LONGEST) -> Feed:
    """A feed in UTF-8 of the address `base`, read in another process. Raises Unreadable."""
    head = json.dumps({"base": base, "longest": longest}).encode() + b"\n"
    reader = _Reader(head + content, longest)
    try:
        return await asyncio.get_running_loop().run_in_executor(_workers(), reader.run)
    except asyncio.CancelledError:
        reader.stop()
        raise


def parse_here(content: bytes, base: str) -> Feed:
    """A feed in UTF-8, by the fast parser where it can, else by the slow one. Raises Unreadable."""
    # Imported here: feedparser alone takes 50 ms and 20 MB, and the worker itself never needs it.
    from bot.sources.feed.reading import try_fast  # noqa: PLC0415
    from bot.sources.feed.slow import parse_slow  # noqa: PLC0415

    found = try_fast(content, base)
    return found if isinstance(found, Feed) else parse_slow(content, base, found.flaw)


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, "feed")


class _Reader:
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

    def run(self) -> Feed:
        if self._stopped.is_set():
            raise Unreadable("the feed is not read any more")
        with subprocess.Popen(  # our own module; what comes from outside goes through its input
            [sys.executable, "-I", "-m", "bot.sources.feed.apart"],
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
                    f"the feed could not be read within {self._longest:g} seconds", _SMALLER
                ) from error
        if self._process.returncode:
            raise Unreadable("the feed could not be read: it takes too much memory or time", _SMALLER)
        told = json.loads(written)
        if "refused" in told:
            raise Unreadable(told["refused"], told["hint"])
        return load_feed(told)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    head = json.loads(sys.stdin.buffer.readline())
    seconds = int(head["longest"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        written = write_feed(parse_here(sys.stdin.buffer.read(), head["base"]))
    except Unreadable as error:
        written = json.dumps({"refused": error.message, "hint": error.hint})
    sys.stdout.buffer.write(written.encode("utf-8", "replace"))


if __name__ == "__main__":
    _main()
