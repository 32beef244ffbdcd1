"""Whose session it is, and whether the account may post: all that `verify` learns."""

from __future__ import annotations

from bot.errors import Rejected
from bot.model import Account
from bot.platforms.bluesky.answers import check_active, read_object
from bot.platforms.bluesky.line import Line
from bot.platforms.bluesky.options import BlueskyOptions


async def verify_account(line: Line, options: BlueskyOptions) -> Account:
    """The account behind the session, with what is to be remembered. Raises DeliveryError."""
    session = line.session()
    found = read_object(await line.call("GET", "com.atproto.server.getSession"))
    if found.get("did") != session.did:
        raise Rejected(f"{session.home} does not answer like Bluesky", "look at `server`")
    check_active(found)
    handle = str(found.get("handle") or options.handle)
    return Account(
        session.did, f"@{handle}", f"{options.app}/profile/{session.did}", learned={"handle": handle}
    )
