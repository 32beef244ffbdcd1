"""The door into the house: opens the project that the caller stands in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from bot.cli.asking.call import Call

if TYPE_CHECKING:
    from bot.flow.house import House
    from bot.watch.logs import Level


def start_logs(call: Call, level: Level) -> None:
    """Logs to stderr, from `level` on unless the caller said otherwise."""
    from bot.watch.logs import configure_logs

    configure_logs(stream=sys.stderr, level=cast("Level", call.log_level or level))


@contextmanager
def enter(call: Call, *, on_a_copy: bool = False) -> Iterator[House]:
    """The opened project; `on_a_copy` lets nothing be changed. Raises ConfigError, StoreError."""
    from bot.flow.house import open_house

    start_logs(call, "warning")
    with open_house(call.start, actor=call.actor, on_a_copy=on_a_copy) as house:
        yield house
