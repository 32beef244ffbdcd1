"""A web page, or a fragment of one, as a draft of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from bot.extract.documents.draft import Draft, take_fields
from bot.extract.documents.furniture import read_byline
from bot.extract.documents.metadata import ArticleFields
from bot.extract.documents.title import match_title
from bot.extract.webpage.blocks import read_blocks
from bot.extract.webpage.body import ENOUGH, find_body
from bot.extract.webpage.headline import Offered, choose_headline
from bot.extract.webpage.jsonld import Told, read_jsonld
from bot.extract.webpage.judging import breaks_off, doubt_page, refuse_no_article
from bot.extract.webpage.opengraph import read_meta
from bot.extract.webpage.parsing import is_whole_page, parse_page
from bot.extract.webpage.picture import choose_picture
from bot.extract.webpage.visible import read_headings, read_visible, read_window_title

_SIMPLE = ("url", "published", "updated", "byline", "section", "tags", "agency", "kind")
_DAY = re.compile(r"/(20\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/-])")
_HEAD = 5
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def read_page(raw: str, *, place: str, language: str, timezone: ZoneInfo) -> Draft:
    """The story of a page and what the page tells about it: JSON-LD, then `<meta>`, then what it shows.

    `place` is its address where it has one. Raises Unreadable for a page beyond the limits or
    without an article.
    """
    tree = parse_page(raw)
    address = place if place.startswith(("http://", "https://")) else ""
    if not is_whole_page(raw):
        return _read_fragment(raw, tree, address, language=language, timezone=timezone)
    told = read_jsonld(tree)
    meta, shown = read_meta(tree), read_visible(tree)
    sources = [_complete(one, address) for one in (told or {}, meta, shown)]
    site = [name for one in sources if (name := one.get("site"))]
    title = choose_headline(
        Offered(
            [one["title"] for one in sources if one.get("title")],
            read_headings(tree),
            read_window_title(tree),
            site,
        ),
        address or str(next((one["url"] for one in sources if one.get("url")), "")),
    )
    blocks = _drop_title(_find_story(tree, told), title)
    refuse_no_article(title, blocks, kind=str(meta["type"]), has_article=told is not None, address=address)
    spoken = _page_language(sources) or language
    fields = _take_all(title, sources, _dates_of(shown, address), language=spoken, timezone=timezone)
    picture = choose_picture(tree, [one.get("image") for one in sources], address)
    fields = fields.over(take_fields({"image": picture}, language=spoken, timezone=timezone))
    doubt = doubt_page(raw, blocks, whole_page=True, free=bool((told or {}).get("free", True)))
    return Draft(blocks, title, fields, _page_language(sources), doubt=doubt)


def _take_all(
    title: str, sources: Sequence[Told], dates: Sequence[str], *, language: str, timezone: ZoneInfo
) -> ArticleFields:
    """Each field from the first source that has a sensible one."""
    fields = take_fields({"title": title}, language=language, timezone=timezone)
    for one in sources:
        simple = {name: one.get(name) for name in _SIMPLE}
        fields = fields.over(take_fields(simple, language=language, timezone=timezone))
    for date in dates if fields.published is None else ():
        fields = fields.over(take_fields({"published": date}, language=language, timezone=timezone))
    return fields


def _dates_of(shown: Told, address: str) -> list[str]:
    """What the page shows as times, then the day that its address tells."""
    match = _DAY.search(address)
    return [*shown["published"], *(["-".join(match.groups())] if match else [])]


def _read_fragment(raw: str, tree: HtmlElement, address: str, *, language: str, timezone: ZoneInfo) -> Draft:
    """What a feed or a CMS gives as the story: all of it is story, so nothing but a picture is looked for."""
    blocks = read_blocks(tree)
    doubt = doubt_page(raw, blocks, whole_page=False, free=True)
    if not doubt and breaks_off(blocks) and not raw.rstrip().endswith(">"):
        doubt = "the text ends in the middle of a sentence"
    picture = choose_picture(tree, [], address)
    fields = take_fields({"image": picture}, language=language, timezone=timezone)
    return Draft(blocks, fields=fields, doubt=doubt)


def _find_story(tree: HtmlElement, told: Told | None) -> list[str]:
    """The story on the page; of a page that shows little, what its JSON-LD gives as the story."""
    blocks = find_body(tree)
    body = str((told or {}).get("body") or "")
    if sum(map(len, blocks)) < ENOUGH <= len(body):
        return [body]
    return blocks


def _drop_title(blocks: list[str], title: str) -> list[str]:
    """The blocks without the headings that repeat the title above them."""
    head = [block for block in blocks[:_HEAD] if not (title and match_title(block, title))]
    return head + blocks[_HEAD:]


def _name_authors(names: object) -> list[str]:
    """The names without "By" before them, each once."""
    found = [names] if isinstance(names, str) else names if isinstance(names, list) else []
    return list(dict.fromkeys(read_byline(name) or name for name in map(str, found)))


def _complete(told: Told, address: str) -> Told:
    """The same with its address made whole, but no address of a whole site, and its authors' bare names."""
    url = str(told.get("url") or "")
    try:
        whole = urljoin(address, url) if url and address else url
        parts = urlsplit(whole)
        senseless = not parts.path.strip("/") and not parts.query
    except ValueError:
        whole, senseless = "", True
    return {**told, "url": "" if senseless else whole, "byline": _name_authors(told.get("byline"))}


def _page_language(sources: Sequence[Told]) -> str | None:
    """What the page says of its language: `<html lang>` first, for readers' machines speak it."""
    for one in reversed(sources):
        code = str(one.get("language") or "").strip()
        if _LANGUAGE.fullmatch(code):
            first, *rest = code.replace("_", "-").split("-")
            return "-".join([first.lower(), *rest])
    return None
