"""What becomes of a channel as a whole: new sessions, rests and holds, each with its reason."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection

from bot.errors import DeliveryError, SecretMissing, StoreError, Temporary, TokenExpired, Unauthorized
from bot.flow.house import House
from bot.flow.sending.decide import rest_for
from bot.plugin import Platform
from bot.secrecy import mask
from bot.store import channels, mending

log = structlog.get_logger()


async def after_verify(house: House, name: str, error: Exception) -> None:
    """Who a channel is could not be learned: rest where that may pass, hold where a person must act."""

    def write(conn: Connection) -> None:
        if isinstance(error, Temporary | TimeoutError):
            _rest_channel(conn, house, name, error)
        else:
            hold_channel(conn, house, name, error)

    await house.store.write(write)


async def refresh_if_asked(house: House, name: str, tried: Platform, error: object) -> None:
    """Fetch new credentials after a session ended; where that fails, rest or hold."""
    if not isinstance(error, TokenExpired) or house.lines.refreshed_lately(name, tried):
        return
    try:
        await house.lines.refresh(name, tried)
    except StoreError:
        raise
    except Exception as failure:  # noqa: BLE001 - a plugin's fault stops its channel, not the house
        known = Unauthorized(str(failure)) if isinstance(failure, TokenExpired) else failure
        await after_verify(house, name, known)
    else:
        log.info("session renewed", channel=name)


def clear_the_way(conn: Connection, house: House, name: str, fault: Exception) -> None:
    """What kept a channel from its next step goes aside; where it cannot be found, the channel is held.

    Raises the fault itself where the channel is on hold already.
    """
    if mending.set_unreadable_aside(conn, name, house.clock.now()):
        return
    if channels.get(conn, name).held_at is not None:
        raise fault
    hold_channel(conn, house, name, fault)


def hold_channel(conn: Connection, house: House, name: str, error: Exception) -> None:
    """The stop switch, thrown by ourselves, with the reason."""
    reason = describe(error)
    log.error("channel on hold", channel=name, reason=mask(reason))
    channels.hold(conn, name, reason, house.clock.now(), "worker")


def _rest_channel(conn: Connection, house: House, name: str, error: Exception) -> None:
    now = house.clock.now()
    known = error if isinstance(error, Temporary) else Temporary("no answer in time")
    pauses = channels.get(conn, name).pauses
    log.warning("channel rests", channel=name, reason=str(known))
    channels.pause(conn, name, now + rest_for(known, pauses), str(known), now)


def describe(error: Exception) -> str:
    """The sentence of an error of ours; of another, what kind of fault it is."""
    if isinstance(error, DeliveryError | SecretMissing | StoreError):
        return str(error)
    text = f"a fault in the platform's module: {type(error).__name__}: {error}"
    return text.encode("utf-8", "backslashreplace").decode()
