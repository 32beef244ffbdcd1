"""A person corrects what is online of an article: by an edit where the platform can, else by a reply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Literal

from sqlalchemy import Connection

from bot.errors import Problem
from bot.flow.composing.compose import compose, hash_posts, time_article
from bot.flow.composing.restricted import judge_names
from bot.flow.editing.changing import add_edit, add_reply, stop_edits, tell_hold
from bot.flow.editing.edit import NotFaithful
from bot.flow.editing.handmade import BY_HAND, find_doubts, find_refusals, tell, write_post
from bot.flow.editing.seen import reads_alike
from bot.flow.editing.steer import WrongState
from bot.flow.editing.wrong import put_right
from bot.flow.house import House
from bot.model import Delivery, DeliveryState, MarkedText, Post, PostStanding, PostState, Revision
from bot.plugin import Editable
from bot.store import articles, posts
from bot.text import normalise_text, squeeze_spaces

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


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants: a text in the place of the template's, or words to followers below the post.

    `sure` is their word for what the article does not have.
    """

    text: str = ""
    note: str = ""
    reply: bool = False
    sure: bool = False


Step = Callable[[Connection], Correction]


def correct(house: House, article_id: str, wish: Wish, *, channel: str | None = None) -> list[Correction]:
    """Correct every post of an article that is online, or those of one channel; all or none.

    Where a person approves posts, corrections wait for that. Raises NotFound, WrongState, NotFaithful.
    """
    article, revision, standing = _look(house, article_id, channel)
    steps: list[Step] = []
    for name, group in groupby(standing, lambda one: one.channel):
        steps += _plan(house, name, list(group), revision, wish)
    del article
    return house.store.write_now(lambda conn: [step(conn) for step in steps])


def leave(house: House, article_id: str, *, channel: str | None = None) -> list[Correction]:
    """A person says that what is online is right as it is. Raises NotFound, WrongState."""
    _, _, standing = _look(house, article_id, channel)

    def write(conn: Connection) -> list[Correction]:
        now, done = house.clock.now(), []
        for one in standing:
            reason = f"right as it is, says {house.actor}"
            stop_edits(conn, one.id, now, reason, house.actor)
            if put_right(conn, one, now, reason, house.actor):
                done.append(Correction(one.channel, address_of(one), "nothing", reason=reason))
        return done

    return house.store.write_now(write)


def address_of(standing: PostStanding) -> str:
    """Where followers see it."""
    return standing.receipt.url or standing.receipt.id if standing.receipt else ""


def _look(house: House, article_id: str, channel: str | None) -> tuple[str, Revision, list[PostStanding]]:
    def read(conn: Connection) -> tuple[str, Revision, list[PostStanding]]:
        article, revision = articles.newest(conn, article_id)
        return article.id, revision, posts.of_article(conn, article.id)

    article, revision, found = house.store.read_now(read)
    standing = [one for one in found if one.tells_article and channel in {None, one.channel}]
    if not standing:
        where = f" on {channel}" if channel else ""
        raise WrongState(f"no post of this article is online{where}", f"newscrier article show {article}")
    return article, revision, standing


def _plan(
    house: House, channel: str, thread: list[PostStanding], revision: Revision, wish: Wish
) -> Iterable[Step]:
    """The steps of one channel; what a person must do themselves is a step without a delivery."""
    head = thread[0]
    if channel not in house.settings.channels:
        return [_only_tell(head, "by hand", "the channel is not in the config any more")]
    platform = house.lines.platform(channel)
    if not wish.reply and isinstance(platform, Editable):
        plan = _plan_text if wish.text else _plan_edits
        return plan(house, thread, revision, wish)
    if not (wish.note or wish.text):
        can = "shows a correction as a reply" if wish.reply else f"({platform.label}) cannot change posts"
        how = "say what followers shall read: newscrier article correct ID -m TEXT"
        return [_only_tell(head, "by hand", f"{channel} {can}: {how}")]
    return [_plan_reply(house, head, revision, wish)]


def _plan_edits(house: House, thread: list[PostStanding], revision: Revision, wish: Wish) -> list[Step]:
    """Each post of the thread as the newest revision makes it."""
    head = thread[0]
    draft = compose(house, head.channel, revision.document, revision.highlights)
    if not draft.posts:
        return [_only_tell(head, "by hand", f"the article makes no post there now: {draft.reason}")]
    if len(draft.posts) != len(thread):
        reason = f"{len(thread)} posts are online, and the article makes {len(draft.posts)} now"
        return [_only_tell(head, "by hand", f"{reason}: withdraw it, or say it in a reply (--reply -m TEXT)")]
    steps = []
    for standing in thread:
        shown = house.store.read_now(partial(posts.find_shown, post_id=standing.id))
        post = draft.posts[standing.position]
        if shown and reads_alike(shown.post, post):
            steps.append(_right_already(house, standing))
        else:
            note = f": {wish.note}" if wish.note else ""
            reason = draft.reason or f"corrected by {house.actor}{note}"
            steps.append(_edit(house, standing, post, revision, draft.state, reason, template=draft.template))
    return steps


def _plan_text(house: House, thread: list[PostStanding], revision: Revision, wish: Wish) -> list[Step]:
    """A person's text in the place of the post."""
    head = thread[0]
    if len(thread) > 1:
        raise WrongState(
            f"a thread of {len(thread)} posts is online on {head.channel}: one text cannot replace it",
            "newscrier article correct ID --reply -m TEXT",
        )
    shown = house.store.read_now(partial(posts.find_shown, post_id=head.id))
    text = "\n".join(line.rstrip() for line in normalise_text(wish.text).strip().split("\n"))
    post = write_post(text, shown.post if shown else None, revision.document, revision.highlights)
    asks, vouched_by = _examine(house, head.channel, post, revision, sure=wish.sure)
    state, reason = _goes_to(house, head.channel, asks)
    return [
        _edit(
            house,
            head,
            post,
            revision,
            state,
            reason,
            template=BY_HAND,
            edited_by=house.actor,
            vouched_by=vouched_by,
        )
    ]


def _plan_reply(house: House, head: PostStanding, revision: Revision, wish: Wish) -> Step:
    document, newsroom = revision.document, house.settings.newsroom
    label = house.labels.choose(document.language, newsroom.language).get("correction", "Correction")
    words = squeeze_spaces(normalise_text(wish.note or wish.text))
    text = f"{label}: {words}"
    post = Post(
        MarkedText(text),
        document.language,
        squeeze_spaces(revision.highlights.headline),
        own=((0, len(label) + 1),),
    )
    asks, vouched_by = _examine(house, head.channel, post, revision, sure=wish.sure)
    state, reason = _goes_to(house, head.channel, asks)

    def write(conn: Connection) -> Correction:
        made = add_reply(
            conn,
            head,
            post,
            house.clock.now(),
            actor=house.actor,
            state=state,
            reason=reason,
            revision=revision.number,
            template=BY_HAND,
            text_hash=hash_posts([post]),
            edited_by=house.actor,
            vouched_by=vouched_by,
        )
        return _told(conn, head, "reply", made)

    return write


def _edit(
    house: House,
    standing: PostStanding,
    post: Post,
    revision: Revision,
    state: DeliveryState,
    reason: str,
    **about: str,
) -> Step:
    def write(conn: Connection) -> Correction:
        article = articles.get_article(conn, standing.article_id)
        timing = time_article(house, standing.channel, revision.document, article.first_seen_at)
        made = add_edit(
            conn,
            standing,
            post,
            house.clock.now(),
            actor=house.actor,
            state=state,
            reason=reason,
            revision=revision.number,
            embargo_at=timing.embargo_at,
            text_hash=hash_posts([post]),
            **about,
        )
        return _told(conn, standing, "edit", made)

    return write


def _right_already(house: House, standing: PostStanding) -> Step:
    def write(conn: Connection) -> Correction:
        reason = "it is as the article has it now"
        if standing.state is PostState.WRONG:
            put_right(conn, standing, house.clock.now(), reason, house.actor)
        return Correction(standing.channel, address_of(standing), "nothing", reason=reason)

    return write


def _only_tell(standing: PostStanding, how: How, reason: str) -> Step:
    told = Correction(standing.channel, address_of(standing), how, reason=reason)

    def write(_conn: Connection) -> Correction:
        return told

    return write


def _told(conn: Connection, standing: PostStanding, how: How, made: Delivery) -> Correction:
    text = made.post.text.text if made.post else ""
    told = Correction(standing.channel, address_of(standing), how, text=text)
    reason = made.reason + tell_hold(conn, standing.channel)
    return replace(told, delivery=made.id, state=made.state.value, reason=reason)


def _examine(house: House, channel: str, post: Post, revision: Revision, *, sure: bool) -> tuple[str, str]:
    """Why a person must approve it, and who vouches for it. Raises WrongState, NotFaithful."""
    refusals: list[Problem] = find_refusals(house, channel, post)
    if refusals:
        raise WrongState(f"this text cannot be posted on {channel}: {tell(refusals)}")
    blocks, asks = judge_names(house, post, house.clock.now())
    if blocks:
        raise WrongState(f"this text may not be posted: {blocks}", "take the name out")
    doubts = find_doubts(post, revision.document, revision.highlights)
    if doubts and not sure:
        raise NotFaithful(doubts)
    return asks, house.actor if doubts else ""


def _goes_to(house: House, channel: str, asks: str) -> tuple[DeliveryState, str]:
    by = f"corrected by {house.actor}"
    if asks or house.settings.channels[channel].approval == "always":
        return DeliveryState.AWAITING_APPROVAL, f"{by}: {asks or 'a person approves it'}"
    return DeliveryState.SCHEDULED, by
