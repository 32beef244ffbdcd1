"""Pictures on Mastodon and its relatives: uploaded with their alt text, and never the price of a post."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE, PATIENT, lose_patience
from servers.mastodon import TOKEN, FakeMastodon

from bot.clock import SystemClock
from bot.errors import PayloadExpired, Rejected, Unauthorized
from bot.http import Client
from bot.model import Attachment, MarkedText, Payload, Post
from bot.platforms.mastodon import Mastodon
from bot.secrecy import Credentials

ALT = "Two people at a bridge. Photo: Jane Doe"
JPEG = b"\xff\xd8\xff a picture"
V2 = "/api/v2/media"


class HastyClock(SystemClock):
    async def sleep(self, seconds: float) -> None:
        await super().sleep(min(seconds, 0.01))


@asynccontextmanager
async def open_platform(server: FakeMastodon, folder: Path) -> AsyncIterator[Mastodon]:
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    written = {"platform": "mastodon", "server": server.url, "token": {"file": "token"}}
    options = Mastodon.Options.model_validate(written, context={"project": folder})
    async with Client(HastyClock(), timeout=PATIENT) as client:
        learned = (await Mastodon(options, client, Credentials(), {}).verify()).learned
        yield Mastodon(options, client, Credentials(), learned)


def make_post(folder: Path, **changes: Any) -> Post:
    (folder / "1.jpg").write_bytes(JPEG)
    picture = Attachment(str(folder / "1.jpg"), "image/jpeg", ALT, 800, 600)
    return replace(Post(MarkedText("A bridge reopens"), "en", "", attachments=(picture,)), **changes)


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial", "pleroma", "hollo", "unknown"])
@pytest.mark.parametrize("polls", [0, 3])
async def test_a_picture_goes_up_first_with_its_alt_text(tmp_path: Path, flavour: str, polls: int) -> None:
    async with FakeMastodon(flavour) as server, open_platform(server, tmp_path) as platform:
        server.uploads.polls = polls
        payload = await platform.prepare(make_post(tmp_path), "key", None)
        assert payload.left_out == ""
        assert [(one.description, one.content) for one in server.uploads.rows] == [(ALT, JPEG)]
        assert server.texts == []
        receipt = await platform.publish(payload)
        assert [one["description"] for one in server.statuses.rows[0].media] == [ALT]
        assert "left_out" not in receipt.extra


async def test_a_server_with_the_first_edition_only(tmp_path: Path) -> None:
    async with FakeMastodon("unknown") as server, open_platform(server, tmp_path) as platform:
        server.without = {V2}
        payload = await platform.prepare(make_post(tmp_path), "key", None)
        assert payload.body["media_ids"] == [server.uploads.rows[0].id]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"name": "422", "says": "Validation failed: File is odd"}, "File is odd"),
        ({"name": "500", "n": 3}, "500"),
        ({"name": "502", "n": 3}, "502"),
        ({"name": "429", "n": 3, "retry_after": 600}, "429"),
        ({"name": "403"}, "write:media"),
        ({"name": "html"}, "holds no id"),
        ({"name": "hang", "n": 3, "seconds": PATIENCE}, "took too long"),
        ({"name": "drop", "n": 3}, "cannot be reached"),
        ({"name": "301"}, "points to"),
    ],
)
async def test_an_upload_that_fails_costs_no_post(tmp_path: Path, fault: dict[str, Any], reason: str) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        server.misbehave(**{"on": f"POST {V2}", **fault})
        if fault["name"] == "hang":
            lose_patience(platform._uploads.client)
        payload = await platform.prepare(make_post(tmp_path), "key", None)
        lose_patience(platform._uploads.client, PATIENCE)
        assert reason in payload.left_out
        assert TOKEN not in payload.left_out
        await platform.publish(payload)
        assert server.texts == ["A bridge reopens"]


async def test_a_dead_token_holds_the_channel_rather_than_losing_pictures(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        server.misbehave("401", on=f"POST {V2}")
        with pytest.raises(Unauthorized):
            await platform.prepare(make_post(tmp_path), "key", None)


async def test_processing_that_fails_or_never_ends_costs_no_post(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        server.uploads.polls, server.uploads.breaks = 2, True
        payload = await platform.prepare(make_post(tmp_path), "key-1", None)
        assert "Error processing" in payload.left_out
        await platform.publish(payload)
        server.uploads.polls, server.uploads.breaks = 10**9, False
        platform._uploads.client._clock = Rushing()
        payload = await platform.prepare(make_post(tmp_path), "key-2", None)
        assert payload.left_out == "the server was still at work on the picture"
        await platform.publish(payload)
        assert len(server.texts) == 2


class Rushing(SystemClock):
    """Each sleep takes no time at all and is over at once."""

    def __init__(self) -> None:
        self.slept = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        await super().sleep(0)


async def test_an_upload_that_is_gone_is_made_anew_and_then_left_out(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        post = make_post(tmp_path)
        for number in (1, 2):
            payload = await platform.prepare(post, f"key-{number}", None)
            assert payload.left_out == ""
            server.uploads.forget()
            with pytest.raises(PayloadExpired, match="not found or already attached"):
                await platform.publish(payload)
        payload = await platform.prepare(post, "key-3", None)
        assert payload.left_out == "the server refused the post with its picture"
        await platform.publish(payload)
        assert server.texts == ["A bridge reopens"]


async def test_a_text_that_is_refused_is_not_blamed_on_the_picture_for_ever(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        post = make_post(tmp_path, text=MarkedText("x" * 501))
        for error in (PayloadExpired, PayloadExpired, Rejected):
            payload = await platform.prepare(post, "key", None)
            with pytest.raises(error):
                await platform.publish(payload)


async def test_the_same_payload_again_is_the_same_post(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(tmp_path), "key", None)
        first = await platform.publish(payload)
        assert await platform.publish(Payload("key", dict(payload.body))) == first
        assert len(server.texts) == 1


async def test_a_picture_that_a_server_drops_without_a_word_is_told(tmp_path: Path) -> None:
    async with FakeMastodon("pleroma") as server, open_platform(server, tmp_path) as platform:
        payload = await platform.prepare(make_post(tmp_path), "key", None)
        server.uploads.forget()
        receipt = await platform.publish(payload)
        assert receipt.extra["left_out"] == "the server left the picture off"


async def test_a_picture_that_is_gone_from_our_disk_costs_no_post(tmp_path: Path) -> None:
    async with FakeMastodon() as server, open_platform(server, tmp_path) as platform:
        post = make_post(tmp_path)
        (tmp_path / "1.jpg").unlink()
        payload = await platform.prepare(post, "key", None)
        assert "cannot be read" in payload.left_out
        await platform.publish(payload)
        assert server.texts == ["A bridge reopens"]


async def test_what_the_server_takes_is_learned(tmp_path: Path) -> None:
    async with FakeMastodon() as server:
        media = (
            ("supported_mime_types", ["image/png", "video/mp4"]),
            ("description_limit", 420),
            ("image_size_limit", 2_000_000),
            ("image_matrix_limit", 1_000_000),
        )
        server.flavour = replace(server.flavour, media=media)
        async with open_platform(server, tmp_path) as platform:
            limits = platform.limits
            assert (limits.attachments, limits.alt_length) == (4, 420)
            assert (limits.image_bytes, limits.image_side, limits.image_types) == (2e6, 1000, ("image/png",))
            problems = [problem.message for problem in platform.check(make_post(tmp_path))]
            assert problems == ["this server takes no picture of type image/jpeg"]
            png = Attachment("p", "image/png", "x" * 421)
            problems = [one.message for one in platform.check(make_post(tmp_path, attachments=(png,)))]
            assert problems == ["the alt text has 421 characters; this server takes 420"]
        server.flavour = replace(server.flavour, media=(("supported_mime_types", ["video/mp4"]),))
        async with open_platform(server, tmp_path) as platform:
            assert platform.limits.attachments == 0


def test_what_was_learned_before_there_were_pictures_still_reads() -> None:
    learned = {"flavour": "mastodon", "length": 500}
    options = Mastodon.Options.model_validate(
        {"platform": "mastodon", "server": "https://m.example.org", "token": {"env": "T"}}
    )
    platform = Mastodon(options, Client(), Credentials(), learned)
    assert (platform.limits.attachments, platform.limits.image_side) == (4, 2560)
