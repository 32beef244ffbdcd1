"""A post's text and marks as HTML: everything escaped, links only where they lead to the web."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import Any

from bot.text import find_links

_TAG = re.compile(r"(?<![\w&/])#\w*[^\W\d_]\w*")
_LONGEST_SHOWN = 48
_BLOCKS = re.compile(r"\n{2,}")


def render_prose(text: str, marks: list[dict[str, Any]], headline: str = "") -> str:
    """Paragraphs and blockquotes; the paragraph that is the headline gets the class `headline`."""
    quotes = sorted((m["start"], m["end"]) for m in marks if m["kind"] == "blockquote")
    out, position = [], 0
    for start, end in quotes:
        if start < position:
            continue
        out.append(_paragraphs(text, position, start, marks, headline))
        out.append(f"<blockquote>{_paragraphs(text, start, end, marks)}</blockquote>")
        position = end
    out.append(_paragraphs(text, position, len(text), marks, headline))
    return "".join(out)


def is_web_address(href: str) -> bool:
    """Only http and https may be followed from the page."""
    return href.lower().startswith(("http://", "https://"))


def _paragraphs(text: str, start: int, end: int, marks: list[dict[str, Any]], headline: str = "") -> str:
    out, position = [], start
    for gap in [*_BLOCKS.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        first, last = _trim(text, position, stop)
        if first < last:
            name = ' class="headline"' if text[first:last] == headline else ""
            out.append(f"<p{name}>{_inline(text, first, last, marks)}</p>")
        position = gap.end() if gap else end
    return "".join(out)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _inline(text: str, start: int, end: int, marks: list[dict[str, Any]]) -> str:
    """Cut at every edge of a mark, link or hashtag; wrap each piece by what covers it."""
    spans = _spans(text, marks)
    edges = {start, end} | {edge for span in spans for edge in span[1:3] if start < edge < end}
    cuts = sorted(edges)
    return "".join(_piece(text, first, last, spans) for first, last in pairwise(cuts))


def _spans(text: str, marks: list[dict[str, Any]]) -> list[tuple[str, int, int, str]]:
    linked = [m for m in marks if m["kind"] == "link" and is_web_address(m["href"])]
    spans = [("bold", m["start"], m["end"], "") for m in marks if m["kind"] == "bold"]
    spans += [("link", m["start"], m["end"], m["href"]) for m in linked]
    for start, end in find_links(text):
        if not any(m["start"] < end and start < m["end"] for m in linked):
            spans.append(("address", start, end, text[start:end]))
    links = [span for span in spans if span[0] in {"link", "address"}]
    for match in _TAG.finditer(text):
        if not any(start < match.end() and match.start() < end for _, start, end, _ in links):
            spans.append(("tag", *match.span(), ""))
    return spans


def _piece(text: str, start: int, end: int, spans: list[tuple[str, int, int, str]]) -> str:
    words = text[start:end]
    covering = {kind: (first, href) for kind, first, last, href in spans if first <= start and end <= last}
    if "address" in covering:
        whole = covering["address"][1]
        words = _shorten_address(whole) if covering["address"][0] == start else ""
    html = escape(words).replace("\n", "<br>\n")
    if "tag" in covering:
        html = f'<span class="tag">{html}</span>'
    if "bold" in covering:
        html = f"<b>{html}</b>"
    for kind in ("link", "address"):
        if kind in covering and words:
            href = escape(covering[kind][1])
            html = f'<a href="{href}" rel="noopener noreferrer external" title="{href}">{html}</a>'
    return html


def _shorten_address(address: str) -> str:
    """As platforms show it: without the scheme and the parameters, cut at the end."""
    shown = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE)
    shown = re.split(r"[?#]", shown, maxsplit=1)[0].rstrip("/") or address
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
