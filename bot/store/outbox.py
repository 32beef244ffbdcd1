"""The outbox: the only truth about what is to be sent, is being sent, and was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.clock import from_micros, to_micros
from bot.errors import NotFound
from bot.model import Act, Delivery, DeliveryState, Receipt
from bot.store import channels, rows, threads
from bot.store.prepared import Prepared, one_of
from bot.store.schema import article, attempt, channel, delivery, post, revision

UNARMED = (
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.SCHEDULED,
    DeliveryState.HELD,
    DeliveryState.FAILED,
)

MOST_CANDIDATES = 200
"""How many deliveries are looked at for the next step."""

_OF_CHANNEL = (delivery.c.channel == bindparam("channel"), delivery.c.state == bindparam("state"))
_WAITING = (delivery.c.channel == bindparam("channel"), delivery.c.state == DeliveryState.SCHEDULED.value)
_GET = Prepared(
    select(delivery).where(delivery.c.id >= bindparam("first"), delivery.c.id < bindparam("last")).limit(2)
)
_CANDIDATES = Prepared(
    select(delivery)
    .where(*_WAITING, delivery.c.due_at <= bindparam("now"), threads.ready_rows())
    .order_by(delivery.c.urgency, delivery.c.due_at, delivery.c.id)
    .limit(MOST_CANDIDATES)
)
_NEWEST = Prepared(
    select(delivery)
    .where(*_WAITING, delivery.c.due_at <= bindparam("now"), threads.ready_rows())
    .order_by(delivery.c.urgency, delivery.c.due_at.desc(), delivery.c.id.desc())
    .limit(MOST_CANDIDATES)
)
_NEXT_DUE = Prepared(
    select(func.min(delivery.c.due_at).label("at")).where(*_WAITING, delivery.c.due_at > bindparam("now"))
)
_IN_STATE = Prepared(select(delivery).where(*_OF_CHANNEL).order_by(delivery.c.id))
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
_SENT = Prepared(
    select(post.c.online_at)
    .where(post.c.channel == bindparam("channel"), post.c.online_at >= bindparam("since"))
    .order_by(post.c.online_at)
)
_SENT_BREAKING = Prepared(
    select(post.c.online_at)
    .join(delivery, delivery.c.post_id == post.c.id)
    .where(
        post.c.channel == bindparam("channel"),
        post.c.online_at >= bindparam("since"),
        delivery.c.act == Act.CREATE.value,
        delivery.c.urgency == 0,
        delivery.c.position == 0,
        delivery.c.target.is_(None),
    )
    .order_by(post.c.online_at)
)


def get(conn: Connection, delivery_id: str) -> Delivery:
    """The delivery of that id, or of the only id that begins so. Raises NotFound."""
    found = list(_GET.find(conn, first=delivery_id, last=delivery_id + rows.LAST_LETTER))
    if len(found) != 1:
        why = "more than one post's id begins with" if found else "no post has the id"
        raise NotFound(f"{why} {delivery_id!r}", "newscrier post list shows the ids")
    return rows.delivery_of(found[0])


def find(
    conn: Connection,
    *,
    states: Collection[DeliveryState] = (),
    channel: str | None = None,
    source: str | None = None,
    article_id: str | None = None,
    most: int = 1000,
) -> list[tuple[Delivery, str]]:
    """Deliveries with their articles' titles, newest first."""
    query = (
        select(delivery, revision.c.title)
        .join(article, article.c.id == delivery.c.article_id)
        .join(revision, (revision.c.article_id == article.c.id) & (revision.c.number == article.c.revision))
        .order_by(delivery.c.id.desc())
        .limit(most)
    )
    if states:
        query = query.where(delivery.c.state.in_([state.value for state in states]))
    if channel:
        query = query.where(delivery.c.channel == channel)
    if source:
        query = query.where(article.c.source == source)
    if article_id:
        query = query.where(delivery.c.article_id == article_id)
    return [(rows.delivery_of(row), row.title) for row in conn.execute(query)]


def candidates(conn: Connection, channel: str, now: datetime, *, newest: bool = False) -> Iterator[Delivery]:
    """Scheduled deliveries of a channel whose time may have come, in the order in which they leave.

    Of the same urgency the oldest leaves first, or the `newest` where a schedule says when. Each is read
    as it is asked for; while they are, none of them may be changed.
    """
    statement = _NEWEST if newest else _CANDIDATES
    return map(rows.delivery_of, statement.find(conn, channel=channel, now=to_micros(now)))


def next_due_at(conn: Connection, channel: str, now: datetime) -> datetime | None:
    """The earliest time at which a further delivery of the channel comes due."""
    return rows.moment(_NEXT_DUE.find_one(conn, channel=channel, now=to_micros(now)).at)


def acts_on(conn: Connection, post_id: str) -> list[Delivery]:
    """Every delivery of one post, oldest first."""
    found = conn.execute(select(delivery).where(delivery.c.post_id == post_id).order_by(delivery.c.id))
    return [rows.delivery_of(row) for row in found]


def next_generation(
    conn: Connection, article_id: str, channel: str, occasion: str, act: Act, position: int
) -> int:
    """The number of the next act of this kind at this place."""
    highest = conn.execute(
        select(func.max(delivery.c.generation)).where(
            delivery.c.article_id == article_id,
            delivery.c.channel == channel,
            delivery.c.occasion == occasion,
            delivery.c.act == act.value,
            delivery.c.position == position,
        )
    ).scalar_one()
    return (highest or 0) + 1


def in_state(conn: Connection, channel: str, state: DeliveryState) -> list[Delivery]:
    """A channel's deliveries in one state, oldest first."""
    return [rows.delivery_of(row) for row in _IN_STATE.find(conn, channel=channel, state=state.value)]


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
    return value if same else get(conn, value.id)


def sent_since(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """When posts of the channel went online at or after `since`, oldest first."""
    return [from_micros(row.online_at) for row in _SENT.find(conn, channel=channel, since=to_micros(since))]


def unchanged_since(conn: Connection, channel: str, since: datetime) -> list[Delivery]:
    """Scheduled deliveries of a channel to which nothing has happened since, oldest first."""
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.channel == channel,
            delivery.c.state == DeliveryState.SCHEDULED.value,
            delivery.c.changed_at <= to_micros(since),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]


def breaking_since(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """The same of breaking news."""
    found = _SENT_BREAKING.find(conn, channel=channel, since=to_micros(since))
    return [from_micros(row.online_at) for row in found]


def last_receipt(conn: Connection, channel: str, before: datetime) -> Receipt | None:
    """The channel's newest receipt from before a moment."""
    text = conn.execute(
        select(post.c.receipt)
        .where(
            post.c.channel == channel,
            post.c.online_at < to_micros(before),
            post.c.receipt.is_not(None),
            # What a person wrote down is an address, whose end need not be an id of the platform.
            post.c.receipt.not_like('%"settled_by"%'),
        )
        .order_by(post.c.online_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return rows.from_json(Receipt, text) if text else None


def list_attempts(conn: Connection, delivery_id: str) -> list[dict[str, Any]]:
    """Every try of a delivery, oldest first."""
    found = conn.execute(
        select(attempt).where(attempt.c.delivery_id == delivery_id).order_by(attempt.c.number)
    )
    return [
        {
            "number": row.number,
            "armed_at": from_micros(row.armed_at),
            "ended_at": rows.moment(row.ended_at),
            "outcome": row.outcome,
            "answer": row.answer,
        }
        for row in found
    ]


def list_channels(conn: Connection, states: Collection[DeliveryState]) -> set[str]:
    """The channels that have deliveries in one of these states."""
    found = (
        select(delivery.c.channel).where(delivery.c.state.in_([state.value for state in states])).distinct()
    )
    return set(conn.execute(found).scalars())


def count_states(conn: Connection) -> dict[str, int]:
    """How many deliveries are in each state."""
    found = conn.execute(select(delivery.c.state, func.count().label("many")).group_by(delivery.c.state))
    return {row.state: row.many for row in found}


def waiting_since(conn: Connection, source: str, since: datetime) -> list[Delivery]:
    """What waits to leave or to be approved, of a source's articles first seen at or after `since`."""
    waiting = (DeliveryState.SCHEDULED, DeliveryState.AWAITING_APPROVAL)
    found = conn.execute(
        select(delivery)
        .join(article, article.c.id == delivery.c.article_id)
        .where(
            article.c.source == source,
            article.c.first_seen_at >= to_micros(since),
            delivery.c.state.in_([state.value for state in waiting]),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]


def unarmed_of(conn: Connection, article_ids: Iterable[str]) -> list[Delivery]:
    """Creates and edits of these articles that may still be rendered again."""
    found = conn.execute(
        select(delivery)
        .where(
            delivery.c.article_id.in_(list(article_ids)),
            delivery.c.act != Act.DELETE.value,
            delivery.c.state.in_([state.value for state in UNARMED]),
        )
        .order_by(delivery.c.id)
    )
    return [rows.delivery_of(row) for row in found]
