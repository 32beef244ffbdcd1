"""Who is who among the items of a feed, and what makes another version of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from operator import attrgetter

from bot.addresses import canonical_url, clean_url
from bot.sources.feed.parsing.dates import trust_date
from bot.sources.feed.parsing.items import MOST_ITEMS, Feed, Item
from bot.sources.feed.parsing.wording import drop_unprintable, fold_markup, strip_markup
from bot.text import clip_words

_LONGEST_ID = 300
_LONGEST_URL = 4_000
_MIDNIGHT = datetime(1, 1, 1, tzinfo=UTC)
_BARE = re.compile(r"https?://[^/]+/?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item as an article may come of it. `link` is what people are given, empty where there is none."""

    item: Item
    source_id: str
    version: str
    place: str
    link: str
    published: datetime | None
    updated: datetime | None
    doubt: str

    @property
    def newest(self) -> datetime:
        """When it was last touched, as far as it says; else before all times."""
        return self.updated or self.published or _MIDNIGHT


@dataclass(slots=True)
class Judged:
    """The candidates, oldest first, and what is odd about the feed as a whole, as sentences for people."""

    candidates: list[Candidate] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def judge_feed(feed: Feed, *, now: datetime, most: int, with_dates: bool) -> Judged:
    """Who is who among a feed's items; of two with one identity the newer one counts.

    `most` candidates are kept, the newest. `with_dates` makes a version of a change of dates alone: not
    for texts in the feed (a CMS re-dates what did not change), but where the text stands elsewhere.
    """
    judged, found = Judged(), dict[str, Candidate]()
    twins = impossible = 0
    home = canonical_url(feed.link) if feed.link else ""
    doubt = f"the feed is not well-formed XML: {feed.flaw}" if feed.flaw else ""
    for item in feed.items[:MOST_ITEMS]:
        if not (item.title or item.content.text or item.summary.text or item.link):
            continue
        candidate = _make_candidate(item, home, doubt, now, with_dates=with_dates)
        impossible += bool(
            (item.published and not candidate.published) or (item.updated and not candidate.updated)
        )
        other = found.get(candidate.source_id)
        twins += other is not None
        if other is None or candidate.newest > other.newest:
            found[candidate.source_id] = candidate
    judged.candidates = _choose(list(found.values()), most)
    _warn(judged, feed, twins, impossible)
    return judged


def _make_candidate(item: Item, home: str, doubt: str, now: datetime, *, with_dates: bool) -> Candidate:
    link = clean_url(item.link) if _is_article_link(item.link, home) else ""
    return Candidate(
        item,
        _identify(item, link),
        _hash_content(item, link, (item.published, item.updated) if with_dates else ()),
        _name_place(item, link),
        link,
        trust_date(item.published, now),
        trust_date(item.updated, now) if item.updated else None,
        doubt,
    )


def _is_article_link(link: str, home: str) -> bool:
    """A link to the site's front page, or to what the feed is about (canonical), is no article's address."""
    if not link or len(link) > _LONGEST_URL:
        return False
    canonical = canonical_url(link)
    return canonical != home and not _BARE.fullmatch(canonical)


def _identify(item: Item, link: str) -> str:
    """The canonical address; else the guid; else a hash of title and date, so that churn does not matter."""
    if link:
        found = canonical_url(link)
    elif item.guid:
        found = f"id:{item.guid}"
    else:
        found = "hash:" + _hash(item.title or strip_markup(item.content.text)[:200], item.published)
    found = drop_unprintable(found)
    return found if len(found) <= _LONGEST_ID else f"{found[:200]}…{_hash(found)}"


def _hash_content(item: Item, link: str, dates: Sequence[str]) -> str:
    """Over what a reader would notice: no markup (advertisements change), no parameters of pictures."""
    picture = item.picture
    rest = (
        item.title,
        canonical_url(link) if link else "",
        item.language,
        item.section,
        item.authors,
        sorted(item.tags),
        (picture.url.partition("?")[0], picture.alt, picture.credit) if picture else None,
        dates,
    )
    # No folded text has a line end, so it is clear where each of them stops.
    texts = (fold_markup(item.content.text), fold_markup(item.summary.text))
    return _digest(b"\n".join((*texts, ascii(rest).encode())))


def _name_place(item: Item, link: str) -> str:
    name = link or item.guid or clip_words(item.title, 80) or "an item without a name"
    return drop_unprintable(name)[:_LONGEST_URL]


def _choose(candidates: list[Candidate], most: int) -> list[Candidate]:
    """The newest, oldest first. Feeds put the new on top: where dates are missing or even, so it is taken."""
    turned = candidates[::-1]
    if all(candidate.newest != _MIDNIGHT for candidate in turned):
        turned.sort(key=attrgetter("newest"))
    return turned[-most:]


def _warn(judged: Judged, feed: Feed, twins: int, impossible: int) -> None:
    if feed.flaw:
        judged.warnings.append(f"it is not well-formed XML ({feed.flaw}): each entry waits for a second look")
    if feed.lossy:
        judged.warnings.append("some of its characters cannot be read: it is not in the charset it claims")
    if twins:
        judged.warnings.append(
            f"{twins} of its entries have the address or id of another: the newer one counts"
        )
    if impossible:
        judged.warnings.append(f"{impossible} of its entries have dates that cannot be (1970, or far ahead)")
    guids = [item.guid for item in feed.items if item.guid]
    if len(guids) - len(set(guids)) > twins:
        judged.warnings.append("some entries of different addresses have the same id: the address counts")


def _hash(*parts: str) -> str:
    return _digest(ascii(parts).encode())


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
