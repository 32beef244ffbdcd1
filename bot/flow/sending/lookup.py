"""An uncertain post is looked for on its platform."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.clock import to_micros
from bot.errors import SecretMissing, StoreError, Temporary, TokenExpired, Unauthorized
from bot.flow.editing import wrong
from bot.flow.editing.changing import stop_withdrawn
from bot.flow.house import House
from bot.flow.sending import session
from bot.flow.sending.acts import means_of
from bot.flow.sending.consequence import hold_if_gone
from bot.flow.sending.decide import rest_for
from bot.flow.sending.session import describe, hold_channel
from bot.flow.sending.settling import ask
from bot.flow.sending.turn import ATTEMPT_TIMEOUT, Turn
from bot.model import CannotTell, Delivery, DeliveryState, NotThere, Receipt, Repeat
from bot.plugin import Findable, Platform
from bot.store import channels, sending, sent, transitions

log = structlog.get_logger()

_SURELY_BEFORE = timedelta(minutes=1)


async def look_up(turn: Turn, platform: Platform, delivery: Delivery) -> None:
    """Ask the platform whether an uncertain post is there."""
    house = turn.house
    answer: Receipt | NotThere | CannotTell | Exception
    try:
        answer = await _find(house, platform, delivery)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises, the row must learn of it
        answer = error
    await house.store.write(lambda conn: _after_look_up(conn, house, platform, delivery, answer))
    await session.refresh_if_asked(house, turn.name, platform, answer)


async def _find(house: House, platform: Platform, delivery: Delivery) -> Receipt | NotThere | CannotTell:
    since = delivery.first_armed_at
    if not isinstance(platform, Findable) or delivery.payload is None or since is None:
        return CannotTell(f"{platform.label} cannot be asked for this post")
    # A later post seems older where the clock was set back by less than is noticed, and would end the look.
    before = since - _SURELY_BEFORE
    after = await house.store.read(lambda conn: sent.last_receipt(conn, delivery.channel, before))
    async with asyncio.timeout(ATTEMPT_TIMEOUT):
        return await platform.find(delivery.payload, since, after)


def _after_look_up(
    conn: Connection,
    house: House,
    platform: Platform,
    delivery: Delivery,
    answer: Receipt | NotThere | CannotTell | Exception,
) -> None:
    """What the platform said about an uncertain post."""
    now = house.clock.now()
    match answer:
        case Receipt():
            _write_found(conn, house, delivery, answer, now)
        case NotThere():
            _write_missing(conn, delivery, means_of(platform, delivery).repeat, now)
        case CannotTell(reason):
            ask(conn, delivery, now, reason)
        case Temporary():
            until = now + rest_for(answer, channels.get(conn, delivery.channel).pauses)
            channels.pause(conn, delivery.channel, until, str(answer), now)
        case TokenExpired() if not house.lines.refreshed_lately(delivery.channel, platform):
            pass
        case TokenExpired() | Unauthorized() | SecretMissing():
            hold_channel(conn, house, delivery.channel, answer)
        case _:
            ask(conn, delivery, now, describe(answer))


def _write_found(conn: Connection, house: House, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    log.info("found online", channel=delivery.channel, delivery=delivery.id, url=receipt.url)
    # Also where a person said "send again" while we looked: it is there.
    again, uncertain = DeliveryState.SCHEDULED, DeliveryState.UNCERTAIN
    transitions.move(conn, delivery.id, again, uncertain, now, reason="found after all")
    sending.deliver(conn, delivery, receipt, now, reason="found on the platform")
    wrong.look_after(conn, house, delivery)


def _write_missing(conn: Connection, delivery: Delivery, repeat: Repeat, now: datetime) -> None:
    """Looked for again after a while, until as many answers were empty as the platform's word takes."""
    lookups = delivery.lookups + 1
    if lookups < repeat.empty_answers:
        transitions.change(
            conn,
            delivery.id,
            DeliveryState.UNCERTAIN,
            now,
            "looked up",
            lookups=lookups,
            settle_by="find",
            not_before=to_micros(now + repeat.lag),
        )
        return
    log.info("not online: sending anew", channel=delivery.channel, delivery=delivery.id)
    transitions.move(
        conn,
        delivery.id,
        DeliveryState.UNCERTAIN,
        DeliveryState.SCHEDULED,
        now,
        reason="looked up: it was not there",
        nothing_made=True,
        not_before=None,
    )
    hold_if_gone(conn, delivery, now)
    stop_withdrawn(conn, delivery, now)
