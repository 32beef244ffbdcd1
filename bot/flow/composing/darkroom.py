"""Where pictures are fetched and made to fit, before their articles are stored.

It happens in a short time, so that what a person approves is what leaves. Fetching is no publication: an
embargo forbids uploading, not this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from bot.errors import Gone, SourceError, StoreError, Unreadable
from bot.flow.arriving.reading import Read, is_web_page
from bot.flow.composing.pictures import PROMISED, fit_of, shows
from bot.flow.composing.shelf import WHOLE, Shelf, digest_of
from bot.flow.house import House
from bot.image import MOST_BYTES, Fit, Picture, shrink_apart
from bot.model import Document, Image
from bot.plugin import Illustrated, Source
from bot.sources.folder import read_picture

log = structlog.get_logger()

WITHIN = 5.0
"""Seconds that a poll's articles wait for all their pictures together."""

_AT_ONCE = 4
_LOOKS = 3
_BETWEEN_LOOKS = 0.4


def needs_picture(house: House, document: Document) -> bool:
    """Whether some channel would show the article's picture, so that it must be fetched."""
    return bool(_fits(house, document))


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


async def look_beside(house: House, document: Document, path: Path) -> Document:
    """For a preview of a file: a picture that lies beside it is read, one on the web only promised."""
    image = document.image
    if image is None or not needs_picture(house, document):
        return document
    if is_web_page(image.url):
        return promise(document)
    try:
        content = await asyncio.to_thread(read_picture, path.parent, (), image.url, MOST_BYTES)
        kept = await _shrink(house, content, _fits(house, document))
        return replace(document, image=replace(image, kept=kept))
    except (SourceError, OSError) as error:
        return replace(document, image=replace(image, problem=str(error)))


def promise(document: Document) -> Document:
    """For a preview of a page: its picture is not fetched, and said to be."""
    image = document.image
    return replace(document, image=replace(image, kept=PROMISED)) if image else document


async def renew(house: House, channel: str, document: Document) -> None:
    """Make the picture fit anew where the channel's limits are not what they were at the intake."""
    image, limits = document.image, house.lines.platform(channel).limits
    if image is None or not image.kept or not shows(house, channel, limits):
        return
    shelf, fit = Shelf(house), fit_of(limits)
    whole = shelf.find(image.kept, WHOLE)
    place = shelf.locate(whole.path) if whole else None
    if place is None and shelf.find(image.kept, fit) is None:
        log.warning("a picture is not on this disk any more: the post leaves without", channel=channel)
    if place is None or shelf.find(image.kept, fit):
        return
    try:
        content = await asyncio.to_thread(place.read_bytes)
        made = await shrink_apart(content, [fit])
        await asyncio.to_thread(_put, shelf, image.kept, [fit], made)
    except (SourceError, OSError) as error:
        log.warning("a picture cannot be made anew", channel=channel, reason=str(error))


def _fits(house: House, document: Document) -> list[Fit]:
    """What each channel that may show this article's picture needs, each once."""
    image, note = document.image, document.note
    if image is None or not image.alt or not image.credit or not note.post:
        return []
    fits = []
    for channel in house.settings.channels:
        if note.channels is not None and channel not in note.channels:
            continue
        try:
            limits = house.lines.platform(channel).limits
        except StoreError:
            raise
        except Exception:  # noqa: BLE001, S112 - a faulty platform fails its own drafts, and says so there
            continue
        if shows(house, channel, limits):
            fits.append(fit_of(limits))
    return list(dict.fromkeys(fits))


async def _keep(house: House, source: Source | None, one: Read, free: asyncio.Semaphore) -> str:
    """Fetch, make what each channel needs, keep; its digest. Raises SourceError, OSError."""
    assert one.document.image
    async with free:
        content = await _fetch(house, source, one, one.document.image.url)
        return await _shrink(house, content, await asyncio.to_thread(_fits, house, one.document))


async def _shrink(house: House, content: bytes, fits: Sequence[Fit]) -> str:
    shelf, digest = Shelf(house), await asyncio.to_thread(digest_of, content)
    missing = [fit for fit in dict.fromkeys((WHOLE, *fits)) if shelf.find(digest, fit) is None]
    if missing:
        made = await shrink_apart(content, missing)
        await asyncio.to_thread(_put, shelf, digest, missing, made)
    else:
        shelf.keep(digest)
    return digest


def _put(shelf: Shelf, digest: str, fits: Sequence[Fit], made: Sequence[Picture | Unreadable]) -> None:
    for fit, one in zip(fits, made, strict=True):
        if isinstance(one, Picture):
            shelf.put(digest, fit, one)


async def _fetch(house: House, source: Source | None, one: Read, url: str) -> bytes:
    if is_web_page(url):
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
