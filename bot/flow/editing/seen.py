"""What a changed article means for what followers have seen: the rest of a thread, an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.flow.composing.draft import Draft, hash_posts
from bot.flow.editing.changing import LEAVES
from bot.flow.timing.due import BY_A_PERSON
from bot.model import Delivery, DeliveryState, Post, PostStanding
from bot.store import posts, threads

NO_CHANGE = "what is online is as the article has it now"
_OTHER_LENGTH = "the article has changed, and with it the length of the thread that is online"
_BEGUN = (
    "the article changed when the thread had begun: look at what is online, then post retry sends the rest "
    "as it reads now, and post cancel leaves it"
)


def draft_edit(conn: Connection, delivery: Delivery, draft: Draft) -> Draft | None:
    """The draft of the one post that an edit changes; None where nothing is to change any more."""
    if not draft.posts:
        return replace(draft, post=delivery.post, more=())
    if not makes_these(draft, thread_online(conn, posts.get(conn, delivery.post_id))):
        reason = f"{_OTHER_LENGTH}: it has {len(draft.posts)} posts now"
        return replace(draft, state=DeliveryState.HELD, reason=reason, post=delivery.post, more=())
    shown, text = posts.find_shown(conn, delivery.post_id), draft.posts[delivery.position]
    if shown and reads_alike(shown.post, text):
        return None
    return replace(draft, post=text, more=(), text_hash=hash_posts([text]))


def reads_alike(one: Post | None, other: Post | None) -> bool:
    """Whether followers would see the same: the description is a card's, and no card can be changed."""
    if one is None or other is None:
        return one is other
    return replace(one, description="") == replace(other, description="")


def makes_these(draft: Draft, online: Sequence[PostStanding]) -> bool:
    """Whether a draft makes just the posts of a thread that are online: one may be gone, or never came."""
    return [one.position for one in online] == list(range(len(draft.posts)))


def draft_rest(conn: Connection, lead: Delivery, draft: Draft) -> Draft:
    """The draft of what is still to come of a thread that has begun.

    It is held where it would read otherwise than it was meant to: a person should see first how it goes
    with what is online.
    """
    thread = threads.rows_of(conn, lead)
    rest = [row.post for row in thread[lead.position :] if row.post]
    if len(draft.posts) != len(thread):
        kept = replace(draft, post=rest[0] if rest else None, more=tuple(rest[1:]))
        if not draft.posts:
            return kept
        reason = f"{_OTHER_LENGTH}: {len(thread)} posts then, {len(draft.posts)} now; post cancel leaves it"
        return replace(kept, state=DeliveryState.HELD, reason=reason)
    fresh = replace(draft, post=draft.posts[lead.position], more=draft.posts[lead.position + 1 :])
    meant = list(fresh.posts) == rest or not lead.template or lead.reason.startswith(BY_A_PERSON)
    if meant or fresh.state not in LEAVES:
        return fresh
    return replace(fresh, state=DeliveryState.HELD, reason=_BEGUN)


def thread_online(conn: Connection, standing: PostStanding) -> list[PostStanding]:
    """The posts of this one's thread that are online, in their order."""
    found = posts.of_article(conn, standing.article_id)
    return [one for one in found if one.thread == standing.thread]
