"""An article's lead picture: fetched when the article comes in, and made to fit each channel.

It is shown only with an alt text and a credit; whatever goes wrong, the post leaves without it, and the
draft says why. It is fetched before its article is stored, in a short time, so that what a person
approves is what leaves. Fetching is no publication: an embargo forbids uploading, not this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.errors import Gone, Problem, SourceError, StoreError, Unreadable
from bot.flow.captions import caption
from bot.flow.house import House
from bot.flow.reading import Read, is_web_page
from bot.flow.shelf import FOLDER, WHOLE, Shelf, digest_of
from bot.image import MOST_BYTES, Fit, Picture, shrink_apart
from bot.model import STATES_FINAL, DeliveryState, Document, Image, Limits, Payload, Post, new_id
from bot.plugin import Illustrated, Platform, Source
from bot.sources.folder import read_picture
from bot.store import articles, outbox

log = structlog.get_logger()

T = TypeVar("T", Document, Post)

WITHIN = 5.0
"""Seconds that a poll's articles wait for all their pictures together."""

KEPT_FOR = timedelta(days=1)
_PROMISED = "promised"
_AT_ONCE = 4
_LOOKS = 3
_BETWEEN_LOOKS = 0.4
_SIDECAR = "write `image: {url, alt, credit}` into the article's sidecar"


def attach(
    house: House, channel: str, document: Document, post: Post, *, sober: bool = False
) -> tuple[Post, list[Problem]]:
    """The post with the article's picture, where the channel shows one, and why there is none."""
    image, limits = document.image, house.lines.platform(channel).limits
    if image is None or not _shows(house, channel, limits):
        return post, []
    if lacking := _explain(image, sober=sober):
        return post, [lacking]
    found = Shelf(house).find(image.kept, fit_of(limits))
    if found is None:
        return post, [_without("it cannot be made small enough here, or is not kept any more")]
    alt = caption(image, document.language, limits.alt_length)
    return replace(post, attachments=(replace(found, alt=alt),)), []


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
    return replace(document, image=replace(image, kept=_PROMISED)) if image else document


async def renew(house: House, channel: str, document: Document) -> None:
    """Make the picture fit anew where the channel's limits are not what they were at the intake."""
    image, limits = document.image, house.lines.platform(channel).limits
    if image is None or not image.kept or not _shows(house, channel, limits):
        return
    shelf, fit = Shelf(house), fit_of(limits)
    whole = shelf.find(image.kept, WHOLE)
    place = shelf.locate(whole.path) if whole else None
    if place is None or shelf.find(image.kept, fit):
        return
    try:
        content = await asyncio.to_thread(place.read_bytes)
        made = await shrink_apart(content, [fit])
        await asyncio.to_thread(_put, shelf, image.kept, [fit], made)
    except (SourceError, OSError) as error:
        log.warning("a picture cannot be made anew", channel=channel, reason=str(error))


async def prepare(house: House, platform: Platform, channel: str, post: Post) -> Payload:
    """The payload of a stored post, under a new key; what was left out is told. Raises DeliveryError."""
    shelf = Shelf(house)
    places = [(one, shelf.locate(one.path)) for one in post.attachments]
    there = tuple(replace(one, path=str(place)) for one, place in places if place)
    payload = await platform.prepare(replace(post, attachments=there), new_id(), None)
    if len(there) < len(places):
        payload = replace(payload, left_out="the picture is not kept any more")
    if payload.left_out:
        log.warning("posting without the picture", channel=channel, reason=payload.left_out)
    return payload


def forget_unused(house: House, conn: Connection, now: datetime) -> int:
    """Remove the pictures that no waiting post needs and that are older than a day; how many."""
    waiting = [state for state in DeliveryState if state not in STATES_FINAL]
    used = set()
    for delivery, _ in outbox.find(conn, states=waiting, most=1_000_000):
        _, revision = articles.newest(conn, delivery.article_id)
        if revision.document.image:
            used.add(revision.document.image.kept)
        for attachment in delivery.post.attachments if delivery.post else ():
            used.add(attachment.path.removeprefix(f"{FOLDER}/").partition("/")[0])
    return Shelf(house).forget(used, now - KEPT_FOR)


def fit_of(limits: Limits) -> Fit:
    """What a picture must fit on a platform."""
    return Fit(limits.image_bytes, limits.image_side, limits.image_types)


def _shows(house: House, channel: str, limits: Limits) -> bool:
    return house.settings.channels[channel].picture == "lead" and limits.attachments > 0


def _without(reason: str, hint: str = "") -> Problem:
    return Problem(f"no picture: {reason}", hint, severity="warning")


def _explain(image: Image, *, sober: bool) -> Problem | None:
    """Why an article's picture is not shown; None where it is there."""
    if sober:
        return _without("a sober post is headline and link only")
    if not image.alt or not image.credit:
        lacking = "alt text" if not image.alt else "credit"
        return _without(f"the article gives no {lacking} for it", _SIDECAR)
    if image.kept == _PROMISED:
        return Problem(f"the picture {image.url} is fetched when the article comes in", severity="warning")
    if image.problem:
        return _without(image.problem)
    return None if image.kept else _without("it was not fetched when the article came in")


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
        if _shows(house, channel, limits):
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
