"""What becomes of a post that a person corrects, and the steps that write it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection

from bot.flow.composing.draft import hash_posts
from bot.flow.composing.times import time_article
from bot.flow.editing.changing import add_edit, add_reply, tell_hold
from bot.flow.editing.wrong import put_right
from bot.flow.house import House
from bot.model import Delivery, Post, PostStanding, PostState, Revision
from bot.store import articles

How = Literal["edit", "reply", "delete", "nothing", "by hand"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What becomes of one post that is online; `delivery` is empty where nothing leaves."""

    channel: str
    url: str
    how: How
    delivery: str = ""
    state: str = ""
    reason: str = ""
    text: str = ""


Step = Callable[[Connection], Correction]


def edit_to(house: House, standing: PostStanding, post: Post, revision: Revision, **about: Any) -> Step:
    """The post becomes `post`; `about` is what the new delivery says of itself, as state and reason."""

    def write(conn: Connection) -> Correction:
        article = articles.get_article(conn, standing.article_id)
        timing = time_article(house, standing.channel, revision.document, article.first_seen_at)
        known = _complete(house, post, revision, about | {"embargo_at": timing.embargo_at})
        made = add_edit(conn, standing, post, house.clock.now(), **known)
        return _tell(conn, standing, "edit", made)

    return write


def reply_with(house: House, head: PostStanding, post: Post, revision: Revision, **about: Any) -> Step:
    """A reply below the post; `about` as with an edit."""

    def write(conn: Connection) -> Correction:
        made = add_reply(conn, head, post, house.clock.now(), **_complete(house, post, revision, about))
        return _tell(conn, head, "reply", made)

    return write


def leave_right(house: House, standing: PostStanding, reason: str) -> Step:
    """The post stays as it is, and is wrong no longer."""

    def write(conn: Connection) -> Correction:
        if standing.state is PostState.WRONG:
            put_right(conn, standing, house.clock.now(), reason, house.actor)
        return Correction(standing.channel, address_of(standing), "nothing", reason=reason)

    return write


def ask_person(standing: PostStanding, reason: str) -> Step:
    """Nothing is written: what is to be done only a person can do."""
    asked = Correction(standing.channel, address_of(standing), "by hand", reason=reason)
    return lambda _conn: asked


def address_of(standing: PostStanding) -> str:
    """Where followers see it."""
    return standing.receipt.url or standing.receipt.id if standing.receipt else ""


def _complete(house: House, post: Post, revision: Revision, about: dict[str, Any]) -> dict[str, Any]:
    same = {"actor": house.actor, "revision": revision.number, "text_hash": hash_posts([post])}
    return same | about


def _tell(conn: Connection, standing: PostStanding, how: How, made: Delivery) -> Correction:
    text = made.post.text.text if made.post else ""
    told = Correction(standing.channel, address_of(standing), how, text=text)
    reason = made.reason + tell_hold(conn, standing.channel)
    return replace(told, delivery=made.id, state=made.state.value, reason=reason)
