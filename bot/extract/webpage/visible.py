"""What the page itself shows and says of itself, beside its story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from bot.extract.documents.furniture import read_byline
from bot.extract.webpage.blocks import clean_text, read_line
from bot.extract.webpage.jsonld import Told

_KICKER = re.compile(
    r"kicker|topline|overline|overhead|eyebrow|dachzeile|spitzmarke|roofline|roof-line|headline-prefix|category|badge|label"
    r"|visually-hidden|visuallyhidden|sr-only|screen-reader",
    re.IGNORECASE,
)
_ASIDE = frozenset({"nav", "aside", "footer", "form", "dialog"})
_HEADLINE_CLASS = re.compile(
    r"(?:article|entry|post|story|page|news)[-_]*(?:title|headline|heading|name)|headline", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|autor)(?:s|[-_]?name)?(?:$|\s)", re.IGNORECASE)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datum|dateline|timestamp|pubdate|published|posted[_-]?on|entry-date|post-date|meta-date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"comment|related|teaser|sidebar|recommend|footer|more-?articles|newsticker", re.IGNORECASE
)
_LONGEST_LINE = 120
_MOST = 20


def read_visible(tree: HtmlElement) -> Told:
    """Canonical address, times, names and language as the page shows them; every value may be empty.

    `published` is a list of what may tell the time, the surest first.
    """
    return {
        "url": _canonical(tree),
        "published": list(islice(filter(None, _published(tree)), _MOST)),
        "updated": next(_updated(tree), ""),
        "byline": _authors(tree),
        "language": _language(tree),
    }


def read_headings(tree: HtmlElement) -> list[str]:
    """The main headings, without kickers; of a page that has none, what it marks as a headline."""
    main = [text for heading in _first(tree, "h1") if (text := _heading(heading))]
    return main or [
        text
        for tag in ("h2", "h3")
        for heading in _first(tree, tag)
        if (heading.get("itemprop") == "headline" or _HEADLINE_CLASS.search(_marks(heading)))
        and (text := _heading(heading))
    ]


def read_window_title(tree: HtmlElement) -> str:
    """What `<title>` says, wherever a broken page has it; not the titles of drawings."""
    for title in _first(tree, "title"):
        if next(title.iterancestors("svg"), None) is None and (text := clean_text(title.text or "")):
            return text
    return ""


def _heading(heading: HtmlElement) -> str:
    if any(parent.tag in _ASIDE for parent in heading.iterancestors()):
        return ""
    whole = read_line(heading)
    for child in heading.iter("span", "small", "div", "p", "a", "strong", "b", "em"):
        if child is not heading and _KICKER.search(child.get("class") or ""):
            part = read_line(child)
            if part and part != whole and whole.startswith(part):
                return whole[len(part) :].lstrip(" :|–-·•/")
    return whole


def _first(tree: HtmlElement, tag: str) -> Iterator[HtmlElement]:
    for count, element in enumerate(tree.iter(tag)):
        if count >= _MOST:
            return
        yield element


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _canonical(tree: HtmlElement) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").casefold().split():
            return clean_text(link.get("href") or "")
    return ""


def _published(tree: HtmlElement) -> Iterator[str]:
    """What may tell the time of publication, the surest first."""
    for element in tree.iter("time", "meta", "span", "abbr", "p", "div"):
        said = set((element.get("itemprop") or "").split())
        if said & {"datePublished", "dateCreated"} or (
            element.tag == "time" and element.get("pubdate") is not None
        ):
            yield _moment(element)
    for element in tree.iter("time"):
        if not _stands_aside(element) and not re.search(r"updat|modif", _marks(element), re.IGNORECASE):
            yield _moment(element)
    for element in tree.iter("span", "div", "p", "abbr", "li", "td", "dd", "small", "em", "a"):
        if _DATE_CLASS.search(_marks(element)) and not _stands_aside(element):
            yield _moment(element)


def _updated(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("time", "meta", "span", "abbr"):
        if "dateModified" in (element.get("itemprop") or "").split():
            yield _moment(element)


def _moment(element: HtmlElement) -> str:
    told = element.get("datetime") or element.get("content")
    return clean_text(told or "") or read_line(element)[:_LONGEST_LINE]


def _stands_aside(element: HtmlElement) -> bool:
    """Whether it belongs to a menu, a list of other articles or the readers' comments."""
    return any(
        parent.tag in _ASIDE or _OTHERS.search(_marks(parent))
        for parent in (element, *element.iterancestors())
    )


def _authors(tree: HtmlElement) -> list[str]:
    """The names of the first kind of mark that has any."""
    for find in (_authors_by_property, _authors_by_link, _authors_by_class):
        if names := list(dict.fromkeys(name for element in find(tree) if (name := _name(element)))):
            return names[:10]
    return []


def _authors_by_property(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a", "span", "div", "p", "address", "meta"):
        if "author" in (element.get("itemprop") or "").split() and not _stands_aside(element):
            yield next((one for one in element.iter() if one.get("itemprop") == "name"), element)


def _authors_by_link(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a"):
        if "author" in (element.get("rel") or "").split() and not _stands_aside(element):
            yield element


def _authors_by_class(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a", "span", "p", "div", "address"):
        if _AUTHOR_CLASS.search(element.get("class") or "") and not _stands_aside(element) and _name(element):
            yield element
            return


def _name(element: HtmlElement) -> str:
    text = element.get("content") or read_line(element)
    return (read_byline(text, bare=True) or "") if len(text) <= _LONGEST_LINE else ""


def _language(tree: HtmlElement) -> str:
    body = tree.find("body")
    for element in (tree, body):
        if element is not None and (code := element.get("lang") or element.get("xml:lang")):
            return clean_text(code)
    return ""
