"""How a worker begins: with what the last one left."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.settling import ask
from bot.flow.watching.silence import begin_waiting
from bot.model import DeliveryState
from bot.store import mending, outbox, renaming, transitions
from bot.store.restoring import ORPHANED

log = structlog.get_logger()


async def start(house: House, *, once: bool = False) -> None:
    """After a start, perhaps after a kill: what was armed is uncertain, orphans are held.

    What came due while no worker was there is held, too, but for `once`, which comes and goes by cron.
    """
    now = house.clock.now()
    await house.store.write(lambda conn: _follow_names(conn, house, now))
    house.looks.rename({one.was: name for name, one in house.settings.sources.items() if one.was})
    leased, armed = await house.store.write(lambda conn: mending.recover(conn, now))
    if leased or armed:
        log.warning("the last worker did not end well", given_back=leased, uncertain=armed)
    # What was in hand then is judged by its clock, too.
    await absence.begin(house, once=once)
    await house.store.write(lambda conn: begin_waiting(conn, house))
    orphans = await house.store.write(lambda conn: _hold_orphans(conn, house, now))
    if orphans:
        log.warning("posts held: their channel is not in the config", held=orphans)


def _follow_names(conn: Connection, house: House, now: datetime) -> None:
    """What was renamed goes on under its new name."""
    for name, source in house.settings.sources.items():
        if source.was and renaming.rename_source(conn, source.was, name, now):
            log.warning("a source has another name now", was=source.was, source=name)
    for name, channel in house.settings.channels.items():
        if channel.was and renaming.rename_channel(conn, channel.was, name, now):
            log.warning("a channel has another name now", was=channel.was, channel=name)


def _hold_orphans(conn: Connection, house: House, now: datetime) -> int:
    """Deliveries of channels that are gone from the config."""
    states = (DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL)
    held = 0
    # Only what is found is read: an outbox may be long, and a start waits for this.
    for name in outbox.list_channels(conn, states) - house.settings.channels.keys():
        told = f"{ORPHANED} {name} was not in config/channels.yaml any more"
        back = f"where it is back: newscrier post retry --channel {name}"
        reason = f"{told}; {back}; where it was renamed, write `was: {name}` below its new name"
        for delivery, _ in outbox.find(conn, states=states, channel=name, most=1_000_000):
            held += transitions.move(conn, delivery.id, states, DeliveryState.HELD, now, reason=reason)
    _ask_of_orphans(conn, house, now)
    return held


def _ask_of_orphans(conn: Connection, house: House, now: datetime) -> None:
    """What nobody knows the outcome of on such a channel, nobody can find out but a person."""
    uncertain = DeliveryState.UNCERTAIN
    for name in outbox.list_channels(conn, (uncertain,)) - house.settings.channels.keys():
        for delivery in outbox.in_state(conn, name, uncertain):
            if not delivery.asked:
                ask(conn, delivery, now, f"{ORPHANED} {name} is not in config/channels.yaml any more")
