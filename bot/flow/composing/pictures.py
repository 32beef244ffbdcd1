"""An article's lead picture on the posts of each channel.

It is shown only with an alt text and a credit; whatever goes wrong, the post leaves without it, and the
draft says why.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.errors import Problem
from bot.flow.composing.captions import caption
from bot.flow.composing.shelf import FOLDER, Shelf
from bot.flow.house import House
from bot.flow.row import Row
from bot.image import Fit
from bot.model import (
    STATES_FINAL,
    Delivery,
    DeliveryState,
    Document,
    Image,
    Limits,
    Payload,
    Post,
    Receipt,
    new_id,
)
from bot.plugin import Platform
from bot.render.usual import SOBER
from bot.store import articles, outbox

log = structlog.get_logger()

PROMISED: Final = "promised"
"""Stands for the digest of a picture that a preview did not fetch."""

_KEPT_FOR = timedelta(days=1)
_SIDECAR = "write `image: {url, alt, credit}` into the article's sidecar"


def attach(
    house: House, channel: str, document: Document, post: Post, *, sober: bool
) -> tuple[Post, list[Problem]]:
    """The post with the article's picture, where the channel shows one, and why there is none."""
    image, limits = document.image, house.lines.platform(channel).limits
    if image is None or not shows(house, channel, limits):
        return post, []
    if lacking := _explain(image, sober=sober):
        return post, [lacking]
    found = Shelf(house).find(image.kept, fit_of(limits))
    if found is None:
        return post, [_without("it cannot be made small enough here, or is not kept any more")]
    labels = house.labels.choose(document.language, house.settings.newsroom.language)
    alt = caption(image, labels.get("photo", ""), limits.alt_length)
    shown = replace(post, attachments=(replace(found, alt=alt),))
    refused = _refusal(house.lines.platform(channel), post, shown)
    return (post, [_without(refused)]) if refused else (shown, [])


async def prepare(
    house: House, platform: Platform, channel: str, post: Post, reply_to: Receipt | None = None
) -> Payload:
    """The payload of a stored post, under a new key; what was left out is told. Raises DeliveryError."""
    if not post.attachments:
        return await platform.prepare(post, new_id(), reply_to)
    shelf = Shelf(house)
    places = [(one, shelf.locate(one.path)) for one in post.attachments]
    there = tuple(replace(one, path=str(place)) for one, place in places if place)
    payload = await platform.prepare(replace(post, attachments=there), new_id(), reply_to)
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
    return Shelf(house).forget(used, now - _KEPT_FOR)


def show_picture(house: House, delivery: Delivery, document: Document) -> Row:
    """`pictures` of a post (path, alt text, size), and `no_picture`: why it has none, or left without."""
    attachments = delivery.post.attachments if delivery.post else ()
    left_out = delivery.payload.left_out if delivery.payload else ""
    if delivery.receipt:
        left_out = left_out or str(delivery.receipt.extra.get("left_out", ""))
    if not attachments and delivery.post and delivery.channel in house.settings.channels:
        left_out = left_out or "; ".join(str(one) for one in _explain_post(house, delivery, document))
    shown = [
        {"path": one.path, "alt": one.alt, "width": one.width, "height": one.height} for one in attachments
    ]
    return {"pictures": shown, "no_picture": left_out}


def fit_of(limits: Limits) -> Fit:
    """What a picture must fit on a platform."""
    return Fit(limits.image_bytes, limits.image_side, limits.image_types)


def shows(house: House, channel: str, limits: Limits) -> bool:
    """Whether a channel shows pictures at all."""
    return house.settings.channels[channel].picture == "lead" and limits.attachments > 0


def _explain_post(house: House, delivery: Delivery, document: Document) -> list[Problem]:
    assert delivery.post
    name = delivery.template.rpartition("@")[0]
    return attach(house, delivery.channel, document, delivery.post, sober=name == SOBER)[1]


def _refusal(platform: Platform, post: Post, shown: Post) -> str:
    """What the platform has against the picture alone; empty where it takes it."""
    before = platform.check(post)
    return "; ".join(
        str(one) for one in platform.check(shown) if one.severity == "error" and one not in before
    )


def _without(reason: str, hint: str = "") -> Problem:
    return Problem(f"no picture: {reason}", hint, severity="warning")


def _explain(image: Image, *, sober: bool) -> Problem | None:
    """Why an article's picture is not shown; None where it is there."""
    if sober:
        return _without("a sober post is headline and link only")
    if not image.alt or not image.credit:
        lacking = "alt text" if not image.alt else "credit"
        return _without(f"the article gives no {lacking} for it", _SIDECAR)
    if image.kept == PROMISED:
        return Problem(f"the picture {image.url} is fetched when the article comes in", severity="warning")
    if image.problem:
        return _without(image.problem)
    return None if image.kept else _without("it was not fetched when the article came in")
