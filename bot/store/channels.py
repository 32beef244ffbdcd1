"""What the store keeps of channels: account, holds, pauses, what was learned, and credentials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.clock import to_micros
from bot.model import Account
from bot.secrecy import mask
from bot.store import events, rows
from bot.store.prepared import Prepared
from bot.store.schema import channel, credential

WORKER = "worker"
"""The actor of what no person did."""

KNOWN = [column for column in channel.c if column is not channel.c.learned]
"""The columns of a channel's state."""

_GET = Prepared(select(*KNOWN).where(channel.c.name == bindparam("name")))
_RESUME = Prepared(
    update(channel)
    .where(channel.c.name == bindparam("which"), channel.c.pauses > 0)
    .values(paused_until=None, pause_reason="", pauses=0)
)


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel as the store knows it; `held_at` is the stop switch, `paused_until` passes by itself.

    `held_by` is who threw the switch: a person, or the worker that was refused. `verified_as` is by which
    options and secrets the account was asked.
    """

    name: str
    account_id: str = ""
    account_name: str = ""
    verified_at: datetime | None = None
    verified_as: str = ""
    token_ends_at: datetime | None = None
    held_at: datetime | None = None
    held_by: str = ""
    hold_reason: str = ""
    paused_until: datetime | None = None
    pause_reason: str = ""
    pauses: int = 0


def get(conn: Connection, name: str) -> ChannelState:
    """The state of a channel, empty where nothing is known yet."""
    row = _GET.find_one(conn, name=name)
    return state_of(row) if row else ChannelState(name)


def get_learned(conn: Connection, name: str) -> dict[str, Any]:
    """What its platform said at the last `verify`: limits and flavour of the server."""
    text = conn.execute(select(channel.c.learned).where(channel.c.name == name)).scalar_one_or_none()
    return rows.load_json(text) if text else {}


def get_all(conn: Connection) -> dict[str, ChannelState]:
    """Every channel that the store knows, by name."""
    return {row.name: state_of(row) for row in conn.execute(select(channel).order_by(channel.c.name))}


def verified(conn: Connection, name: str, account: Account, mark: str, now: datetime) -> None:
    """What the platform itself said about the account, asked by what `mark` stands for."""
    rows.put(
        conn,
        channel,
        {"name": name},
        {
            "account_id": account.id,
            "account_name": account.name,
            "learned": rows.dump_json(account.learned),
            "verified_at": to_micros(now),
            "verified_as": mark,
            "token_ends_at": rows.micros(account.token_ends_at),
        },
    )
    events.record(conn, now, "worker", "verified", f"channel {name}", account.name)


def hold(conn: Connection, name: str, reason: str, now: datetime, actor: str) -> None:
    """The stop switch: nothing leaves on this channel until it is released.

    What a person said when holding it stays; the worker's own reason then is in the log alone.
    """
    before = get(conn, name)
    if actor == WORKER and before.held_at is not None and before.held_by != WORKER:
        events.record(conn, now, actor, "refused while on hold", f"channel {name}", reason)
        return
    values = {"held_at": to_micros(now), "held_by": actor, "hold_reason": mask(reason)}
    rows.put(conn, channel, {"name": name}, values)
    events.record(conn, now, actor, "held", f"channel {name}", reason)


def release(conn: Connection, name: str, now: datetime, actor: str) -> bool:
    """Take hold and pause away; False where there was neither. The account is looked at anew."""
    changed = conn.execute(
        update(channel)
        .where(channel.c.name == name, channel.c.held_at.is_not(None) | channel.c.paused_until.is_not(None))
        .values(
            held_at=None,
            held_by="",
            hold_reason="",
            paused_until=None,
            pause_reason="",
            pauses=0,
            verified_at=None,
        )
    ).rowcount
    if changed:
        events.record(conn, now, actor, "released", f"channel {name}")
    return bool(changed)


def pause(conn: Connection, name: str, until: datetime, reason: str, now: datetime) -> None:
    """Rest until a moment, because the platform asked for it or cannot be reached."""
    many = get(conn, name).pauses + 1
    rows.put(
        conn,
        channel,
        {"name": name},
        {"paused_until": to_micros(until), "pause_reason": mask(reason), "pauses": many},
    )
    events.record(conn, now, "worker", "paused", f"channel {name}", reason)


def end_rest(conn: Connection, name: str, now: datetime, reason: str) -> bool:
    """A rest whose end is not to be trusted ends now; False where there was none."""
    ended = conn.execute(
        update(channel)
        .where(channel.c.name == name, channel.c.paused_until > to_micros(now))
        .values(paused_until=None, pause_reason="")
    ).rowcount
    if ended:
        events.record(conn, now, "worker", "rest ended", f"channel {name}", reason)
    return bool(ended)


def resume(conn: Connection, name: str) -> bool:
    """A call went well: the next pause is a short one again; whether there was one before."""
    return bool(_RESUME.run(conn, which=name))


def forget_account(conn: Connection, name: str, now: datetime, actor: str) -> None:
    """A person says that another account is meant from now on."""
    conn.execute(
        update(channel).where(channel.c.name == name).values(account_id="", account_name="", verified_at=None)
    )
    events.record(conn, now, actor, "account forgotten", f"channel {name}")


def look_anew(conn: Connection, name: str) -> None:
    """Whose account this is must be asked again before anything is sent: its options have changed."""
    conn.execute(update(channel).where(channel.c.name == name).values(verified_at=None))


def put_credentials(conn: Connection, name: str, sealed: bytes, now: datetime) -> None:
    """Encrypted credentials, stored before they are used."""
    rows.put(conn, credential, {"channel": name}, {"sealed": sealed, "stored_at": to_micros(now)})


def get_credentials(conn: Connection, name: str) -> bytes | None:
    """The encrypted credentials of a channel."""
    return conn.execute(select(credential.c.sealed).where(credential.c.channel == name)).scalar_one_or_none()


def state_of(row: Any) -> ChannelState:
    """A row with the columns of `KNOWN`."""
    return ChannelState(
        name=row.name,
        account_id=row.account_id,
        account_name=row.account_name,
        verified_at=rows.moment(row.verified_at),
        verified_as=row.verified_as,
        token_ends_at=rows.moment(row.token_ends_at),
        held_at=rows.moment(row.held_at),
        held_by=row.held_by,
        hold_reason=row.hold_reason,
        paused_until=rows.moment(row.paused_until),
        pause_reason=row.pause_reason,
        pauses=row.pauses,
    )
