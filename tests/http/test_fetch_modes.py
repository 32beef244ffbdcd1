"""Every way in which a site can go wrong, as a table: the exact error, its sentence, and an end in time."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pace import PATIENCE, PATIENT
from servers.modes import MODES
from servers.modes.feeds import ten_megabytes_of_items, write_feed
from servers.modes.refused import BUSY_FOR
from servers.outside import Outside

from bot.errors import Blocked, Gone, SourceError, Throttled, Unreachable, Unreadable
from bot.http import Client

HASTY = timedelta(seconds=0.4)
LOOPBACK = ("127.0.0.0/8",)
MIB = 1024 * 1024


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(timeout=PATIENT, allow_private=LOOPBACK) as client:
        yield client


FINE = {
    "fine": write_feed(2),
    "plain": write_feed(2),
    "until-close": write_feed(2),
    "gzip": write_feed(2),
    "gzip-members": write_feed(2),
    "deflate": write_feed(2),
    "bare-deflate": write_feed(2),
    "cookies": write_feed(2),
    "wrong-charset": write_feed(2),
    "odd-charset": write_feed(2),
    "length-too-short": write_feed(2)[:40],  # nothing on the wire tells; the two-polls rule is for this
    "empty": b"",
    "picture": b"\x89PNG\r\n",
    "far/5": write_feed(2),
}
REACHED = "{host} cannot be reached: "
OTHER_SERVICE = ", which belongs to another service than the web"
PACKED = "what {host} sends is packed, and the packing "
REFUSED: dict[str, tuple[type[SourceError], str]] = {
    "gzip-bomb": (Blocked, "{host} sends more than 1 MiB"),
    "gzip-nothing": (Blocked, "{host} sends more than 1 MiB"),
    "endless": (Blocked, "{host} sends more than 1 MiB"),
    "items": (Blocked, "{host} sends more than 1 MiB"),
    "length-huge": (Blocked, "{host} sends more than 1 MiB"),
    "gzip-lie": (Unreadable, PACKED + "is broken"),
    "gzip-cut": (Unreadable, PACKED + "breaks off"),
    "gzip-twice": (Unreadable, "{host} sends it packed in a way that was not asked for"),
    "brotli": (Unreadable, "{host} sends it packed in a way that was not asked for"),
    "crumbs": (Unreachable, REACHED + "it took too long"),
    "drip": (Unreachable, REACHED + "it took too long"),
    "drip-head": (Unreachable, REACHED + "it took too long"),
    "silence": (Unreachable, REACHED + "it took too long"),
    "early-hints": (Unreachable, REACHED + "it took too long"),
    "drop": (Unreachable, REACHED + "the answer broke off"),
    "length-too-long": (Unreachable, REACHED + "the answer broke off"),
    "truncated": (Unreachable, REACHED + "the answer broke off"),
    "length-garbage": (Unreadable, "{host} does not answer in proper HTTP"),
    "lengths-differ": (Unreadable, "{host} does not answer in proper HTTP"),
    "chunk-garbage": (Unreadable, "{host} does not answer in proper HTTP"),
    "http-0.9": (Unreachable, REACHED + "the answer broke off"),  # no end of a head, and then no more
    "garbage": (Unreadable, "{host} does not answer in proper HTTP"),
    "huge-header": (Blocked, "{host} sends more headers than any page needs"),
    "many-headers": (Blocked, "{host} sends more headers than any page needs"),
    "circle/a": (Blocked, "{host} leads in a circle"),
    "cookie": (Blocked, "{host} leads in a circle"),
    "far/6": (Blocked, "{host} leads on more than 5 times"),
    "nowhere": (Unreadable, "{host} answered 301 Moved Permanently"),
    "to?url=http://10.0.0.5/x": (Blocked, "{host} leads on, and 10.0.0.5 is a private address"),
    "to?url=http://169.254.169.254/latest": (
        Blocked,
        "{host} leads on, and 169.254.169.254 is the address of a cloud's own service",
    ),
    "to?url=http://[::ffff:10.0.0.5]/": (
        Blocked,
        "{host} leads on, and ::ffff:10.0.0.5 is at 10.0.0.5, a private address",
    ),
    "to?url=file:///etc/passwd": (
        Blocked,
        "the place to which {host} leads begins with file, and only http and https are read",
    ),
    "to?url=http://127.0.0.1:22/": (
        Blocked,
        "{host} leads on, and 127.0.0.1 is asked for at port 22" + OTHER_SERVICE,
    ),
    "to?url=http://[::g]/": (Unreadable, "the place to which {host} leads is not an address"),
    "to?url=http://127.0.0.1:99999/": (Unreadable, "the place to which {host} leads is not an address"),
    "too-many": (Throttled, "{host} answered 429 Too Many Requests"),
    "too-many-date": (Throttled, "{host} answered 429 Too Many Requests"),
    "busy": (Throttled, "{host} answered 503 Service Unavailable"),
    "status-503": (Unreachable, "{host} answered 503 Service Unavailable"),
    "status-500": (Unreachable, "{host} answered 500 Internal Server Error"),
    "status-404": (Gone, "{host} answered 404 Not Found"),
    "status-410": (Gone, "{host} answered 410 Gone"),
    "status-401": (Blocked, "{host} answered 401 Unauthorized"),
    "status-403": (Blocked, "{host} answered 403 Forbidden"),
    "status-451": (Blocked, "{host} answered 451 Unavailable For Legal Reasons"),
    "status-202": (Unreadable, "{host} answered 202 Accepted"),
    "status-206": (Unreadable, "{host} answered 206 Partial Content"),
    "status-304": (Unreadable, "{host} answered 304 Not Modified"),
    "status-400": (Unreadable, "{host} answered 400 Bad Request"),
    "status-799": (Unreachable, "{host} answered 799"),
}


def test_every_mode_is_in_a_table() -> None:
    named = {path.split("/")[0].split("?")[0] for path in (*FINE, *REFUSED)}
    assert set(MODES) <= named


@pytest.mark.parametrize("path", FINE)
async def test_what_can_be_read_is_read(outside: Outside, client: Client, path: str) -> None:
    fetched = await client.fetch(f"{outside.url}/{path}")
    assert fetched.status == 200
    assert fetched.content == FINE[path]
    assert "set-cookie" not in fetched.headers


@pytest.mark.parametrize("path", REFUSED)
async def test_what_cannot_be_read_says_so_in_time(outside: Outside, client: Client, path: str) -> None:
    kind, sentence = REFUSED[path]
    began = time.monotonic()
    more = "&token=hidden" if path.startswith("to?") else "?token=hidden"
    async with asyncio.timeout(PATIENCE), Client(timeout=HASTY, allow_private=LOOPBACK) as hasty:
        one = hasty if sentence == REACHED + "it took too long" else client
        with pytest.raises(SourceError) as caught:
            await one.fetch(f"{outside.url}/{path}{more}", most=MIB)
    assert type(caught.value) is kind
    assert caught.value.message == sentence.format(host=f"127.0.0.1:{outside.port}")
    assert "hidden" not in str(caught.value)
    if isinstance(caught.value, Throttled):
        assert caught.value.retry_after is not None
        # A date has whole seconds, and comes nearer.
        shortest = BUSY_FOR - timedelta(seconds=1 + time.monotonic() - began)
        assert shortest <= caught.value.retry_after <= BUSY_FOR


async def test_a_client_goes_on_after_every_mishap(outside: Outside, client: Client) -> None:
    wanted = [path for path in REFUSED if REFUSED[path][1] != REACHED + "it took too long"]
    outcomes = await asyncio.gather(
        *(client.fetch(f"{outside.url}/{path}", most=MIB) for path in wanted), return_exceptions=True
    )
    assert all(isinstance(outcome, SourceError) for outcome in outcomes)
    for _ in range(5):
        assert (await client.fetch(f"{outside.url}/fine")).content == write_feed(2)


async def test_slow_sites_delay_no_other(outside: Outside) -> None:
    async with Client(timeout=PATIENT, at_once=20, allow_private=LOOPBACK) as client:
        slow = [
            asyncio.create_task(client.fetch(f"{outside.url}/{path}"))
            for path in ("drip", "drip-head", "silence", "crumbs", "early-hints", "crumbs")
        ]
        await asyncio.sleep(0.1)
        for _ in range(10):
            await client.fetch(f"{outside.url}/fine")
        assert not any(task.done() for task in slow)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)


@pytest.mark.parametrize("path", ["gzip-bomb", "gzip-nothing", "endless"])
async def test_a_bomb_does_not_fill_the_memory(outside: Outside, client: Client, path: str) -> None:
    with pytest.raises(Blocked):  # the server makes its bomb before the measurement
        await client.fetch(f"{outside.url}/{path}", most=1024)
    tracemalloc.start()
    try:
        with pytest.raises(Blocked):
            await client.fetch(f"{outside.url}/{path}", most=MIB)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6 * MIB  # the server's own bytes on their way included


async def test_fetches_given_up_leave_nothing_behind(outside: Outside, client: Client) -> None:
    for path in ("silence", "drip", "crumbs") * 4:
        task = asyncio.create_task(client.fetch(f"{outside.url}/{path}"))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await client.fetch(f"{outside.url}/fine")).status == 200


async def test_ten_megabytes_of_items_arrive(outside: Outside) -> None:
    async with Client(timeout=PATIENT, allow_private=LOOPBACK) as client:
        fetched = await client.fetch(f"{outside.url}/items")
    assert len(fetched.content) > 9_000_000
    assert fetched.content == ten_megabytes_of_items()


async def test_a_picture_is_no_page(outside: Outside, client: Client) -> None:
    kinds = ("text/*", "*/xml", "*/*+xml")
    assert (await client.fetch(f"{outside.url}/fine", kinds=kinds)).media_type == "application/rss+xml"
    with pytest.raises(Unreadable, match="sends image/png, which is not what is read here"):
        await client.fetch(f"{outside.url}/picture", kinds=kinds)


async def test_refused_before_anything_is_sent(outside: Outside) -> None:
    async with Client(timeout=PATIENT) as client:
        with pytest.raises(Blocked, match=r"127\.0\.0\.1 is an address of this machine"):
            await client.fetch(f"{outside.url}/fine")
        for name in ("localhost", "2130706433", "127.1", "0x7f.1"):
            with pytest.raises(Blocked, match=r"is at (127\.0\.0\.1|::1), an address of this machine"):
                await client.fetch(f"http://{name}:{outside.port}/fine")
    assert not outside.requests
