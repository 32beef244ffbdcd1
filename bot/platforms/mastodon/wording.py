"""The text of a post as it is sent, and what a reader would miss in it."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from bot.errors import Problem
from bot.model import Post
from bot.platforms.mastodon.lengths import count_length, find_mentions, mute_mentions
from bot.platforms.mastodon.servers import Server
from bot.text import find_links

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_MARKDOWN = re.compile(r"[\\`*_\[\]~<>|]")
_MARKDOWN_START = re.compile(r"^(\s*)([#+-](?=\s)|[0-9]+(?=[.)]\s))", re.MULTILINE)


def word_text(text: str, server: Server, *, live_mentions: bool) -> str:
    """What is sent for `text`: the same to the eye, notifying nobody, and read as plain text."""
    text = text if live_mentions else mute_mentions(text)
    return _escape_markdown(text) if server.flavour.markdown else text


def read_language(language: str) -> str:
    """The ISO 639 code that servers know ("pt-BR" gives "pt"); empty where it is none."""
    match = _LANGUAGE.fullmatch(language.strip())
    code = match.group(1).lower() if match else ""
    return code if code in _languages() else ""


def check_post(post: Post, server: Server, *, live_mentions: bool, visibility: str) -> list[Problem]:
    """Everything that this server would refuse, and everything that would be lost or surprise."""
    text = post.text.text
    return [
        *_check_length(post, server, live_mentions=live_mentions),
        *_check_language(post.language),
        *_check_mentions(text, live_mentions=live_mentions),
        *_check_losses(post),
        *_check_pictures(post, server),
        *_check_account(server, visibility),
    ]


def _check_length(post: Post, server: Server, *, live_mentions: bool) -> list[Problem]:
    if not post.text.text.strip():
        return [Problem("the post has no text", "look at the template")]
    sent = word_text(post.text.text, server, live_mentions=live_mentions)
    length = count_length(sent, post.warning, server)
    if server.length is None or length <= server.length:
        return []
    sentence = f"the post is {length} characters long; this server takes {server.length}"
    return [Problem(sentence, "shorten it, or mark a part of the template that may go")]


def _check_language(language: str) -> list[Problem]:
    if read_language(language):
        return []
    sentence = f"{language!r} is not a language code; the server would take the account's own language"
    return [Problem(sentence, "write for example en, de, pl")]


def _check_mentions(text: str, *, live_mentions: bool) -> list[Problem]:
    names = ", ".join(dict.fromkeys(find_mentions(text)))
    if not names:
        return []
    if live_mentions:
        return [Problem(f"{names} will be notified", "write `mentions: plain` if not", severity="warning")]
    sentence = f"{names} would be notified; an invisible joiner after the @ keeps it plain text"
    return [Problem(sentence, severity="warning")]


def _check_losses(post: Post) -> list[Problem]:
    problems = []
    shown = {post.text.text[start:end] for start, end in find_links(post.text.text)}
    for mark in post.text.marks:
        if mark.kind == "link" and mark.href not in shown:
            words = post.text.text[mark.start : mark.end]
            problems.append(
                Problem(
                    f"the link behind “{words}” would be lost: this platform shows plain text",
                    "write the address into the template",
                    severity="warning",
                )
            )
    return problems


def _check_pictures(post: Post, server: Server) -> list[Problem]:
    pictures, problems = post.attachments, []
    if len(pictures) > server.pictures:
        problems.append(Problem(f"this server takes at most {server.pictures} pictures", "take some off"))
    for one in pictures:
        if one.media_type not in server.picture_types:
            taken = ", ".join(server.picture_types) or "none"
            problems.append(
                Problem(f"this server takes no picture of type {one.media_type}", f"save as {taken}")
            )
        if not one.alt.strip():
            problems.append(Problem("the picture has no alt text", "write one into the article's sidecar"))
        if len(one.alt) > server.alt_length:
            sentence = f"the alt text has {len(one.alt)} characters; this server takes {server.alt_length}"
            problems.append(Problem(sentence, "shorten it"))
    return problems


def _check_account(server: Server, visibility: str) -> list[Problem]:
    if server.limited and visibility == "public":
        sentence = "the server has limited this account: public posts become unlisted"
        return [Problem(sentence, "ask the server's moderators", severity="warning")]
    return []


def _escape_markdown(text: str) -> str:
    out, position = [], 0
    for start, end in find_links(text):
        out += [_escape_words(text[position:start]), text[start:end]]
        position = end
    return "".join([*out, _escape_words(text[position:])])


def _escape_words(text: str) -> str:
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(lambda match: "\\" + match.group(), text))


@cache
def _languages() -> frozenset[str]:
    return frozenset(Locale("en").languages)
