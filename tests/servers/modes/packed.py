"""Packed answers, whole, odd and hostile."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

from servers.modes.feeds import KIB
from servers.modes.visit import Visit, mode


@mode("gzip")
async def _gzip(visit: Visit) -> None:
    await visit.answer(200, gzip.compress(visit.document.body), "content-encoding: gzip")


@mode("gzip-members")
async def _gzip_members(visit: Visit) -> None:
    """Several members, the bytes in crumbs, and padding at the end."""
    body = visit.document.body
    packed = gzip.compress(body[:50]) + gzip.compress(body[50:]) + b"\0" * 7
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    for position in range(len(packed)):
        await visit.chunk(packed[position : position + 1])
    await visit.raw(b"0\r\n\r\n")


@mode("deflate")
async def _deflate(visit: Visit) -> None:
    await visit.answer(200, zlib.compress(visit.document.body), "content-encoding: deflate")


@mode("bare-deflate")
async def _bare_deflate(visit: Visit) -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(visit.document.body) + packer.flush()
    await visit.answer(200, packed, "content-encoding: deflate")


@mode("gzip-lie")
async def _gzip_lie(visit: Visit) -> None:
    await visit.answer(200, visit.document.body, "content-encoding: gzip")


@mode("gzip-cut")
async def _gzip_cut(visit: Visit) -> None:
    await visit.answer(200, gzip.compress(visit.document.body)[:-12], "content-encoding: gzip")


@mode("gzip-twice")
async def _gzip_twice(visit: Visit) -> None:
    packed = gzip.compress(gzip.compress(visit.document.body))
    await visit.answer(200, packed, "content-encoding: gzip, gzip")


@mode("brotli")
async def _brotli(visit: Visit) -> None:
    await visit.answer(200, b"\x0b\x02\x80", "content-encoding: br")


@mode("gzip-bomb")
async def _gzip_bomb(visit: Visit) -> None:
    """1 GiB of zeros in 1 MiB, sent as one chunk."""
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    await visit.chunk(write_bomb(1024))
    await visit.raw(b"0\r\n\r\n")


@mode("gzip-nothing")
async def _gzip_nothing(visit: Visit) -> None:
    """Packed bytes without end that open to nothing."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    start = packer.compress(b"")
    await visit.head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    await visit.chunk(start + packer.flush(zlib.Z_FULL_FLUSH))
    while True:
        await visit.chunk(b"\0\0\0\xff\xff" * 10_000)


@cache
def write_bomb(mebibytes: int) -> bytes:
    """A gzip member that opens to that many MiB of zeros; about a thousandth of it."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    first = packer.compress(b"\0" * KIB * KIB) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\0" * KIB * KIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (mebibytes - 1)
