"""What a channel would show of an article, before it is a delivery."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Problem
from bot.flow.composing.editorial import Decision
from bot.flow.composing.times import Timing
from bot.model import PUBLISH, Act, Delivery, DeliveryState, Post, new_id
from bot.store.rows import to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """What a channel would show of an article, and the state its delivery begins in.

    `template` is "name@digest"; `length` counts in `unit` against `limit`; `dropped` names the
    parts that did not fit, `missing` those that had nothing to show. `decision` is what note and rules said.
    `more` are the following posts of a thread, `lengths` those of all its posts; the hash covers all.
    """

    channel: str
    state: DeliveryState
    reason: str
    template: str
    post: Post | None = None
    text_hash: str = ""
    length: int = 0
    limit: int | None = None
    unit: str = ""
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    decision: Decision | None = None
    more: tuple[Post, ...] = ()
    lengths: tuple[int, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """All posts in their order; none where there is no post at all."""
        return (self.post, *self.more) if self.post else ()


def first_delivery(draft: Draft, timing: Timing, article_id: str, now: datetime) -> Delivery:
    """What would put a new article's draft online, in the state in which it begins."""
    return Delivery(
        id=new_id(),
        article_id=article_id,
        post_id=new_id(),
        channel=draft.channel,
        occasion=PUBLISH,
        act=Act.CREATE,
        position=0,
        generation=1,
        revision=1,
        state=draft.state,
        reason=draft.reason,
        urgency=timing.urgency,
        due_at=timing.due_at,
        created_at=now,
        embargo_at=timing.embargo_at,
        expires_at=timing.expires_at,
        post=draft.post,
        text_hash=draft.text_hash,
        template=draft.template,
    )


def hash_posts(posts: Sequence[Post]) -> str:
    """A hash of everything that followers would see of a thread, mostly one post; an approval carries it."""
    return hashlib.sha256("\n".join(map(to_json, posts)).encode()).hexdigest()[:16]
