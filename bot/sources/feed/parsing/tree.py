"""The feed as a tree of elements: parsed without trusting it, and read element by element."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree

from bot.errors import Unreadable

ATOM = ("http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Misshapen(Exception):
    """For the parser that forgives; `flaw` says what is not well-formed, empty where it is merely odd."""

    def __init__(self, flaw: str = "") -> None:
        super().__init__(flaw)
        self.flaw = flaw


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
    """The elements of the items, in the order of the document. Raises Misshapen where they are scattered."""
    names = ("entry",) if local_name(root) == "feed" else ("item", "entry")
    found = next((found for name in names if (found := list(root.iter("{*}" + name)))), [])
    if found:
        around = found[0].getparent()
        if around is None or len(list(around.iterchildren(str(found[0].tag)))) != len(found):
            raise Misshapen
    return found


def inner_markup(element: etree._Element) -> str:
    """The markup within an element; the text alone where there is no element in it."""
    if not len(element):
        return element.text or ""
    for one in element.iter():
        if isinstance(one.tag, str) and "}" in one.tag:
            one.tag = etree.QName(one).localname
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def inner_text(element: etree._Element) -> str:
    """The text within an element, its children's too."""
    return "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""


def child_elements(element: etree._Element) -> Iterator[etree._Element]:
    """The elements right below, without comments and the like."""
    return (child for child in element if isinstance(child.tag, str))


@lru_cache(maxsize=2048)
def split_tag(tag: str) -> tuple[str, str]:
    """Namespace and name."""
    space, _, name = tag.rpartition("}")
    return space[1:], name


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return split_tag(str(element.tag))[1]


def namespace_of(element: etree._Element) -> str:
    """The namespace, empty where there is none."""
    return split_tag(str(element.tag))[0]


def find_base(element: etree._Element, base: str) -> str:
    """What relative addresses around this element count from: `xml:base` of all that it stands in."""
    for one in reversed(list(element.iterancestors())):
        base = join_base(one, base)
    return base


def join_base(element: etree._Element, base: str) -> str:
    """What relative addresses in this element count from, if `base` is that of what is around it."""
    given = element.get(_BASE) if element.keys() else None
    return absolute_url(base, given) or base if given else base


def absolute_url(base: str, address: str) -> str:
    """An http or https address, joined to `base`; empty where it is none."""
    address = "".join(address.split())
    if not address:
        return ""
    whole = address.startswith(("https://", "http://"))
    if whole and "[" not in address:
        return address
    try:
        joined = address if whole else urljoin(base, address)
        urlsplit(joined)
    except ValueError:
        return ""
    return joined if joined.lower().startswith(("http://", "https://")) else ""
