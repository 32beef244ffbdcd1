"""What a person asks for and cannot have, told so that they know what to do instead."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import NewscrierError, Problem
from bot.flow.house import House
from bot.model import Delivery
from bot.plugin import PlatformOptions


class WrongState(NewscrierError):
    """This cannot be done to a post in that state."""


class NotFaithful(NewscrierError):
    """The text holds figures or quotations that the article does not have; `doubts` are all of them."""

    def __init__(self, doubts: list[Problem]) -> None:
        super().__init__(tell(doubts), "mend the text, or say --sure where you know better than the article")
        self.doubts = doubts


def tell(problems: Iterable[Problem]) -> str:
    """All of them in one line."""
    return "; ".join(str(problem) for problem in problems)


def require_options(house: House, delivery: Delivery) -> PlatformOptions:
    """What the config says of the post's channel. Raises WrongState where it says nothing."""
    options = house.settings.channels.get(delivery.channel)
    if options is None:
        raise WrongState(
            f"the channel {delivery.channel} is not in the config",
            f"put it back into config/channels.yaml; under a new name, write `was: {delivery.channel}` there",
        )
    return options
