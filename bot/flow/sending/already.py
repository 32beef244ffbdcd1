"""An article that somebody has posted by hand before us is not posted again.

It is told by the link, without what only counts visits. That we ourselves never post a link twice is the
register's doing: the same address is the same article. A person who brings a post back is not contradicted.
"""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import Connection

from bot.addresses import canonical_url
from bot.errors import DeliveryError
from bot.flow.house import House
from bot.flow.timing.due import BY_A_PERSON
from bot.model import Act, Delivery, DeliveryState, Recent
from bot.plugin import Platform, Readable
from bot.store import online, outbox, transitions

log = structlog.get_logger()

LOOK_EVERY = 60.0
"""Seconds for which an account's latest posts are taken as they were read."""

_LOOK_FOR = 5.0


async def pass_over(house: House, platform: Platform, delivery: Delivery) -> bool:
    """Skip a claimed delivery whose link stands on the account already; whether that was so."""
    link = _link_of(delivery) if _is_asked_for(house, platform, delivery.channel) else ""
    if not link:
        return False
    same = _find_same(await _look(house, platform, delivery.channel), link)

    def write(conn: Connection) -> bool:
        ours = online.list_receipts(conn, delivery.channel)
        others = [one.receipt for one in same if one.receipt.id not in ours]
        fresh = outbox.get(conn, delivery.id)
        if not others or (fresh.state, fresh.text_hash) != (delivery.state, delivery.text_hash):
            return False
        scheduled, skipped = DeliveryState.SCHEDULED, DeliveryState.SKIPPED
        reason = f"posted by hand: {others[0].url or others[0].id}"
        return transitions.move(conn, fresh.id, scheduled, skipped, house.clock.now(), reason=reason)

    return bool(same) and await house.store.write(write)


def is_surely_absent(house: House, platform: Platform, delivery: Delivery) -> bool:
    """Whether what was read of the account lately says that its link does not stand there; asks nobody."""
    link = _link_of(delivery) if _is_asked_for(house, platform, delivery.channel) else ""
    if not link:
        return True
    recent = _read_lately(house, delivery.channel)
    return recent is not None and not _find_same(recent, link)


def _is_asked_for(house: House, platform: Platform, channel: str) -> bool:
    return house.settings.channels[channel].posted_by_hand == "skip" and isinstance(platform, Readable)


def _find_same(recent: list[Recent], link: str) -> list[Recent]:
    return [one for one in recent if any(canonical_url(each) == link for each in one.links)]


def _link_of(delivery: Delivery) -> str:
    """The address of a first post, as addresses are compared; empty where none is looked for."""
    first = delivery.act is Act.CREATE and delivery.position == 0 and delivery.target is None
    by_a_person = delivery.revived_at is not None or delivery.reason.startswith(BY_A_PERSON)
    if not first or by_a_person or delivery.post is None or not delivery.post.link:
        return ""
    return canonical_url(delivery.post.link)


def _read_lately(house: House, channel: str) -> list[Recent] | None:
    """What its account showed last; None where that is too long ago."""
    read_at, recent = house.recent.get(channel, (None, []))
    fresh = read_at is not None and house.clock.monotonic() - read_at < LOOK_EVERY
    return recent if fresh else None


async def _look(house: House, platform: Platform, channel: str) -> list[Recent]:
    """The account's latest posts, read once a minute; where they cannot be read, that costs no post."""
    recent = _read_lately(house, channel)
    if recent is not None or not isinstance(platform, Readable):
        return recent or []
    try:
        async with asyncio.timeout(_LOOK_FOR):
            recent = await platform.recent()
    except (DeliveryError, TimeoutError) as error:
        log.info("the account's latest posts cannot be read", channel=channel, reason=str(error))
        recent = []
    house.recent[channel] = (house.clock.monotonic(), recent)
    return recent
