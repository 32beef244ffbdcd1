"""From HTML to a tree, within limits: nothing is fetched, nothing grows, nothing overflows."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.errors import Unreadable

MOST_CHARACTERS = 4_000_000
"""A larger page is no article (characters); long ones of news sites have up to 1,500,000."""

_MOST_TAGS = 15_000
"""A page of more tags is a list or an attack; long ones of news sites have up to 6,000."""

_MOST_TEXT = 400_000
"""More text than this outside of scripts is a book (characters)."""

_LONGEST_TAG = 20_000
"""A longer tag, its values left out, is an attack on who compares its attributes (characters)."""

_MOST_IN_TAGS = 100_000
_LONG_TAG = 2_000
"""All long tags together, their values left out (characters)."""

_DEEPEST = 200
"""More elements within each other are an attack; real pages have up to 50. libxml2 itself cuts at 256."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^>]*")
_INLINE_FILE = re.compile(r"data:[\w/+.-]{0,60}(?:;[\w=-]{0,40}){0,3},[\w+/=%.~-]{200,}")
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_SCRIPT = re.compile(r"<(?P<end>/)?(?P<name>script|style)\b(?P<rest>[^<>]{0,2000})>", re.IGNORECASE)
_LONG_VALUE = re.compile(r"""=\s*(?:"[^"<>]{2000,}"|'[^'<>]{2000,}')""")
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def parse_page(raw: str) -> HtmlElement:
    """The tree of a page or of a fragment, without what is struck out.

    Raises Unreadable for what is empty or beyond the limits.
    """
    if len(raw) > MOST_CHARACTERS:
        raise Unreadable("this page is far too large", f"at most {MOST_CHARACTERS:,} characters are read")
    if raw.count("<") > 4 * _MOST_TAGS:
        raise _refuse_size()
    cleaned = _CONTROL.sub("", _DECLARATION.sub("", raw.removeprefix("\ufeff"), count=1))
    cleaned = _LONG_VALUE.sub('=""', _INLINE_FILE.sub("", _drop_scripts(cleaned)))
    long = [match.group() for match in _TAG.finditer(cleaned) if len(match.group()) > _LONG_TAG]
    bare = [len(_VALUE.sub("", tag)) for tag in long]
    if max(bare, default=0) > _LONGEST_TAG or sum(bare) > _MOST_IN_TAGS:
        raise Unreadable("the tags of this page are far too long", "take out what is no text")
    # Encoded by us, so that no <meta> of the page has a say in it.
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = document_fromstring(cleaned.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable("there is no text in this page") from error
    _check_shape(tree)
    for struck in list(tree.iter("del", "s", "strike")):
        struck.drop_tree()
    for cell in tree.iter("td", "th"):
        # A cell that claims to span a million others is copied as often by who reads tables.
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)
    return tree


def _drop_scripts(raw: str) -> str:
    """The page without scripts and styles; data in scripts (JSON-LD) stays."""
    kept: list[str] = []
    start, dropped_from, name = 0, -1, ""
    for match in _SCRIPT.finditer(raw):
        if match["end"] and dropped_from >= 0 and match["name"].lower() == name:
            kept.append(raw[start:dropped_from])
            start, dropped_from = match.end(), -1
        elif not match["end"] and dropped_from < 0 and "json" not in match["rest"].lower():
            dropped_from, name = match.start(), match["name"].lower()
    return "".join([*kept, raw[start:]])


def is_whole_page(raw: str) -> bool:
    """Whether it is a page of its own, and not the fragment that a feed or a CMS gives."""
    return bool(_WHOLE_PAGE.search(raw[:20_000]))


def _check_shape(tree: HtmlElement) -> None:
    depth = deepest = tags = text = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        tags += 1
        deepest = max(deepest, depth)
        if element.tag not in {"script", "style"}:
            text += len(element.text or "")
        text += len(element.tail or "")
    if deepest > _DEEPEST:
        raise Unreadable(
            "this page is nested too deeply", f"at most {_DEEPEST} elements within each other are read"
        )
    if tags > _MOST_TAGS or text > _MOST_TEXT:
        raise _refuse_size()


def _refuse_size() -> Unreadable:
    return Unreadable("this page is too large for an article", f"at most {_MOST_TAGS:,} elements are read")
