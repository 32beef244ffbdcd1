"""A delivery as decisions are asked about it."""

from datetime import datetime
from typing import Any

from bot.model import Act, Delivery, DeliveryState, Urgency


def make_delivery(at: datetime, **changes: Any) -> Delivery:
    """A first post, scheduled, made and due at this moment."""
    plain: dict[str, Any] = {
        "id": "d1",
        "article_id": "a1",
        "post_id": "p1",
        "channel": "c",
        "occasion": "publish",
        "act": Act.CREATE,
        "position": 0,
        "generation": 1,
        "revision": 1,
        "state": DeliveryState.SCHEDULED,
        "reason": "",
        "urgency": Urgency.NORMAL,
        "due_at": at,
        "created_at": at,
    }
    return Delivery(**plain | changes)
