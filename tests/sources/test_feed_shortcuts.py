"""What makes reading a feed quick changes nothing of what is read."""

import re
import time
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sources.feed.parsing import lifting
from bot.sources.feed.parsing.charset import decode_feed
from bot.sources.feed.parsing.dates import read_date
from bot.sources.feed.parsing.fast import Unfit, parse_fast, try_fast
from bot.sources.feed.parsing.items import Feed
from bot.sources.feed.parsing.lifting import lift_texts
from bot.sources.feed.parsing.reading import _read_plain

BASE = "https://courier.example.org/world.rss"
HEAD = (
    "<rss version='2.0' xmlns:m='http://search.yahoo.com/mrss/' xmlns:a='http://www.w3.org/2005/Atom'"
    " xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>T</title>"
)
ITEM = (
    "<item><title>{0}</title><link>https://a.example.org/{1}</link><pubDate>Mon, 23 Nov 2026 06:30:00 GMT"
    "</pubDate><category>{2}</category><description>{3}</description><content:encoded>{4}</content:encoded>"
    "<m:content url='/p.jpg' medium='image'><m:credit>{5}</m:credit></m:content>"
    "<a:content type='xhtml'><p xmlns=''>{6}</p></a:content></item>"
)
SECTION = "<![CDATA[<p>“Ferries” return ]] & sail]]>"
PIECES = st.sampled_from(
    [
        "Ferries & more".replace("&", "&amp;"),
        SECTION,
        SECTION,
        f"before {SECTION} between {SECTION} after",
        "<![CDATA[]]>",
        "<![CDATA[two\r\nlines\rhere]]>",
        "<![CDATA[]]]]><![CDATA[>]]>",
        f"<!-- a comment {SECTION} -->",
        "<!-- <![CDATA[ --> ]]>",
        "<!--> <![CDATA[ --> long enough]]>",
        "<![CDATA[ <!-- long enough ]]> -->",
        f"<?look {SECTION} ?>",
        "<?look <![CDATA[ ?> long enough]]>",
        "<![CDATA[a <![CDATA[ within]]>",
        "<![CDATA[ not closed",
        "&#127;0&#127;<![CDATA[long enough]]>",
        "&#x7F;0&#x7f;",
        "\x7f0\x7f",
        "<![CDATA[\x01 no character of XML]]>",
        "<![CDATA[\ufffe nor this one]]>",
        f"<b>{SECTION}</b>{SECTION}",
        f"<b title='{SECTION}'/>",
        "Really! Why?",
    ]
)
FEEDS = st.lists(st.lists(PIECES, min_size=7, max_size=7), min_size=1, max_size=3).map(
    lambda items: (HEAD + "".join(ITEM.format(*pieces) for pieces in items) + "</channel></rss>").encode()
)


def read(content: bytes, least: int) -> Feed | Unfit:
    with patch.object(lifting, "_LEAST", least):
        return try_fast(content, BASE)


@given(FEEDS)
def test_texts_that_were_taken_out_come_back(content: bytes) -> None:
    assert read(content, 3) == read(content, 1_000_000)


def test_long_texts_are_taken_out() -> None:
    words = "“Ferries” return to Gdynia. " * 20
    content = (HEAD + ITEM.format("T", 1, "c", f"<![CDATA[{words}]]>", f"<![CDATA[{words}]]>", "", ""))[:-7]
    shorter, lifted = lift_texts((content + "</item></channel></rss>").encode())
    assert (len(lifted), words in shorter.decode()) == (2, False)
    assert parse_fast((content + "</item></channel></rss>").encode(), BASE).items[0].content.text == words


@given(FEEDS, st.data())
def test_the_short_way_reads_what_the_long_way_reads(content: bytes, data: st.DataObject) -> None:
    head = data.draw(st.sampled_from([b"", b"<?xml version='1.0' encoding='iso-8859-1'?>", b"<!-- x -->\n"]))
    place = data.draw(st.integers(0, len(content)))
    mutation = data.draw(
        st.sampled_from([b"", b"\xe9", b"<", b"&", b"\x00", b"]]>", b"<!", "\ufffd".encode()])
    )
    content = head + content[:place] + mutation + content[place:]
    short = _read_plain(content, BASE)
    if short is not None:
        text, lossy = decode_feed(content, None)
        assert (short, False) == (try_fast(text, BASE), lossy)


def test_the_short_way_is_taken() -> None:
    content = (HEAD + ITEM.format("Łódź", 1, *"abcde") + "</channel></rss>").encode()
    feed = _read_plain(b"<?xml version='1.0'?>\n" + content, BASE)
    assert feed is not None
    assert feed.items[0].title == "Łódź"
    shifting = b"<?xml version='1.0' encoding='iso-2022-jp'?>" + content
    assert _read_plain(shifting, BASE) is None


@pytest.mark.parametrize(
    "piece",
    ["<![CDATA[", "]]", "<!--", "<?", "<![CDATA[x]]>", "!", "&#127;", "<![CDATA[" + "x" * 300 + "]]>?"],
)
def test_taking_out_is_quick_whatever_stands_there(piece: str) -> None:
    content = b"<![CDATA[" + (piece * (900_000 // len(piece))).encode()
    began = time.process_time()
    lift_texts(content + b"]]>")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 23 Nov 2026 06:30:00 GMT", "2026-11-23T06:30:00+00:00"),
        ("Mon, 23 Nov 2026 06:30:00 +0100", "2026-11-23T05:30:00+00:00"),
        ("Mon,  3 Nov 2026 06:30:00 GMT", "2026-11-03T06:30:00+00:00"),
        ("Mon, 23 Nov 2026 7:30 CET", "2026-11-23T06:30:00+00:00"),
        ("Mon, 23 November 2026 10:00:00 EST", "2026-11-23T15:00:00+00:00"),
        ("Mon, 23 Nov 2026 24:00:00 GMT", "2026-11-24T00:00:00+00:00"),
        ("Mon, 23 Nov 2026 10:00:00 XYZ", "2026-11-23T10:00:00+00:00"),
        ("Sun Jan  4 16:29:06 PDT 2004", "2004-01-04T23:29:06+00:00"),
        ("Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21+00:00"),
        ("2026-11-23T07:30:00Z", "2026-11-23T07:30:00+00:00"),
        ("2026-11-23T07:30:00.5+02:00", "2026-11-23T05:30:00.500000+00:00"),
        ("2026-11-23T07:30:00 +0200", "2026-11-23T05:30:00+00:00"),
        ("2026-11-23 10:00", "2026-11-23T10:00:00+00:00"),
        ("2026-11-23", "2026-11-23T00:00:00+00:00"),
        ("November 23, 2026 10:00 PM", "2026-11-23T22:00:00+00:00"),
        ("Nov 23, 2026 10:00pm EST", "2026-11-24T03:00:00+00:00"),
        ("Nov 23, 2026 10:00pm -0500", "2026-11-24T03:00:00+00:00"),
        ("Nov 23, 2026 10:00pm XYZ", "2026-11-23T22:00:00+00:00"),
        ("23.11.2026 10:00", "2026-11-23T10:00:00+00:00"),
        ("03.11.2026 10:00", "2026-11-03T10:00:00+00:00"),
        ("11/23/2026", "2026-11-23T00:00:00+00:00"),
        ("11/12/2026", ""),
        ("11-12-2026", ""),
        ("Mon, 31 Feb 2026 06:30:00 GMT", ""),
        ("Mon, 23 Nov 2026 25:30:00 GMT", ""),
        ("2026-02-29T10:00:00Z", ""),
        ("0001-01-01T00:00:00+14:00", ""),
        ("Mon, 23 Nov 2026 06:30:00 +9900", ""),
        ("10:30", ""),
        ("November 2026", ""),
        ("", ""),
    ],
)
def test_a_time_is_read_however_it_is_written(written: str, moment: str) -> None:
    assert read_date(written) == moment


@given(
    st.text(max_size=120)
    | st.from_regex(r"\A\w{3}, [\d ]\d \w{3} \d{4} \d\d:\d\d:\d\d ([A-Z]{3}|[+-]\d{4})\Z")
)
@example("Mon, 23 Nov 2026 063000.0 GMT")
def test_a_time_is_iso_8601_or_nothing(written: str) -> None:
    found = read_date(written)
    assert not found or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00", found)
