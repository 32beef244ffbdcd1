"""Everything that Bluesky would refuse of a post, and everything that would be lost or surprise."""

from __future__ import annotations

from bot.errors import Problem
from bot.model import Limits, Post
from bot.platforms.bluesky.options import BlueskyOptions
from bot.platforms.bluesky.record import LABELS, choose_label, read_language, shows_card
from bot.platforms.bluesky.wording import (
    MOST_BYTES,
    MOST_GRAPHEMES,
    Shown,
    count_bytes,
    show_text,
)
from bot.text import count_graphemes

_INVALID_HANDLE = "handle.invalid"
_MOST_PICTURES = 4
_MOST_ALT = 2000


def limits_for(options: BlueskyOptions) -> Limits:
    """What a post on this channel may hold; older servers take 1,000,000 bytes in a picture."""
    return Limits(
        length=MOST_GRAPHEMES,
        attachments=1 if options.card == "auto" else _MOST_PICTURES,
        alt_length=_MOST_ALT,
        hashtags=0,
        image_bytes=1_000_000,
        image_side=2000,
        image_types=("image/jpeg", "image/png", "image/webp"),
        threads=True,
    )


def check_post(post: Post, options: BlueskyOptions, handle: str) -> list[Problem]:
    """Every problem; `handle` is the account's as the server last told it, empty if it was not asked."""
    shown = show_text(post.text)
    return [
        *_check_length(shown),
        *_check_language(post.language),
        *_check_mentions(shown, options),
        *_check_link(post, shown, options),
        *_check_pictures(post, options),
        *_check_warning(post, options),
        *_check_handle(handle),
    ]


def _check_length(shown: Shown) -> list[Problem]:
    if not shown.text.strip():
        return [Problem("the post has no text", "look at the template")]
    graphemes, weight = count_graphemes(shown.text), count_bytes(shown.text)
    hint = "shorten it, or mark a part of the template that may go"
    if graphemes > MOST_GRAPHEMES:
        return [Problem(f"the post is {graphemes} characters long; Bluesky takes {MOST_GRAPHEMES}", hint)]
    if weight > MOST_BYTES:
        return [Problem(f"the post is {weight} bytes heavy; Bluesky takes {MOST_BYTES}", hint)]
    return []


def _check_language(language: str) -> list[Problem]:
    if read_language(language):
        return []
    sentence = f"{language!r} is not a language code; the post would say none"
    return [Problem(sentence, "write for example en, de, pt-BR")]


def _check_mentions(shown: Shown, options: BlueskyOptions) -> list[Problem]:
    if not shown.mentions or options.mentions == "plain":
        return []
    names = ", ".join(f"@{handle}" for handle in shown.mentions)
    return [Problem(f"{names} will be notified", "write `mentions: plain` if not", severity="warning")]


def _check_link(post: Post, shown: Shown, options: BlueskyOptions) -> list[Problem]:
    led_to = {each.value for each in shown.stretches if each.kind == "link"}
    if not post.link or shows_card(post, card=options.card == "auto") or post.link in led_to:
        return []
    hint = "write `card: auto`, or take a template that prints the link, such as posts/default.j2"
    return [Problem("the article's link is neither in the text nor on a card", hint, severity="warning")]


def _check_pictures(post: Post, options: BlueskyOptions) -> list[Problem]:
    problems = []
    most = limits_for(options).attachments
    if len(post.attachments) > most:
        hint = "a card shows one" if most == 1 else "take the others off"
        problems.append(Problem(f"{len(post.attachments)} pictures are too many: {most} at most", hint))
    for number, picture in enumerate(post.attachments, start=1):
        length = count_graphemes(picture.alt)
        if not picture.alt.strip():
            problems.append(Problem(f"picture {number} has no alt text", "say what it shows"))
        elif length > _MOST_ALT:
            told = f"the alt text of picture {number} is {length} characters long"
            problems.append(Problem(f"{told}; {_MOST_ALT} is the most", "shorten it"))
    return problems


def _check_warning(post: Post, options: BlueskyOptions) -> list[Problem]:
    if not post.warning or post.warning.strip().lower() in LABELS:
        return []
    label = choose_label(post.warning, options.warning_label)
    sentence = f"readers see the label {label}, not the words “{post.warning}”"
    return [Problem(sentence, "`warning_label` chooses another", severity="warning")]


def _check_handle(handle: str) -> list[Problem]:
    if handle != _INVALID_HANDLE:
        return []
    hint = "mend the domain's DNS record or /.well-known/atproto-did, or choose another handle in the app"
    return [
        Problem("the account's handle does not resolve: readers see it as invalid", hint, severity="warning")
    ]
