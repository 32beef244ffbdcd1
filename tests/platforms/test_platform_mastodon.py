"""Mastodon and its relatives against a fake server with real sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pace import PATIENCE, PATIENT, lose_patience
from pydantic import ValidationError
from servers.counting import count_gotosocial, count_mastodon, count_pleroma
from servers.counting import find_mentions as find_notified
from servers.mastodon import TOKEN, FakeMastodon

from bot.errors import OutcomeUnknown, Rejected, Temporary, Throttled, Unauthorized
from bot.http import Client
from bot.model import (
    CannotTell,
    Mark,
    MarkedText,
    NotThere,
    Payload,
    Post,
    Receipt,
)
from bot.platforms.mastodon import Mastodon
from bot.platforms.mastodon.lengths import JOINER, count_length
from bot.platforms.mastodon.servers import FLAVOURS, Server, detect_flavour, read_learned
from bot.platforms.mastodon.wording import word_text
from bot.secrecy import Credentials

TEXT = "Town keeps its night ferry\n\n“We changed our minds.”\n— Maren Holt\n\nhttps://courier.example.org/ferry?a=1&b=2"


def make_post(text: str = TEXT, **changes: Any) -> Post:
    return Post(**{"text": MarkedText(text), "language": "en", "headline": "", **changes})


@pytest.fixture(autouse=True)
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n", encoding="utf-8")
    return path


def make_options(server: str, folder: Path, **changes: Any) -> Any:
    written = {"platform": "mastodon", "server": server, "token": {"file": "token"}, **changes}
    return Mastodon.Options.model_validate(written, context={"project": folder})


@asynccontextmanager
async def open_platform(
    server: FakeMastodon, folder: Path, *, verified: bool = True, **changes: Any
) -> AsyncIterator[Mastodon]:
    options = make_options(server.url, folder, **changes)
    async with Client(timeout=PATIENT) as client:
        platform = Mastodon(options, client, Credentials(), {})
        learned = (await platform.verify()).learned if verified else {}
        yield Mastodon(options, client, Credentials(), learned)


@pytest.mark.parametrize(
    ("flavour", "name", "minutes", "length"),
    [
        ("mastodon", "mastodon", 50, 500),
        ("mastodon-lock-bug", "mastodon", 50, 500),
        ("hollo", "hollo", 50, 500),
        ("pleroma", "pleroma", 50, 5000),
        ("gotosocial", "gotosocial", 0, 5000),
        ("snac", "snac", 0, None),
        ("unknown", "unknown", 0, 500),
    ],
)
async def test_verify_tells_servers_apart(
    tmp_path: Path, flavour: str, name: str, minutes: int, length: int | None
) -> None:
    async with FakeMastodon(flavour) as server, open_platform(server, tmp_path, verified=False) as platform:
        account = await platform.verify()
        assert account.may_post
        assert account.name.startswith("@news@127.0.0.1")
        assert account.learned["flavour"] == name
        assert json.loads(json.dumps(account.learned)) == account.learned
        learned = Mastodon(platform._options, platform._uploads.client, Credentials(), account.learned)
        assert learned.repeat.safe_for == timedelta(minutes=minutes)
        assert learned.limits.length == length


@pytest.mark.parametrize("missing", [{"/api/v2/instance"}, {"/.well-known/nodeinfo"}])
async def test_verify_works_with_less(tmp_path: Path, missing: set[str]) -> None:
    async with FakeMastodon("pleroma") as server, open_platform(server, tmp_path, verified=False) as platform:
        server.without = missing
        learned = (await platform.verify()).learned
        assert (learned["flavour"], learned["length"]) == ("pleroma", 5000)


async def test_verify_asks_no_other_host_for_the_software(tmp_path: Path) -> None:
    async with FakeMastodon("pleroma") as server, open_platform(server, tmp_path, verified=False) as platform:
        server.nodeinfo_at = ".elsewhere.example/nodeinfo/2.0"
        assert (await platform.verify()).learned["flavour"] == "pleroma"


@pytest.mark.parametrize(
    ("software", "version", "flavour"),
    [
        ("mastodon", "4.5.0+glitch", "mastodon"),
        ("", "4.5.0", "unknown"),
        ("", "2.7.2 (compatible; Akkoma 3.10.4)", "akkoma"),
        ("", "3.0 (compatible with mastodon; fantasia)", "unknown"),
        ("fantasia", "2.7.2 (compatible; Pleroma 2.5)", "unknown"),
        ("GoToSocial", "0.17.3", "gotosocial"),
    ],
)
def test_only_what_says_so_is_trusted(software: str, version: str, flavour: str) -> None:
    assert detect_flavour(software, version) == flavour


async def test_verify_sees_a_suspended_account(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path, verified=False) as platform:
        server.suspended = True
        assert not (await platform.verify()).may_post


async def test_a_limited_account_is_warned_of(tmp_path: Path) -> None:
    async with FakeMastodon() as server:
        server.limited = True
        async with open_platform(server, tmp_path) as platform:
            assert [problem.severity for problem in platform.check(make_post())] == ["warning"]


async def test_before_verify_nothing_is_repeated(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path, verified=False) as platform:
        assert platform.repeat.safe_for == timedelta(0)
        assert platform.limits.length == 500
        assert isinstance(
            await platform.find(Payload("k", {"status": "x"}), datetime.now(UTC), None), CannotTell
        )


async def test_a_post_goes_out_once_with_all_its_fields(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path, visibility="unlisted") as platform:
        first = await platform.publish(await platform.prepare(make_post(), "key-1", None))
        payload = await platform.prepare(make_post("Mehr", language="de-AT", warning="Krieg"), "key-2", first)
        second = await platform.publish(payload)
        assert await platform.publish(payload) == second
        rows = server.statuses.rows
        assert [row.text for row in rows] == [TEXT, "Mehr"]
        assert (rows[1].reply_to, rows[1].language, rows[1].warning) == (first.id, "de", "Krieg")
        assert {row.visibility for row in rows} == {"unlisted"}
        assert [row.key for row in rows] == ["key-1", "key-2"]
        assert second.url.endswith(second.id)


MAPPED = [
    ("401", Unauthorized),
    ("403", Unauthorized),
    ("404", Rejected),
    ("422", Rejected),
    ("301", Unauthorized),
    ("429", Throttled),
    ("500", OutcomeUnknown),
    ("502", OutcomeUnknown),
    ("503-html", OutcomeUnknown),
    ("html", OutcomeUnknown),
    ("drop", OutcomeUnknown),
    ("hang", OutcomeUnknown),
    ("commit-then-drop", OutcomeUnknown),
    ("commit-then-500", OutcomeUnknown),
    ("commit-then-502", OutcomeUnknown),
    ("commit-then-garbage", OutcomeUnknown),
    ("commit-then-no-id", OutcomeUnknown),
    ("commit-then-truncate", OutcomeUnknown),
    ("commit-then-hang", OutcomeUnknown),
    ("slow-drip", OutcomeUnknown),
]


@pytest.mark.parametrize(("fault", "error"), MAPPED)
async def test_answers_become_the_errors_they_mean(
    tmp_path: Path, fault: str, error: type[Exception]
) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key", None)
        server.misbehave(fault, seconds=PATIENCE if "hang" in fault else 0.05)
        if fault in {"commit-then-hang", "hang", "slow-drip"}:
            lose_patience(platform._line._client, whole=fault == "slow-drip")
        with pytest.raises(error) as caught:
            await platform.publish(payload)
        assert type(caught.value) is error
        assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("flavour", "error"), [("mastodon", Throttled), ("pleroma", OutcomeUnknown), ("unknown", OutcomeUnknown)]
)
async def test_only_mastodons_own_lock_made_nothing(
    tmp_path: Path, flavour: str, error: type[Exception]
) -> None:
    async with FakeMastodon(flavour) as server, open_platform(server, tmp_path) as platform:
        server.misbehave("503")
        with pytest.raises(error):
            await platform.publish(await platform.prepare(make_post(), "key", None))


@pytest.mark.parametrize("form", ["seconds", "date", "reset", "none"])
async def test_throttled_in_every_form(tmp_path: Path, form: str) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        server.misbehave("429", form=form, retry_after=60)
        with pytest.raises(Throttled) as caught:
            await platform.publish(await platform.prepare(make_post(), "key", None))
        told = caught.value.retry_after
        assert told is None or timedelta(seconds=30) < told <= timedelta(seconds=60)
        assert (told is None) == (form == "none")


@pytest.mark.parametrize(
    "flavour", ["mastodon", "pleroma", "gotosocial", "snac", "unknown", "mastodon-lock-bug"]
)
@pytest.mark.parametrize("known", [True, False])
async def test_a_lost_answer_is_found(tmp_path: Path, flavour: str, known: bool) -> None:
    async with FakeMastodon(flavour) as server, open_platform(server, tmp_path) as platform:
        after = await platform.publish(await platform.prepare(make_post("Before"), "key-0", None))
        payload = await platform.prepare(make_post(TEXT + "  \n@you"), "key-1", None)
        server.misbehave("commit-then-drop")
        with pytest.raises(OutcomeUnknown):
            await platform.publish(payload)
        server.statuses.commit(server.account, {"status": "By hand"}, "", trims=False)
        found = await platform.find(payload, datetime.now(UTC), after if known else None)
        assert isinstance(found, Receipt)
        assert found.id == server.statuses.rows[1].id


@pytest.mark.parametrize("known", [True, False])
async def test_what_is_not_there_is_not_found(tmp_path: Path, known: bool) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        after = await platform.publish(await platform.prepare(make_post("Before"), "key-0", None))
        for number in range(95):
            text = TEXT.replace("/ferry?", f"/ferry-{number}?")
            server.statuses.commit(server.account, {"status": text}, "", trims=False)
        payload = await platform.prepare(make_post(), "key-1", None)
        assert await platform.find(payload, datetime.now(UTC), after if known else None) == NotThere()
        server.statuses.commit(server.account, payload.body, "", trims=False)
        found = await platform.find(payload, datetime.now(UTC), after if known else None)
        assert isinstance(found, Receipt)


async def test_too_many_posts_cannot_be_told(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        for number in range(450):
            server.statuses.commit(server.account, {"status": f"Post {number}"}, "", trims=False)
        payload = await platform.prepare(make_post(), "key-1", None)
        assert isinstance(await platform.find(payload, datetime.now(UTC), None), CannotTell)


async def test_a_post_changed_by_hand_asks_a_person(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key-1", None)
        receipt = await platform.publish(payload)
        await platform.edit(
            receipt, await platform.prepare(make_post(TEXT.replace("keeps", "kept")), "e", None)
        )
        assert isinstance(await platform.find(payload, datetime.now(UTC), None), CannotTell)


async def test_without_source_the_page_itself_is_read(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        server.source_refused = True
        payload = await platform.prepare(make_post(), "key-1", None)
        receipt = await platform.publish(payload)
        assert await platform.find(payload, datetime.now(UTC), None) == receipt


async def test_a_list_that_cannot_be_read_cannot_be_told(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key-1", None)
        for fault in ("html", "404"):
            server.misbehave(fault, on="GET /api/v1/accounts")
            assert isinstance(await platform.find(payload, datetime.now(UTC), None), CannotTell)
        server.misbehave("401", on="GET /api/v1/accounts")
        with pytest.raises(Unauthorized):
            await platform.find(payload, datetime.now(UTC), None)
        server.misbehave("500", on="GET /api/v1/accounts", n=3)
        with pytest.raises(Temporary):
            await platform.find(payload, datetime.now(UTC), None)


async def test_edit_and_withdraw_may_be_repeated(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        receipt = await platform.publish(await platform.prepare(make_post(), "key", None))
        change = await platform.prepare(make_post("Corrected"), "key-2", None)
        for _ in range(2):
            assert (await platform.edit(receipt, change)).id == receipt.id
        assert server.texts == ["Corrected"]
        for _ in range(2):
            await platform.withdraw(receipt)
        assert server.texts == []
        with pytest.raises(Rejected, match="not there any more: somebody deleted it"):
            await platform.edit(receipt, change)


async def test_a_late_commit_is_told_by_the_lock(tmp_path: Path) -> None:
    async with FakeMastodon("mastodon-lock") as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key", None)
        server.misbehave("late-commit", seconds=PATIENCE)
        lose_patience(platform._line._client)
        with pytest.raises(OutcomeUnknown):
            await platform.publish(payload)
        lose_patience(platform._line._client, PATIENCE)
        with pytest.raises(Throttled):
            await platform.publish(payload)
        server.faults.release()
        await asyncio.wait({*server._late})
        receipt = await platform.publish(payload)
        assert [row.id for row in server.statuses.rows] == [receipt.id]


def make_server(flavour: str, length: int | None = 500) -> Server:
    return read_learned({"flavour": flavour, "length": length, "account": "1"})


PIECES = st.sampled_from(
    [
        "https://courier.example.org/world/a-b?utm_source=x&utm_medium=y",
        "http://a.pl",
        "https://example.com/a_(b)",
        "https://intranet/x",
        "https://example.unknown/long/path",
        "https://example.org#x",
        "https://przykład.pl/ż",
        "(https://example.com/x)",
        "“https://example.com/x”",
        "https://example.com/a,b;c.",
        "xhttps://example.com/x",
        "#https://example.com/x",
        "gopher://a.io/1",
        "@news@social.example.org",
        "@bob",
        "me@example.org",
        "👨‍👩‍👧‍👦",
        "🇵🇱",
        "é",
        "e\u0301",
        "क्षि",
        " ",
        "\n\n",
        "…",
        "— said",
        "4.5",
        "ב",
        "漢字",
    ]
)
MIXED = st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join)


@given(MIXED, st.booleans())
@example("https://example.com/x”", True)
@example("https://a.io#xxxxx", True)
@example("http://a.pl|http://b.pl", True)
@example("http://a.pl\x1bhttp://a.pl", True)
def test_never_shorter_than_the_server_counts(text: str, live: bool) -> None:
    mastodon = make_server("mastodon")
    sent = word_text(text, mastodon, live_mentions=live)
    assert count_length(sent, "", mastodon) >= count_mastodon(sent)
    assert count_length(sent, "", make_server("gotosocial")) == count_gotosocial(sent)
    assert count_length(sent, "x", make_server("pleroma")) == count_pleroma(sent, "x")
    cautious = count_length(sent, "", make_server("unknown"))
    assert cautious >= max(count_mastodon(sent), count_gotosocial(sent), count_pleroma(sent))


SIMPLE = st.lists(
    st.sampled_from(
        [
            "Straße und Fluß",
            "👨‍👩‍👧‍👦 🇵🇱",
            "e\u0301a\u0308",
            "https://courier.example.org/world/a-b?utm_source=x&utm_medium=y",
            "http://a.pl",
            "(https://example.com/x/)",
            "https://example.com.",
            "@news@social.example.org",
            "@bob",
            "me@example.org",
            "“quoted”",
        ]
    ),
    max_size=10,
).map(" ".join)


@given(SIMPLE, st.booleans())
def test_exactly_as_the_server_counts(text: str, live: bool) -> None:
    mastodon = make_server("mastodon")
    sent = word_text(text, mastodon, live_mentions=live)
    assert count_length(sent, "né", mastodon) == count_mastodon(sent, "né")


@given(MIXED)
@example("Thanks to @you, https://medium.example/@me and a@b.pl")
def test_a_mention_is_muted_and_nothing_else_changes(text: str) -> None:
    sent = word_text(text, make_server("mastodon"), live_mentions=False)
    assert sent.replace(JOINER, "") == text.replace(JOINER, "")
    outside = " ".join(piece for piece in sent.split() if "://" not in piece)
    assert not find_notified(outside)


def test_mentions_in_addresses_stay() -> None:
    sent = word_text("https://medium.example/@me @you", make_server("mastodon"), live_mentions=False)
    assert sent == f"https://medium.example/@me @{JOINER}you"


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial", "pleroma", "unknown"])
@pytest.mark.parametrize("tail", ["", " https://courier.example.org/" + "x" * 80, " 👨‍👩‍👧‍👦", " @you"])
async def test_check_agrees_with_the_server(tmp_path: Path, flavour: str, tail: str) -> None:
    async with FakeMastodon(flavour) as server, open_platform(server, tmp_path) as platform:
        room = (platform.limits.length or 0) - platform.measure(MarkedText("a" + tail)) + 1
        fits, over = make_post("a" * room + tail), make_post("a" * (room + 1) + tail)
        assert [problem for problem in platform.check(fits) if problem.severity == "error"] == []
        await platform.publish(await platform.prepare(fits, "fits", None))
        assert any("characters long" in problem.message for problem in platform.check(over))
        if flavour != "unknown":  # there we are more cautious than the server
            with pytest.raises(Rejected, match=r"limit|maximum"):
                await platform.publish(await platform.prepare(over, "over", None))


@pytest.mark.parametrize(
    ("post", "severity"),
    [
        (make_post(" \n "), "error"),
        (make_post(language="xx-klingon"), "error"),
        (make_post(language=""), "error"),
        (make_post("Thanks, @you"), "warning"),
        (make_post("a" * 480, warning="w" * 30), "error"),
        (Post(MarkedText("Read", (Mark("link", 0, 4, "https://a.pl"),)), "en", ""), "warning"),
    ],
)
async def test_check_sees_what_would_go_wrong(tmp_path: Path, post: Post, severity: str) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        assert [problem.severity for problem in platform.check(post)] == [severity]


def test_markdown_servers_get_plain_words() -> None:
    sent = word_text("1. a*b* _c_ https://a.pl/x_y_z\n- d", make_server("hollo"), live_mentions=False)
    assert sent == "\\1. a\\*b\\* \\_c\\_ https://a.pl/x_y_z\n\\- d"


@pytest.mark.parametrize(
    "server", ["mastodon.example.org", "https://", "ftp://a.pl", "https://me:pw@a.pl", "https://a.pl/?t=1"]
)
def test_a_wrong_address_is_a_problem(tmp_path: Path, server: str) -> None:
    with pytest.raises(ValidationError):
        make_options(server, tmp_path)


def spoil(path: Path, content: str | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize("content", ["", "two words", "tökén", None])
async def test_an_unusable_token_sends_nothing(tmp_path: Path, token_file: Path, content: str | None) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key", None)
        before = len(server.requests)
        spoil(token_file, content)
        with pytest.raises(Unauthorized) as caught:
            await platform.publish(payload)
        assert len(server.requests) == before
        assert not content or content not in str(caught.value)


def test_every_flavour_is_cautious_unless_known() -> None:
    assert {name for name, flavour in FLAVOURS.items() if flavour.safe_for} == {
        "mastodon",
        "hollo",
        "pleroma",
        "akkoma",
    }


async def test_what_is_there_is_listed_with_its_addresses(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        receipts = []
        for key, text in (("one", TEXT), ("two", "No address here")):
            payload = await platform.prepare(make_post(text), key, None)
            receipts.append(await platform.publish(payload))
        recent = await platform.recent()
    assert [one.receipt.id for one in recent] == [receipt.id for receipt in receipts[::-1]]
    assert [one.links for one in recent] == [(), ("https://courier.example.org/ferry?a=1&b=2",)]


async def test_a_clock_ahead_of_the_servers_hides_no_post(tmp_path: Path) -> None:
    async with FakeMastodon("unknown") as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(), "key", None)
        receipt = await platform.publish(payload)
        ahead = datetime.now(UTC) + timedelta(minutes=20)
        assert await platform.find(payload, ahead, None) == receipt
