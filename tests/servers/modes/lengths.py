"""Answers that take their time, do not end, or end too soon."""

from __future__ import annotations

import asyncio

from servers.modes.visit import Visit, mode


@mode("endless")
async def _endless(visit: Visit) -> None:
    await visit.head(200, "transfer-encoding: chunked")
    while True:
        await visit.chunk(b"<item/>" * 10_000)


@mode("crumbs")
async def _crumbs(visit: Visit) -> None:
    """Without end, a byte at a time, but fast."""
    await visit.head(200, "transfer-encoding: chunked")
    while True:
        await visit.raw(b"1\r\nx\r\n" * 5_000)
        await asyncio.sleep(0)


@mode("drip")
async def _drip(visit: Visit) -> None:
    await visit.head(200, f"content-length: {len(visit.document.body)}")
    for position in range(len(visit.document.body)):
        await visit.raw(visit.document.body[position : position + 1])
        await asyncio.sleep(0.05)


@mode("drip-head")
async def _drip_head(visit: Visit) -> None:
    await visit.raw(b"HTTP/1.1 200 Answer\r\n")
    while True:
        await visit.raw(b"x-more: x\r\n")
        await asyncio.sleep(0.05)


@mode("silence")
async def _silence(visit: Visit) -> None:
    del visit
    await asyncio.sleep(3600)


@mode("early-hints")
async def _early_hints(visit: Visit) -> None:
    while True:
        await visit.raw(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n")
        await asyncio.sleep(0.01)


@mode("length-too-long")
async def _length_too_long(visit: Visit) -> None:
    await visit.head(200, f"content-length: {len(visit.document.body) + 100}")
    await visit.raw(visit.document.body)
    raise ConnectionAbortedError


@mode("length-too-short")
async def _length_too_short(visit: Visit) -> None:
    await visit.head(200, "content-length: 40")
    await visit.raw(visit.document.body)


@mode("length-huge")
async def _length_huge(visit: Visit) -> None:
    await visit.head(200, "content-length: 99999999999999")


@mode("length-garbage")
async def _length_garbage(visit: Visit) -> None:
    await visit.head(200, "content-length: many")
    await visit.raw(visit.document.body)


@mode("lengths-differ")
async def _lengths_differ(visit: Visit) -> None:
    await visit.head(200, "content-length: 10", "content-length: 20")
    await visit.raw(visit.document.body)


@mode("truncated")
async def _truncated(visit: Visit) -> None:
    """A chunked body that breaks off in the middle."""
    await visit.head(200, "transfer-encoding: chunked")
    await visit.chunk(visit.document.body[: len(visit.document.body) // 2])
    raise ConnectionAbortedError


@mode("empty")
async def _empty(visit: Visit) -> None:
    await visit.answer()
