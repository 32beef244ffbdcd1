"""Our entries against feedparser's over feedparser's own test feeds: every difference has a reason.

`python tests/sources/fetch_feed_corpus.py` fetches them; without them this is skipped. The reasons and
how often each applies stand in tests/data/feeds/corpus.txt; `--update-golden` writes it anew.
"""

import io
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from fetch_feed_corpus import PLACE

from bot.errors import Unreadable
from bot.sources.feed.parsing.charset import decode_feed
from bot.sources.feed.parsing.fast import Unfit, try_fast
from bot.sources.feed.parsing.items import Feed, Item
from bot.sources.feed.parsing.slow import parse_slow, read_moment
from bot.sources.feed.parsing.wording import plain_line, strip_markup

GOLDEN = Path(__file__).parents[1] / "data" / "feeds" / "corpus.txt"
BASE = "http://127.0.0.1:8097/"
HEAD = """\
# Our entries against feedparser's over the test feeds of feedparser {version} (see test_feed_corpus.py).
# "read by": the fast parser, or feedparser itself because the XML is broken or odd.
# Every other line is a difference in a field, and its reason.
"""


def compare(content: bytes) -> Iterator[str]:
    """Lines of the golden file that this feed adds to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = feedparser.parse(
            io.BytesIO(content),
            response_headers={"content-type": "application/xml", "content-location": BASE},
        )
    if not theirs.entries:
        yield "feeds in which feedparser finds no entries"
        return
    text, lossy = decode_feed(content, None)
    try:
        ours = try_fast(text, BASE)
    except Unreadable:
        yield "refused: it declares entities"
        return
    if isinstance(ours, Unfit):
        reason = "not well-formed" if ours.flaw else "a kind that the fast parser does not read"
        yield f"read by feedparser: {reason}"
        ours = parse_slow(text, BASE, ours.flaw)
    else:
        yield "read by the fast parser"
    if len(ours.items) != len(theirs.entries):
        yield f"entries: {len(ours.items)} instead of {len(theirs.entries)}: UNEXPLAINED"
        return
    for item, entry in zip(ours.items, theirs.entries, strict=True):
        yield "entries compared"
        yield from compare_entry(ours, item, entry, lossy=lossy)


def compare_entry(feed: Feed, item: Item, entry: Any, *, lossy: bool) -> Iterator[str]:
    title = str(entry.get("title") or "")
    kind = (entry.get("title_detail") or {}).get("type", "")
    wanted = strip_markup(title) if "html" in kind else plain_line(title)
    if item.title != wanted:
        yield f"title: {explain_title(item, title, lossy=lossy)}"
    link = entry.get("link") or ""
    if item.link != link:
        yield f"link: {explain_link(feed, item, link)}"
    guid = entry.get("id") or ""
    if item.guid != guid:
        yield f"id: {explain_guid(item, guid)}"
    moments = [read_moment(entry, name) for name in ("published", "updated", "created")]
    date = next((moment for moment in moments if moment), "")
    if (item.published or item.updated) != date:
        yield f"date: {explain_date(item, date)}"


def explain_title(item: Item, title: str, *, lossy: bool) -> str:
    if lossy:
        return "no charset is told and it is not UTF-8: we refuse the entry, feedparser guesses wrongly"
    if not item.title:
        return "there is only a media:title, which captions a picture: we take none"
    if "script" in title.lower() or "regex" in title.lower():
        return "a whole web page within the title: we leave out its head and scripts"
    return "UNEXPLAINED"


def explain_link(feed: Feed, item: Item, link: str) -> str:
    if not item.link and feed.kind == "atom" and link.startswith("http"):
        return "an Atom entry without a link: its id is a name, not an address"
    if not item.link and not link.startswith(("http://", "https://")):
        return "no address of the web: we take none"
    return "UNEXPLAINED"


def entry_address(guid: str) -> str:
    return BASE + guid.removeprefix("/")


def explain_guid(item: Item, guid: str) -> str:
    if guid in {entry_address(item.guid), BASE + "Incorrect Value"} or guid.lower() == item.guid.lower():
        return "feedparser joins it to the feed's address or writes it as one: we take it as it stands"
    if not guid and item.guid.startswith("http://example.c["):
        return "a broken address: feedparser drops it, we take it as it stands"
    return "UNEXPLAINED"


def explain_date(item: Item, date: str) -> str:
    ours = item.published or item.updated
    if ours[:19] == date[:19]:
        return "feedparser drops fractions of a second"
    return (
        "several dates of one name: feedparser takes the last, we the first"
        if ours and date
        else "UNEXPLAINED"
    )


def test_every_difference_from_feedparser_is_explained(update_golden: bool) -> None:
    if not PLACE.is_dir():
        pytest.skip("feedparser's feeds are not here: python tests/sources/fetch_feed_corpus.py fetches them")
    counts: Counter[str] = Counter()
    unexplained = []
    for path in sorted(PLACE.rglob("*.xml")):
        lines = list(compare(path.read_bytes()))
        counts.update(lines)
        unexplained += [f"{path.relative_to(PLACE)}: {line}" for line in lines if "UNEXPLAINED" in line]
    assert not unexplained
    found = HEAD.format(version=(PLACE / ".version").read_text()) + "".join(
        f"{count:6} {line}\n" for line, count in sorted(counts.items())
    )
    if update_golden:
        GOLDEN.write_text(found)
    assert found == GOLDEN.read_text()
