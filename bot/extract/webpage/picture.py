"""The picture that leads an article: which one, what it shows, who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from bot.extract.webpage.blocks import read_line
from bot.extract.webpage.jsonld import Told

_NO_PICTURE = re.compile(
    r"logo|placeholder|favicon|sprite|spacer|blank\.|avatar|gravatar|default[-_](?:image|img|share|og)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|\d{2,4}w|scaled|large|medium|small|thumb)$", re.IGNORECASE)
_CREDIT = re.compile(r"credit|copyright|photographer|rights|quelle|source|fotograf", re.IGNORECASE)
_CREDIT_WORDS = re.compile(
    r"^(?:(?:photo|image|picture|foto|bild|credits?|quelle|source|zdj|fot)\w{0,6}[\s.]*(?:[:/]|by\s|von\s)\s*|©\s*|\(c\)\s*)+",
    re.IGNORECASE,
)
_MOST = 200
_LONGEST_ALT = 1_500


def choose_picture(tree: HtmlElement, offered: Sequence[Told | None], address: str) -> Told | None:
    """The first picture that is offered, or the first figure of the article; with alt text and credit.

    What one place does not tell of a picture, another may: they are matched by the file's name.
    """
    shown = _read_figures(tree)
    for picture in [*offered, *(one for one in shown if one.get("leads"))]:
        url = _complete(str(picture["url"]), address) if picture and picture.get("url") else ""
        if not picture or not url or _NO_PICTURE.search(urlsplit(url).path.rpartition("/")[2]):
            continue
        same = [
            one
            for one in (*(o for o in offered if o), *shown)
            if _name(str(one.get("url") or "")) == _name(url)
        ]
        alt = next(
            (one["alt"] for one in (picture, *same) if one.get("alt") and not _is_file(one["alt"])), ""
        )
        credit = next((one["credit"] for one in (picture, *same) if one.get("credit")), "")
        return {"url": url, "alt": alt[:_LONGEST_ALT], "credit": _CREDIT_WORDS.sub("", credit)[:300]}
    return None


def _read_figures(tree: HtmlElement) -> list[Told]:
    """The pictures on the page; those in a figure of the article may lead it."""
    found: list[Told] = []
    for count, image in enumerate(tree.iter("img")):
        if count >= _MOST:
            break
        source = image.get("data-src") or image.get("src") or ""
        if not source or source.startswith("data:"):
            continue
        figure = next((parent for parent in image.iterancestors("figure")), None)
        leads = figure is not None and any(True for _ in figure.iterancestors("article", "main"))
        found.append(
            {
                "url": source,
                "alt": " ".join((image.get("alt") or "").split()),
                "credit": _read_credit(figure),
                "leads": leads,
            }
        )
    return found


def _read_credit(figure: HtmlElement | None) -> str:
    if figure is None:
        return ""
    for element in figure.iter("span", "small", "cite", "div", "p", "em"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element.tag == "cite" or _CREDIT.search(marks):
            return read_line(element)
    caption = next(iter(figure.iter("figcaption")), None)
    text = " ".join(caption.itertext()) if caption is not None else ""
    match = re.search(
        r"(?:\b(?:Photo|Image|Picture|Foto|Bild|Credit)\s?:|©|\bFot\.)\s*([^()\[\]]{3,100})\)?\s*$", text
    )
    return " ".join(match.group(1).split()) if match else ""


def _complete(url: str, address: str) -> str:
    try:
        whole = urljoin(address, url) if address.startswith(("http://", "https://")) else url
        return whole if urlsplit(whole).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _name(url: str) -> str:
    """A picture's name without its size, so that its copies are known as one."""
    try:
        stem = unquote(urlsplit(url).path).rpartition("/")[2].rpartition(".")[0]
    except ValueError:
        return ""
    return _SIZE.sub("", stem) or url


def _is_file(alt: str) -> bool:
    return bool(
        re.fullmatch(r"[\w.\-]+\.(?:jpe?g|png|gif|webp|avif)|(?:IMG|DSC)[_-]?\d+", alt.strip(), re.IGNORECASE)
    )
