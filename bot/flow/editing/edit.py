"""A person writes a post's text, or gives it back to its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.errors import Problem
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft, hash_posts
from bot.flow.composing.times import Timing, time_article
from bot.flow.editing.examining import examine, tidy_text
from bot.flow.editing.handmade import BY_HAND, STAYS_HELD, asks_approval, expiry_of, write_post
from bot.flow.editing.refusing import WrongState, require_options, tell
from bot.flow.editing.rerender import put_draft
from bot.flow.house import House
from bot.model import Act, Delivery, DeliveryState, Post, Revision
from bot.store import articles, outbox, rows, threads, transitions

_REVIVABLE = (DeliveryState.EXPIRED, DeliveryState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of the post: its state with the reason, and the hash of its text."""

    state: DeliveryState
    reason: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What an edit stands on: the delivery as it was read, its thread, and its article's newest revision."""

    delivery: Delivery
    thread: list[Delivery]
    lead: Delivery
    revision: Revision
    draft: Draft
    timing: Timing


def edit(house: House, delivery_id: str, text: str, *, seen: str | None = None, sure: bool = False) -> Edited:
    """Put a person's text in the place of the rendered one; `seen` is the hash of the text it began from.

    The platform's check applies, and so does fidelity unless the person is `sure`, which the log keeps.
    Where posts are approved, this one waits for that (again). Raises NotFound, WrongState, NotFaithful.
    """
    ground = _stand(house, delivery_id)
    delivery, revision = ground.delivery, ground.revision
    if seen is not None and (not seen or not delivery.text_hash.startswith(seen)):
        raise WrongState("the text has changed since it was shown", f"newscrier post show {delivery.id}")
    post = write_post(_require_words(text), delivery.post, revision.document, revision.highlights)
    _require_link(house, delivery, post)
    examined = examine(house, delivery.channel, post, revision, sure=sure)
    state, reason = _goes_to(house, ground, examined.asks)
    lead = ground.lead
    text_hash = hash_posts([post if row.id == delivery.id else row.post for row in ground.thread if row.post])

    def write(conn: Connection) -> None:
        done = transitions.move(
            conn,
            lead.id,
            lead.state,
            state,
            house.clock.now(),
            action="edited",
            actor=house.actor,
            reason=reason,
            detail=_detail(text_hash, examined.doubts),
            nothing_made=True,
            seen=delivery.text_hash,
            **_as_edited(house, ground, text_hash, examined.doubts),
        )
        if not done:
            raise _overtaken(delivery)
        written = rows.to_json(post)
        now, by = house.clock.now(), house.actor
        transitions.change(conn, delivery.id, state, now, "text written", actor=by, rendered=written)

    house.store.write_now(write)
    return Edited(state, reason, text_hash)


def _as_edited(house: House, ground: _Ground, text_hash: str, doubts: list[Problem]) -> dict[str, Any]:
    """What the row says of an edited post."""
    delivery, timing = ground.delivery, ground.timing
    return {
        "text_hash": text_hash,
        "edited_by": house.actor,
        "vouched_by": house.actor if doubts else "",
        "approved_hash": "",
        "template": BY_HAND,
        "revision": ground.revision.number,
        "urgency": int(delivery.urgency if delivery.target else timing.urgency),
        "not_before": None,
        "embargo_at": rows.micros(timing.embargo_at),
        "expires_at": rows.micros(expiry_of(house, delivery, timing)),
    }


def undo_edit(house: House, delivery_id: str) -> Edited:
    """Give a hand-made post back to its template, rendered from the newest revision. Raises as `edit`."""
    ground = _stand(house, delivery_id)
    if not ground.delivery.edited_by:
        raise WrongState(f"nobody wrote the text of post {delivery_id} by hand")

    def write(conn: Connection) -> Edited:
        fresh = outbox.get(conn, ground.lead.id)
        # Held until it is rendered, in this same transaction.
        otherwise = fresh.state is DeliveryState.HELD and fresh.reason.startswith(_others())
        if not transitions.move(
            conn,
            fresh.id,
            ground.delivery.state,
            DeliveryState.HELD,
            house.clock.now(),
            action="edit undone",
            actor=house.actor,
            reason=fresh.reason if otherwise else "back to the template",
            nothing_made=True,
            seen=ground.delivery.text_hash,
            edited_by="",
            vouched_by="",
            approved_hash="",
        ):
            raise _overtaken(fresh)
        put_draft(
            conn, house, outbox.get(conn, fresh.id), ground.draft, ground.timing, ground.revision.number
        )
        done = outbox.get(conn, fresh.id)
        return Edited(done.state, done.reason, done.text_hash)

    return house.store.write_now(write)


def _stand(house: House, delivery_id: str) -> _Ground:
    def read(conn: Connection) -> tuple[list[Delivery], Delivery, Delivery, Revision, Timing]:
        delivery = outbox.get(conn, delivery_id)
        require_options(house, delivery)
        article, revision = articles.newest(conn, delivery.article_id)
        timing = time_article(house, delivery.channel, revision.document, article.first_seen_at)
        return (
            threads.rows_of(conn, delivery),
            threads.first_in(conn, delivery, outbox.UNARMED),
            delivery,
            revision,
            timing,
        )

    thread, lead, delivery, revision, timing = house.store.read_now(read)
    if delivery.act is Act.DELETE:
        raise WrongState(f"{delivery.id} takes a post down: there is no text to edit")
    if delivery.state not in outbox.UNARMED or lead.state not in outbox.UNARMED:
        hint = "newscrier post revive brings it back" if delivery.state in _REVIVABLE else ""
        raise WrongState(
            f"post {delivery.id} is {delivery.state.value}: its text can no longer be edited", hint
        )
    draft = compose(house, delivery.channel, revision.document, revision.highlights)
    return _Ground(delivery, thread, lead, revision, draft, timing)


def _overtaken(delivery: Delivery) -> WrongState:
    return WrongState(f"post {delivery.id} has changed meanwhile", f"newscrier post show {delivery.id}")


def _require_words(text: str) -> str:
    tidied = tidy_text(text)
    if not tidied:
        raise WrongState("the text is empty", "post cancel or post reject keeps a post from leaving")
    return tidied


def _require_link(house: House, delivery: Delivery, post: Post) -> None:
    if require_options(house, delivery).link == "required" and post.link is None:
        raise WrongState(
            f"this text cannot be posted on {delivery.channel}: the article's address is missing, "
            "and this channel wants it",
            "put the link back",
        )


def _goes_to(house: House, ground: _Ground, asks: str) -> tuple[DeliveryState, str]:
    """An edit answers doubts and refusals; what was held for another reason stays so."""
    delivery, by = ground.delivery, f"edited by {house.actor}"
    if delivery.state is DeliveryState.HELD and delivery.reason.startswith(_others()):
        return DeliveryState.HELD, delivery.reason
    if asks or asks_approval(house, delivery, ground.draft):
        return DeliveryState.AWAITING_APPROVAL, f"{by}: {asks or 'a person approves it'}"
    return DeliveryState.SCHEDULED, by


def _others() -> tuple[str, ...]:
    return tuple(reason for reason in STAYS_HELD if reason != "edited:")


def _detail(text_hash: str, doubts: list[Problem]) -> str:
    vouched = f"; sure, although {tell(doubts)}" if doubts else ""
    return f"text {text_hash}{vouched}"
