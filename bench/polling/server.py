"""A site of many feeds on loopback, in a process of its own: conditional GET, and nothing more than it takes.

`python server.py FEEDS ENTRIES` prints its port and serves /0, /1, … until its standard input ends.
"""

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from polling.documents import write_feed

_CHANGED_AT = "Mon, 23 Nov 2026 12:00:00 GMT"


class _Answers(asyncio.Protocol):
    """One connection; every answer was written beforehand, so that this costs the measured side nothing."""

    whole: list[bytes]
    unchanged: list[bytes]
    tags: list[bytes]

    def __init__(self) -> None:
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            number = int(head.split(b" ", 2)[1][1:])
            known = b'if-none-match: "' + self.tags[number] in head.lower()
            self._transport.write((self.unchanged if known else self.whole)[number])


def _answer(number: int, entries: int) -> tuple[bytes, bytes, bytes]:
    """The tag, and the answers 200 and 304."""
    body = write_feed(number, entries)
    tag = hashlib.sha256(body).hexdigest()[:16].encode()
    head = b'etag: "%s"\r\nlast-modified: %s\r\n' % (tag, _CHANGED_AT.encode())
    kind = b"content-type: application/rss+xml; charset=utf-8\r\ncontent-length: %d\r\n" % len(body)
    return (
        tag,
        b"HTTP/1.1 200 OK\r\n%s%s\r\n%s" % (head, kind, body),
        b"HTTP/1.1 304 Not Modified\r\n%s\r\n" % head,
    )


async def _serve(feeds: int, entries: int) -> None:
    answers = [_answer(number, entries) for number in range(feeds)]
    _Answers.tags = [tag for tag, _, _ in answers]
    _Answers.whole = [whole for _, whole, _ in answers]
    _Answers.unchanged = [unchanged for _, _, unchanged in answers]
    server = await asyncio.get_running_loop().create_server(_Answers, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


@contextmanager
def serve_feeds(feeds: int, entries: int) -> Iterator[str]:
    """The address below which the feeds are, numbered from 0."""
    command = [sys.executable, __file__, str(feeds), str(entries)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
