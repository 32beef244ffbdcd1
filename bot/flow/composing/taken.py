"""What a platform was asked about a text already: it would say the same again.

Platforms are made anew when they have told other limits (`flow.lines`), and then are asked once more.
"""

from __future__ import annotations

from bot.flow.house import House
from bot.model import Delivery
from bot.plugin import Platform

_MOST_KEPT = 10_000


def remember_taken(house: House, channel: str, text_hash: str, platform: Platform) -> None:
    """The platform has said that it would take everything of which this is the hash."""
    if len(house.taken) >= _MOST_KEPT:
        house.taken.clear()
    house.taken[channel, text_hash] = platform


def is_taken(house: House, delivery: Delivery) -> bool:
    """Whether the channel's platform would take the post as it is."""
    assert delivery.post
    platform = house.lines.platform(delivery.channel)
    if house.taken.get((delivery.channel, delivery.text_hash)) is platform:
        return True
    return not any(problem.severity == "error" for problem in platform.check(delivery.post))
