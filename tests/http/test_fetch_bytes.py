"""Any bytes on the wire give a document or an error of ours; packed bodies open to what was packed."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from dialled import PUBLIC, Lines
from hypothesis import given, settings
from hypothesis import strategies as st
from pace import PATIENCE

from bot.errors import Blocked, SourceError, Unreadable
from bot.http import Client, Fetched
from bot.http.guard import Guard
from bot.http.inflate import Body

MOST = 20_000
LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"HTTP/1.1 301 Moved\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.0 200\r\n",
        b"HTTP/9.9 999 \xff\r\n",
        b"location: //\xff\xfe/\r\n",
        b"location: http://[\r\n",
        b"location: \r\n",
        b"content-type: text/html; charset=\xe9\r\n",
        b"content-length: 5\r\n",
        b"content-length: -1\r\n",
        b"transfer-encoding: chunked\r\n",
        b"content-encoding: gzip\r\n",
        b"content-encoding: deflate\r\n",
        b"retry-after: \xb2\r\n",
        b"expires: 9999\r\n",
        b"age: \xb2\r\n",
        b" folded\r\n",
        b"\r\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        gzip.compress(b"hello"),
    ]
)


@settings(deadline=None)
@given(st.lists(LINES | st.binary(max_size=30), max_size=12), st.booleans())
def test_any_bytes_give_a_document_or_an_error_of_ours(parts: list[bytes], proper: bool) -> None:
    parts = [b"HTTP/1.1 200 OK\r\n", *parts] if proper else parts

    async def fetch() -> Fetched | SourceError:
        async with Client(guard=Guard(network=Lines(PUBLIC, answer=parts))) as client:
            try:
                return await client.fetch(f"http://{PUBLIC}/", headers={"if-none-match": "x"})
            except SourceError as error:
                return error

    outcome = asyncio.run(fetch())
    if isinstance(outcome, SourceError):
        assert str(outcome).isprintable()
    else:
        assert outcome.status in {200, 304}


def _open(encoding: str, packed: bytes, cuts: list[int], most: int = MOST) -> bytes:
    body = Body(encoding, most=most, host="a.example")
    places = sorted({0, len(packed), *(cut % (len(packed) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        body.add(packed[start:end])
    return body.finish()


def _bare(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    " Deflate ": zlib.compress,
    "deflate": _bare,
}
PACKED |= {"identity": bytes, "": bytes}


@given(
    st.sampled_from(sorted(PACKED)),
    st.binary(max_size=300) | st.integers(0, MOST).map(lambda size: b"ab" * (size // 2)),
    st.lists(st.integers(0, 10_000), max_size=12),
)
def test_packed_bodies_open_to_what_was_packed(encoding: str, content: bytes, cuts: list[int]) -> None:
    packed = PACKED[encoding](content)
    if len(packed) <= MOST:
        assert _open(encoding, packed, cuts) == content


@given(
    st.lists(st.binary(max_size=60), min_size=1, max_size=5), st.lists(st.integers(0, 10_000), max_size=12)
)
def test_members_follow_each_other(parts: list[bytes], cuts: list[int]) -> None:
    packed = b"".join(map(gzip.compress, parts)) + b"\0\0padding"
    assert _open("gzip", packed, cuts) == b"".join(parts)


@given(st.integers(1, 400_000), st.integers(1, 400_000), st.lists(st.integers(0, 10_000), max_size=4))
def test_never_more_than_the_most(size: int, most: int, cuts: list[int]) -> None:
    packed = gzip.compress(b"\0" * size)
    if max(size, len(packed)) <= most:
        assert len(_open("gzip", packed, cuts, most)) == size
    else:
        with pytest.raises(Blocked, match="sends more than"):
            _open("gzip", packed, cuts, most)


@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=200))
def test_any_bytes_open_or_are_broken(encoding: str, content: bytes) -> None:
    try:
        opened = _open(encoding, content, [7, 11])
    except (Unreadable, Blocked):
        opened = b""
    assert len(opened) <= MOST


def test_the_hostile_server_as_a_process() -> None:
    script = Path(__file__).resolve().parents[1] / "servers" / "outside.py"
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            told = json.loads(process.stdout.readline())
            switch = urllib.request.Request(
                f"{told['control']}/switch",
                json.dumps({"path": "/feed.xml", "mode": "status-410"}).encode(),
                {"content-type": "application/json"},
            )
            with urllib.request.urlopen(switch) as answer:
                assert json.load(answer) == {"ok": True}
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{told['url']}/feed.xml")
            assert caught.value.code == 410
            caught.value.close()
            with urllib.request.urlopen(f"{told['control']}/requests") as answer:
                assert [request["path"] for request in json.load(answer)] == ["/feed.xml"]
        finally:
            process.terminate()
        assert process.wait(PATIENCE) == 0
