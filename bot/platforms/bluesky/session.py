"""Sessions: logged in once with the app password, then refreshed; kept by the core, stored before use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from bot.errors import Rejected, SecretMissing, TokenExpired, Unauthorized
from bot.http import Answer, Client
from bot.platforms.bluesky.answers import check_active, raise_for_error, read_error, read_object
from bot.platforms.bluesky.options import BlueskyOptions
from bot.secrecy import Credentials, remember_secret

XRPC = "/xrpc/"
_SESSIONS = XRPC + "com.atproto.server."
_RESOLVE = XRPC + "com.atproto.identity.resolveHandle"


@dataclass(frozen=True, slots=True)
class Session:
    """Who is logged in (`did`), and the server that keeps the account (`home`)."""

    did: str
    home: str
    access: str

    def __repr__(self) -> str:
        """Without the token."""
        return f"Session({self.did})"


def read_session(options: BlueskyOptions, credentials: Credentials) -> Session:
    """The stored session. Raises TokenExpired where there is none for this handle on this server."""
    made_for, did, home = _read_account(credentials)
    if made_for != _made_for(options) or not credentials.get("access"):
        raise TokenExpired(f"{options.handle} is not logged in yet", "look at the app password")
    return Session(did, home, credentials["access"])


async def renew(options: BlueskyOptions, client: Client, credentials: Credentials) -> Credentials:
    """A new pair of tokens for the refresh token; where that is worth nothing any more, a new login.

    Raises Unauthorized for a wrong app password or an account that may not post, Temporary.
    """
    refresh = credentials.get("refresh")
    if not refresh or _read_account(credentials)[0] != _made_for(options):
        return await _log_in(options, client)
    headers = {"Authorization": f"Bearer {refresh}"}
    answer = await client.call("POST", options.server + _SESSIONS + "refreshSession", headers=headers)
    try:
        raise_for_error(answer)
    except (TokenExpired, Rejected):
        # Revoked, used up, or of a server that was set up anew: the app password decides.
        return await _log_in(options, client)
    return _read_credentials(options, answer)


async def resolve_handle(client: Client, server: str, handle: str) -> str | None:
    """The DID behind a handle, None where it resolves to nothing. Raises Temporary."""
    answer = await client.call("GET", server + _RESOLVE, params={"handle": handle})
    did = read_object(answer).get("did") if answer.ok else None
    return did if isinstance(did, str) and did.startswith("did:") else None


async def _log_in(options: BlueskyOptions, client: Client) -> Credentials:
    try:
        password = options.app_password.reveal()
    except SecretMissing as error:
        raise Unauthorized(error.message, error.hint) from error
    body = {"identifier": options.handle, "password": password}
    answer = await client.call("POST", options.server + _SESSIONS + "createSession", json=body)
    if answer.status == HTTPStatus.UNAUTHORIZED and read_error(answer)[0] in {"", "AuthenticationRequired"}:
        raise await _explain_login(options, client)
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        raise Unauthorized(f"{options.server} does not answer like Bluesky", "look at `server`")
    try:
        raise_for_error(answer)
    except TokenExpired as error:
        raise Unauthorized(error.message, error.hint) from error
    return _read_credentials(options, answer)


async def _explain_login(options: BlueskyOptions, client: Client) -> Unauthorized:
    """A server refuses an unknown name and a wrong password with the same words; we look which it is."""
    handle, server = options.handle, urlsplit(options.server).netloc
    if not handle.startswith("did:") and await resolve_handle(client, options.server, handle) is None:
        return Unauthorized(
            f"the handle {handle} does not resolve: {server} knows nobody of that name",
            "look at `handle` (written in full, like courier.bsky.social) and at `server`",
        )
    return Unauthorized(
        f"{server} refuses the app password of {handle}",
        f"make a new one in the app (Settings, Privacy and security, App passwords) and put it into "
        f"{options.app_password}",
    )


def _read_credentials(options: BlueskyOptions, answer: Answer) -> Credentials:
    """What is kept of a session answer. Raises Unauthorized where it is no session, or an idle account's."""
    body = read_object(answer)
    access, refresh, did = (body.get(name) for name in ("accessJwt", "refreshJwt", "did"))
    if not all(isinstance(value, str) and value for value in (access, refresh, did)):
        raise Unauthorized(f"{options.server} does not answer like Bluesky", "look at `server`")
    check_active(body)
    for token in (access, refresh):
        remember_secret(str(token))
    home = _find_home(options, body.get("didDoc"))
    # In one value: each value of its own would be masked in logs, and these are public.
    account = f"{_made_for(options)} {did} {home}"
    return Credentials({"access": str(access), "refresh": str(refresh), "account": account})


def _read_account(credentials: Credentials) -> tuple[str, str, str]:
    """For which options the session was made, the DID, and the account's own server; empty without one."""
    parts = credentials.get("account", "").split(" ")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")  # noqa: PLR2004 - as above


def _find_home(options: BlueskyOptions, document: Any) -> str:
    """The account's own server by its identity document; the configured one where none is named."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else []:
        if not isinstance(service, dict) or not str(service.get("id", "")).endswith("#atproto_pds"):
            continue
        home = str(service.get("serviceEndpoint", "")).rstrip("/")
        parts = urlsplit(home)
        # A token never travels in the clear because a document says so.
        safe = parts.scheme == "https" or options.server.startswith("http://")
        if options.writes_to == "home" and safe and parts.scheme in {"http", "https"} and parts.hostname:
            return home
    return options.server


def _made_for(options: BlueskyOptions) -> str:
    """Another handle or server in the config is another account: its session must not be used for it."""
    wish = f"{options.server}\n{options.handle}\n{options.writes_to}"
    return hashlib.sha256(wish.encode()).hexdigest()[:16]
