"""Posts that are online and no longer as their article has it: marked, and shown to a person.

Nothing is changed silently: an edit by itself is made only where the channel says `corrections: edit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.errors import NotFound
from bot.flow.composing.compose import compose
from bot.flow.composing.draft import Draft, hash_posts
from bot.flow.composing.times import time_article
from bot.flow.editing.changing import LEAVES, add_edit
from bot.flow.editing.reach import find_other_account
from bot.flow.editing.seen import makes_these, thread_online
from bot.flow.house import House
from bot.flow.row import show_moment
from bot.model import Act, Delivery, DeliveryState, PostStanding, PostState, Revision
from bot.plugin import Editable
from bot.render.fidelity import check_fidelity
from bot.store import articles, origins, outbox, posts
from bot.text import squeeze_spaces

log = structlog.get_logger()

CHANGED, AWAY, WITHDRAWN = "changed:", "gone:", "withdrawn:"
"""How the reasons begin of posts that are wrong."""

_SEEN_TO = frozenset({DeliveryState.SENDING, DeliveryState.UNCERTAIN, *outbox.UNARMED})


def compare(
    conn: Connection, house: House, article_id: str, drafts: Mapping[str, Draft] | None = None
) -> None:
    """Hold every post of the article that is online against its newest revision.

    What differs in headline, figure or quote is wrong from now on; what had become wrong by an earlier
    change, and agrees again, no longer is. `drafts` are those of the revision, by channel.
    """
    article, revision = articles.newest(conn, article_id)
    now = house.clock.now()
    for standing in posts.of_article(conn, article_id):
        shown = posts.find_shown(conn, standing.id)
        if standing.tells_article and shown is not None and shown.revision != article.revision:
            too_soon = _find_ban(house, revision, now)
            told = _find_differences(conn, shown, standing, revision)
            _mark(conn, standing, [*too_soon, *told], now)
            if told and not too_soon and not standing.reason.startswith(WITHDRAWN):
                _edit_where_told(conn, house, standing, revision, drafts or {}, now)


def mark_gone(conn: Connection, article_id: str, now: datetime) -> None:
    """The source took the article away: a person looks at what of it is online."""
    for standing in posts.of_article(conn, article_id, [PostState.ONLINE, PostState.CORRECTED]):
        reason = f"{AWAY} the source took the article away after it was posted; {tell_what_helps(article_id)}"
        posts.move(conn, standing.id, [standing.state], PostState.WRONG, now, reason=reason)
        log.warning("an article is gone whose post is online", channel=standing.channel, article=article_id)


def mark_back(conn: Connection, article_id: str, now: datetime) -> None:
    """The article is there again, as it was."""
    for standing in posts.of_article(conn, article_id, [PostState.WRONG]):
        if standing.reason.startswith(AWAY):
            put_right(conn, standing, now, "the article is there again")


def put_right(
    conn: Connection, standing: PostStanding, now: datetime, reason: str, actor: str = "worker"
) -> bool:
    """What is online is as it should be after all."""
    to = PostState.CORRECTED if posts.was_edited(conn, standing.id) else PostState.ONLINE
    return posts.move(conn, standing.id, [PostState.WRONG], to, now, actor=actor, reason=reason)


def tell_what_helps(article_id: str) -> str:
    """What a person does about it."""
    return f"newscrier article correct {article_id} | article withdraw {article_id}"


def look_after(conn: Connection, house: House, delivery: Delivery) -> bool:
    """What changed, or went away, while this was on its way is told now that it is online.

    Whether that was all: nothing was to be told, and nothing more of its article waits on its channel.
    """
    if delivery.act is Act.DELETE:
        return False
    number, there, more = articles.look(conn, delivery.article_id, delivery.channel)
    changed = number != delivery.revision
    if changed:
        compare(conn, house, delivery.article_id)
    since = delivery.first_armed_at
    gone = not there and since is not None and origins.went_away(conn, delivery.article_id, since)
    if gone:
        mark_gone(conn, delivery.article_id, house.clock.now())
    return not (changed or gone or more)


def _find_ban(house: House, revision: Revision, now: datetime) -> list[str]:
    """That the article is not to be public, now that its post is."""
    document = revision.document
    embargo_at = document.note.embargo or document.embargo
    told = []
    if embargo_at is not None and embargo_at > now:
        told.append(f"the article is under embargo until {show_moment(embargo_at, house.zone)}")
    if not document.note.post:
        told.append("the article's note says that it is not to be posted")
    return told


def _find_differences(
    conn: Connection, shown: Delivery, standing: PostStanding, revision: Revision
) -> list[str]:
    """What followers read and the article does not say any more."""
    assert shown.post
    told = []
    was, headline = shown.post.headline, squeeze_spaces(revision.highlights.headline)
    if standing.position == 0 and was != headline:
        told.append(f"the headline was “{was}” and is “{headline}”")
    text = replace(shown.post, description="")
    before = _earlier(conn, shown)
    known = (
        {one.message for one in check_fidelity(text, before.document, before.highlights)} if before else set()
    )
    found = check_fidelity(text, revision.document, revision.highlights)
    return told + [one.message for one in found if one.severity == "error" and one.message not in known]


def _earlier(conn: Connection, shown: Delivery) -> Revision | None:
    """The revision that the post was made from; what it lacked already, a person vouched for."""
    try:
        before = articles.get_revision(conn, shown.article_id, shown.revision)
    except NotFound:
        return None
    # Of an old one the text is forgotten, and it would seem to have lacked everything.
    return before if before.document.text or before.document.paragraphs else None


def _mark(conn: Connection, standing: PostStanding, told: list[str], now: datetime) -> None:
    if standing.state is PostState.WRONG and standing.reason.startswith(WITHDRAWN):
        return
    if not told:
        if standing.state is PostState.WRONG:
            put_right(conn, standing, now, "the article agrees with it again")
        return
    reason = f"{CHANGED} {'; '.join(told)}; {tell_what_helps(standing.article_id)}"
    if reason != standing.reason:
        posts.move(conn, standing.id, posts.VISIBLE, PostState.WRONG, now, reason=reason)
        log.warning("a post that is online is wrong now", channel=standing.channel, reason=reason)


def _edit_where_told(
    conn: Connection,
    house: House,
    standing: PostStanding,
    revision: Revision,
    drafts: Mapping[str, Draft],
    now: datetime,
) -> None:
    """An edit made by itself, where the channel wants that, its platform can, and the text is sound."""
    options = house.settings.channels.get(standing.channel)
    if options is None or options.corrections != "edit" or find_other_account(conn, standing):
        return
    seen_to = any(one.state in _SEEN_TO and one.continues for one in outbox.acts_on(conn, standing.id))
    if seen_to or not isinstance(house.lines.platform(standing.channel), Editable):
        return
    draft = drafts.get(standing.channel) or compose(
        house, standing.channel, revision.document, revision.highlights
    )
    if not makes_these(draft, thread_online(conn, standing)) or draft.state not in LEAVES:
        return
    article = articles.get_article(conn, standing.article_id)
    post = draft.posts[standing.position]
    add_edit(
        conn,
        standing,
        post,
        now,
        state=draft.state,
        reason=draft.reason or "the article has changed (corrections: edit)",
        template=draft.template,
        text_hash=hash_posts([post]),
        revision=revision.number,
        embargo_at=time_article(house, standing.channel, revision.document, article.first_seen_at).embargo_at,
    )
