"""Posts whose text a person wrote: no template puts another one in its place.

What an article that changes means for such a text is for a person to say: it is kept, and waits.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.flow.composing.draft import Draft
from bot.flow.composing.threads import rewrite
from bot.flow.composing.times import Timing
from bot.flow.editing.examining import find_doubts, find_refusals
from bot.flow.editing.refusing import tell
from bot.flow.house import House
from bot.model import Delivery, DeliveryState, Document, Highlights, Mark, MarkedText, Post, Urgency
from bot.store import articles, outbox, threads, transitions

BY_HAND = "by hand"
"""What stands for the template of a hand-made post, once it was looked over."""

STAYS_HELD = ("flood:", "by hand:", "gone:", "restored:", "away:", "edited:")
"""Reasons that a fresh rendering does not take away."""

NO_EMBARGO = "by hand: the embargo has vanished from the article"

_HASHTAG = re.compile(r"(?<![\w#/&])#(?=\w*[^\W\d])\w+")


def write_post(text: str, old: Post | None, document: Document, highlights: Highlights) -> Post:
    """The post with a person's text; marks, and the template's own words, stay where they still stand.

    A link that was in the text and is there no more is gone; one that never stood there (a card's) stays.
    """
    before = old or Post(MarkedText(""), document.language, highlights.headline, document.url)
    was = before.text.text
    link = before.link
    if link is not None and link not in text and (link in was or old is None):
        link = None
    marks = [
        Mark(mark.kind, *place, mark.href)
        for mark in before.text.marks
        if (place := _place(was[mark.start : mark.end], text))
    ]
    own = [
        place
        for start, end in before.own
        if re.search(r"[^\W\d_]", was[start:end]) and (place := _place(was[start:end], text))
    ]
    hashtags = tuple(dict.fromkeys(_HASHTAG.findall(text)))
    return replace(before, text=MarkedText(text, tuple(marks)), link=link, hashtags=hashtags, own=tuple(own))


def _place(piece: str, text: str) -> tuple[int, int] | None:
    """Where the piece stands; None where it does not, or not only once."""
    if not piece.strip() or text.count(piece) != 1:
        return None
    return text.index(piece), text.index(piece) + len(piece)


def look_over(conn: Connection, house: House, delivery: Delivery) -> bool:
    """Whether a claimed hand-made post may not leave as it is; it is moved out of the way then.

    A person's release is a word on when, not on what: the text is compared with the article again.
    """
    fresh = outbox.get(conn, delivery.id)
    if (fresh.state, fresh.revision, fresh.text_hash) != (
        delivery.state,
        delivery.revision,
        delivery.text_hash,
    ):
        return True
    now, post = house.clock.now(), fresh.post
    assert post
    if refusals := find_refusals(house, fresh.channel, post):
        reason = tell(refusals)
        transitions.move(conn, fresh.id, fresh.state, DeliveryState.FAILED, now, reason=reason)
        return True
    if fresh.template == BY_HAND:
        return False
    _, revision = articles.newest(conn, fresh.article_id)
    doubts = find_doubts(post, revision.document, revision.highlights)
    if doubts and not fresh.vouched_by:
        reason = f"edited: {tell(doubts)}"
        transitions.move(conn, fresh.id, fresh.state, DeliveryState.HELD, now, reason=reason)
        return True
    transitions.change(conn, fresh.id, fresh.state, now, "looked over", template=BY_HAND)
    return True


def keep_text(
    conn: Connection, house: House, delivery: Delivery, draft: Draft, timing: Timing, number: int
) -> None:
    """The article changed, or the post is revived: the person's text stays, and a person decides."""
    _, revision = articles.newest(conn, delivery.article_id)
    waiting = [row.post for row in threads.rows_of(conn, delivery) if row.position >= delivery.position]
    doubts = [
        doubt
        for post in waiting
        if post
        for doubt in find_doubts(post, revision.document, revision.highlights)
    ]
    changed = number != delivery.revision
    vouched_by = "" if changed else delivery.vouched_by
    told = [f"the article has changed since {delivery.edited_by} wrote this text"] if changed else []
    told += [] if vouched_by else [str(doubt) for doubt in doubts]
    state, reason = _keep_state(delivery, told, asks=asks_approval(house, delivery, draft))
    if lost_embargo(delivery, timing, house.clock.now()):
        state, reason = DeliveryState.HELD, NO_EMBARGO
    rewrite(
        conn,
        delivery,
        waiting,
        house.clock.now(),
        state=state,
        reason=reason,
        number=number,
        text_hash=delivery.text_hash,
        template="",
        urgency=int(delivery.urgency if delivery.target else timing.urgency),
        due_at=due_of(delivery, timing, house.clock.now()),
        embargo_at=timing.embargo_at,
        expires_at=expiry_of(house, delivery, timing),
        approved_hash="" if changed else delivery.approved_hash,
        vouched_by=vouched_by,
    )


def _keep_state(delivery: Delivery, told: list[str], *, asks: bool) -> tuple[DeliveryState, str]:
    """What was held stays so; `told` is what has to be said of the text."""
    if delivery.state is DeliveryState.HELD and delivery.reason.startswith(STAYS_HELD):
        return DeliveryState.HELD, delivery.reason
    if asks:
        return DeliveryState.AWAITING_APPROVAL, "; ".join(["edited: a person approves it", *told])
    if told:
        return DeliveryState.HELD, f"edited: {'; '.join(told)}"
    return DeliveryState.SCHEDULED, delivery.reason


def asks_approval(house: House, delivery: Delivery, draft: Draft) -> bool:
    """Whether a person approves this post: its channel wants it, a rule does, or it waits for that now."""
    awaiting = DeliveryState.AWAITING_APPROVAL
    always = house.settings.channels[delivery.channel].approval == "always"
    return always or draft.state is awaiting or delivery.state is awaiting


def lost_embargo(delivery: Delivery, timing: Timing, now: datetime) -> bool:
    """Whether the article says no more what it said before: that the post may not leave yet."""
    return bool(delivery.embargo_at and delivery.embargo_at > now and not timing.embargo_at)


def due_of(delivery: Delivery, timing: Timing, now: datetime) -> datetime:
    """When it is due by the article, and not before it was revived."""
    return max(timing.due_at, min(delivery.revived_at, now)) if delivery.revived_at else timing.due_at


def expiry_of(house: House, delivery: Delivery, timing: Timing) -> datetime | None:
    """When it is too late; a revived post grows stale from then on, and leave to be late stays."""
    if delivery.expires_at is None or timing.expires_at is None:
        return None
    stale_after = house.settings.pace(delivery.channel).stale(timing.urgency)
    if stale_after is None:
        return timing.expires_at
    if timing.urgency is Urgency.BREAKING and delivery.urgency is not Urgency.BREAKING:
        # It became breaking news just now: the hour counts from here, within what it had anyway.
        return max(timing.expires_at, min(delivery.expires_at, house.clock.now() + stale_after))
    if delivery.revived_at is None:
        return timing.expires_at
    return max(timing.expires_at, delivery.revived_at + stale_after)
