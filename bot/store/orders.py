"""What is handed to the writer's thread, and how those who wait for it are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent import futures
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

_AT_ONCE = 25


@dataclass(slots=True)
class Order:
    """One write that somebody waits for, in an event loop or in a thread (`loop` is None)."""

    fn: Callable[[Connection], Any]
    future: asyncio.Future[Any] | futures.Future[Any]
    loop: asyncio.AbstractEventLoop | None
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell whoever waits what came of it; in their own loop, where they have one."""
        if self.future.done():  # whoever waited was cancelled meanwhile
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def settle(group: list[Order]) -> None:
    """Tell all who wait; one call into each event loop, since each costs a system call."""
    loops: dict[asyncio.AbstractEventLoop, list[Order]] = {}
    for order in group:
        if order.loop is None:
            order.settle()
        else:
            loops.setdefault(order.loop, []).append(order)
    for loop, orders in loops.items():
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            loop.call_soon_threadsafe(_settle_some, loop, orders)


def _settle_some(loop: asyncio.AbstractEventLoop, orders: list[Order]) -> None:
    """A few, then the others behind what else the loop has to do: told at once, all would go on at once."""
    for order in orders[:_AT_ONCE]:
        order.settle()
    if len(orders) > _AT_ONCE:
        loop.call_soon(_settle_some, loop, orders[_AT_ONCE:])
