"""Names under restriction: whether a post has one, wherever followers or machines would read it.

What is found is told by its place in config/legal.yaml: a log, an alert or a list never says the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import unquote

from bot.flow.composing.conditions import find_word, fold_words
from bot.flow.house import House
from bot.model import Post
from bot.settings.legal import Restriction

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_SLUG = re.compile(r"[/_.,+~;:=&?#%-]+")


def find_restricted(restrictions: Sequence[Restriction], post: Post, today: date) -> list[Restriction]:
    """Those in force whose phrase stands in the post: text, card, warning, alt texts, hashtags, addresses."""
    in_force = [one for one in restrictions if one.until is None or today <= one.until]
    return [one for one in in_force if names(post, one.phrase)] if in_force else []


def judge_names(house: House, post: Post, now: datetime) -> tuple[str, str]:
    """Why the post may not leave, and why a person approves it first; empty where nothing says so."""
    found = find_restricted(house.settings.restrictions, post, now.astimezone(house.zone).date())
    blocks, asks = ("; ".join(explain(one) for one in found if one.do == do) for do in ("block", "ask"))
    return blocks, asks


def names(post: Post, phrase: str) -> bool:
    """Whether a post names it."""
    words, glued = (phrase,), _glue(phrase)
    if any(find_word(fold_words(text), words) for text in _texts(post)):
        return True
    return any(glued.search(fold_words(text)) for text in _glued_texts(post))


def explain(restriction: Restriction) -> str:
    """Why a post waits, without the name."""
    until = f" until {restriction.until:%d.%m.%Y}" if restriction.until else ""
    return f"legal: a name under restriction{until} ({restriction.place})"


def _texts(post: Post) -> Iterator[str]:
    yield from (post.text.text, post.headline, post.description, post.warning)
    yield from (attachment.alt for attachment in post.attachments)
    yield from (_CAMEL.sub(" ", tag.lstrip("#")) for tag in _hashtags(post))
    yield from (_SLUG.sub(" ", address) for address in _addresses(post))


def _glued_texts(post: Post) -> Iterator[str]:
    """Where words stand without blanks, one word of them may be the whole name: #jankowalski."""
    yield from (tag.lstrip("#") for tag in _hashtags(post))
    yield from (_SLUG.sub(" ", address) for address in _addresses(post))


def _hashtags(post: Post) -> Iterator[str]:
    yield from post.hashtags
    yield from re.findall(r"#\w+", post.text.text)


def _addresses(post: Post) -> Iterator[str]:
    links = [post.link or "", *(mark.href for mark in post.text.marks if mark.kind == "link")]
    yield from (unquote(link) for link in links if link)


@lru_cache(maxsize=2_000)
def _glue(phrase: str) -> re.Pattern[str]:
    """The phrase written as one word, standing alone."""
    words = [word.removesuffix("*") for word in fold_words(phrase).split()]
    ending = r"\w*" if phrase.endswith("*") else ""
    return re.compile(rf"(?<!\w){''.join(map(re.escape, words))}{ending}(?!\w)")
