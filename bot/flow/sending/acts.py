"""The three acts on a platform: each is prepared before it is armed, and carried out by one call."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.errors import Rejected
from bot.flow.composing import pictures
from bot.flow.editing.reach import find_other_account
from bot.flow.house import House
from bot.flow.sending.decide import Means
from bot.model import Act, Delivery, Payload, Receipt, Repeat, new_id
from bot.plugin import Editable, Findable, Platform, Withdrawable
from bot.store import posts


def find_target(conn: Connection, delivery: Delivery) -> Receipt | None:
    """The post that the act changes, or replies to. Raises Rejected for one that is out of reach."""
    if delivery.act is not Act.CREATE:
        standing = posts.get(conn, delivery.post_id)
        if strange := find_other_account(conn, standing):
            where = standing.receipt.url if standing.receipt else ""
            raise Rejected(f"the post cannot be changed from here: {strange}", f"do it by hand: {where}")
        return standing.receipt or delivery.target
    if delivery.position:
        ahead = posts.before(conn, delivery)
        return ahead.receipt if ahead else None
    return delivery.target


async def prepare(house: House, platform: Platform, delivery: Delivery, target: Receipt | None) -> Payload:
    """The payload of an act, under a new key. Raises DeliveryError."""
    if delivery.act is Act.DELETE:
        return Payload(new_id(), {"withdraws": target.id if target else ""})
    assert delivery.post
    reply_to = target if delivery.act is Act.CREATE else None
    return await pictures.prepare(house, platform, delivery.channel, delivery.post, reply_to)


async def carry_out(
    platform: Platform, delivery: Delivery, payload: Payload, target: Receipt | None
) -> Receipt:
    """The one call of an act; the receipt of the post that it made or changed. Raises DeliveryError."""
    if delivery.act is Act.CREATE:
        return await platform.publish(payload)
    if target is None:
        raise Rejected("nobody knows where this post is", "change it by hand")
    if delivery.act is Act.EDIT and isinstance(platform, Editable):
        return await platform.edit(target, payload)
    if delivery.act is Act.DELETE and isinstance(platform, Withdrawable):
        await platform.withdraw(target)
        return target
    raise Rejected(f"{platform.label} does not {delivery.act.value} posts", f"do it by hand: {target.url}")


def means_of(platform: Platform, delivery: Delivery) -> Means:
    """What can be done about an unknown outcome there.

    The same edit or delete again changes nothing more; it waits until no request can be in hand, which
    would undo a later edit.
    """
    if delivery.act is not Act.CREATE:
        return Means(Repeat(None, platform.repeat.lag), findable=False)
    return Means(platform.repeat, isinstance(platform, Findable))
