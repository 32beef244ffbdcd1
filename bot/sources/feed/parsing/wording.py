"""From the markup in a feed's short texts to plain text: tags away, entities decoded exactly once."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from bot.text import squeeze_spaces

_LONGEST_LINE = 1_000
_LONGEST_NAME = 300
_MAILBOX = re.compile(r"^\s*\S+@\S+\s*(?:\((?P<name>[^()]+)\))?\s*$|^\s*(?P<front>[^<>]+?)\s*<\S+@\S+>\s*$")
_BLOCKS = (
    "p|div|br|hr|li|ul|ol|h[1-6]|table|tr|td|th|blockquote|section|article|header|footer|figure|figcaption"
)
_INLINES = (
    "a|abbr|acronym|b|bdi|bdo|big|center|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|nobr|q|s|small|span|strike|"
    "strong|sub|sup|time|tt|u|var|wbr"
)
_SILENT = re.compile(
    r"<(?=[sth!])(?:(?P<name>script|style|template|head|title)\b[^<>]*>|!--|!(?=[A-Za-z]))", re.IGNORECASE
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_INLINE = re.compile(rf"</?(?:{_INLINES})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def strip_markup(text: str) -> str:
    """HTML as one line of plain text."""
    text = _BLOCK.sub(" ", _drop_silent(text))
    return squeeze_spaces(html.unescape(_ANY_TAG.sub("", text)))


def plain_line(text: str) -> str:
    """A title or name of which the feed does not say whether it is HTML: known tags go, entities are decoded.

    RSS never said what a title is; most write HTML. What is no tag of HTML (`a < b`, `<3`) stays.
    """
    if text.isalnum() and len(text) < _LONGEST_LINE:  # as most tags are
        return text
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub(" ", _drop_silent(text)))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join(text.split())[: _LONGEST_LINE * 4]


@lru_cache(maxsize=1024)
def read_author(written: str) -> str:
    """A name; of a mailbox (`jane@example.org (Jane Doe)`) only the name, if there is one."""
    written = written[:_LONGEST_NAME]
    mailbox = _MAILBOX.match(written) if "@" in written else None
    return plain_line((mailbox["name"] or mailbox["front"] or "") if mailbox else written)


def fold_markup(text: str) -> bytes:
    """What of HTML a reader would see, without its white space: for comparing."""
    if "<" in text:
        text = _ANY_TAG.sub("", _drop_silent(text))
    return text.encode("utf-8", "replace").translate(None, b" \t\r\n\f\v")


def drop_unprintable(text: str) -> str:
    """Without control characters, line ends and what cannot be shown."""
    return text if text.isprintable() else "".join(char for char in text if char.isprintable())


def _drop_silent(text: str) -> str:
    """Without scripts, styles, comments and declarations; in one pass, however many are left open."""
    kept, position = [], 0
    while opened := _SILENT.search(text, position):
        kept.append(text[position : opened.start()])
        name = opened["name"]
        ending = rf"</{name}\s*>" if name else "-->" if opened[0] == "<!--" else ">"
        closed = re.compile(ending, re.IGNORECASE).search(text, opened.end())
        position = closed.end() if closed else len(text)
    return " ".join([*kept, text[position:]])


def has_markup(text: str) -> bool:
    """Whether a text is HTML by the look of it: a known tag or an entity."""
    tags = "<" in text and (_BLOCK.search(text) or _INLINE.search(text))
    return bool(tags or ("&" in text and _ENTITY.search(text)))


def shield_line(text: str) -> str:
    """At most 1,000 characters, written so that who decodes entities (`normalise_text`) reads it as it is."""
    return shield_text(text[:_LONGEST_LINE])


def shield_text(text: str) -> str:
    """The text such that decoding its entities once gives it back."""
    return text.replace("&", "&amp;") if html.unescape(text) != text else text
