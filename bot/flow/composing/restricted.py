"""Names under restriction: whether a post has one, wherever followers or machines would read it.

What is found is told by its place in config/legal.yaml: a log, an alert or a list never says the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.flow.composing.spelling import is_in_address, is_within, stands_in
from bot.flow.house import House
from bot.model import Post
from bot.settings.legal import Restriction
from bot.text import find_links

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_GLUED = re.compile(r"[#@]([\w.@-]+)")


def find_restricted(restrictions: Sequence[Restriction], post: Post, today: date) -> list[Restriction]:
    """Those in force whose phrase stands in the post: text, card, warning, alt texts, hashtags, addresses."""
    in_force = [one for one in restrictions if one.until is None or today <= one.until]
    return [one for one in in_force if names(post, one.phrase)] if in_force else []


def judge_names(house: House, post: Post, now: datetime) -> tuple[str, str]:
    """Why the post may not leave, and why a person approves it first; empty where nothing says so."""
    if not house.settings.restrictions:
        return "", ""
    found = find_restricted(house.settings.restrictions, post, now.astimezone(house.zone).date())
    blocks, asks = ("; ".join(explain(one) for one in found if one.do == do) for do in ("block", "ask"))
    return blocks, asks


def names(post: Post, phrase: str) -> bool:
    """Whether a post names it."""
    return (
        any(stands_in(phrase, text) for text in _texts(post))
        or any(is_within(phrase, glued) for glued in _glued_words(post))
        or any(is_in_address(phrase, address) for address in _addresses(post))
    )


def explain(restriction: Restriction) -> str:
    """Why a post waits, without the name."""
    until = f" until {restriction.until:%d.%m.%Y}" if restriction.until else ""
    return f"legal: a name under restriction{until} ({restriction.place})"


def _texts(post: Post) -> Iterator[str]:
    yield from (post.text.text, post.headline, post.description, post.warning)
    yield from (attachment.alt for attachment in post.attachments)
    yield from (_CAMEL.sub(" ", each) for each in _glued_words(post))


def _glued_words(post: Post) -> Iterator[str]:
    """Hashtags and handles, which have no blanks."""
    yield from (tag.lstrip("#") for tag in post.hashtags)
    yield from (found.group(1) for found in _GLUED.finditer(post.text.text))


def _addresses(post: Post) -> Iterator[str]:
    """Where readers are sent, and what they see of it in the text."""
    text = post.text.text
    links = [post.link or "", *(mark.href for mark in post.text.marks if mark.kind == "link")]
    yield from (link for link in links if link)
    yield from (text[start:end] for start, end in find_links(text))
