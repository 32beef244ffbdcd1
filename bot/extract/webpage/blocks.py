"""The paragraphs of a tree of HTML, and the text of one element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from bot.text import normalise_text

_BLANK = re.compile(r"[ \t\n\r\f\x85\u2028\u2029]+")
_BLOCK_NAMES = (
    "address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_OTHER_NAMES = (
    "applet aside audio button canvas datalist embed fieldset figure footer form frame frameset head iframe "
    "input link map math menu meta nav noframes noscript object option picture script select style svg table "
    "template textarea title video"
)
_NO_STORY = frozenset(_OTHER_NAMES.split())


def clean_text(text: str) -> str:
    """One line of a page: NFC, blanks squeezed (but no-break spaces kept), invisible marks gone.

    Entities are decoded already by whoever parsed it, so none is decoded again.
    """
    text = normalise_text(text.replace("&", "&amp;"))
    return _BLANK.sub(" ", text).strip()


def read_blocks(tree: HtmlElement) -> list[str]:
    """The text of a fragment of HTML, block by block; pictures, forms, tables and scripts left out."""
    found: list[list[str]] = [[]]
    for piece in _walk(tree):
        if piece is None:
            found.append([])
        else:
            found[-1].append(piece)
    return [block for block in (clean_text("".join(pieces)) for pieces in found) if block]


def _walk(tree: HtmlElement) -> Iterator[str | None]:
    """Every piece of text in order, None where a block begins or ends; without recursion."""
    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, left = stack.pop()
        tag = element.tag
        block = tag in _BLOCKS
        if left:
            if block:
                yield None
            if element is not tree and element.tail:
                yield element.tail
            continue
        stack.append((element, True))
        if block:
            yield None
        if not isinstance(tag, str) or tag in _NO_STORY:
            continue
        if element.text:
            yield element.text
        stack += [(child, False) for child in reversed(element)]


def read_line(element: HtmlElement) -> str:
    """The text of one element on one line; words that only elements part are parted."""
    pieces: list[str] = []
    for piece in _walk(element):
        if piece is None:
            pieces.append(" ")
            continue
        if pieces and pieces[-1][-1:].islower() and piece[:1].isupper():
            pieces.append(" ")
        pieces.append(piece)
    return clean_text("".join(pieces))
