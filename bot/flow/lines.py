"""The lines to the platforms: one instance and one gated client per channel, with its credentials."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import TokenExpired, Unauthorized
from bot.http import Client, HostGate
from bot.model import Account
from bot.plugin import Platform, Refreshable, discover_platforms
from bot.secrecy import Credentials, Secret, mark_secrets
from bot.settings.effective import Settings
from bot.store import channels
from bot.store.channels import ChannelState
from bot.store.database import Store
from bot.store.vault import Vault

_REFRESH_HELPS_FOR = 60.0
_OUTSIDE = "outside: sources"  # no channel is called so
_FETCHES_AT_ONCE = 16
REQUEST_TIMEOUT = timedelta(seconds=20)


class Lines:
    """Connects channels; what a platform learned and its credentials come from the store."""

    def __init__(self, settings: Settings, store: Store, vault: Vault, clock: Clock) -> None:
        self._settings = settings
        self._store = store
        self._vault = vault
        self._clock = clock
        self._clients: dict[str, Client] = {}
        self._platforms: dict[str, Platform] = {}
        self._refreshed: dict[str, float] = {}
        self._unsaved: dict[str, bytes] = {}
        self._marks: dict[str, tuple[str, list[Secret]]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def platform(self, name: str) -> Platform:
        """The channel's platform, made without I/O on the network. Raises StoreError."""
        # In one step: others forget it from their own threads.
        platform = self._platforms.get(name)
        if platform is None:
            known = self._store.read_now(lambda conn: _known(conn, name))
            platform = self._platforms[name] = self._make(name, *known)
        return platform

    async def verify(self, name: str) -> Account:
        """Ask the platform who we are, and keep what it says. Raises DeliveryError, SecretMissing.

        Another account than before is refused: somebody exchanged the token.
        """
        mark = self._mark(name)
        account = await self._ask_who(name)
        known = await self._store.read(channels.get_all)
        before = known.get(name, ChannelState(name))
        if before.account_id and before.account_id != account.id:
            raise Unauthorized(
                f"the token now belongs to {account.name}, before it was {before.account_name}",
                f"if that is meant: newscrier channel verify {name} --new-account",
            )
        if not before.account_id and (former := self._find_former(known, account)):
            raise Unauthorized(
                f"{account.name} is the account of the channel {former}, which is not in the config any more",
                f"where {name} is its new name, write `was: {former}` below it; "
                f"else: newscrier channel verify {name} --new-account",
            )
        if not account.may_post:
            raise Unauthorized(f"{account.name} may not post", "look at the account on its platform")
        now = self._clock.now()
        await self._store.write(lambda conn: channels.verified(conn, name, account, mark, now))
        self._platforms.pop(name, None)
        return account

    def _find_former(self, known: Mapping[str, ChannelState], account: Account) -> str:
        """The channel gone from the config that had this account: a hold of it, and its posts, are missed."""
        here = (account.id, account.name)
        gone = (one for name, one in known.items() if name not in self._settings.channels)
        return next((one.name for one in gone if (one.account_id, one.account_name) == here), "")

    def knows(self, state: ChannelState) -> bool:
        """Whether its account was asked by the options and secrets of now.

        A worker may have been started with another token, and a file with one may have been exchanged: then
        nothing leaves before it is known whose it is.
        """
        return state.verified_at is not None and state.verified_as == self._mark(state.name)

    def _mark(self, name: str) -> str:
        if name not in self._marks:
            options = self._settings.channels[name]
            secrets = [value for _, value in options if isinstance(value, Secret)]
            self._marks[name] = hashlib.sha256(repr(options).encode()).hexdigest()[:16], secrets
        mark, secrets = self._marks[name]
        return f"{mark} {mark_secrets(secrets)}"

    async def _ask_who(self, name: str) -> Account:
        """The account; where the session ended, or there was none yet, with a new one."""
        for _ in range(2):
            platform = self.platform(name)
            try:
                return await platform.verify()
            except TokenExpired:
                if self.refreshed_lately(name, platform):
                    raise
            await self.refresh(name, platform)
        return await self.platform(name).verify()

    async def refresh(self, name: str, tried: Platform) -> None:
        """New credentials instead of those of `tried`, stored before they are used.

        One at a time: a refresh token may be worth nothing once it was used. Raises Unauthorized, Temporary.
        """
        async with self._locks[name]:
            if name not in self._refreshed or self.platform(name) is tried:
                await self._refresh(name)

    async def _refresh(self, name: str) -> None:
        platform = self.platform(name)
        if not isinstance(platform, Refreshable):
            raise Unauthorized(
                "the session ended", f"make a new token: newscrier channel help {platform.name}"
            )
        if name not in self._unsaved:
            _, sealed = await self._store.read(lambda conn: _known(conn, name))
            self._vault.seal(Credentials())  # without a key to keep a session with, none is asked for
            fresh = await platform.refresh(self._vault.unseal(sealed) if sealed else Credentials())
            # The old ones may be worth nothing now: these are not lost where the store takes no changes.
            self._unsaved[name] = self._vault.seal(fresh)
        kept, now = self._unsaved[name], self._clock.now()
        await self._store.write(lambda conn: channels.put_credentials(conn, name, kept, now))
        del self._unsaved[name]
        self._refreshed[name] = self._clock.monotonic()
        self._platforms.pop(name, None)

    def refreshed_lately(self, name: str, tried: Platform) -> bool:
        """Whether `tried` had credentials of the last minute: then the fault lies elsewhere."""
        last = self._refreshed.get(name)
        newest = self._platforms.get(name) is tried
        return newest and last is not None and self._clock.monotonic() - last < _REFRESH_HELPS_FOR

    def clocks(self) -> dict[str, timedelta]:
        """How far the servers that answered are ahead of us, by host; negative where they are behind."""
        return {host: ahead for client in self._clients.values() for host, ahead in client.clocks.items()}

    def forget(self, name: str) -> None:
        """Make the platform anew at the next use, because the store knows more."""
        self._platforms.pop(name, None)

    def use(self, name: str, platform: Platform) -> None:
        """Take this platform for a channel instead of making one."""
        self._platforms[name] = platform

    def follow(self, settings: Settings) -> Lines:
        """Lines by new settings; credentials that could not be stored yet go with them."""
        lines = Lines(settings, self._store, self._vault, self._clock)
        lines._unsaved, lines._refreshed, lines._locks = self._unsaved, self._refreshed, self._locks
        return lines

    async def close(self) -> None:
        """Give all connections back."""
        for client in self._clients.values():
            await client.close()
        self._clients.clear()
        self._platforms.clear()

    @property
    def outside(self) -> Client:
        """The one client of all sources: guarded, and polite to each host."""
        if _OUTSIDE not in self._clients:
            self._clients[_OUTSIDE] = Client(
                self._clock,
                timeout=REQUEST_TIMEOUT,
                at_once=_FETCHES_AT_ONCE,
                allow_private=self._settings.network.allow_private,
                gate=HostGate(self._clock),
            )
        return self._clients[_OUTSIDE]

    def client(self, name: str) -> Client:
        """The gated client of a channel."""
        if name not in self._clients:
            self._clients[name] = Client(self._clock, timeout=REQUEST_TIMEOUT)
        return self._clients[name]

    def _make(self, name: str, learned: dict[str, object], sealed: bytes | None) -> Platform:
        options = self._settings.channels[name]
        credentials = self._vault.unseal(sealed) if sealed else Credentials()
        kind = discover_platforms()[options.platform]
        return kind(options, self.client(name), credentials, learned)


def _known(conn: Connection, name: str) -> tuple[dict[str, object], bytes | None]:
    return channels.get_learned(conn, name), channels.get_credentials(conn, name)
