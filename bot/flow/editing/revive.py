"""Posts that were too late or passed over, brought back by a person: rendered anew, due now."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from bot.clock import to_micros
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft
from bot.flow.composing.times import Timing, time_article
from bot.flow.editing.refusing import WrongState, require_options
from bot.flow.editing.rerender import put_draft
from bot.flow.house import House
from bot.model import Delivery, DeliveryState
from bot.store import articles, outbox, rows, threads, transitions

REVIVED = frozenset({DeliveryState.EXPIRED, DeliveryState.SKIPPED})


def revive(house: House, chosen: Collection[Delivery]) -> list[Delivery]:
    """Bring expired or skipped posts back, all or none; as they stand then.

    Each is rendered anew from the newest revision, is due now and grows stale from now on. It waits for
    approval where its channel asks for that, and is held where its text is doubtful. Raises WrongState.
    """
    leads = house.store.read_now(
        lambda conn: {one.id: threads.first_in(conn, one, REVIVED) for one in chosen}
    )
    ready = [(lead, *_render(house, lead)) for lead in {lead.id: lead for lead in leads.values()}.values()]

    def write(conn: Connection) -> list[Delivery]:
        done = []
        for delivery, draft, timing, number in ready:
            if _wake(conn, house, delivery):
                put_draft(conn, house, outbox.get(conn, delivery.id), draft, timing, number)
                done.append(outbox.get(conn, delivery.id))
        return done

    return house.store.write_now(write)


def _render(house: House, delivery: Delivery) -> tuple[Draft, Timing, int]:
    if delivery.state not in REVIVED:
        hint = "only expired and skipped posts are revived"
        if delivery.state in {DeliveryState.FAILED, DeliveryState.HELD, DeliveryState.CANCELLED}:
            hint = f"newscrier post retry {delivery.id}"
        raise WrongState(f"post {delivery.id} is {delivery.state.value}", hint)
    require_options(house, delivery)
    article, revision = house.store.read_now(lambda conn: articles.newest(conn, delivery.article_id))
    if not revision.document.paragraphs and not revision.document.text:
        raise WrongState(
            f"the text of the article of post {delivery.id} was pruned", "it is too old to be posted"
        )
    draft = compose(house, delivery.channel, revision.document, revision.highlights)
    if draft.state is DeliveryState.SKIPPED:
        raise WrongState(f"post {delivery.id} is not to be posted: {draft.reason}", "change that first")
    timing = time_article(house, delivery.channel, revision.document, article.first_seen_at)
    return draft, timing, article.revision


def _wake(conn: Connection, house: House, delivery: Delivery) -> bool:
    """Held until it is rendered, in the same transaction; the new span of its life begins now."""
    now = house.clock.now()
    stale_after = house.settings.pace(delivery.channel).stale(delivery.urgency)
    return transitions.move(
        conn,
        delivery.id,
        REVIVED,
        DeliveryState.HELD,
        now,
        action="revived",
        actor=house.actor,
        reason=f"revived by {house.actor}",
        nothing_made=True,
        not_before=None,
        revived_at=to_micros(now),
        expires_at=rows.micros(now + stale_after if stale_after else None),
        approved_hash="",
    )
