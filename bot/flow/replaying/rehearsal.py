"""The house in which a replay happens: today's config and templates, a store and a clock of its own.

Nothing reaches a network: platforms measure, check and limit as they really do, and take every post.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.flow.house import House, house_of
from bot.flow.lines import Lines
from bot.model import Account, Limits, MarkedText, Payload, Post, Receipt, Repeat
from bot.plugin import Editable, Platform, PlatformOptions, Withdrawable
from bot.render.template import Renderer
from bot.store import channels
from bot.store.database import Store
from bot.store.vault import Vault


class VirtualClock:
    """Time that moves only when it is told to, or when somebody sleeps."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._passed = 0.0

    def now(self) -> datetime:
        """The moment of the replay."""
        return self._moment

    def monotonic(self) -> float:
        """Seconds since the replay began."""
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """At once it is later."""
        self.turn_to(self._moment + timedelta(seconds=seconds))

    def turn_to(self, moment: datetime) -> None:
        """Never back."""
        self._passed += max((moment - self._moment).total_seconds(), 0.0)
        self._moment = max(moment, self._moment)


class _Rehearsed:
    """A channel's real platform in all that is pure; what would go to the network succeeds at once."""

    def __init__(self, real: Platform, account: Account) -> None:
        self._real = real
        self._account = account

    @property
    def limits(self) -> Limits:
        return self._real.limits

    @property
    def repeat(self) -> Repeat:
        return self._real.repeat

    def measure(self, text: MarkedText) -> int:
        return self._real.measure(text)

    def check(self, post: Post) -> list[Any]:
        return self._real.check(post)

    async def verify(self) -> Account:
        return self._account

    async def prepare(self, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        del post, reply_to
        return Payload(key, {})

    async def publish(self, payload: Payload) -> Receipt:
        return Receipt(payload.key)


class _Edits:
    async def edit(self, receipt: Receipt, payload: Payload) -> Receipt:
        del payload
        return receipt


class _Withdraws:
    async def withdraw(self, receipt: Receipt) -> None:
        del receipt


@dataclass(frozen=True, slots=True)
class _Known:
    """What the real store has of a channel."""

    state: channels.ChannelState
    learned: dict[str, Any]


class _RehearsedLines(Lines):
    """Lines that end before the network."""

    known: Mapping[str, _Known]

    def _make(self, name: str, learned: dict[str, object], sealed: bytes | None) -> Platform:
        known = self.known[name]
        real = super()._make(name, learned or known.learned, sealed)
        parts: list[type] = [_Edits] if isinstance(real, Editable) else []
        parts += [_Withdraws] if isinstance(real, Withdrawable) else []
        kind: Any = type("_Rehearsed", (_Rehearsed, *parts), {"name": real.name, "label": real.label})
        account = Account(
            known.state.account_id or name, known.state.account_name or name, learned=known.learned
        )
        made: Platform = kind(real, account)
        return made


@contextmanager
def open_rehearsal(house: House, begins_at: datetime, *, approved: bool) -> Iterator[House]:
    """A house like this one at another time; `approved` as if a person approved every post at once.

    Pictures are left out, since they would be fetched. Raises StoreError.
    """
    settings = replace(
        house.settings,
        channels={
            name: _rehearse(options, approved=approved) for name, options in house.settings.channels.items()
        },
    )
    clock = VirtualClock(begins_at)
    known = house.store.read_now(lambda conn: _look_up(conn, house))
    store = Store.open_copy(settings.project / ".nothing")
    with house_of(settings, store, clock=clock, actor="replay") as rehearsal:
        lines = _RehearsedLines(settings, store, Vault(settings.project / ".nothing"), clock)
        lines.known = known
        rehearsal.lines = lines
        rehearsal.renderer = Renderer(settings.templates).keep()
        store.write_now(lambda conn: _hold(conn, known, begins_at))
        yield rehearsal


def _rehearse(options: PlatformOptions, *, approved: bool) -> PlatformOptions:
    changes: dict[str, Any] = {"picture": "none"}
    if approved:
        changes["approval"] = "never"
    return options.model_copy(update=changes)


def _look_up(conn: Connection, house: House) -> dict[str, _Known]:
    return {
        name: _Known(channels.get(conn, name), channels.get_learned(conn, name))
        for name in house.settings.channels
    }


def _hold(conn: Connection, known: Mapping[str, _Known], now: datetime) -> None:
    """A channel that is on hold today posts nothing in the replay either."""
    for name, one in known.items():
        if one.state.held_at is not None:
            reason = one.state.hold_reason or "no reason given"
            channels.hold(conn, name, reason, now, one.state.held_by)
