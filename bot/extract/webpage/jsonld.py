"""What the JSON-LD of a page tells about its article (https://schema.org/Article)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from bot.extract.webpage.blocks import clean_text
from bot.extract.webpage.wording import strip_markup

Told = dict[str, Any]
"""Fields by the names of `ArticleFields`, unchecked."""

_MOST_CHARACTERS = 500_000
_MOST_OBJECTS = 2_000
_KINDS = {
    "AdvertiserContentArticle": "sponsored",
    "AnalysisNewsArticle": "analysis",
    "AskPublicNewsArticle": "news",
    "BackgroundNewsArticle": "background",
    "ClaimReview": "fact-check",
    "LiveBlogPosting": "live",
    "OpinionNewsArticle": "opinion",
    "ReviewNewsArticle": "review",
    "SatiricalArticle": "satire",
}
_ARTICLES = frozenset(
    {
        "Article",
        "BlogPosting",
        "NewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
        *_KINDS,
    }
) - {"ClaimReview"}
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$")


def read_jsonld(tree: HtmlElement) -> Told | None:
    """What the first article of a page's JSON-LD tells; None where there is no article in it.

    Lists, `@graph` and `@id` references are followed; what is broken is left out, never raised.
    """
    objects = [one for text in _scripts(tree) for one in _flatten(_parse(text))]
    articles = [one for one in objects if _types(one) & _ARTICLES]
    if not articles:
        return None
    by_id = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    article = next((one for one in articles if one.get("headline") or one.get("name")), articles[0])
    return _read_article(article, by_id, debunks=any("ClaimReview" in _types(one) for one in objects))


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            text = script.text or ""
            if len(text) <= _MOST_CHARACTERS:
                yield text


def _parse(text: str) -> Any:
    text = _WRAPPING.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)).rstrip("; \t\n")):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(found: Any) -> Iterator[Told]:
    """Every object at the top, in lists and in graphs, and what a page says it is about."""
    waiting, count = [found], 0
    while waiting and count < _MOST_OBJECTS:
        one = waiting.pop(0)
        count += 1
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [
                one[name] for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if name in one
            ]


def _types(one: Told) -> set[str]:
    found = one.get("@type")
    names = found if isinstance(found, list) else [found]
    return {name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)}


def _read_article(article: Told, by_id: dict[str, Told], *, debunks: bool) -> Told:
    def follow(value: Any) -> list[Any]:
        values = value if isinstance(value, list) else [value]
        return [
            by_id.get(str(one.get("@id")), one) if isinstance(one, dict) and len(one) <= 2 else one  # noqa: PLR2004 - a reference is an id and perhaps a type
            for one in values[:50]
        ]

    def names(key: str) -> list[str]:
        return [name for one in follow(article.get(key)) if (name := _name(one))]

    kind = next((_KINDS[name] for name in sorted(_types(article)) if name in _KINDS), "")
    return {
        "title": _text(article.get("headline")) or _text(article.get("name")),
        "url": _address(article),
        "published": _text(article.get("datePublished")) or _text(article.get("dateCreated")),
        "updated": _text(article.get("dateModified")),
        "byline": names("author") or names("creator"),
        "section": next(iter(_texts(article.get("articleSection"))), ""),
        "tags": _tags(article.get("keywords")),
        "language": next(iter(_language(article.get("inLanguage"))), ""),
        "agency": next(iter(names("sourceOrganization")), ""),
        "kind": kind or ("fact-check" if debunks else ""),
        "image": next((picture for one in follow(article.get("image")) if (picture := _picture(one))), None),
        "site": next(iter(names("publisher")), ""),
        "body": _text(article.get("articleBody"), most=200_000),
        "free": article.get("isAccessibleForFree")
        not in (False, "False", "false", "http://schema.org/False"),
    }


def _text(value: Any, *, most: int = 2_000) -> str:
    """A text of a page's JSON, cleaned: many plugins write entities and tags into it."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else None
    return strip_markup(value[:most]) if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for one in values[:200] if (text := _text(one))]


def _tags(value: Any) -> list[str]:
    if isinstance(value, str):
        return [tag for part in value.split(",")[:200] if (tag := _text(part))]
    return [
        text
        for one in (value if isinstance(value, list) else [value])[:200]
        if (text := _name(one)) and ":" not in text
    ]


def _name(one: Any) -> str:
    if isinstance(one, dict):
        given = " ".join(part for part in (_text(one.get("givenName")), _text(one.get("familyName"))) if part)
        return _text(one.get("name")) or given
    text = _text(one)
    return "" if text.startswith(("http://", "https://")) else text


def _language(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        text = (
            _text(one.get("alternateName")) or _text(one.get("name")) if isinstance(one, dict) else _text(one)
        )
        if text:
            yield text


def _address(article: Told) -> str:
    main = article.get("mainEntityOfPage")
    for value in (
        article.get("url"),
        main.get("@id") if isinstance(main, dict) else main,
        article.get("@id"),
    ):
        if isinstance(value, str) and value.startswith(("http://", "https://")) and "#" not in value:
            return clean_text(value)
    return ""


def _picture(one: Any) -> Told | None:
    if isinstance(one, str):
        return {"url": one.strip()} if one.strip() else None
    if not isinstance(one, dict):
        return None
    url = next((one[key] for key in ("url", "contentUrl", "@id") if isinstance(one.get(key), str)), "")
    credit = _text(one.get("creditText")) or _name(one.get("creator")) or _name(one.get("author"))
    return {
        "url": url.strip(),
        "alt": _text(one.get("caption")),
        "credit": credit or _name(one.get("copyrightHolder")),
    }
