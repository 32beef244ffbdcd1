"""What a person does to posts and channels; every act is one transaction with its event."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from bot.flow.composing.restricted import judge_names
from bot.flow.editing.refusing import WrongState, require_options
from bot.flow.house import House
from bot.flow.timing.flood import remember_release
from bot.model import Act, Delivery, DeliveryState
from bot.store import channels, outbox, posts, rows, threads, transitions

RETRIED = frozenset({DeliveryState.FAILED, DeliveryState.HELD, DeliveryState.CANCELLED})
RETRIED_AT_ONCE = RETRIED - {DeliveryState.CANCELLED}
"""What is meant where only a channel or a source is named: what a person cancelled is not among it."""
CANCELLED = frozenset(
    {DeliveryState.AWAITING_APPROVAL, DeliveryState.SCHEDULED, DeliveryState.HELD, DeliveryState.FAILED}
)

_IN_HAND = frozenset({DeliveryState.SENDING, DeliveryState.UNCERTAIN})
_ELSE = "only failed, held and cancelled posts can be retried"
_INSTEAD = {
    DeliveryState.UNCERTAIN: "uncertain ones: newscrier post settle",
    DeliveryState.EXPIRED: "what is too late: newscrier post revive",
    DeliveryState.SKIPPED: "what was passed over: newscrier post revive",
}


def choose(
    house: House,
    ids: Collection[str],
    *,
    states: Collection[DeliveryState] = (),
    channel: str | None = None,
    source: str | None = None,
) -> list[Delivery]:
    """The deliveries of these ids, or all of these states, channel and source, oldest first.

    Of a thread that waits as a whole the first will do. Raises NotFound.
    """

    def read(conn: Connection) -> list[Delivery]:
        if ids:
            return [outbox.get(conn, one) for one in ids]
        found = outbox.find(conn, states=states, channel=channel, source=source, most=1_000_000)
        return [delivery for delivery, _ in reversed(found)]

    return house.store.read_now(read)


def retry(house: House, chosen: Collection[Delivery]) -> int:
    """Let failed, held or cancelled posts leave after all; how many. Raises WrongState.

    One that is late by now leaves all the same. Where a person approves posts, it waits for that. Each
    is rendered anew by the worker before it leaves, and held again if its text is still doubtful. What
    names somebody under restriction stays where it is, and so does an edit or a delete of a post that never
    was online, or is no more.
    """
    for delivery in chosen:
        if delivery.state not in RETRIED:
            raise WrongState(
                f"post {delivery.id} is {delivery.state.value}", _INSTEAD.get(delivery.state, _ELSE)
            )
    free = _without_names(house, _of_what_is_there(house, chosen))

    def write(conn: Connection) -> int:
        now = house.clock.now()
        done = 0
        remember_release(conn, free)
        for delivery in _leads(conn, free):
            late = delivery.expires_at is not None and delivery.expires_at <= now
            done += transitions.move(
                conn,
                delivery.id,
                RETRIED,
                _released_to(house, delivery),
                now,
                actor=house.actor,
                reason=f"released by {house.actor}",
                nothing_made=True,
                not_before=None,
                # Whether its text was ever sound, its state no longer tells: it is rendered again.
                template="",
                expires_at=None if late else rows.micros(delivery.expires_at),
            )
        return done

    return house.store.write_now(write)


def _of_what_is_there(house: House, chosen: Collection[Delivery]) -> list[Delivery]:
    """Those that make a post, or change one that is online or may turn out to be. Raises WrongState."""
    changes = house.store.read_now(
        lambda conn: {one.id for one in chosen if one.act is not Act.CREATE and not _may_be_there(conn, one)}
    )
    there = [one for one in chosen if one.id not in changes]
    if chosen and not there:
        one = next(iter(chosen))
        raise WrongState(
            f"post {one.id} is an act on a post that is not online",
            f"newscrier article show {one.article_id}",
        )
    return there


def _may_be_there(conn: Connection, change: Delivery) -> bool:
    acts = outbox.acts_on(conn, change.post_id)
    in_hand = any(one.act is Act.CREATE and one.state in _IN_HAND for one in acts)
    return in_hand or posts.get(conn, change.post_id).state in posts.VISIBLE


def _without_names(house: House, chosen: Collection[Delivery]) -> list[Delivery]:
    """Those that name nobody under restriction: no release lets such a text go. Raises WrongState."""
    now = house.clock.now()
    blocked = {one.id: judge_names(house, one.post, now)[0] for one in chosen if one.post}
    free = [one for one in chosen if not blocked.get(one.id)]
    if chosen and not free:
        first, why = next((name, why) for name, why in blocked.items() if why)
        raise WrongState(f"post {first} may not be posted: {why}", f"newscrier post edit {first}")
    return free


def _leads(conn: Connection, chosen: Collection[Delivery]) -> list[Delivery]:
    """What a thread's posts follow, each once: letting one of them go lets go the thread."""
    leads = (threads.first_in(conn, one, RETRIED) for one in chosen)
    return list({lead.id: lead for lead in leads}.values())


def cancel(house: House, chosen: Collection[Delivery]) -> int:
    """Posts that shall not leave; how many. Raises WrongState."""
    for delivery in chosen:
        if delivery.state not in CANCELLED:
            raise WrongState(f"post {delivery.id} is {delivery.state.value}", "it can no longer be cancelled")

    def write(conn: Connection) -> int:
        now = house.clock.now()
        return sum(
            transitions.move(
                conn,
                delivery.id,
                CANCELLED,
                DeliveryState.CANCELLED,
                now,
                actor=house.actor,
                reason=f"cancelled by {house.actor}",
            )
            for delivery in chosen
        )

    return house.store.write_now(write)


def hold(house: House, names: Collection[str], reason: str) -> None:
    """The stop switch for these channels. Raises NotFound."""
    for name in names:
        house.require_channel(name)

    def write(conn: Connection) -> None:
        for name in names:
            channels.hold(conn, name, reason, house.clock.now(), house.actor)

    house.store.write_now(write)


def release(house: House, names: Collection[str]) -> list[str]:
    """Take hold and pause away; the channels that had one. Raises NotFound."""
    for name in names:
        house.require_channel(name)
    return house.store.write_now(
        lambda conn: [n for n in names if channels.release(conn, n, house.clock.now(), house.actor)]
    )


async def verify(house: House, name: str, *, new_account: bool = False) -> str:
    """Ask the platform who the channel is, now; the account's name.

    Raises NotFound, DeliveryError, SecretMissing.
    """
    house.require_channel(name)
    if new_account:
        await house.store.write(lambda conn: _forget_accounts(conn, house, name))
    try:
        return (await house.lines.verify(name)).name
    finally:
        await house.lines.close()


def _forget_accounts(conn: Connection, house: House, name: str) -> None:
    """The channel's own, and those of channels gone from the config: this one is no new name of theirs."""
    gone = channels.get_all(conn).keys() - house.settings.channels.keys()
    for one in (name, *sorted(gone)):
        channels.forget_account(conn, one, house.clock.now(), house.actor)


def _released_to(house: House, delivery: Delivery) -> DeliveryState:
    """Letting go is not approving: where a person approves each post, it waits for that."""
    always = require_options(house, delivery).approval == "always" and delivery.act is not Act.DELETE
    return DeliveryState.AWAITING_APPROVAL if always else DeliveryState.SCHEDULED
