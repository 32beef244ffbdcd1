"""The feed as a tree of elements, and what the fast parser does not tell: types of texts, kinds of links.

fastfeedparser takes the first element called `title` of any namespace (the caption of a picture), cuts a
title at its first tag, and does not say which Atom texts are HTML; so these are read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import etree

from bot.errors import Unreadable
from bot.sources.feed.items import Wording
from bot.sources.feed.wording import plain_line, strip_markup

ATOM = ("http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
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
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PUBLISHED = ("pubdate", "published", "issued", "date")
_UPDATED = ("lastbuilddate", "updated", "modified")
_DATES = frozenset({*_PUBLISHED, *_UPDATED, "created"})


class Misshapen(Exception):
    """For the parser that forgives; `flaw` says what is not well-formed, empty where it is merely odd."""

    def __init__(self, flaw: str = "") -> None:
        super().__init__(flaw)
        self.flaw = flaw


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


def parse_tree(content: bytes) -> etree._Element:
    """The root element. Raises Misshapen; Unreadable where entities are declared (feeds need none)."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Misshapen(str(error).partition(" (<string>")[0]) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise refuse_entities()
    return root


def refuse_entities() -> Unreadable:
    """The error for a feed that declares entities: bombs and files of this machine come that way."""
    return Unreadable(
        "the feed declares XML entities, which is refused", "ask who makes it to leave them out"
    )


def find_items(root: etree._Element) -> list[etree._Element]:
    """The elements of the items, in the order of the document."""
    wanted = "entry" if _local(root) == "feed" else "item"
    found = [element for element in root.iter("{*}" + wanted) if _local(element) == wanted]
    if not found and wanted == "item":
        found = list(root.iter("{*}entry"))
    return found


def read_details(item: etree._Element, base: str) -> Details:
    """What an item's element says; links are made absolute with `base` and `xml:base`."""
    own, found = _namespace(item), Details()
    base = _find_base(item, base)
    found.language = _inherit(item, _LANG)
    found.guid = str(item.get(_RDF_ABOUT) or "").strip()
    for child in _children(item):
        space, name = _namespace(child), _local(child)
        at_home = space in {own, "", None} or space in _RSS_1
        if space in ATOM:
            _read_atom(child, name, base, found)
        elif name == "encoded" or (name == "body" and space == _XHTML):
            found.content = found.content or Wording(_inner(child), markup=True)
        elif at_home:
            _read_rss(child, name, base, found)
        elif space in _DC:
            _read_dublin_core(child, name, found)
        elif name == "section" and space and _PRISM in space:
            found.section = found.section or plain_line(_text(child))
        elif name == "origLink" and space == _BURNER:
            found.links["original"] = absolute_url(base, _text(child))
        if name.lower() in _DATES and (written := _text(child).strip()):
            found.dates.setdefault(name.lower(), written)
    return found


def find_feed_language(root: etree._Element) -> str:
    """`<language>`, `dc:language` or `xml:lang` of the feed; empty where none is told."""
    channel = next(iter(root.iter("{*}channel")), root)
    for child in _children(channel):
        if _local(child) == "language" and _text(child).strip():
            return _text(child).strip()
    return str(channel.get(_LANG) or root.get(_LANG) or "")


def find_feed_link(root: etree._Element, base: str) -> str:
    """The address of the site that the feed belongs to; empty where none is told."""
    channel = next(iter(root.iter("{*}channel")), root)
    found = Details()
    for child in _children(channel):
        if _local(child) == "link":
            (_read_atom if _namespace(child) in ATOM else _read_rss)(child, "link", base, found)
    return found.links.get("own") or found.links.get("alternate") or ""


def _read_rss(child: etree._Element, name: str, base: str, found: Details) -> None:
    match name.lower():
        case "title" if found.title is None:
            found.title = Wording(plain_line(_text(child)))
        case "link":
            found.links.setdefault("own", absolute_url(base, _text(child) or child.get("href") or ""))
        case "guid" | "id":
            if _text(child).strip():
                found.guid = _text(child).strip()
                found.guid_is_link = name == "guid" and child.get("isPermaLink", "true").lower() != "false"
        case "author":
            found.authors.append(_text(child))
        case "content" if found.content is None and not child.get("url"):
            found.content = Wording(_inner(child), markup=True)
        case "description" if found.summary is None:
            found.summary = Wording(_inner(child), markup=True)


def _read_atom(child: etree._Element, name: str, base: str, found: Details) -> None:
    match name:
        case "title" if found.title is None:
            wording = _read_construct(child)
            found.title = Wording(
                strip_markup(wording.text) if wording.markup else " ".join(wording.text.split())
            )
        case "link":
            rel = (child.get("rel") or "alternate").rpartition("/")[2]
            address = absolute_url(_find_base(child, base), child.get("href") or "")
            page = (child.get("type") or "text/html").partition(";")[0] in {
                "text/html",
                "application/xhtml+xml",
            }
            if address:
                found.links.setdefault(rel if page or rel != "alternate" else "other", address)
        case "id":
            found.guid = _text(child).strip()
        case "author":
            names = [_text(one) for one in _children(child) if _local(one) == "name"]
            found.authors.extend(names or [_text(child)] if not len(child) else names)
        case "content" if found.content is None and not child.get("src"):
            found.content = _read_construct(child)
        case "summary" if found.summary is None:
            found.summary = _read_construct(child)


def _read_dublin_core(child: etree._Element, name: str, found: Details) -> None:
    match name:
        case "creator":
            found.authors.append(_text(child))
        case "language":
            found.language = _text(child).strip()
        case "title":
            found.dc_title = plain_line(_text(child))


def _read_construct(element: etree._Element) -> Wording:
    """An Atom text: type text (the default), html or xhtml; Atom 0.3 says the same with `mode`."""
    kind = (element.get("type") or "text").lower()
    if element.get("mode") == "base64" or kind == "application/octet-stream":
        raise Misshapen  # Atom 0.3 knew packed texts
    if element.get("mode") == "escaped" and kind in {"text/html", "html", "application/xhtml+xml"}:
        return Wording(_text(element), markup=True)
    if "xhtml" in kind or (element.get("mode") or "") == "xml" or len(element):
        return Wording(_inner(element), markup=True)
    return Wording(_text(element), markup="html" in kind)


def _inner(element: etree._Element) -> str:
    """The markup within an element; the text alone where there is no element in it."""
    if not len(element):
        return element.text or ""
    for one in element.iter():
        if isinstance(one.tag, str) and "}" in one.tag:
            one.tag = etree.QName(one).localname
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _namespace(element: etree._Element) -> str | None:
    space, closed, _ = str(element.tag).rpartition("}")
    return space[1:] if closed else None


def _inherit(element: etree._Element, attribute: str) -> str:
    """The attribute of the item or of what the item's own texts say, not of the feed."""
    own = element.get(attribute)
    if own:
        return str(own)
    said = {str(value) for child in _children(element) if (value := child.get(attribute))}
    return said.pop() if len(said) == 1 else ""


def _find_base(element: etree._Element, base: str) -> str:
    chain: Iterable[etree._Element] = (element, *element.iterancestors())
    for one in reversed([str(value) for ancestor in chain if (value := ancestor.get(_BASE))]):
        base = absolute_url(base, one) or base
    return base


def absolute_url(base: str, address: str) -> str:
    """An http or https address, joined to `base`; empty where it is none."""
    address = "".join(address.split())
    try:
        joined = urljoin(base, address) if address else ""
        urlsplit(joined)
    except ValueError:
        return ""
    return joined if joined.lower().startswith(("http://", "https://")) else ""
