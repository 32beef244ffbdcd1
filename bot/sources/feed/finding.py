"""Finding the feeds of a site: what its page names, else where feeds usually are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from bot.addresses import canonical_url
from bot.charset import decode_page
from bot.errors import Gone, SourceError, Throttled, Unreadable
from bot.http import Client, Fetched
from bot.sources.feed.parsing.items import Feed, Kind
from bot.sources.feed.parsing.reading import read_feed
from bot.sources.feed.parsing.tree import absolute_url

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
    }
)
_PATHS = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default")
_MOST_NAMED = 20
_MOST_BROKEN = 3


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that can be read; `entries` is how many it shows now."""

    url: str
    title: str
    kind: Kind
    entries: int


async def find_feeds(client: Client, url: str) -> list[FoundFeed]:
    """The feeds of a page or site, each looked at once; the address of a feed gives itself.

    Where the page names none, the usual places are tried, one after the other, until one is a feed.
    Empty where there is none. Raises SourceError where the page cannot be read or the server says wait.
    """
    fetched = await client.fetch(url)
    if (feed := await _try_read(fetched)) is not None:
        return [_tell(fetched.url, feed)]
    found: dict[str, FoundFeed] = {}
    for address in find_links(fetched)[:_MOST_NAMED]:
        await _look(client, address, found)
    if found:
        return list(found.values())
    broken = 0
    for address in _guess(fetched.url):
        broken += not await _look(client, address, found)
        if found or broken >= _MOST_BROKEN:
            break
    return list(found.values())


def find_links(fetched: Fetched) -> list[str]:
    """The feeds that a page names (`<link rel="alternate" type="application/rss+xml">`), in its order."""
    try:
        page = decode_page(fetched.content, fetched.charset)
        root = lxml_html.document_fromstring(page, base_url=fetched.url)
    except (Unreadable, etree.LxmlError, ValueError, AssertionError):
        return []
    bases = root.xpath("//base/@href")
    base = absolute_url(fetched.url, str(bases[0])) if isinstance(bases, list) and bases else fetched.url
    named: dict[str, str] = {}
    for link in root.iter("link", "a"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        relations = (link.get("rel") or "").lower().split()
        if kind in _TYPES and "alternate" in relations and (link.get("href") or "").strip():
            address = absolute_url(base or fetched.url, link.get("href") or "")
            named.setdefault(canonical_url(address), address)
    named.pop("", None)
    return list(named.values())


async def _look(client: Client, address: str, found: dict[str, FoundFeed]) -> bool:
    """Add the feed at this address, if one is there; whether the server answered at all."""
    try:
        fetched = await client.fetch(address)
    except Throttled:
        raise
    except SourceError as error:
        return isinstance(error, Gone | Unreadable)
    feed = await _try_read(fetched)
    if feed is not None and (feed.items or feed.title):
        found.setdefault(canonical_url(fetched.url), _tell(fetched.moved_to or address, feed))
    return True


async def _try_read(fetched: Fetched) -> Feed | None:
    try:
        return await read_feed(fetched.content, fetched.charset, fetched.url)
    except Unreadable:
        return None


def _tell(url: str, feed: Feed) -> FoundFeed:
    return FoundFeed(url, feed.title, feed.kind, len(feed.items))


def _guess(url: str) -> Iterator[str]:
    """The usual places: below the page itself, then at the top of the site."""
    folders = dict.fromkeys([url.partition("?")[0].rstrip("/") + "/", urljoin(url, "/")])
    for folder in folders:
        for path in _PATHS:
            yield urljoin(folder, path)
