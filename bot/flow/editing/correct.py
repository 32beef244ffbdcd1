"""A person corrects what is online of an article: by an edit where the platform can, else by a reply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from bot.flow.composing.compose import compose
from bot.flow.editing.changing import stop_edits
from bot.flow.editing.corrections import (
    Correction,
    Step,
    address_of,
    ask_person,
    edit_to,
    leave_right,
    reply_with,
)
from bot.flow.editing.examining import examine, tidy_text
from bot.flow.editing.handmade import BY_HAND, write_post
from bot.flow.editing.reach import find_other_account
from bot.flow.editing.refusing import WrongState
from bot.flow.editing.seen import makes_these, reads_alike
from bot.flow.editing.wrong import put_right
from bot.flow.house import House
from bot.model import DeliveryState, MarkedText, Post, PostStanding, Revision
from bot.plugin import Editable
from bot.store import articles, posts
from bot.text import normalise_text, squeeze_spaces


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants: a text in the place of the template's, or words to followers below the post.

    `sure` is their word for what the article does not have.
    """

    text: str = ""
    note: str = ""
    reply: bool = False
    sure: bool = False


def correct(house: House, article_id: str, wish: Wish, *, channel: str | None = None) -> list[Correction]:
    """Correct every post of an article that is online, or those of one channel; all or none.

    Where a person approves posts, corrections wait for that. Raises NotFound, WrongState, NotFaithful.
    """
    revision, standing = _look(house, article_id, channel)
    threads = [list(thread) for _, thread in groupby(standing, lambda one: one.channel)]
    steps = [step for thread in threads for step in _plan(house, thread, revision, wish)]
    return house.store.write_now(lambda conn: [step(conn) for step in steps])


def leave(house: House, article_id: str, *, channel: str | None = None) -> list[Correction]:
    """A person says that what is online is right as it is. Raises NotFound, WrongState."""
    _, standing = _look(house, article_id, channel)

    def write(conn: Connection) -> list[Correction]:
        now, done = house.clock.now(), []
        for one in standing:
            reason = f"right as it is, says {house.actor}"
            stop_edits(conn, one.id, now, reason, house.actor)
            if put_right(conn, one, now, reason, house.actor):
                done.append(Correction(one.channel, address_of(one), "nothing", reason=reason))
        return done

    return house.store.write_now(write)


def _look(house: House, article_id: str, channel: str | None) -> tuple[Revision, list[PostStanding]]:
    def read(conn: Connection) -> tuple[str, Revision, list[PostStanding]]:
        article, revision = articles.newest(conn, article_id)
        return article.id, revision, posts.of_article(conn, article.id)

    article, revision, found = house.store.read_now(read)
    standing = [one for one in found if one.tells_article and channel in {None, one.channel}]
    if not standing:
        where = f" on {channel}" if channel else ""
        raise WrongState(f"no post of this article is online{where}", f"newscrier article show {article}")
    return revision, standing


def _plan(house: House, thread: list[PostStanding], revision: Revision, wish: Wish) -> list[Step]:
    """The steps of one channel; what a person must do themselves is a step without a delivery."""
    head, channel = thread[0], thread[0].channel
    if channel not in house.settings.channels:
        return [ask_person(head, "the channel is not in the config any more")]
    if strange := house.store.read_now(lambda conn: find_other_account(conn, head)):
        return [ask_person(head, strange)]
    platform = house.lines.platform(channel)
    if not wish.reply and isinstance(platform, Editable):
        plan = _plan_text if wish.text else _plan_edits
        return plan(house, thread, revision, wish)
    if not (wish.note or wish.text):
        can = "shows a correction as a reply" if wish.reply else f"({platform.label}) cannot change posts"
        how = "say what followers shall read: newscrier article correct ID -m TEXT"
        return [ask_person(head, f"{channel} {can}: {how}")]
    return [_plan_reply(house, head, revision, wish)]


def _plan_edits(house: House, thread: list[PostStanding], revision: Revision, wish: Wish) -> list[Step]:
    """Each post of the thread as the newest revision makes it."""
    head = thread[0]
    draft = compose(house, head.channel, revision.document, revision.highlights)
    if not draft.posts:
        return [ask_person(head, f"the article makes no post there now: {draft.reason}")]
    if not makes_these(draft, thread):
        reason = "the posts of its thread that are online are not those that the article makes now"
        return [ask_person(head, f"{reason}: withdraw it, or say it in a reply (--reply -m TEXT)")]
    steps = []
    for standing in thread:
        shown = house.store.read_now(partial(posts.find_shown, post_id=standing.id))
        post = draft.posts[standing.position]
        if shown and reads_alike(shown.post, post):
            steps.append(leave_right(house, standing, "it is as the article has it now"))
        else:
            note = f": {wish.note}" if wish.note else ""
            reason = draft.reason or f"corrected by {house.actor}{note}"
            about = {"state": draft.state, "reason": reason, "template": draft.template}
            steps.append(edit_to(house, standing, post, revision, **about))
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
    before = shown.post if shown else None
    post = write_post(tidy_text(wish.text), before, revision.document, revision.highlights)
    return [edit_to(house, head, post, revision, **_judge(house, head.channel, post, revision, wish))]


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
    return reply_with(house, head, post, revision, **_judge(house, head.channel, post, revision, wish))


def _judge(house: House, channel: str, post: Post, revision: Revision, wish: Wish) -> dict[str, Any]:
    """What the delivery of a person's text says of itself. Raises WrongState, NotFaithful."""
    examined = examine(house, channel, post, revision, sure=wish.sure)
    state, reason = DeliveryState.SCHEDULED, f"corrected by {house.actor}"
    if examined.asks or house.settings.channels[channel].approval == "always":
        state = DeliveryState.AWAITING_APPROVAL
        reason += f": {examined.asks or 'a person approves it'}"
    return {
        "state": state,
        "reason": reason,
        "template": BY_HAND,
        "edited_by": house.actor,
        "vouched_by": house.actor if examined.doubts else "",
    }
