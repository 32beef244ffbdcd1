"""A person takes an article back: what waits is cancelled, what is online is deleted, or told to be."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.errors import NewscrierError
from bot.flow.editing.changing import ONLY_BY_HAND, add_delete, tell_hold
from bot.flow.editing.corrections import Correction, How, address_of
from bot.flow.editing.reach import find_other_account
from bot.flow.editing.refusing import WrongState
from bot.flow.editing.wrong import WITHDRAWN
from bot.flow.house import House
from bot.model import Act, DeliveryState, PostStanding, PostState
from bot.plugin import Withdrawable
from bot.store import articles, outbox, posts, transitions

_SETTLE = "newscrier post settle"
_IN_HAND = frozenset({DeliveryState.SENDING, DeliveryState.UNCERTAIN})
_WAITING = frozenset(outbox.UNARMED)
_ENDED = frozenset({DeliveryState.DELIVERED, DeliveryState.CANCELLED, DeliveryState.SKIPPED})


def withdraw(house: House, article_id: str, reason: str, *, channel: str | None = None) -> list[Correction]:
    """Cancel and delete every post of an article, or those on one channel; what becomes of each.

    What is on its way at this moment is deleted once it is known to be online. Raises NotFound, WrongState.
    """
    told = f"{WITHDRAWN} {reason} ({house.actor})"

    def write(conn: Connection) -> list[Correction]:
        article = articles.get_article(conn, article_id)
        cancelled = _cancel(conn, house, article.id, channel, told)
        every = posts.of_article(conn, article.id, [PostState.DRAFTED, *posts.VISIBLE])
        chosen = [one for one in every if channel in {None, one.channel}]
        deleted = [made for one in chosen for made in _delete(conn, house, one, told)]
        if not cancelled and not deleted:
            where = f" on {channel}" if channel else ""
            raise WrongState(
                f"no post of this article waits or is online{where}", f"newscrier article show {article.id}"
            )
        return cancelled + deleted

    return house.store.write_now(write)


def _cancel(
    conn: Connection, house: House, article_id: str, channel: str | None, told: str
) -> list[Correction]:
    done = []
    for one, _ in outbox.find(conn, states=_WAITING, article_id=article_id, channel=channel):
        if one.act is not Act.DELETE and transitions.move(
            conn,
            one.id,
            _WAITING,
            DeliveryState.CANCELLED,
            house.clock.now(),
            reason=told,
            actor=house.actor,
        ):
            done.append(Correction(one.channel, "", "nothing", one.id, "cancelled", "it had not left"))
    return done


def _delete(conn: Connection, house: House, standing: PostStanding, told: str) -> list[Correction]:
    acts = outbox.acts_on(conn, standing.id)
    under_way = [one for one in acts if one.act is Act.DELETE and one.state not in _ENDED]
    in_hand = any(one.act is Act.CREATE and one.state in _IN_HAND for one in acts)
    visible = standing.state in posts.VISIBLE
    if under_way or not (visible or in_hand):
        return []
    now = house.clock.now()
    state, reason = DeliveryState.SCHEDULED, told
    if cannot := _cannot(house, standing.channel) or find_other_account(conn, standing):
        where = address_of(standing) or "once it is online"
        state = DeliveryState.HELD
        reason = f"{ONLY_BY_HAND} {cannot}: delete it there ({where}), then: {_SETTLE} ID --gone; {told}"
    if visible:
        posts.move(conn, standing.id, posts.VISIBLE, PostState.WRONG, now, actor=house.actor, reason=told)
    made = add_delete(conn, standing, now, actor=house.actor, state=state, reason=reason)
    reason = made.reason.replace(f"{_SETTLE} ID", f"{_SETTLE} {made.id}")
    if reason != made.reason:
        transitions.change(conn, made.id, state, now, "a person is asked", actor=house.actor, reason=reason)
    how: How = "by hand" if cannot else "delete"
    reason += "" if cannot else tell_hold(conn, standing.channel)
    return [Correction(standing.channel, address_of(standing), how, made.id, state.value, reason)]


def _cannot(house: House, channel: str) -> str:
    """Why the channel does not delete; empty where it does."""
    if channel not in house.settings.channels:
        return f"the channel {channel} is not in the config any more"
    try:
        platform = house.lines.platform(channel)
    except NewscrierError as error:
        return str(error)
    return "" if isinstance(platform, Withdrawable) else f"{platform.label} cannot delete posts"
