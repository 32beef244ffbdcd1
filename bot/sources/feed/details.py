"""What an item's element says that the fast parser does not: types of texts, kinds of links.

fastfeedparser takes the first element called `title` of any namespace (the caption of a picture), cuts a
title at its first tag, and does not say which Atom texts are HTML; so these are read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bot.sources.feed.items import Wording
from bot.sources.feed.tree import (
    ATOM,
    Misshapen,
    absolute_url,
    child_elements,
    find_base,
    inner_markup,
    inner_text,
    local_name,
    namespace_of,
    split_tag,
)
from bot.sources.feed.wording import plain_line, strip_markup

_RSS_1 = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
)
_DC = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_PRISM = "prismstandard.org/namespaces"
_XHTML = "http://www.w3.org/1999/xhtml"
_BURNER = "http://rssnamespace.org/feedburner/ext/1.0"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PUBLISHED = ("pubdate", "published", "issued", "date")
_UPDATED = ("lastbuilddate", "updated", "modified")
_DATES = frozenset({*_PUBLISHED, *_UPDATED, "created"})


@dataclass(slots=True)
class Details:
    """What one item's element says beyond what fastfeedparser reads."""

    title: Wording | None = None
    dc_title: str = ""
    links: dict[str, str] = field(default_factory=dict)
    guid: str = ""
    guid_is_link: bool = False
    authors: list[str] = field(default_factory=list)
    language: str = ""
    section: str = ""
    content: Wording | None = None
    summary: Wording | None = None
    dates: dict[str, str] = field(default_factory=dict)

    @property
    def published(self) -> str:
        """When it came out, as written."""
        return next((self.dates[name] for name in _PUBLISHED if name in self.dates), "")

    @property
    def updated(self) -> str:
        """When it was last changed, as written."""
        return next((self.dates[name] for name in _UPDATED if name in self.dates), "")


def read_details(item: etree._Element, base: str) -> Details:
    """What an item's element says; links are made absolute with `base` and `xml:base`."""
    own, found, spoken = namespace_of(item), Details(), set()
    base = find_base(item, base)
    found.guid = str(item.get(_RDF_ABOUT) or "").strip()
    for child in item:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        space, name = split_tag(tag)
        if space in ATOM:
            _read_atom(child, name, base, found)
            spoken.add(child.get(_LANG))
        elif not space or space == own or space in _RSS_1:
            _read_rss(child, name, base, found)
        elif space in _DC:
            _read_dublin_core(child, name, found)
        else:
            _read_other(child, space, name, found)
        if (lower := name.lower()) in _DATES and (written := inner_text(child).strip()):
            found.dates.setdefault(lower, written)
    spoken -= {None}
    found.language = str(item.get(_LANG) or found.language or (spoken.pop() if len(spoken) == 1 else ""))
    return found


def find_feed_language(root: etree._Element) -> str:
    """`<language>`, `dc:language` or `xml:lang` of the feed; empty where none is told."""
    channel = next(iter(root.iter("{*}channel")), root)
    for child in child_elements(channel):
        if local_name(child) == "language" and inner_text(child).strip():
            return inner_text(child).strip()
    return str(channel.get(_LANG) or root.get(_LANG) or "")


def find_feed_link(root: etree._Element, base: str) -> str:
    """The address of the site that the feed belongs to; empty where none is told."""
    channel = next(iter(root.iter("{*}channel")), root)
    found = Details()
    for child in child_elements(channel):
        if local_name(child) == "link":
            (_read_atom if namespace_of(child) in ATOM else _read_rss)(child, "link", base, found)
    return found.links.get("own") or found.links.get("alternate") or ""


def _read_rss(child: etree._Element, name: str, base: str, found: Details) -> None:
    match name.lower():
        case "title" if found.title is None:
            found.title = Wording(plain_line(inner_text(child)))
        case "link":
            found.links.setdefault("own", absolute_url(base, inner_text(child) or child.get("href") or ""))
        case "guid" | "id":
            if inner_text(child).strip():
                found.guid = inner_text(child).strip()
                found.guid_is_link = name == "guid" and child.get("isPermaLink", "true").lower() != "false"
        case "author":
            found.authors.append(inner_text(child))
        case "content" if found.content is None and not child.get("url"):
            found.content = Wording(inner_markup(child), markup=True)
        case "description" if found.summary is None:
            found.summary = Wording(inner_markup(child), markup=True)


def _read_atom(child: etree._Element, name: str, base: str, found: Details) -> None:
    match name:
        case "title" if found.title is None:
            wording = _read_construct(child)
            found.title = Wording(
                strip_markup(wording.text) if wording.markup else " ".join(wording.text.split())
            )
        case "link":
            rel = (child.get("rel") or "alternate").rpartition("/")[2]
            address = absolute_url(find_base(child, base), child.get("href") or "")
            page = (child.get("type") or "text/html").partition(";")[0] in {
                "text/html",
                "application/xhtml+xml",
            }
            if address:
                found.links.setdefault(rel if page or rel != "alternate" else "other", address)
        case "id":
            found.guid = inner_text(child).strip()
        case "author":
            names = [inner_text(one) for one in child_elements(child) if local_name(one) == "name"]
            found.authors.extend(names or [inner_text(child)] if not len(child) else names)
        case "content" if found.content is None and not child.get("src"):
            found.content = _read_construct(child)
        case "summary" if found.summary is None:
            found.summary = _read_construct(child)


def _read_dublin_core(child: etree._Element, name: str, found: Details) -> None:
    match name:
        case "creator":
            found.authors.append(inner_text(child))
        case "language":
            found.language = inner_text(child).strip()
        case "title":
            found.dc_title = plain_line(inner_text(child))


def _read_other(child: etree._Element, space: str, name: str, found: Details) -> None:
    if name == "encoded" or (name == "body" and space == _XHTML):
        found.content = found.content or Wording(inner_markup(child), markup=True)
    elif name == "section" and _PRISM in space:
        found.section = found.section or plain_line(inner_text(child))
    elif name == "origLink" and space == _BURNER:
        found.links["original"] = absolute_url("", inner_text(child))


def _read_construct(element: etree._Element) -> Wording:
    """An Atom text: type text (the default), html or xhtml; Atom 0.3 says the same with `mode`."""
    kind = (element.get("type") or "text").lower()
    if element.get("mode") == "base64" or kind == "application/octet-stream":
        raise Misshapen  # Atom 0.3 knew packed texts
    if element.get("mode") == "escaped" and kind in {"text/html", "html", "application/xhtml+xml"}:
        return Wording(inner_text(element), markup=True)
    if "xhtml" in kind or (element.get("mode") or "") == "xml" or len(element):
        return Wording(inner_markup(element), markup=True)
    return Wording(inner_text(element), markup="html" in kind)
