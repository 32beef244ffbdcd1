"""Posts that are not armed yet follow the newest revision and template."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.flow import darkroom, handmade
from bot.flow.compose import Draft, Timing, compose, digest_of, time_article
from bot.flow.house import House
from bot.model import Delivery, DeliveryState, Document
from bot.store import articles, outbox, transitions

GONE = "gone: the source took the article away before it was posted"

_CHANGED = "it was approved, but its text has changed since (another revision or template): approve it anew"


async def bring_up_to_date(house: House, delivery: Delivery) -> bool:
    """Render a claimed delivery again where it is not current any more; whether that was so.

    Not current: another revision, another template, or limits that the platform told us since.
    """
    article, revision = await house.store.read(lambda conn: articles.newest(conn, delivery.article_id))
    if delivery.edited_by and delivery.revision == article.revision:
        return await house.store.write(lambda conn: handmade.look_over(conn, house, delivery))
    name = delivery.template.rpartition("@")[0]
    same = delivery.revision == article.revision and delivery.template == digest_of(house, name)
    if same and _still_taken(house, delivery):
        return False
    document = revision.document
    await darkroom.renew(house, delivery.channel, document)
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
    if delivery.edited_by:
        handmade.keep_text(conn, house, delivery, draft, timing, number)
        return
    state, reason = draft.state, draft.reason
    now = house.clock.now()
    approved = bool(delivery.approved_hash) and draft.text_hash == delivery.approved_hash
    if delivery.state is DeliveryState.SCHEDULED and state is DeliveryState.AWAITING_APPROVAL:
        if approved:
            state, reason = DeliveryState.SCHEDULED, delivery.reason
        elif delivery.approved_hash:
            reason = _CHANGED
    if state is DeliveryState.SCHEDULED and delivery.reason.startswith(handmade.BY_A_PERSON):
        reason = delivery.reason
    if delivery.state is DeliveryState.HELD and delivery.reason.startswith(handmade.STAYS_HELD):
        state, reason = DeliveryState.HELD, delivery.reason
    if delivery.embargo_at and delivery.embargo_at > now and not timing.embargo_at:
        state, reason = DeliveryState.HELD, handmade.NO_EMBARGO
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
        due_at=handmade.due_of(delivery, timing),
        embargo_at=timing.embargo_at,
        expires_at=handmade.expiry_of(house, delivery, timing),
        approved_hash=delivery.approved_hash if approved else "",
    )
