"""What the `<meta>` tags of a page tell: Open Graph, article:*, and the older ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from bot.extract.webpage.jsonld import Told
from bot.extract.webpage.wording import strip_markup

_MOST = 500
_MOST_CHARACTERS = 4_000
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "revised",
)
_AUTHORS = (
    "article:author",
    "author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "twitter:data1",
)
_SECTIONS = ("article:section", "parsely-section", "section", "category")
_TAGS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")


def read_meta(tree: HtmlElement) -> Told:
    """What the `<meta>` tags tell, the best known of each first; every value may be empty."""
    meta = _collect(tree)

    def first(names: Iterable[str]) -> str:
        return next((value for name in names for value in meta.get(name, ())), "")

    labels_author = meta.get("twitter:label1", [""])[0].casefold() in {
        "written by",
        "verfasst von",
        "geschrieben von",
        "autor",
    }
    names = [name for name in _AUTHORS if name != "twitter:data1" or labels_author]
    named = ([value for value in meta.get(name, ()) if not _is_address(value)] for name in names)
    authors: list[str] = next(filter(None, named), [])
    image = first(("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"))
    return {
        "title": first(_TITLES),
        "url": first(("og:url",)),
        "published": first(_PUBLISHED),
        "updated": first(_UPDATED),
        "byline": list(dict.fromkeys(authors)),
        "section": first(_SECTIONS),
        "tags": _split(next((meta[name] for name in _TAGS if name in meta), [])),
        "language": first(("og:locale", "content-language", "language", "dc.language", "dcterms.language")),
        "image": {"url": image, "alt": first(("og:image:alt", "twitter:image:alt"))} if image else None,
        "site": first(("og:site_name", "application-name", "twitter:site:name")),
        "type": first(("og:type",)).casefold(),
    }


def _collect(tree: HtmlElement) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for count, tag in enumerate(tree.iter("meta")):
        if count >= _MOST:
            break
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or ""
        value = strip_markup((tag.get("content") or "")[:_MOST_CHARACTERS])
        if name and value:
            meta.setdefault(name.strip().casefold(), []).append(value)
    return meta


def _split(values: list[str]) -> list[str]:
    return list(
        dict.fromkeys(tag for value in values for part in re.split(r"[,;]", value) if (tag := part.strip()))
    )


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://", "www.", "/", "@"))
