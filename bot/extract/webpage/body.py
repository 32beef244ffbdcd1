"""The story on a page: trafilatura finds it, and we take it apart."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement

from bot.extract.webpage.blocks import clean_text

ENOUGH = 250
"""So many characters are a story; with fewer the page is looked through again, less strictly."""

# It tells on the log what it could not read; we tell it better, with the place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)


def find_body(tree: HtmlElement) -> list[str]:
    """The story's blocks on a page, one line each; empty where there is none. The tree stays as it is."""
    strict = _extract(tree, strict=True)
    if sum(map(len, strict)) >= ENOUGH:
        return strict
    return max(strict, _extract(tree, strict=False), key=lambda blocks: sum(map(len, blocks)))


def _extract(tree: HtmlElement, *, strict: bool) -> list[str]:
    # Many newsrooms have no whole pages to read: 5 MB and a tenth of a second.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document as Extracted  # noqa: PLC0415

    try:
        found = bare_extraction(tree, favor_precision=strict, include_comments=False)
    except Exception:  # noqa: BLE001 - whatever a page breaks in it, the page has no story then
        return []
    if not isinstance(found, Extracted) or found.body is None:
        return []
    blocks = (clean_text(block) for child in found.body for block in _read_child(child))
    return [block for block in blocks if block]


def _read_child(element: _Element) -> Iterator[str]:
    if element.tag == "table":
        for row in element.iter("row"):
            yield " | ".join(text for cell in row.iter("cell") if (text := " ".join(cell.itertext()).strip()))
        return
    if element.tag in {"list", "div", "quote"} and len(element) and not _is_inline(element):
        if element.text:
            yield element.text
        for child in element:
            yield from _read_child(child)
            if child.tail:
                yield child.tail
        return
    yield from _split_lines(element)


def _is_inline(element: _Element) -> bool:
    return all(child.tag in {"lb", "hi", "ref", "del"} for child in element)


def _split_lines(element: _Element) -> Iterator[str]:
    line: list[str] = []
    for event, child in iterwalk(element, events=("start", "end")):
        if event == "start":
            if child.tag in {"lb", "p", "item"}:
                yield "".join(line)
                line = []
            line.append(child.text or "")
        elif child is not element:
            line.append(child.tail or "")
    yield "".join(line)
