"""Who may log in at a fake PDS, and the sessions that it gave out."""

from __future__ import annotations

import itertools
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from servers.bluesky_repo import Refused

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
HANDLE = "courier.test"
APP_PASSWORD = "abcd-efgh-ijkl-mnop"
GRACE = 7200.0
STANDINGS = {
    "takendown": (401, "AccountTakedown", "Account has been taken down"),
    "deactivated": (401, "AccountDeactivated", "Account is deactivated"),
}


@dataclass
class Accounts:
    """One account; access tokens last `access_seconds`, used refresh tokens `grace` more.

    `standing` is active, takendown or deactivated; `known` are the names that resolve, with their DIDs.
    """

    password: str = APP_PASSWORD
    handle: str = HANDLE
    standing: str = "active"
    two_factors: bool = False
    access_seconds: float = 7200.0
    grace: float = GRACE
    home: str = ""
    known: dict[str, str] = field(default_factory=lambda: {HANDLE: DID})
    logins: int = 0
    refreshes: int = 0
    _access: dict[str, float] = field(default_factory=dict)
    _refresh: dict[str, float | None] = field(default_factory=dict)
    _next: dict[str, str] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def log_in(self, fields: dict[str, Any]) -> dict[str, Any]:
        self.logins += 1
        named = fields.get("identifier") in {self.handle, DID}
        if not named or fields.get("password") != self.password:
            raise Refused(401, "AuthenticationRequired", "Invalid identifier or password")
        if self.two_factors:
            raise Refused(401, "AuthFactorTokenRequired", "A sign in code has been sent")
        if self.standing == "takendown":
            raise Refused(*STANDINGS["takendown"])
        return self._give()

    def refresh(self, token: str) -> dict[str, Any]:
        """Rotates: a used token gives the same next one within its grace, later it is revoked."""
        if token not in self._refresh:
            raise Refused(400, "InvalidToken", "Token could not be verified")
        if self.standing == "takendown":
            raise Refused(*STANDINGS["takendown"])
        used_at = self._refresh[token]
        if used_at is not None:
            if time.time() - used_at > self.grace:
                raise Refused(400, "ExpiredToken", "Token has been revoked")
            return self._give(self._next[token])
        self.refreshes += 1
        self._refresh[token] = time.time()
        given = self._give()
        self._next[token] = given["refreshJwt"]
        return given

    def require(self, token: str) -> None:
        """The token is good for a call now. Raises Refused."""
        if not token:
            raise Refused(401, "AuthMissing", "Authentication Required")
        if token not in self._access:
            raise Refused(400, "InvalidToken", "Token could not be verified")
        if time.time() - self._access[token] > self.access_seconds:
            raise Refused(400, "ExpiredToken", "Token has expired")

    def require_writing(self) -> None:
        if self.standing in STANDINGS:
            raise Refused(*STANDINGS[self.standing])

    def expire(self) -> None:
        """Every access token is too old from now on."""
        self._access = dict.fromkeys(self._access, 0.0)

    def revoke(self) -> None:
        """The app password was deleted, or the server set up anew: no token is known any more."""
        self._access.clear()
        self._refresh.clear()

    def resolve(self, handle: str) -> dict[str, Any]:
        if handle not in self.known:
            raise Refused(400, "InvalidRequest", "Unable to resolve handle")
        return {"did": self.known[handle]}

    def tell_session(self) -> dict[str, Any]:
        """getSession; of an account that was taken down the real one knows nothing any more."""
        if self.standing == "takendown":
            raise Refused(400, "InvalidRequest", f"Could not find user info for account: {DID}")
        return self.tell()

    def tell(self) -> dict[str, Any]:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.home}
        told: dict[str, Any] = {
            "did": DID,
            "handle": self.handle,
            "didDoc": {"id": DID, "service": [service]},
        }
        told |= {"email": "desk@courier.example.org", "emailConfirmed": True, "active": True}
        if self.standing != "active":
            told |= {"active": False, "status": self.standing}
        return told

    def _give(self, known: str = "") -> dict[str, Any]:
        """A session, with the refresh token that is `known` or with a new one."""
        number = next(self._numbers)
        access = f"access-{number}-{secrets.token_hex(8)}"
        refresh = known or f"refresh-{number}-{secrets.token_hex(8)}"
        self._access[access] = time.time()
        self._refresh.setdefault(refresh, None)
        return {"accessJwt": access, "refreshJwt": refresh, **self.tell()}
