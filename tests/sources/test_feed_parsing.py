"""Feeds of every kind, and everything that a feed may do wrong."""

import asyncio
import gc
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import PATIENCE

from bot.errors import Unreadable
from bot.sources.feed.parsing.apart import parse_apart
from bot.sources.feed.parsing.charset import decode_feed
from bot.sources.feed.parsing.items import Feed, Item, Picture, Wording, load_feed, write_feed
from bot.sources.feed.parsing.reading import read_feed
from bot.sources.feed.parsing.wording import plain_line, shield_text, strip_markup
from bot.text import normalise_text

BASE = "https://courier.example.org/world.rss"
DATA = Path(__file__).parents[1] / "data" / "feeds"
RSS = "<rss version='2.0'><channel><title>T</title>{}</channel></rss>"


async def read(content: str | bytes, charset: str | None = None) -> Feed:
    return await read_feed(content.encode() if isinstance(content, str) else content, charset, BASE)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """The processes that reading apart has started."""
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            found.append(self)

    monkeypatch.setattr("bot.apart.subprocess.Popen", Noted)
    return found


async def read_title(markup: str) -> str:
    feed = await read(RSS.format(f"<item><title>{markup}</title><link>https://a.example.org/1</link></item>"))
    return feed.items[0].title


@pytest.mark.parametrize(
    ("name", "kind", "language", "titles"),
    [
        ("rss20.xml", "rss", "en-GB", ["Ferries return to Łódź & Gdynia", "Five < six, says the court"]),
        ("rss10.rdf", "rdf", "de", ["Die Brücke ist wieder offen"]),
        ("rss091.xml", "rss", "fr", ["Le café rouvre"]),
        (
            "atom10.xml",
            "atom",
            "pl",
            ["Пороми знову ходять", "Tags like <b> are for text &amp; more", "Bold & true"],
        ),
        ("atom03.xml", "atom", "en", ["Old & good"]),
        ("feed.json", "json", "en", ["Ferries & <trains> return", ""]),
    ],
)
async def test_every_kind_of_feed_is_read(name: str, kind: str, language: str, titles: list[str]) -> None:
    feed = await read((DATA / name).read_bytes())
    assert (feed.kind, feed.language, feed.flaw, feed.slow, feed.lossy) == (kind, language, "", False, False)
    assert feed.link == "https://courier.example.org/"
    assert [item.title for item in feed.items] == titles


async def test_all_that_rss_says() -> None:
    first, second = (await read((DATA / "rss20.xml").read_bytes())).items
    assert first == Item(
        title="Ferries return to Łódź & Gdynia",
        link="https://courier.example.org/world/ferries?utm_source=rss",
        guid="courier-4711",
        published="2026-11-23T06:30:00+00:00",
        section="World",
        authors=("Ada Holm", "Jan Kos"),
        tags=("Shipping", "Poland"),
        content=Wording(
            "<p>Two ferries sail again, the harbour said.</p><p>They carry 400 people a day.</p>", markup=True
        ),
        summary=Wording("Two ferries sail again.", markup=True),
        picture=Picture("https://img.example.org/l.jpg?w=900", "Two ferries & a crane", "Nora Falk"),
    )
    assert second.link == "https://courier.example.org/world/court"
    assert second.authors == ("Jane Doe",)
    assert second.published == ""
    assert second.picture == Picture("https://courier.example.org/pictures/court.jpg")


async def test_all_that_atom_says() -> None:
    first, second, third = (await read((DATA / "atom10.xml").read_bytes())).items
    assert (first.link, first.guid) == (
        "https://courier.example.org/swiat/ferries",
        "tag:courier.example.org,2026:1",
    )
    assert (first.language, first.section) == ("uk", "world")
    assert first.authors == ("Ada Holm", "Jan Kos")
    assert (first.published, first.updated) == ("2026-11-23T05:00:00+00:00", "2026-11-23T07:30:00+00:00")
    assert strip_markup(first.content.text) == "Два пороми."
    assert second.content == Wording("A plain text with 3 < 4.")
    assert third.content == Wording("<p>A <i>body</i>.</p>", markup=True)


async def test_all_that_json_says() -> None:
    first, second = (await read((DATA / "feed.json").read_bytes())).items
    assert (first.link, first.language) == ("https://courier.example.org/json/ferries", "en-GB")
    assert first.authors == ("Ada Holm", "Jan Kos")
    assert first.picture == Picture("https://img.example.org/f.jpg")
    assert (second.guid, second.authors) == ("2", ("Jan Kos",))
    assert second.content == Wording("A note without a title: 3 < 4 &amp; so on.")


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("AT&amp;amp;amp;T", "AT&amp;T"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("<![CDATA[<i>Bold</i> &quot;move&quot;]]>", 'Bold "move"'),
        ("Half <b>bold</b> title", "Half bold title"),
        ("I &lt;3 ferries", "I <3 ferries"),
        ("5 &lt; 6 and 7 &gt; 3", "5 < 6 and 7 > 3"),
        ("Letter to &lt;Name&gt;", "Letter to <Name>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Story", "Story"),
        ("&lt;script&gt;alert(1)", ""),
        ("&lt;!-- hidden --&gt;Story", "Story"),
        ("One&lt;br/&gt;two", "One two"),
        ("  Many \n spaces\t", "Many spaces"),
        ("&amp;#8220;Quoted&amp;#8221;", "“Quoted”"),
        ("&amp;nbsp;Story&amp;nbsp;", "Story"),
        ("Q&amp;A today", "Q&A today"),
        ("R&amp;copy money", "R&copy money"),
    ],
)
async def test_a_title_is_decoded_exactly_once(markup: str, title: str) -> None:
    assert await read_title(markup) == title


async def test_a_caption_is_no_title() -> None:
    feed = await read(
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
        "<media:title>Caption</media:title><title>Headline</title></item></channel></rss>"
    )
    assert feed.items[0].title == "Headline"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "gestern",
        "12:30",
        "2026",
        "story-20261123",
        "Mon, 31 Feb 2026 25:00:00 GMT",
        "9" * 5000,
    ],
)
async def test_what_is_no_date(written: str) -> None:
    markup = f"<item><title>A</title><pubDate>{written}</pubDate><guid>2026-01-01</guid></item>"
    feed = await read(RSS.format(markup))
    assert feed.items[0].published == "", feed.items[0].published


async def test_a_guid_is_no_date() -> None:
    feed = await read(RSS.format("<item><title>A</title><guid>2026-01-01 10:00</guid></item>"))
    assert feed.items[0].published == ""


@pytest.mark.parametrize(
    ("content", "charset", "title"),
    [
        (b"<?xml version='1.0' encoding='iso-8859-2'?>" + b"\xb3", None, "ł"),
        (b"\xb3", "iso-8859-2", "ł"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>" + b"\x93a\x94", None, "“a”"),
        ("<?xml version='1.0' encoding='iso-8859-1'?>ł".encode(), "iso-8859-1", "ł"),
        ("<?xml version='1.0' encoding='utf-16'?>ł".encode("utf-16"), None, "ł"),
        ("\ufeffł".encode(), "windows-1250", "ł"),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + "я".encode("koi8-r"), "utf-8", "я"),
        ("<?xml version='1.0' encoding='nonsense'?>ł".encode(), "x-unknown", "ł"),
        (b"<?xml version='1.0' encoding='unicode_escape'?>\\u0142", None, "\\u0142"),
        (
            b"<?xml version='1.0' encoding='iso-2022-jp'?>" + "日本".encode("iso-2022-jp"),
            None,
            "日本",
        ),
    ],
)
async def test_the_charset_that_can_be_trusted_holds(content: bytes, charset: str | None, title: str) -> None:
    wide = content.startswith(b"\xff\xfe")
    before, after = RSS.format("<item><title>|</title></item>").split("|")
    head, _, letters = content.rpartition("?>".encode("utf-16-le") if wide else b"?>")
    close = ("?>".encode("utf-16-le") if wide else b"?>") if head else b""
    mark = b"\xef\xbb\xbf" if letters.startswith(b"\xef\xbb\xbf") else b""
    code = "utf-16-le" if wide else "ascii"
    feed = await read(
        mark + head + close + before.encode(code) + letters.removeprefix(mark) + after.encode(code), charset
    )
    assert feed.items[0].title == title
    assert not feed.lossy


async def test_letters_that_nobody_can_read_are_told() -> None:
    before, after = RSS.format("<item><title>|</title></item>").split("|")
    feed = await read(before.encode() + b"Krak\xf3w" + after.encode())
    assert feed.lossy
    assert "\ufffd" in feed.items[0].title


BOMB = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{('&' + before + ';') * 10}'>"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head",
    [
        BOMB + "]>",
        "<!DOCTYPE rss [<!ENTITY i SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://169.254.169.254/'> %p;]>",
        "<!DOCTYPE rss [<!ENTITY i 'harmless'>]>",
    ],
)
@pytest.mark.parametrize("wide", [False, True])
async def test_entities_are_refused(head: str, wide: bool) -> None:
    text = head + RSS.format("<item><title>&i;</title></item>")
    with pytest.raises(Unreadable, match="entities"):
        await read(text.encode("utf-16") if wide else text)


async def test_deep_nesting_ends() -> None:
    deep = "<div>" * 5_000
    feed = await read(RSS.format(f"<item><title>A</title><description>{deep}</description></item>"))
    assert feed.flaw


async def test_deep_json_ends() -> None:
    with pytest.raises(Unreadable, match="JSON"):
        await read('{"items":' + "[" * 200_000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("<!DOCTYPE html><html><head><title>Welcome</title></head></html>", "web page"),
        ("<html><body>Not found</body></html>", "web page"),
        ("Service unavailable", "no feed"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed"),
        ('{"error": "no"}', "no JSON Feed"),
        ("[1, 2]", "no JSON Feed"),
        ("{", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no feed"),
    ],
)
async def test_what_is_no_feed(content: str | bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message) as raised:
        await read(content)
    assert raised.value.hint


async def test_a_feed_that_breaks_off_is_told() -> None:
    whole = RSS.format(
        "<item><title>Whole</title><link>https://a.example.org/1</link></item>"
        "<item><title>Truncated title</title><link>https://a.example.org/2</link></item>"
    )
    feed = await read(whole[: whole.index("ated title")])
    assert feed.flaw
    assert feed.slow
    assert feed.items[0].title == "Whole"


async def test_a_bare_ampersand_is_a_flaw() -> None:
    feed = await read(RSS.format("<item><title>Q & A</title><link>https://a.example.org/1</link></item>"))
    assert "line 1" in feed.flaw
    assert feed.items[0].title == "Q & A"


async def test_a_feed_without_items_is_a_feed() -> None:
    feed = await read(RSS.format(""))
    assert (feed.items, feed.flaw) == ((), "")


async def test_a_process_that_takes_too_long_is_ended(started: list["subprocess.Popen[bytes]"]) -> None:
    with pytest.raises(Unreadable, match="within"):
        await parse_apart(RSS.format("<item>" * 3_000_000).encode(), BASE, longest=0.3)
    assert [process.returncode for process in started] == [-signal.SIGKILL]


async def test_a_process_nobody_waits_for_is_ended(started: list["subprocess.Popen[bytes]"]) -> None:
    task = asyncio.create_task(parse_apart(RSS.format("<item>" * 3_000_000).encode(), BASE))
    for _ in range(6000):
        if started:
            break
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (process,) = started
    assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL


@pytest.fixture
def _nothing_collected() -> Iterator[None]:
    """A walk of the garbage collector through all that the tests have loaded is not the feed's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_nothing_collected")
async def test_the_loop_goes_on_meanwhile() -> None:
    item = "<item><title>A {0}</title><link>https://a.example.org/{0}</link><description>{1}</description></item>"
    large = RSS.format("".join(item.format(number, "x" * 1000) for number in range(3000)))
    longest, last = 0.0, time.thread_time()

    async def tick() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0.005)
            longest, last = max(longest, time.thread_time() - last), time.thread_time()

    ticking = asyncio.create_task(tick())
    feed = await read(large)
    ticking.cancel()
    assert len(feed.items) == 3000
    assert longest < 0.25


def test_what_passes_between_processes() -> None:
    item = Item("T", "https://a.example.org/", "g", "", "", "en", "s", ("A",), ("t",), Wording("x"))
    feed = Feed(
        "rss", "T", items=(item, Item(picture=Picture("https://a.example.org/p"))), flaw="f", slow=True
    )
    assert load_feed(json.loads(write_feed(feed))) == feed


@given(st.text())
def test_a_shielded_text_is_read_as_it_is(text: str) -> None:
    assert normalise_text(shield_text(text)) == normalise_text(shield_text(normalise_text(shield_text(text))))
    if "&" in text:
        assert normalise_text(shield_text(text)).count("&") == text.count("&")


@given(st.text(alphabet="<>/!-&;bscriptyle =\"'", max_size=200))
def test_stripping_ends_and_leaves_no_known_tag(text: str) -> None:
    assert "<script>" not in plain_line(text).lower() or "<script>" not in text.lower()
    assert len(strip_markup(text)) <= len(text) + 1


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<", "<b ", "&", "&#", "<!D", "</"])
def test_stripping_is_quick_whatever_stands_there(piece: str) -> None:
    began = time.process_time()
    plain_line(piece * 200_000)
    strip_markup(piece * 200_000)
    assert time.process_time() - began < 4, "alone on a machine it takes a quarter"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "hex", "zip", "idna"]))
def test_any_bytes_become_utf_8(content: bytes, charset: str | None) -> None:
    text, _ = decode_feed(content, charset)
    assert text.decode("utf-8") is not None
