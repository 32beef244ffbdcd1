"""Posts that are not armed yet follow the newest revision and template."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.flow.composing import darkroom
from bot.flow.composing.compose import compose, digest_of
from bot.flow.composing.draft import Draft
from bot.flow.composing.taken import is_taken
from bot.flow.composing.threads import rewrite
from bot.flow.composing.times import Timing, time_article
from bot.flow.editing import handmade
from bot.flow.editing.seen import NO_CHANGE, draft_edit, draft_rest
from bot.flow.house import House
from bot.flow.timing.due import BY_A_PERSON
from bot.model import Act, Delivery, DeliveryState, Document
from bot.store import articles, outbox, threads, transitions

GONE = "gone: the source took the article away before it was posted"

_GOOD_FOR = 1.0
_CHANGED = "it was approved, but its text has changed since (another revision or template): approve it anew"


class Digests:
    """The digests of templates and labels, each read once in a second: it takes a look at every file.

    All channels share what was read; whoever begins with them looks anew.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        house.digests.clear()

    def get(self, name: str) -> str:
        """As `digest_of`."""
        now = self._house.clock.monotonic()
        read_at, digest = self._house.digests.get(name, (None, ""))
        if read_at is None or now - read_at >= _GOOD_FOR:
            digest = digest_of(self._house, name)
            self._house.digests[name] = (now, digest)
        return digest


def is_current(house: House, delivery: Delivery, newest: int, digests: Digests) -> bool:
    """Whether a claimed delivery may leave as it was rendered; `newest` is its article's revision.

    What is not current, or was written by hand, is for `bring_up_to_date` to look at.
    """
    if delivery.act is Act.DELETE or delivery.edited_by or delivery.revision != newest:
        return False
    begun = delivery.act is Act.CREATE and delivery.position > 0 and bool(delivery.template)
    same_template = begun or delivery.template == digests.get(delivery.template.rpartition("@")[0])
    return same_template and is_taken(house, delivery)


async def bring_up_to_date(house: House, delivery: Delivery) -> bool:
    """Render a claimed delivery again where it is not current any more; whether that was so.

    Not current: another revision, another template, or limits that the platform told us since. The rest
    of a thread is never changed for a template's sake.
    """
    if delivery.act is Act.DELETE:
        return False
    article, revision = await house.store.read(lambda conn: articles.newest(conn, delivery.article_id))
    if delivery.edited_by and delivery.revision == article.revision:
        return await house.store.write(lambda conn: handmade.look_over(conn, house, delivery))
    if is_current(house, delivery, article.revision, Digests(house)):
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

    A person's word stands: an approval as long as the text is the same, and leave to be late. What
    follows in a thread is put there with its first post that is not online yet.
    """
    if delivery.act is Act.CREATE and threads.lead_of(conn, delivery).id != delivery.id:
        return
    if delivery.edited_by:
        handmade.keep_text(conn, house, delivery, draft, timing, number)
        return
    now = house.clock.now()
    own = _draft_own(conn, delivery, draft)
    if own is None:
        cancelled = DeliveryState.CANCELLED
        transitions.move(conn, delivery.id, delivery.state, cancelled, now, reason=NO_CHANGE)
        return
    approved = bool(delivery.approved_hash) and own.text_hash == delivery.approved_hash
    state, reason = _begin_again(delivery, own, approved=approved)
    if handmade.lost_embargo(delivery, timing, now):
        state, reason = DeliveryState.HELD, handmade.NO_EMBARGO
    rewrite(
        conn,
        delivery,
        own.posts,
        now,
        state=state,
        reason=reason,
        number=number,
        text_hash=own.text_hash,
        template=own.template,
        urgency=int(delivery.urgency if delivery.act is Act.EDIT else timing.urgency),
        due_at=handmade.due_of(delivery, timing, now),
        embargo_at=timing.embargo_at,
        expires_at=handmade.expiry_of(house, delivery, timing),
        approved_hash=delivery.approved_hash if approved else "",
    )


def _draft_own(conn: Connection, delivery: Delivery, draft: Draft) -> Draft | None:
    """What of the article's draft this delivery puts online; None: an edit that would change nothing."""
    if delivery.act is Act.EDIT:
        return draft_edit(conn, delivery, draft)
    return draft_rest(conn, delivery, draft) if delivery.position else draft


def _begin_again(delivery: Delivery, draft: Draft, *, approved: bool) -> tuple[DeliveryState, str]:
    """The state of a fresh rendering; what a person said of the one before it stands."""
    state, reason = draft.state, draft.reason
    if delivery.state is DeliveryState.SCHEDULED and state is DeliveryState.AWAITING_APPROVAL:
        if approved:
            state, reason = DeliveryState.SCHEDULED, delivery.reason
        elif delivery.approved_hash:
            reason = _CHANGED
    if state is DeliveryState.SCHEDULED and delivery.reason.startswith(BY_A_PERSON):
        reason = delivery.reason
    if delivery.state is DeliveryState.HELD and delivery.reason.startswith(handmade.STAYS_HELD):
        state, reason = DeliveryState.HELD, delivery.reason
    return state, reason
