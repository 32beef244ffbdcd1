"""What goes along with a request, and what is read of the answer's headers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from encodings.aliases import aliases
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.outside import Outside

from bot.errors import Blocked, SourceError, Unreadable
from bot.http import Client, Fetched
from bot.http.fetched import read_charset, read_max_age, read_media_type, read_tag
from bot.http.journey import Journey

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(agent="newscrier/1 (+x)", allow_private=("127.0.0.0/8",)) as client:
        yield client


async def test_nothing_changed_costs_nothing(outside: Outside, client: Client) -> None:
    address = outside.put("/feed.xml", "first")
    first = await client.fetch(address)
    assert (first.status, first.content, first.changed) == (200, b"first", True)
    assert first.max_age == timedelta(minutes=5)
    again = await client.fetch(address, headers=first.conditions)
    assert (again.status, again.content, again.changed) == (304, b"", False)
    assert again.conditions == first.conditions
    outside.put("/feed.xml", "second")
    assert (await client.fetch(address, headers=again.conditions)).content == b"second"


async def test_a_304_keeps_the_conditions_it_answers_without_saying_them(
    outside: Outside, client: Client
) -> None:
    sent = {"If-None-Match": '"a"', "If-Modified-Since": "Mon, 23 Nov 2026 12:00:00 GMT"}
    fetched = await client.fetch(f"{outside.url}/status-304", headers=sent)
    assert (fetched.etag, fetched.last_modified) == tuple(sent.values())


async def test_what_goes_along(outside: Outside, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name)
    address = outside.url.replace("//", "//reader:s%C3%A9cret@")
    fetched = await client.fetch(f"{address}/fine#top", headers={"Accept": "text/html", "Host": "other"})
    assert fetched.url == f"{outside.url}/fine"
    assert outside.requests[0].headers == {
        "host": f"127.0.0.1:{outside.port}",
        "user-agent": "newscrier/1 (+x)",
        "accept": "text/html",
        "authorization": "Basic cmVhZGVyOnPDqWNyZXQ=",
        "accept-encoding": "gzip, deflate",
    }


async def test_credentials_go_no_further_than_the_first_origin(outside: Outside, client: Client) -> None:
    sent = {"authorization": "Bearer hidden", "cookie": "hidden", "x-api-key": "hidden", "accept": "text/xml"}
    async with Outside() as other:
        target = quote(other.url.replace("//", "//who:hidden@") + "/cookie", safe="")
        with pytest.raises(Blocked):
            await client.fetch(f"{outside.url}/to?url={target}", headers=sent)
        assert outside.requests[0].headers["authorization"] == "Bearer hidden"
        seen = other.requests[0].headers
    assert seen["accept"] == "text/xml"
    assert not any("hidden" in value for value in seen.values())


async def test_credentials_stay_at_the_same_origin(outside: Outside, client: Client) -> None:
    await client.fetch(f"{outside.url}/to?url=/fine", headers={"authorization": "Bearer hidden"})
    assert [request.headers.get("authorization") for request in outside.requests] == ["Bearer hidden"] * 2


async def test_a_location_may_be_written_in_utf_8(outside: Outside, client: Client) -> None:
    outside.put("/from", "", headers={"location": "/zażółć?x=ż"})
    outside.switch("/from", "status-301")
    fetched = await client.fetch(f"{outside.url}/from")
    assert fetched.moved_to == f"{outside.url}/za%C5%BC%C3%B3%C5%82%C4%87?x=%C5%BC"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 307), False), ((303, 301), False)],
)
async def test_only_permanent_moves_are_remembered(
    outside: Outside, client: Client, statuses: tuple[int, ...], moved: bool
) -> None:
    path = "/fine"
    for status in statuses:
        path = f"/to?status={status}&url={quote(path, safe='')}"
    fetched = await client.fetch(outside.url + path)
    assert fetched.url == f"{outside.url}/fine"
    assert fetched.moved_to == (fetched.url if moved else None)


async def test_a_direct_answer_has_not_moved(outside: Outside, client: Client) -> None:
    assert (await client.fetch(f"{outside.url}/fine")).moved_to is None


def test_from_https_to_http_is_refused() -> None:
    journey = Journey("https://a.example/feed", {})
    with pytest.raises(Blocked, match="leads from https to http"):
        journey.follow("http://a.example/feed", 301)
    journey = Journey("http://a.example/feed", {"authorization": "hidden"})
    journey.follow("https://a.example/feed", 301)
    assert not journey.headers


@pytest.mark.parametrize(
    ("address", "kind", "sentence"),
    [
        ("ftp://a.example/", Blocked, "what was given begins with ftp, and only http and https are read"),
        ("javascript:hidden", Blocked, "begins with javascript"),
        ("//a.example/hidden", Blocked, "begins with nothing"),
        ("hidden", Blocked, "begins with nothing"),
        ("http:///hidden", Unreadable, "what was given is not an address"),
        ("http://exa mple/hidden", Unreadable, "what was given is not an address"),
        ("http://[fe80::1%25eth0]/hidden", Unreadable, "what was given is not an address"),
        ("http://[::g]/hidden", Unreadable, "what was given is not an address"),
        ("http://a.example/" + "hidden" * 2000, Unreadable, "what was given is not an address"),
        ("http://" + "hidden." * 60 + "example/", Unreadable, "what was given is not an address"),
        ("http://a.example:70000/", Unreadable, "what was given is not an address"),
        ("http://a.example:25/", Blocked, "a.example is asked for at port 25"),
        ("https://a.example:0/", Blocked, "a.example is asked for at port 0"),
    ],
)
def test_addresses_that_are_not_asked(address: str, kind: type[SourceError], sentence: str) -> None:
    with pytest.raises(kind) as caught:
        Journey(address, {})
    assert sentence in str(caught.value)
    assert "hidden" not in str(caught.value)


@given(
    st.text(max_size=60) | st.from_regex(r"(https?|ftp):/{0,3}[a-z0-9.:@\[\]%/?#\\ -]{0,40}", fullmatch=True)
)
def test_any_address_is_asked_or_refused_in_a_sentence(address: str) -> None:
    refusal: SourceError | None = None
    journey = Journey("https://a.example/x", {})
    try:
        journey.follow(address, 302)
        journey = Journey(address, {})
    except (Blocked, Unreadable) as error:
        refusal = error
    assert refusal is None or refusal.message.isprintable()
    assert journey.url.scheme in {"http", "https"}
    assert journey.host
    assert "@" not in str(journey.url).split("/")[2]


@pytest.mark.parametrize("header", ["a\nb", "a\r\nhost: x", "€"])
async def test_a_header_that_cannot_be_written(client: Client, outside: Outside, header: str) -> None:
    with pytest.raises(Unreadable, match="cannot be written as HTTP"):
        await client.fetch(f"{outside.url}/fine", headers={"if-none-match": header})
    assert not outside.requests


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": 'MAX-AGE="300"', "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "900"}, 0),
        ({"cache-control": "max-age=999999999999"}, 86400),
        ({"cache-control": "s-maxage=300"}, None),
        ({"cache-control": "no-cache, max-age=300"}, 0),
        ({"cache-control": "max-age=-1"}, None),
        ({"cache-control": "max-age=60", "expires": "Mon, 23 Nov 2026 13:00:00 GMT"}, 60),
        ({"expires": "Mon, 23 Nov 2026 12:10:00 GMT"}, 600),
        ({"expires": "Mon, 23 Nov 2026 12:10:00 GMT", "date": "Mon, 23 Nov 2026 12:09:00 GMT"}, 60),
        ({"expires": "0"}, 0),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert read_max_age(headers, NOW) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age"]), st.text(max_size=40)))
def test_any_headers_give_a_day_at_most(headers: dict[str, str]) -> None:
    found = read_max_age(headers, NOW)
    assert found is None or timedelta(0) <= found <= timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ("application/rss+xml", "application/rss+xml", None),
        ('text/xml;charset="iso-8859-2"; x=y', "text/xml", "iso-8859-2"),
        ("text/html; charset=klingon", "text/html", None),
        ("text/html; charset=hex", "text/html", None),
        ("text/html; charset=utf-7", "text/html", None),
        ("text/html; charset=unicode_escape", "text/html", None),
        ("nonsense", None, None),
        ("", None, None),
    ],
)
def test_media_type_and_charset_are_read_however_they_are_written(
    value: str, media_type: str | None, charset: str | None
) -> None:
    headers = {"content-type": value}
    assert read_media_type(headers) == media_type
    assert read_charset(headers) == charset


@given(st.sampled_from(sorted(aliases)) | st.text(max_size=60))
def test_a_charset_that_is_told_can_be_read(value: str) -> None:
    charset = read_charset({"content-type": f"text/html; charset={value}"})
    text = "" if charset is None else b"a\xff".decode(charset, "replace")
    assert (charset is None) == (not text)


@pytest.mark.parametrize(
    ("value", "kept"), [('W/"a"', True), ('"é"', False), ("a\x01", False), ("x" * 2000, False)]
)
def test_tags_worth_keeping(value: str, kept: bool) -> None:
    assert read_tag(value) == (value if kept else None)


def test_what_was_fetched_shows_nothing_long() -> None:
    fetched = Fetched(
        200, "https://a.example/", None, {"x": "hidden"}, b"hidden", None, None, NOW, None, None, None
    )
    assert "hidden" not in repr(fetched)
