"""What one pass of the worker did, and what it left: for the table that `run --once` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import NotFound
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.sending.waiting import tell_waits
from bot.flow.show import post_row
from bot.flow.watching.troubles import needs_reconnecting
from bot.model import Delivery, DeliveryState
from bot.store import articles, channels, events, outbox

_OPEN = frozenset(
    {
        DeliveryState.SCHEDULED,
        DeliveryState.AWAITING_APPROVAL,
        DeliveryState.SENDING,
        DeliveryState.UNCERTAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Report:
    """Posts with what became of them, oldest first, and the channels that were refused, with the reason.

    `troubled` tells that a post failed in this pass, or that one is uncertain now.
    """

    posts: list[Row]
    refused: dict[str, str]
    troubled: bool


def report(house: House, since: datetime, *, once: bool) -> Report:
    """Every post that changed at or after `since`, and every one that is still to be sent."""

    def read(conn: Connection) -> Report:
        touched = events.touched_since(conn, since)
        waiting = {
            delivery.id: (delivery, title)
            for delivery, title in outbox.find(conn, states=_OPEN, most=1_000_000)
        }
        found = dict(waiting)
        for name in touched - waiting.keys():
            found |= _get(conn, name)
        waits = tell_waits(conn, house, (delivery for delivery, _ in found.values()), once=once)
        rows = [
            {**post_row(delivery, title), **_tell(waits, delivery)}
            for _, (delivery, title) in sorted(found.items())
        ]
        states = {delivery.state for delivery, _ in found.values()}
        refused = {
            name: state.hold_reason
            for name, state in channels.get_all(conn).items()
            if name in house.settings.channels and needs_reconnecting(state)
        }
        return Report(rows, refused, bool(states & {DeliveryState.UNCERTAIN, DeliveryState.FAILED}))

    return house.store.read_now(read)


def _get(conn: Connection, name: str) -> dict[str, tuple[Delivery, str]]:
    """The post of that id with its title; nothing where the event was about something else."""
    try:
        delivery = outbox.get(conn, name)
    except NotFound:
        return {}
    _, revision = articles.newest(conn, delivery.article_id)
    return {delivery.id: (delivery, revision.document.title)}


def _tell(waits: Mapping[str, Row], delivery: Delivery) -> Row:
    """`told`: the address, when it leaves, or why not; `leaves_at` where that is known."""
    if delivery.state is DeliveryState.DELIVERED:
        return {"told": delivery.receipt.url if delivery.receipt else "", "leaves_at": None}
    return waits.get(delivery.id, {"told": delivery.reason, "leaves_at": None})
