"""What was decided after an error, carried out on the row and its channel."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy import Connection

from bot.clock import to_micros
from bot.flow.editing.changing import stop_withdrawn
from bot.flow.editing.rerender import GONE
from bot.flow.sending.decide import Ask, Decision, Fail, Found, Hold, Refresh, RetryAt, Settle
from bot.flow.sending.settling import ask
from bot.model import Act, Delivery, DeliveryState
from bot.secrecy import mask
from bot.store import channels, origins, sending, transitions

log = structlog.get_logger()


def apply(
    conn: Connection, delivery: Delivery, decision: Decision, expect: DeliveryState, now: datetime
) -> None:
    """Carry a decision out on the row and its channel."""
    channel = delivery.channel
    match decision:
        case Found(receipt):
            sending.deliver(conn, delivery, receipt, now, reason="it was there already")
        case Fail(reason):
            transitions.move(
                conn, delivery.id, expect, DeliveryState.FAILED, now, reason=reason, nothing_made=True
            )
            stop_withdrawn(conn, delivery, now)
        case Ask(reason):
            ask(conn, delivery, now, reason)
        case Settle(at, by, reason, rest):
            if rest:
                channels.pause(conn, channel, at, reason, now)
            _make_uncertain(conn, delivery, expect, now, reason, by, at)
        case RetryAt(at, reason):
            channels.pause(conn, channel, at, reason, now)
            put_back(conn, delivery, expect, now, reason)
        case Hold(reason):
            channels.hold(conn, channel, reason, now, "worker")
            log.error("channel on hold", channel=channel, reason=mask(reason))
            put_back(conn, delivery, expect, now, reason)
        case Refresh():
            put_back(conn, delivery, expect, now, "the session ended")


def _make_uncertain(
    conn: Connection,
    delivery: Delivery,
    expect: DeliveryState,
    now: datetime,
    reason: str,
    by: Literal["", "repeat", "find"],
    at: datetime,
) -> None:
    """Nobody knows what came of it: how that is found out, and when."""
    transitions.move(
        conn,
        delivery.id,
        expect,
        DeliveryState.UNCERTAIN,
        now,
        reason=reason,
        settle_by=by,
        not_before=to_micros(at),
    )


def put_back(conn: Connection, delivery: Delivery, expect: DeliveryState, now: datetime, reason: str) -> None:
    """Nothing was made by this call: anew if it was the first, else as uncertain as before."""
    if delivery.repeated or expect is DeliveryState.UNCERTAIN:
        _make_uncertain(conn, delivery, expect, now, reason, delivery.settle_by, now)
    else:
        transitions.move(
            conn,
            delivery.id,
            expect,
            DeliveryState.SCHEDULED,
            now,
            reason=reason,
            nothing_made=True,
            not_before=None,
        )
        hold_if_gone(conn, delivery, now)
        stop_withdrawn(conn, delivery, now)


def hold_if_gone(conn: Connection, delivery: Delivery, now: datetime) -> None:
    """What its source took away while it was being sent does not leave by itself any more."""
    since = delivery.first_armed_at
    if (
        delivery.act is not Act.DELETE
        and since is not None
        and origins.went_away(conn, delivery.article_id, since)
    ):
        transitions.move(conn, delivery.id, DeliveryState.SCHEDULED, DeliveryState.HELD, now, reason=GONE)
