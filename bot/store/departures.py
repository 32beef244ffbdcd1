"""What of the outbox leaves next on a channel, and what stands there at the moment."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.clock import to_micros
from bot.model import Delivery, DeliveryState, Urgency
from bot.store import channels, outbox, rows, threads
from bot.store.prepared import Prepared, one_of
from bot.store.schema import article, channel, delivery, revision

MOST_CANDIDATES = 200
"""How many deliveries are looked at for the next step."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scheduled delivery as it was read; `newest` is the number of its article's newest revision.

    `row` is what was read, so that one that has not changed meanwhile is not taken apart a second time.
    """

    delivery: Delivery
    newest: int
    row: tuple[Any, ...] = field(repr=False)


_WAITING = (delivery.c.channel == bindparam("channel"), delivery.c.state == DeliveryState.SCHEDULED.value)

_NEWEST_REVISION = (
    select(revision.c.number)
    .join(article, (article.c.id == revision.c.article_id) & (article.c.revision == revision.c.number))
    .where(revision.c.article_id == delivery.c.article_id)
    .scalar_subquery()
)
_READY = select(delivery, func.coalesce(_NEWEST_REVISION, 0).label("newest")).where(
    *_WAITING, delivery.c.due_at <= bindparam("now"), threads.ready_rows()
)
_OLDEST_FIRST = Prepared(
    _READY.order_by(delivery.c.urgency, delivery.c.due_at, delivery.c.id).limit(MOST_CANDIDATES)
)

_NEWEST_FIRST = Prepared(
    _READY.order_by(delivery.c.urgency, delivery.c.due_at.desc(), delivery.c.id.desc()).limit(MOST_CANDIDATES)
)

# One for each urgency, which the index has before the time: so that not all that waits is looked through.
_NEXT_DUE = Prepared(
    select(
        *(
            select(func.min(delivery.c.due_at))
            .where(*_WAITING, delivery.c.urgency == int(urgency), delivery.c.due_at > bindparam("now"))
            .scalar_subquery()
            .label(urgency.name.lower())
            for urgency in Urgency
        )
    )
)

_IN_HAND = Prepared(
    select(delivery.c.id, delivery.c.state)
    .where(
        delivery.c.channel == bindparam("channel"),
        one_of(delivery.c.state, [DeliveryState.SENDING.value, DeliveryState.UNCERTAIN.value]),
    )
    .order_by(delivery.c.id)
)
_CHANNEL = Prepared(
    select(
        *channels.KNOWN,
        select(delivery.c.id)
        .where(
            delivery.c.channel == channel.c.name,
            one_of(delivery.c.state, [DeliveryState.SENDING.value, DeliveryState.UNCERTAIN.value]),
        )
        .exists()
        .label("busy"),
    ).where(channel.c.name == bindparam("channel"))
)
_SEEN = (
    *("state", "revision", "text_hash", "approved_hash", "urgency", "due_at", "embargo_at", "expires_at"),
    *("not_before", "attempts", "template", "edited_by"),
)
_LOOK = Prepared(select(*(delivery.c[name] for name in _SEEN)).where(delivery.c.id == bindparam("which")))


def read_waiting(
    conn: Connection, channel: str, now: datetime, *, newest: bool = False
) -> Generator[Any, None, None]:
    """Rows of a channel's scheduled deliveries whose time may have come, in the order in which they leave.

    Of the same urgency the oldest leaves first, or the `newest` where a schedule says when. Each is read
    as it is asked for; while they are, none of them may be changed.
    """
    statement = _NEWEST_FIRST if newest else _OLDEST_FIRST
    yield from statement.find(conn, channel=channel, now=to_micros(now))


def candidates(waiting: Iterable[Any], known: Candidate | None = None) -> Iterator[Candidate]:
    """What the rows say; `known` is given back itself where nothing about it has changed."""
    for row in waiting:
        if known is not None and row == known.row:
            yield known
        else:
            yield Candidate(rows.delivery_of(row), row.newest, row)


def next_due_at(conn: Connection, channel: str, now: datetime) -> datetime | None:
    """The earliest time at which a further delivery of the channel comes due."""
    found = _NEXT_DUE.find_one(conn, channel=channel, now=to_micros(now))
    return rows.moment(min((at for at in found if at is not None), default=None))


def in_hand(conn: Connection, channel: str) -> list[tuple[str, DeliveryState]]:
    """What is being sent, or was, with an outcome that nobody knows: ids and states, oldest first.

    Also of those that cannot be read; most of the time there is none, and little is asked for.
    """
    return [(row.id, DeliveryState(row.state)) for row in _IN_HAND.find(conn, channel=channel)]


def look_at_channel(
    conn: Connection, name: str
) -> tuple[channels.ChannelState, list[tuple[str, DeliveryState]]]:
    """A channel's state, and what of it is in hand: one question where nothing is, as most of the time."""
    row = _CHANNEL.find_one(conn, channel=name)
    state = channels.state_of(row) if row else channels.ChannelState(name)
    return state, in_hand(conn, name) if row is None or row.busy else []


def look_again(conn: Connection, value: Delivery) -> Delivery:
    """The delivery as it stands. Raises NotFound.

    Reading a whole row takes longest of all that is asked for a post: what would be told of nothing new
    is not read a second time.
    """
    row = _LOOK.find_one(conn, which=value.id)
    same = row is not None and row == (
        value.state.value,
        value.revision,
        value.text_hash,
        value.approved_hash,
        int(value.urgency),
        to_micros(value.due_at),
        rows.micros(value.embargo_at),
        rows.micros(value.expires_at),
        rows.micros(value.not_before),
        value.attempts,
        value.template,
        value.edited_by,
    )
    return value if same else outbox.get(conn, value.id)
