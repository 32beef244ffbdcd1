"""What counts as a character, a word or a link, for everybody who measures or cuts text."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import regex

ELLIPSIS = "…"

_GRAPHEME = regex.compile(r"\X")
# Characters outside of these ranges may join with others; within them each is one cluster, but for CR LF.
_JOINING = re.compile(
    "[^\x00-\x0c\x0e-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
_LINK = re.compile(r"https?://[^\s<>\"“”„«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’)]}…"
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u202d\u202e\u2060\ufdd0-\ufdef\ufeff\ufffe\uffff\ue000-\uf8ff]"
)
_UNSEEN = frozenset("\u034f\ufe0e\ufe0f")


def normalise_text(text: str) -> str:
    r"""NFC, line ends as `\n`, entities decoded once, without control, private-use and non-characters.

    Hidden break marks (soft hyphen, zero-width space, word joiner) go too, and the two characters that
    turn a line's direction round; joiners stay, which emoji and scripts need. The private-use range is
    ours: `render` marks stretches with it.
    """
    text = html.unescape(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNWANTED.sub("", unicodedata.normalize("NFC", text))


def count_graphemes(text: str) -> int:
    """The number of extended grapheme clusters (UAX #29), as people count characters."""
    if (text.isascii() and "\r" not in text) or not _JOINING.search(text):
        return len(text)
    return len(_GRAPHEME.findall(text))


def _split_graphemes(text: str) -> list[str]:
    """The extended grapheme clusters in order."""
    return list(_GRAPHEME.findall(text))


def tell_count(count: int, noun: str, plural: str = "") -> str:
    """`1 post`, `2 posts`; `plural` where it is not the noun with an s."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def clip_words(text: str, most: int) -> str:
    """At most `most` graphemes, cut behind a whole word and closed with an ellipsis."""
    clusters = _split_graphemes(text)
    if len(clusters) <= most:
        return text
    if most < 1:
        return ""
    kept = "".join(clusters[: most - 1])
    if not clusters[most - 1].isspace():
        kept, _, _ = kept.rpartition(" ")
    kept = kept.rstrip(" \t\n,;:–—-")
    return kept + ELLIPSIS if kept else ""


def find_links(text: str) -> list[tuple[int, int]]:
    """Where http and https links stand, without closing punctuation; offsets in characters."""
    found = []
    for match in _LINK.finditer(text):
        link = match.group().rstrip(_TRAILING)
        if match.group()[len(link) :].startswith(")") and link.count("(") > link.count(")"):
            link += ")"
        found.append((match.start(), match.start() + len(link)))
    return found


def fold_text(text: str) -> str:
    """Without case, accents, width differences and characters that nobody sees, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if decomposed.isascii():
        return decomposed
    marks = {ord(char): None for char in set(decomposed) if _is_unseen(char)}
    return decomposed.translate(marks) if marks else decomposed


def _is_unseen(char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in _UNSEEN or unicodedata.category(char) == "Cf"


@lru_cache(maxsize=64)  # every paragraph asks for its article's
def primary_language(tag: str) -> str:
    """The language of a tag without its region, in lower case: "en" of "en-GB"."""
    return tag.replace("_", "-").partition("-")[0].lower()


def squeeze_spaces(text: str) -> str:
    """Every run of white space as one blank, none at the ends."""
    return " ".join(text.split())
