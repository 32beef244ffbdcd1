"""How long a text is for a Mastodon-like server.

Mastodon counts extended grapheme clusters of warning and text together, an http(s) address as a
fixed length, and @user@domain as @user. Whether it sees an address depends on its list of top-level
domains; where that is not certain, the longest possible count holds.
"""

from __future__ import annotations

import re

from bot.platforms.mastodon.servers import Server
from bot.text import count_graphemes, find_links

_MENTION = re.compile(
    r"(?<![=/\w])@(?P<user>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?:@[\w.-]+\w)?", re.IGNORECASE
)
_OTHER_LINK = re.compile(
    r"(?:dat|dweb|ipfs|ipns|ssb|gopher|gemini)://[^\s<>]+|(?:xmpp|magnet):[^\s<>]+", re.IGNORECASE
)
_PLAIN_LINK = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?P<ending>[a-z]{2,})(?::[0-9]{1,5})?"
    r"(?:/[a-z0-9/_.~%+-]*(?:\?[a-z0-9/_.~%&=+-]*)?(?:#[a-z0-9/_.~%=+-]*)?)?",
    re.IGNORECASE,
)
_ENDS_PLAINLY = re.compile(r"[a-z0-9/_#=&-]\Z", re.IGNORECASE)
_GLUED = re.compile(r"[^\W_]|[@＠$#＃]")
_KNOWN_ENDINGS = frozenset(
    [
        *["com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "pro", "news", "press"],
        *["media", "online", "site", "website", "blog", "social", "agency", "today", "live", "world"],
        *["report", "space", "digital", "network", "radio", "film", "video", "coop", "museum", "aero"],
    ]
)
_SHORTEST_LINK = len("http://a.bc")
JOINER = "\u2060"
"""WORD JOINER: invisible, and ends a mention before its first letter."""


def count_length(text: str, warning: str, server: Server) -> int:
    """The length of a post's text and warning as this server counts them."""
    counting = server.flavour.counting
    if counting == "codepoints":
        return len(warning) + len(text)
    if counting == "graphemes":
        return count_graphemes((text + warning).strip())
    short = count_graphemes(warning + _shorten(text, server.link_length))
    return short if counting == "mastodon" else max(short, len(warning) + len(text))


def mute_mentions(text: str) -> str:
    """The same text to the eye, in which no @name notifies anybody; addresses stay as they are."""
    if "@" not in text:
        return text
    links = find_links(text)
    out, position = [], 0
    for match in _MENTION.finditer(text):
        if not any(start <= match.start() < end for start, end in links):
            out += [text[position : match.start() + 1], JOINER]
            position = match.start() + 1
    return "".join([*out, text[position:]])


def find_mentions(text: str) -> list[str]:
    """Every @name that the server would notify, in order."""
    if "@" not in text:
        return []
    links = find_links(text)
    found = _MENTION.finditer(text)
    return [m.group() for m in found if not any(start <= m.start() < end for start, end in links)]


def _shorten(text: str, link_length: int) -> str:
    """The text with addresses and mentions as long as the server takes them to be."""
    links = find_links(text)
    # Every other scheme brings a colon of its own: looking for one first saves most of the time.
    if text.count(":") > text.count("http:") + text.count("https:"):
        links += [match.span() for match in _OTHER_LINK.finditer(text)]
    out, position = [], 0
    for start, end in sorted(links):
        if start < position:
            continue
        out += [_drop_hosts(text[position:start]), _stand_in(text, start, end, link_length)]
        position = end
    return "".join([*out, _drop_hosts(text[position:])])


def _drop_hosts(text: str) -> str:
    return _MENTION.sub(r"@\g<user>", text) if "@" in text else text


def _stand_in(text: str, start: int, end: int, link_length: int) -> str:
    link = text[start:end]
    plain = _PLAIN_LINK.fullmatch(link)
    known = plain and (len(plain["ending"]) == 2 or plain["ending"].lower() in _KNOWN_ENDINGS)  # noqa: PLR2004 - a country's
    glued = start > 0 and _GLUED.match(text[start - 1])
    # Beyond ASCII the servers' grammars differ in what may follow: a blank keeps the count apart.
    clean_end = end == len(text) or text[end] in " \n.,;:!?)"
    if known and not glued and clean_end and _ENDS_PLAINLY.search(link):
        return "x" * link_length
    # The server may see an address in any beginning of it, at least 12 characters long, or in several.
    addresses = max(1, link.count("://"))
    most = count_graphemes(link) + addresses * max(0, link_length - _SHORTEST_LINK)
    return "x" * max(link_length, most)
