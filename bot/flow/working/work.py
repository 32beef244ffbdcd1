"""The running worker: every source asked, every channel woken, until it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.engine import Engine, Every
from bot.flow.arriving.reading import warm_up
from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.watching import alerts
from bot.flow.watching.signs import give_signs
from bot.flow.working.poller import Poller
from bot.flow.working.start import start
from bot.flow.working.steps import beat, listen_to_doors, shielded, sweep, verify_known
from bot.flow.working.worker import settle_down
from bot.plugin import Paged, Watchable
from bot.watch.messenger import Messenger
from bot.watch.supervisor import Supervisor

_SWEEP = timedelta(seconds=30)
_HEARTBEAT = timedelta(seconds=10)
_VERIFY = timedelta(days=1)


async def work(house: House, engine: Engine, supervisor: Supervisor | None = None) -> None:
    """Everything that a running worker does, until the engine stops; the caller holds the worker's lock.

    A `supervisor` is told when the worker is ready, and given signs of life.
    """
    await start(house)

    def wake_all() -> None:
        for name in house.settings.channels:
            engine.wake(name)

    pollers = [Poller(house, name, wake_all) for name in house.settings.sources]
    pages = any(isinstance(poller.source, Paged) and poller.source.gives_pages for poller in pollers)
    await asyncio.to_thread(partial(warm_up, pages=pages))
    settle_down()

    _schedule(house, engine, pollers, wake_all)
    background = _begin_listening(house, pollers, wake_all)
    if supervisor:
        signs = shielded("signs of life", partial(give_signs, house, supervisor))
        background.append(asyncio.create_task(signs))
    try:
        await engine.run()
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await house.lines.close()


def _schedule(house: House, engine: Engine, pollers: list[Poller], wake_all: Callable[[], None]) -> None:
    for poller in pollers:
        interval = house.settings.sources[poller.name].every
        engine.every(Every(f"poll {poller.name}", interval, interval / 10), poller.poll_until_stored)
    engine.every(Every("sweep", _SWEEP), lambda: sweep(house, wake_all))
    engine.every(Every("verify", _VERIFY), lambda: verify_known(house))
    engine.every(Every("heartbeat", _HEARTBEAT), lambda: beat(house))
    engine.every(Every("presence", absence.REMEMBERED_EVERY), lambda: absence.remember(house))
    messenger = Messenger(house.settings.alerts.to)
    engine.every(Every("alerts", alerts.LOOK_EVERY), lambda: alerts.watch(house, messenger))


def _begin_listening(
    house: House, pollers: list[Poller], wake_all: Callable[[], None]
) -> list[asyncio.Task[None]]:
    """To the sources that tell of changes by themselves, and to the doors."""
    steps = {f"watch {one.name}": one.watch for one in pollers if isinstance(one.source, Watchable)}
    steps["listen to doors"] = partial(listen_to_doors, house, wake_all)
    return [asyncio.create_task(shielded(name, step)) for name, step in steps.items()]
