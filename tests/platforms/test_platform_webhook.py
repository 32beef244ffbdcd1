"""The webhook against a receiver that checks every signature as our own page tells it to."""

from __future__ import annotations

import base64
import inspect
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE, PATIENT, lose_patience
from platform_stage import HastyClock, Stage, make_post
from pydantic import ValidationError
from servers.receiver import FakeReceiver

from bot.errors import Duplicate, OutcomeUnknown, Rejected, Throttled, Unauthorized, Unreachable
from bot.http import Client
from bot.model import Attachment, Mark, MarkedText, Payload, Receipt
from bot.platforms import webhook
from bot.platforms.webhook import Webhook
from bot.platforms.webhook.signing import read_key, sign
from bot.secrecy import Credentials

SECRET = "whsec_" + base64.b64encode(b"the newsroom and its app know me").decode()


def read_snippet() -> Callable[[str, dict[str, str], bytes], bool]:
    """The check as the page shows it, run as it stands there."""
    page = inspect.getdoc(webhook) or ""
    code = re.search(r"in Python\n\n((?:    .*\n|\n)+)", page)
    assert code
    room: dict[str, Any] = {}
    exec(inspect.cleandoc("\n" + code[1]), room)
    checker: Callable[[str, dict[str, str], bytes], bool] = room["is_genuine"]
    return checker


IS_GENUINE = read_snippet()


def make_receiver(**settings: Any) -> FakeReceiver:
    return FakeReceiver(lambda headers, body: IS_GENUINE(SECRET, headers, body), **settings)


def make_options(url: str, folder: Path, **changes: Any) -> Any:
    (folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
    written = {"platform": "webhook", "url": url, "secret": {"file": "secret"}, **changes}
    return Webhook.Options.model_validate(written, context={"project": folder})


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """For the contract test: a receiver that remembers for ever, and whose every 2xx counts."""
    make_options("https://app.example.org", folder)
    async with make_receiver() as server:
        server.longest = 500
        options = {"platform": "webhook", "url": server.url, "secret": {"file": "secret"}}
        yield Stage(
            options | {"repeat": "for ever", "length": 500},
            lambda: len(server.posts),
            {"secret": SECRET},
            server.misbehave,
            server.faults.clear,
            folder,
            harmless=("commit-then-garbage", "commit-then-no-id"),
        )


@asynccontextmanager
async def open_platform(server: FakeReceiver, folder: Path, **changes: Any) -> AsyncIterator[Webhook]:
    async with Client(HastyClock(), timeout=PATIENT) as client:
        yield Webhook(make_options(server.url, folder, **changes), client, Credentials(), {})


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example that the libraries of Standard Webhooks test themselves with."""
    key = read_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_post_arrives_whole_signed_and_named(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").write_bytes(b"\xff\xd8 picture")
    picture = Attachment(str(tmp_path / "1.jpg"), "image/jpeg", "A bridge. Photo: Jane Doe", 800, 600)
    text = MarkedText("Brücke 👩‍🚀 offen", (Mark("bold", 0, 6),))
    post = replace(
        make_post(), text=text, hashtags=("#Port",), warning="War", attachments=(picture,), silent=True
    )
    (tmp_path / "extra").write_text("Bearer abc", encoding="utf-8")
    headers = {"X-Desk": "social", "Authorization": {"file": "extra"}}
    async with make_receiver() as server, open_platform(server, tmp_path, headers=headers) as platform:
        receipt = await platform.publish(await platform.prepare(post, "key-1", Receipt("p0")))
        (name,) = server.posts
        assert (receipt.id, receipt.url) == (name, f"https://screen.example.org/{name}")
        (request,) = server.requests
        assert request.headers["webhook-id"] == request.headers["idempotency-key"] == "key-1"
        assert request.headers["content-type"] == "application/json"
        assert (request.headers["x-desk"], request.headers["authorization"]) == ("social", "Bearer abc")
        event = json.loads(request.body)
        assert event["type"] == "post.created"
        assert event["data"] == {
            "id": "key-1",
            "text": "Brücke 👩‍🚀 offen",
            "marks": [{"kind": "bold", "start": 0, "end": 6, "href": ""}],
            "headline": "Ferry stays",
            "link": "https://courier.example.org/ferry",
            "language": "en",
            "hashtags": ["Port"],
            "warning": "War",
            "reply_to": "p0",
            "silent": True,
            "attachments": [
                {
                    "media_type": "image/jpeg",
                    "alt": "A bridge. Photo: Jane Doe",
                    "width": 800,
                    "height": 600,
                    "data": base64.b64encode(b"\xff\xd8 picture").decode(),
                }
            ],
        }


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"{}"},
        {"webhook-id": "another"},
        {"webhook-timestamp": "1700000000"},
        {"webhook-signature": "v1,AAAA"},
    ],
)
async def test_the_snippet_refuses_what_was_touched(tmp_path: Path, change: dict[str, Any]) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        await platform.publish(await platform.prepare(make_post(), "key-1", None))
        (request,) = server.requests
        assert IS_GENUINE(SECRET, request.headers, request.body)
        rotated = request.headers | {"webhook-signature": "v1,AAAA " + request.headers["webhook-signature"]}
        assert IS_GENUINE(SECRET, rotated, request.body)
        body = change.pop("body", request.body)
        assert not IS_GENUINE(SECRET, request.headers | change, body)


async def test_the_same_payload_again_has_the_same_name_and_body_under_a_fresh_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with make_receiver(remembers=False) as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key-1", None)
        await platform.publish(payload)
        later = platform._clock.now() + timedelta(seconds=100)
        monkeypatch.setattr(type(platform._clock), "now", lambda _self: later)
        await platform.publish(Payload("key-1", json.loads(json.dumps(payload.body))))
        first, second = server.requests
        assert first.body == second.body
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 99
        assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize(
    ("fault", "error", "sentence"),
    [
        ("400", Rejected, "no such section"),
        ("413", Rejected, "no such section"),
        ("422", Rejected, "no such section"),
        ("301", Unauthorized, "points to elsewhere.example"),
        ("401", Unauthorized, "no such section"),
        ("403", Unauthorized, "no such section"),
        ("404", Unauthorized, "look at `url`"),
        ("410", Unauthorized, "look at `url`"),
        ("409", Duplicate, "has taken this delivery before: no such section"),
        ("429", Throttled, "429"),
        ("500", OutcomeUnknown, "500"),
        ("503", OutcomeUnknown, "503"),
        ("html", OutcomeUnknown, "a web page answered"),
        ("drop", OutcomeUnknown, "no usable answer"),
        ("hang", OutcomeUnknown, "it took too long"),
    ],
)
async def test_answers_become_the_errors_they_mean(
    tmp_path: Path, fault: str, error: type[Exception], sentence: str
) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key-1", None)
        server.misbehave(fault, seconds=PATIENCE, says="no such section")
        if fault == "hang":
            lose_patience(platform._client)
        with pytest.raises(error) as caught:
            await platform.publish(payload)
        assert type(caught.value) is error
        assert sentence in str(caught.value)
        assert SECRET not in str(caught.value)
        assert "secret=1" not in str(caught.value)
        if isinstance(caught.value, Duplicate):
            assert caught.value.receipt == Receipt("key-1")


async def test_nobody_at_the_address_means_nothing_was_sent(tmp_path: Path) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        await server._wire.stop()
        with pytest.raises(Unreachable):
            await platform.publish(await platform.prepare(make_post(), "key-1", None))


@pytest.mark.parametrize(
    ("says", "receipt"),
    [
        ({}, Receipt("key-1")),
        ([], Receipt("key-1")),
        ({"id": 7, "url": "javascript:x"}, Receipt("7")),
        ({"id": "", "url": 3}, Receipt("key-1")),
        ({"id": "a", "url": "https://b.pl"}, Receipt("a", "https://b.pl")),
    ],
)
async def test_the_receipt_is_what_the_receiver_calls_it(tmp_path: Path, says: Any, receipt: Receipt) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        server.says = says
        assert await platform.publish(await platform.prepare(make_post(), "key-1", None)) == receipt


async def test_a_name_that_was_taken_is_found_by_its_conflict(tmp_path: Path) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        server.conflicts = True
        payload = await platform.prepare(make_post(), "key-1", None)
        await platform.publish(payload)
        with pytest.raises(Duplicate):
            await platform.publish(payload)
        receipt = Receipt(next(iter(server.posts)))
        change = await platform.prepare(make_post("Corrected"), "key-2", None)
        for _ in range(2):
            await platform.edit(receipt, change)
        assert [post["text"] for post in server.posts.values()] == ["Corrected"]
        for _ in range(2):
            await platform.withdraw(receipt)
        assert server.posts == {}


async def test_verify_sends_nothing_unless_it_is_told_to(tmp_path: Path) -> None:
    async with make_receiver() as server:
        async with open_platform(server, tmp_path) as platform:
            account = await platform.verify()
            assert account.name.startswith("127.0.0.1:")
            assert server.requests == []
        async with open_platform(server, tmp_path, ping=True) as platform:
            assert (await platform.verify()).id == account.id
            assert (server.pings, server.posts) == (1, {})
            server.misbehave("401", says="who are you")
            with pytest.raises(Unauthorized, match="who are you"):
                await platform.verify()


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "no base64 at all, but rather long!!"])
async def test_a_secret_that_is_none_is_refused_before_anything_is_sent(tmp_path: Path, secret: str) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        (tmp_path / "secret").write_text(secret, encoding="utf-8")
        payload = await platform.prepare(make_post(), "key-1", None)
        for act in (platform.verify, lambda: platform.publish(payload)):
            with pytest.raises(Unauthorized) as caught:
                await act()
            assert len(secret) < 10 or secret not in str(caught.value)
        assert server.requests == []


async def test_a_picture_that_is_gone_costs_no_post(tmp_path: Path) -> None:
    async with make_receiver() as server, open_platform(server, tmp_path) as platform:
        gone = Attachment(str(tmp_path / "gone.jpg"), "image/jpeg", "A bridge", 8, 6)
        payload = await platform.prepare(replace(make_post(), attachments=(gone,)), "key-1", None)
        assert payload.left_out == "the picture cannot be read: No such file or directory"
        await platform.publish(payload)
        assert [post["attachments"] for post in server.posts.values()] == [[]]


@pytest.mark.parametrize(
    ("written", "safe_for"),
    [("none", timedelta(0)), ("for ever", None), ("24h", timedelta(days=1))],
)
def test_what_may_be_repeated_is_what_the_newsroom_says(
    tmp_path: Path, written: str, safe_for: timedelta | None
) -> None:
    options = make_options("https://app.example.org/hook", tmp_path, repeat=written)
    assert Webhook(options, Client(), Credentials(), {}).repeat.safe_for == safe_for


def test_the_receiver_may_be_called_the_server_as_on_other_platforms(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")
    written = {"platform": "webhook", "server": "https://app.example.org/hook", "secret": {"file": "secret"}}
    assert Webhook.Options.model_validate(written, context={"project": tmp_path}) == make_options(
        "https://app.example.org/hook", tmp_path
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "app.example.org"}, "is not an address"),
        ({"url": "https://me:pass@app.example.org"}, "holds a password"),
        ({"secret": SECRET}, "never stands in a config file"),
        ({"repeat": "sometimes"}, "repeat"),
        ({"headers": {"Authorization": "Bearer abc"}}, "is a secret"),
        ({"headers": {"Webhook-Id": "x"}}, "is set by Newscrier itself"),
        ({"headers": {"X Y": "x"}}, "is not the name of a header"),
        ({"headers": {"X-Y": "a\r\nb: c"}}, "characters that no header may have"),
        ({"length": 0}, "length"),
    ],
)
def test_a_mistake_in_the_channel_is_told(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    written = {"url": "https://app.example.org/hook", **changes}
    with pytest.raises(ValidationError, match=sentence):
        make_options(written.pop("url"), tmp_path, **written)
