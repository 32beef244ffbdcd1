"""What a person sees who is asked to approve a post."""

from __future__ import annotations

from bot.flow.editing.refusing import require_options
from bot.flow.editing.rerender import bring_up_to_date
from bot.flow.house import House
from bot.flow.row import Row
from bot.flow.show.posts import show_post
from bot.model import DeliveryState
from bot.store import outbox, threads


async def show_for_approval(house: House, delivery_id: str) -> Row:
    """The post as it would leave now: one that waits is rendered anew where its template has changed.

    Raises NotFound, WrongState.
    """
    delivery = await house.store.read(lambda conn: threads.lead_of(conn, outbox.get(conn, delivery_id)))
    waiting = delivery.state is DeliveryState.AWAITING_APPROVAL
    if waiting and delivery.post is not None and not delivery.edited_by:
        require_options(house, delivery)
        await bring_up_to_date(house, delivery)
    return show_post(house, delivery.id)
