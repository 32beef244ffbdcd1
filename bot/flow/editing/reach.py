"""Whether a channel can still change what it has posted: it may have come to another account since."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.model import PostStanding
from bot.store import channels


def find_other_account(conn: Connection, standing: PostStanding) -> str:
    """Why nobody but a person can change this post, as the channel has another account now; else empty.

    To the account of today the post is unknown: a platform would say that it is gone.
    """
    here = channels.get(conn, standing.channel).account_id
    if not standing.account or not here or standing.account == here:
        return ""
    return f"it is on another account than the one that {standing.channel} posts to now"
