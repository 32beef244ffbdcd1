"""Signs of life to the supervisor: given by the event loop, and only while the store's writer answers.

So a worker whose loop or whose writer hangs falls silent, and is started anew.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.errors import StoreError
from bot.flow.house import House
from bot.model import DeliveryState
from bot.store import outbox
from bot.watch.supervisor import Supervisor

_WORTH_TELLING = (
    DeliveryState.SCHEDULED,
    DeliveryState.AWAITING_APPROVAL,
    DeliveryState.UNCERTAIN,
    DeliveryState.FAILED,
    DeliveryState.HELD,
)


async def give_signs(house: House, supervisor: Supervisor) -> None:
    """Tell that the worker is ready, then, where it is asked for signs, that it lives, until cancelled."""
    supervisor.tell_ready(await _look(house))
    while supervisor.interval is not None:
        await house.clock.sleep(supervisor.interval)
        supervisor.tell_alive(await _look(house))


async def _look(house: House) -> str:
    """What a person reads in the supervisor's status; does not return while the writer hangs."""
    try:
        await house.store.write(_nothing)
        counts = await house.store.read(outbox.count_states)
    except StoreError as error:
        # A writer that says why it cannot write does not hang: a restart would not free the disk.
        return f"the store takes no changes: {error}"
    told = [f"{counts[state.value]} {state.value}" for state in _WORTH_TELLING if counts.get(state.value)]
    return f"working; posts: {', '.join(told) or 'nothing waits'}"


def _nothing(_conn: Connection) -> None:
    pass
