"""Where pictures are made to fit what each channel can show, and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from bot.addresses import seems_web_address
from bot.errors import SourceError, StoreError, Unreadable
from bot.flow.composing.pictures import PROMISED, fit_of, shows
from bot.flow.composing.shelf import WHOLE, Shelf, digest_of
from bot.flow.house import House
from bot.image import MOST_BYTES, Fit, Picture, shrink_apart
from bot.model import Document
from bot.sources.folder import read_picture

log = structlog.get_logger()


def needs_picture(house: House, document: Document) -> bool:
    """Whether some channel would show the article's picture, so that it must be fetched."""
    return bool(_fits(house, document))


async def look_beside(house: House, document: Document, path: Path) -> Document:
    """For a preview of a file: a picture that lies beside it is read, one on the web only promised."""
    image = document.image
    if image is None or not needs_picture(house, document):
        return document
    if seems_web_address(image.url):
        return promise(document)
    try:
        content = await asyncio.to_thread(read_picture, path.parent, (), image.url, MOST_BYTES)
        kept = await keep_fitting(house, document, content)
        return replace(document, image=replace(image, kept=kept))
    except (SourceError, OSError) as error:
        return replace(document, image=replace(image, problem=str(error)))


async def keep_fitting(house: House, document: Document, content: bytes) -> str:
    """Make of the article's picture what each channel needs; its digest. Raises SourceError, OSError."""
    fits = await asyncio.to_thread(_fits, house, document)
    shelf, digest = Shelf(house), await asyncio.to_thread(digest_of, content)
    missing = [fit for fit in dict.fromkeys((WHOLE, *fits)) if shelf.find(digest, fit) is None]
    if missing:
        made = await shrink_apart(content, missing)
        await asyncio.to_thread(_put, shelf, digest, missing, made)
    else:
        shelf.keep(digest)
    return digest


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


def _put(shelf: Shelf, digest: str, fits: Sequence[Fit], made: Sequence[Picture | Unreadable]) -> None:
    for fit, one in zip(fits, made, strict=True):
        if isinstance(one, Picture):
            shelf.put(digest, fit, one)
