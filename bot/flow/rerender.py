"""Posts that are not armed yet follow the newest revision and template."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.flow.compose import Draft, Timing, compose, digest_of, time_article
from bot.flow.house import House
from bot.model import Delivery, DeliveryState, Document
from bot.store import articles, outbox, transitions

STAYS_HELD = ("flood:", "by hand:", "gone:")
"""Reasons that a fresh rendering does not take away."""

GONE = "gone: the source took the article away before it was posted"

BY_A_PERSON = ("released", "approved")
"""How the reasons begin of posts that a person let go."""


async def bring_up_to_date(house: House, delivery: Delivery) -> bool:
    """Render a claimed delivery again where it is not current any more; whether that was so.

    Not current: another revision, another template, or limits that the platform told us since.
    """
    article, revision = await house.store.read(lambda conn: articles.newest(conn, delivery.article_id))
    name = delivery.template.rpartition("@")[0]
    same = delivery.revision == article.revision and delivery.template == digest_of(house, name)
    if same and _still_taken(house, delivery):
        return False
    document = revision.document
    draft = await asyncio.to_thread(compose, house, delivery.channel, document, revision.highlights)
    timing = time_article(house, delivery.channel, document, article.first_seen_at)

    def write(conn: Connection) -> None:
        fresh = outbox.get(conn, delivery.id)
        seen = (delivery.state, delivery.revision, delivery.text_hash)
        # Held, cancelled or revised while we rendered: that stands.
        if (fresh.state, fresh.revision, fresh.text_hash) == seen:
            put_draft(conn, house, fresh, draft, timing, article.revision)

    await house.store.write(write)
    return True


def _still_taken(house: House, delivery: Delivery) -> bool:
    assert delivery.post
    problems = house.lines.platform(delivery.channel).check(delivery.post)
    return not any(problem.severity == "error" for problem in problems)


def render_again(
    conn: Connection, house: House, article_id: str, document: Document, drafts: tuple[Draft, ...]
) -> None:
    """Put a new revision's drafts in the place of the article's posts that are not armed yet."""
    article, _ = articles.newest(conn, article_id)
    fresh = {draft.channel: draft for draft in drafts}
    for delivery in outbox.unarmed_of(conn, [article_id]):
        if delivery.channel in fresh:
            timing = time_article(house, delivery.channel, document, article.first_seen_at)
            put_draft(conn, house, delivery, fresh[delivery.channel], timing, article.revision)


def put_draft(
    conn: Connection, house: House, delivery: Delivery, draft: Draft, timing: Timing, number: int
) -> None:
    """One draft in the place of what was rendered before.

    A person's word stands: an approval as long as the text is the same, and leave to be late.
    """
    state, reason = draft.state, draft.reason
    now = house.clock.now()
    approved = state is DeliveryState.AWAITING_APPROVAL and draft.text_hash == delivery.text_hash
    if delivery.state is DeliveryState.SCHEDULED and (approved or _let_go(delivery, state)):
        state, reason = DeliveryState.SCHEDULED, delivery.reason
    if delivery.state is DeliveryState.HELD and delivery.reason.startswith(STAYS_HELD):
        state, reason = DeliveryState.HELD, delivery.reason
    if delivery.embargo_at and delivery.embargo_at > now and not timing.embargo_at:
        state, reason = DeliveryState.HELD, "by hand: the embargo has vanished from the article"
    transitions.rewrite(
        conn,
        delivery.id,
        now,
        state=state,
        reason=reason,
        number=number,
        rendered=draft.post,
        text_hash=draft.text_hash,
        template=draft.template,
        urgency=int(timing.urgency),
        due_at=timing.due_at,
        embargo_at=timing.embargo_at,
        expires_at=timing.expires_at if delivery.expires_at else None,
    )


def _let_go(delivery: Delivery, state: DeliveryState) -> bool:
    return state is DeliveryState.SCHEDULED and delivery.reason.startswith(BY_A_PERSON)
