"""What the contract test and the platforms' own tests share: a stage, a post, a clock in a hurry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.model import MarkedText, Post
from bot.secrecy import Credentials


@dataclass
class Stage:
    """What a platform needs to be put to work; `made` counts posts there.

    `harmless` are faults that are none there: where any 2xx is a receipt.
    """

    options: dict[str, Any]
    made: Callable[[], int]
    credentials: dict[str, str]
    misbehave: Callable[..., None] = lambda *_args: None
    forgive: Callable[[], None] = lambda: None
    folder: Path = Path()
    creating_calls: int = 1
    harmless: tuple[str, ...] = ()

    def make(self, kind: Any, client: Any, learned: dict[str, Any] | None = None) -> Any:
        options = kind.Options.model_validate(self.options, context={"project": self.folder})
        return kind(options, client, Credentials(self.credentials), learned or {})


def make_post(text: str = "Ferry stays\n\nhttps://courier.example.org/ferry", language: str = "en") -> Post:
    return Post(MarkedText(text), language, "Ferry stays", link="https://courier.example.org/ferry")


class HastyClock(SystemClock):
    """Waits for nobody."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(min(seconds, 0))
