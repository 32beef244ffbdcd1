"""A person tells what became of a post whose outcome nobody knows."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.flow.editing.changing import ONLY_BY_HAND, stop_withdrawn
from bot.flow.editing.refusing import WrongState
from bot.flow.editing.steer import retry
from bot.flow.editing.wrong import look_after
from bot.flow.house import House
from bot.model import Act, Delivery, DeliveryState, Receipt
from bot.store import outbox, sending, transitions
from bot.store.restoring import AWAY, RESTORED

_OF_DELETES = "newscrier post settle ID --gone | --again"


def settle_online(house: House, delivery_id: str, url: str) -> None:
    """A person has seen the post online, at this address. Raises NotFound, WrongState.

    It is an uncertain one, one of a restored backup, which may have left after that was made, or one that
    came due while no worker was there. Of an
    edit it says that the post reads as it should.
    """

    def write(conn: Connection) -> None:
        delivery = _unsettled(conn, delivery_id)
        if delivery.act is Act.DELETE:
            raise WrongState(f"{delivery.id} takes a post down", _OF_DELETES)
        receipt = Receipt(id=url.rstrip("/").rpartition("/")[2], url=url, extra={"settled_by": house.actor})
        _settle(conn, house, delivery, (delivery.act is Act.EDIT and delivery.target) or receipt)

    house.store.write_now(write)


def settle_gone(house: House, delivery_id: str) -> None:
    """A person has seen that the post is gone, or deleted it by hand. Raises NotFound, WrongState."""

    def write(conn: Connection) -> None:
        delivery = outbox.get(conn, delivery_id)
        if delivery.act is not Act.DELETE:
            raise WrongState(f"{delivery.id} does not take a post down", "settle --online URL | --again")
        if not delivery.reason.startswith(ONLY_BY_HAND) or delivery.state is not DeliveryState.HELD:
            delivery = _unsettled(conn, delivery_id)
        _settle(conn, house, delivery, delivery.target or Receipt(""))

    house.store.write_now(write)


def _settle(conn: Connection, house: House, delivery: Delivery, receipt: Receipt) -> None:
    now, reason = house.clock.now(), f"settled by {house.actor}"
    sending.deliver(conn, delivery, receipt, now, actor=house.actor, reason=reason, expect=[delivery.state])
    look_after(conn, house, delivery)


def settle_again(house: House, delivery_id: str) -> None:
    """A person has seen that the uncertain post is not online: a new payload, a new key. Raises as above."""
    delivery = house.store.read_now(lambda conn: _unsettled(conn, delivery_id))
    if delivery.state is DeliveryState.HELD:
        retry(house, [delivery])
        return

    def write(conn: Connection) -> None:
        delivery = _unsettled(conn, delivery_id)
        transitions.move(
            conn,
            delivery.id,
            DeliveryState.UNCERTAIN,
            DeliveryState.SCHEDULED,
            house.clock.now(),
            actor=house.actor,
            reason=f"to be sent again, says {house.actor}",
            nothing_made=True,
            not_before=None,
        )
        stop_withdrawn(conn, delivery, house.clock.now())

    house.store.write_now(write)


def _unsettled(conn: Connection, delivery_id: str) -> Delivery:
    delivery = outbox.get(conn, delivery_id)
    restored = delivery.state is DeliveryState.HELD and delivery.reason.startswith((RESTORED, AWAY))
    if delivery.state is not DeliveryState.UNCERTAIN and not restored:
        raise WrongState(f"post {delivery.id} is {delivery.state.value}", "only uncertain posts are settled")
    return delivery
