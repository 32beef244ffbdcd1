"""The pictures of new articles, fetched before their articles are stored.

It happens in a short time, so that what a person approves is what leaves. Fetching is no publication: an
embargo forbids uploading, not this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.addresses import seems_web_address
from bot.errors import Gone, SourceError, StoreError, Unreadable
from bot.flow.arriving.reading import Read
from bot.flow.composing.darkroom import keep_fitting
from bot.flow.house import House
from bot.image import MOST_BYTES
from bot.model import Image
from bot.plugin import Illustrated, Source

log = structlog.get_logger()

WITHIN = 5.0
"""Seconds that a poll's articles wait for all their pictures together."""

_AT_ONCE = 4
_LOOKS = 3
_BETWEEN_LOOKS = 0.4


async def gather(house: House, source: Source | None, found: Sequence[Read]) -> list[Read]:
    """The same articles with their pictures kept, or with why they are not; within `WITHIN` seconds."""
    free = asyncio.Semaphore(_AT_ONCE)
    tasks = [asyncio.create_task(_keep(house, source, one, free)) for one in found]
    try:
        await asyncio.wait(tasks, timeout=WITHIN)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    return [_with_image(one, _image_of(one, end)) for one, end in zip(found, ended, strict=True)]


async def _keep(house: House, source: Source | None, one: Read, free: asyncio.Semaphore) -> str:
    """Fetch it, and make and keep what each channel needs; its digest. Raises SourceError, OSError."""
    assert one.document.image
    async with free:
        content = await _fetch(house, source, one, one.document.image.url)
        return await keep_fitting(house, one.document, content)


async def _fetch(house: House, source: Source | None, one: Read, url: str) -> bytes:
    if seems_web_address(url):
        return (await house.lines.outside.fetch(url, most=MOST_BYTES)).content
    if not isinstance(source, Illustrated):
        raise Unreadable(f"{url!r} is no web address", "it begins with https://")
    for look in range(_LOOKS):
        try:
            return await asyncio.to_thread(source.read_picture, one.entry, url, MOST_BYTES)
        except Gone:
            # Many programs write the article first and the picture right after it.
            if look == _LOOKS - 1:
                raise
            await house.clock.sleep(_BETWEEN_LOOKS)
    raise AssertionError  # pragma: no cover - the last look returned or raised


def _image_of(one: Read, end: str | BaseException) -> Image:
    image = one.document.image
    assert image
    match end:
        case str():
            return replace(image, kept=end)
        case SourceError() | OSError():
            return replace(image, problem=str(end))
        case asyncio.CancelledError():
            return replace(image, problem=f"it did not come within {WITHIN:g} seconds")
        case StoreError():
            raise end
    log.error("a picture cannot be taken", url=image.url, fault=type(end).__name__, reason=str(end))
    return replace(image, problem=f"it cannot be taken: {type(end).__name__}")


def _with_image(one: Read, image: Image) -> Read:
    return replace(one, document=replace(one.document, image=image))
