"""Posts and what platforms make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

MarkKind = Literal["bold", "blockquote", "link"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a post's text with a meaning that a platform may encode or ignore."""

    kind: MarkKind
    start: int
    end: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Plain text plus marks; the text is never read as markup."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """An image on a post, re-encoded to what the channel's platform takes, with its alt text.

    `path` is within the project's data in a stored post, and absolute where a platform gets it.
    `width` and `height` in pixels, 0 where unknown.
    """

    path: str
    media_type: str
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """What one channel shows of one article.

    `own` lists the stretches (start, end) of the text that are the template's own words, which
    the fidelity check leaves alone. `link` is the address as posted; `warning` a content warning.
    `description` is what a platform's own card shows below the headline, verbatim from the article.
    `silent` asks a platform that can to notify nobody; it is set right before the call, by the hour.
    """

    text: MarkedText
    language: str
    headline: str
    link: str | None = None
    hashtags: tuple[str, ...] = ()
    warning: str = ""
    attachments: tuple[Attachment, ...] = ()
    own: tuple[tuple[int, int], ...] = ()
    description: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Payload:
    """The frozen bytes and ids of an act, stored before the creating call; `body` is JSON.

    `left_out` says what the platform would not take on the way (a picture), and why: a picture never
    costs the post.
    """

    key: str
    body: dict[str, Any]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's id and address of a post, and what else is needed to refer to it."""

    id: str
    url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recent:
    """One of the account's latest posts, whoever made it, with the addresses that it links to."""

    receipt: Receipt
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotThere:
    """A look-up's answer: the platform does not have this post."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """A look-up's answer: it cannot be known from here, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes: lengths in its own units (`unit` names them), None for no limit.

    `hashtags` is how many are customary there, 0 where they look out of place. Pictures are made to
    fit before a platform sees them: at most `image_bytes`, no side over `image_side` pixels, one of
    `image_types` (the first is preferred). `threads` tells whether a post can reply to the one before it,
    `silent` whether it can leave without notifying anybody.
    """

    length: int | None
    unit: str = "characters"
    attachments: int = 0
    alt_length: int | None = None
    hashtags: int = 0
    image_bytes: int | None = None
    image_side: int | None = None
    image_types: tuple[str, ...] = ("image/jpeg", "image/png")
    threads: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """When the same payload may be sent again without making a second post.

    `safe_for` counts from the first attempt: zero is never, None is for ever. `lag` after the last
    attempt no request is in hand any more: then a repeat is sent or a look-up believed, an empty one
    only `empty_answers` times in a row.
    """

    safe_for: timedelta | None = timedelta(0)
    lag: timedelta = timedelta(seconds=30)
    empty_answers: int = 1


@dataclass(frozen=True, slots=True)
class Account:
    """Who a channel is, by its platform's own word.

    `learned` holds limits and flavour of the server, to be stored and handed to the next
    instance; `token_ends_at` None means no known end.
    """

    id: str
    name: str
    url: str = ""
    may_post: bool = True
    learned: dict[str, Any] = field(default_factory=dict)
    token_ends_at: datetime | None = None
