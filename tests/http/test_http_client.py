"""create never repeats and doubts are unknown; call repeats a little; no secret in any error."""

from __future__ import annotations

import asyncio
import random
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import PATIENT, lose_patience
from servers.wire import Connection, Dropped, Reply, Request, Wire

from bot.clock import SystemClock
from bot.errors import (
    DeliveryError,
    OutcomeUnknown,
    Rejected,
    Temporary,
    Throttled,
    Unauthorized,
    Unreachable,
)
from bot.http import Answer, Client, raise_for_refusal

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Stage:
    """A server whose paths say what happens; it counts every request that reached it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.wire = Wire(self.handle)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.wire.port}"

    async def handle(self, request: Request, connection: Connection) -> Reply:
        await connection.read_body(request)
        self.seen.append(request.path)
        what = request.path.strip("/").split("/")[0]
        if what == "drop":
            raise Dropped
        if what == "hang":
            await asyncio.sleep(3600)
        if what == "drip":
            return Reply(200, {"ok": "x" * 400}, drip_seconds=0.05)
        if what == "short":
            return Reply(200, {"ok": True}, missing_bytes=50)
        if what == "twice":
            return Reply(200, {}) if len(self.seen) > 2 else Reply(500, {})
        if what == "bad-gzip":
            return Reply(200, b"no gzip", {"content-encoding": "gzip"})
        if what == "huge":
            return Reply(200, b"x" * (9 * 1024 * 1024))
        headers = {"location": "https://user:hidden@elsewhere.example/x?token=hidden"}
        return Reply(int(what), {"error": "so it is"}, headers if what.startswith("3") else request.query)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    await stage.wire.start()
    yield stage
    await stage.wire.stop()


class Hasty(SystemClock):
    """Makes no pause between two tries, but notes it."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await super().sleep(0)


@pytest.fixture
def hasty() -> Hasty:
    return Hasty()


@pytest.fixture
async def client(hasty: Hasty) -> AsyncIterator[Client]:
    async with Client(hasty, timeout=PATIENT) as client:
        yield client


DOUBTS = [
    "drop",
    "hang",
    "drip",
    "short",
    "bad-gzip",
    "huge",
    "500",
    "502",
    "503",
    "504",
    "302",
    "303",
    "304",
]


@pytest.mark.parametrize("path", DOUBTS)
async def test_every_doubt_about_a_creating_call_is_unknown_and_sent_once(
    stage: Stage, client: Client, path: str
) -> None:
    if path in {"hang", "drip"}:
        lose_patience(client, 0.8 if path == "drip" else 0.4, whole=path == "drip")
    with pytest.raises(OutcomeUnknown) as caught:
        await client.create("POST", f"{stage.url}/{path}", json={"a": 1})
    assert not re.search("[a-z]Error", str(caught.value)), "a class's name says nothing to people"
    assert stage.seen == [f"/{path}"]
    assert client.creating_calls == 1


@pytest.mark.parametrize(
    ("path", "error"), [("301", Unauthorized), ("307", Unauthorized), ("308", Unauthorized)]
)
async def test_a_moved_server_made_nothing(
    stage: Stage, client: Client, path: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        await client.create("POST", f"{stage.url}/{path}")
    assert "elsewhere.example" in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("path", ["200", "201", "400", "401", "403", "404", "422"])
async def test_a_plain_answer_is_handed_back(stage: Stage, client: Client, path: str) -> None:
    answer = await client.create("POST", f"{stage.url}/{path}")
    assert answer.status == int(path)
    assert answer.json() == {"error": "so it is"}


async def test_what_surely_sent_nothing_is_unreachable(client: Client) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://user:hidden@127.0.0.1:{held.getsockname()[1]}/x?token=hidden"
        for send in (client.create, client.call):
            with pytest.raises(Unreachable) as caught:
                await send("POST", address)
            assert "hidden" not in str(caught.value)
            assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("ftp://127.0.0.1/x?token=hidden", {}),
        ("http://127.0.0.1:99999/hidden", {}),
        ("hidden", {}),
        ("http://127.0.0.1:9/x", {"authorization": "Bearer hiddén"}),
    ],
)
async def test_what_cannot_be_sent_was_not_sent(
    client: Client, address: str, headers: dict[str, str]
) -> None:
    with pytest.raises((Unreachable, Rejected)) as caught:
        await client.create("POST", address, headers=headers)
    assert "hidd" not in str(caught.value)


async def test_a_broken_header_does_not_show_the_token(stage: Stage, client: Client) -> None:
    with pytest.raises(DeliveryError) as caught:
        await client.create("POST", f"{stage.url}/200", headers={"authorization": "Bearer hidden\nx"})
    assert "hidden" not in str(caught.value)
    assert not stage.seen


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ("retry-after=7", 7),
        ("retry-after=Mon,%2023%20Nov%202096%2012:00:00%20GMT", 86400),
        ("x-ratelimit-reset=2001-01-01T00:00:00Z", 0),
        ("", None),
    ],
)
async def test_throttled_says_how_long(
    stage: Stage, client: Client, headers: str, seconds: float | None
) -> None:
    with pytest.raises(Throttled) as caught:
        await client.create("POST", f"{stage.url}/429?{headers}")
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert caught.value.retry_after == expected


async def test_a_documented_503_made_nothing(stage: Stage, client: Client) -> None:
    with pytest.raises(Throttled):
        await client.create(
            "POST", f"{stage.url}/503", nothing_made=lambda answer: b"so it is" in answer.content
        )
    with pytest.raises(OutcomeUnknown):
        await client.create("POST", f"{stage.url}/503", nothing_made=lambda _answer: False)


async def test_call_repeats_and_succeeds(stage: Stage, client: Client) -> None:
    assert (await client.call("GET", f"{stage.url}/twice")).ok
    assert len(stage.seen) == 3


@pytest.mark.parametrize("path", ["500", "drop", "short"])
async def test_call_gives_up_after_three_tries(stage: Stage, client: Client, hasty: Hasty, path: str) -> None:
    with pytest.raises(Temporary):
        await client.call("GET", f"{stage.url}/{path}")
    assert len(stage.seen) == 3
    first, second = hasty.pauses
    assert 0 < first < second < 5


async def test_call_does_not_wait_long(stage: Stage, client: Client) -> None:
    with pytest.raises(Throttled) as caught:
        await client.call("GET", f"{stage.url}/429?retry-after=60")
    assert caught.value.retry_after == timedelta(seconds=60)
    assert len(stage.seen) == 1


async def test_two_hundred_at_once_keep_their_outcomes(stage: Stage) -> None:
    wanted = ["200", "404", "500", "drop", "429", "short", "301"] * 29
    random.Random(5).shuffle(wanted)
    kinds = {"200": 200, "404": 404, "429": Throttled, "301": Unauthorized}

    async with Client(at_once=20) as client:

        async def send(what: str) -> object:
            try:
                return (await client.create("POST", f"{stage.url}/{what}")).status
            except DeliveryError as error:
                return type(error)

        outcomes = await asyncio.gather(*(send(what) for what in wanted))
    assert outcomes == [kinds.get(what, OutcomeUnknown) for what in wanted]
    assert len(stage.seen) == len(wanted) == client.creating_calls


async def test_repeated_calls_at_once_keep_their_outcomes(stage: Stage) -> None:
    wanted = ["200", "500", "404", "drop"] * 15

    async with Client(Hasty(), at_once=20) as client:

        async def send(what: str) -> object:
            try:
                return (await client.call("GET", f"{stage.url}/{what}")).status
            except DeliveryError as error:
                return type(error)

        outcomes = await asyncio.gather(*(send(what) for what in wanted))
    kinds = {"200": 200, "404": 404, "500": Temporary, "drop": Unreachable}
    assert outcomes == [kinds[what] for what in wanted]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Rejected),
        (400, Rejected),
        (401, Unauthorized),
        (403, Unauthorized),
        (422, Rejected),
        (500, Temporary),
    ],
)
def test_a_refusal_keeps_the_servers_sentence(status: int, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        raise_for_refusal(Answer(status, {}, b"", "https://a.example/x?token=hidden"), says="Too\nlong " * 99)
    assert "hidden" not in str(caught.value)
    assert len(str(caught.value)) < 400


@given(st.text() | st.from_regex(r"[0-9]{1,40}") | st.sampled_from(["²", "1e9", "-1", "nan", "Thu, 99 Foo"]))
def test_any_retry_after_gives_a_day_at_most(value: str) -> None:
    for name in ("retry-after", "x-ratelimit-reset"):
        found = Answer(429, {name: value}, b"", "").retry_after(NOW)
        assert found is None or timedelta(0) <= found <= timedelta(days=1)


@pytest.mark.parametrize(
    ("headers", "status", "seconds"),
    [
        ({"retry-after": "30"}, 503, 30),
        ({"x-ratelimit-reset": "2026-11-23T12:05:00.000Z"}, 429, 300),
        ({"x-ratelimit-reset": "2026-11-23T12:05:00.000Z"}, 503, None),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 429, 90),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 503, None),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 60)}, 429, 60),
        ({"retry-after": "soon", "x-ratelimit-reset": "2026-11-23T12:05:00Z"}, 429, 300),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:09 GMT"}, 429, 9),
    ],
)
def test_pauses_are_read_in_every_form(headers: dict[str, str], status: int, seconds: int | None) -> None:
    found = Answer(status, headers, b"", "").retry_after(NOW)
    assert found == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-23T12:05:00.000Z"}, 300),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(NOW.timestamp()) + 60)}, 60),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "2026-11-23T12:05:00.000Z"}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-reset": "2026-11-23T12:05:00.000Z"}, None),
        ({}, None),
    ],
)
def test_a_limit_that_is_used_up_is_known_before_a_refusal(
    headers: dict[str, str], seconds: int | None
) -> None:
    found = Answer(200, headers, b"", "").spent_for(NOW)
    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_an_answer_shows_nothing_private() -> None:
    answer = Answer(200, {"set-cookie": "hidden"}, b"hidden", "https://a.example/?token=hidden")
    assert "hidden" not in repr(answer)
