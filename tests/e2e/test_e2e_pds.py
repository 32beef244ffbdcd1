"""Bluesky's own server, started by ourselves: what the platform believes of it, and nothing doubled."""

from __future__ import annotations

import asyncio
import json
import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from accounts import bluesky_channel
from newsroom import Newsroom
from servers.bluesky_pds import MODULES, POSTS, Proxy, RealServer, why_not
from servers.bluesky_repo import make_cid
from stories import make_stories

from bot.errors import (
    Duplicate,
    OutcomeUnknown,
    PayloadExpired,
    Rejected,
    Throttled,
    TokenExpired,
    Unauthorized,
)
from bot.http import Client
from bot.model import Attachment, MarkedText, NotThere, Payload, Post, Receipt, new_id
from bot.platforms.bluesky import Bluesky
from bot.secrecy import Credentials

LINK = "https://courier.example.org/ferry?utm_source=bluesky&utm_medium=social"
TEXT = f"Żółw 🐢 fährt wieder, sagt @courier.test ({LINK}). #Łódź #ferry"
NOW = datetime.now(UTC)

proof = [
    pytest.mark.proof,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it is here"),
]


@pytest.fixture(scope="module")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    with RealServer(tmp_path_factory.mktemp("pds")) as running:
        yield running


@dataclass
class Desk:
    """One channel on the real server, behind a proxy that can lose answers."""

    pds: RealServer
    proxy: Proxy
    client: Client
    folder: Path
    credentials: Credentials = field(default_factory=Credentials)

    def make(self, **more: Any) -> Bluesky:
        options = {
            "platform": "bluesky",
            "handle": self.pds.handle,
            "app_password": {"file": "password"},
            "server": self.proxy.url,
            "writes_to": "server",
            **more,
        }
        kind = Bluesky.Options.model_validate(options, context={"project": self.folder})
        return Bluesky(kind, self.client, self.credentials, {})

    async def log_in(self, **more: Any) -> Bluesky:
        (self.folder / "password").write_text(self.pds.app_password, encoding="utf-8")
        self.credentials = await self.make(**more).refresh(self.credentials)
        return self.make(**more)

    def draw(self) -> Attachment:
        """A picture of 4 by 2 pixels."""
        path = self.folder / "picture.png"
        path.write_bytes(make_png(4, 2))
        return Attachment(str(path), "image/png", "A ferry in the ice", 4, 2)

    def texts(self, like: str) -> list[str]:
        return [one["value"]["text"] for one in self.pds.records() if like in one["value"]["text"]]


@pytest.fixture
async def desk(pds: RealServer, tmp_path: Path) -> AsyncIterator[Desk]:
    async with Proxy(pds.url) as proxy, Client(timeout=timedelta(seconds=20)) as client:
        yield Desk(pds, proxy, client, tmp_path)


def make_png(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x30\x60\x90" * width) * height)
    parts = {b"IHDR": head, b"IDAT": rows, b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, content) for name, content in parts.items())


def make_post(text: str, **more: Any) -> Post:
    post = Post(MarkedText(text), "en", "The ferry sails again", LINK, description="After a hard winter.")
    return replace(post, **more)


def check_facets(record: dict[str, Any]) -> dict[str, str]:
    """What each facet covers and means; the server takes wrong ones, so we look ourselves."""
    raw, position, found = record["text"].encode(), 0, {}
    for facet in record.get("facets", []):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert position <= start < end <= len(raw)
        (feature,) = facet["features"]
        found[raw[start:end].decode()] = next(
            feature[name] for name in ("uri", "tag", "did") if name in feature
        )
        position = end
    return found


class TestPosts:
    pytestmark = proof

    async def test_text_card_and_picture(self, desk: Desk) -> None:
        live = await desk.log_in(mentions="live")
        account = await live.verify()
        assert (account.id, account.name) == (desk.pds.did, f"@{desk.pds.handle}")
        posts = [
            make_post(TEXT, attachments=(desk.draw(),)),
            make_post("A picture alone", attachments=(desk.draw(),), link=None),
            make_post("x" * 300, language="pt-BR", warning="nudity"),
            make_post("👨‍👩‍👧‍👦" * 120),
        ]
        receipts = []
        for post in posts:
            assert [problem for problem in live.check(post) if problem.severity == "error"] == []
            payload = await live.prepare(post, new_id(), None)
            receipts.append(await live.publish(payload))
            assert receipts[-1].extra.keys() == {"cid", "root"}
            assert await live.find(payload, NOW, None) == receipts[-1]
            assert desk.pds.records()[-1]["value"] == payload.body["call"]["record"]
        card, alone, labelled, _ = (one["value"] for one in desk.pds.records()[-4:])
        assert check_facets(card) == {
            "@courier.test": desk.pds.did,
            "courier.example.org/ferry?utm_sour…": LINK,
            "#Łódź": "Łódź",
            "#ferry": "ferry",
        }
        assert card["embed"]["external"]["thumb"]["mimeType"] == "image/png"
        assert card["embed"]["external"]["description"] == "After a hard winter."
        assert alone["embed"]["images"][0]["aspectRatio"] == {"width": 4, "height": 2}
        assert labelled["labels"]["values"] == [{"val": "nudity"}]
        assert [one.receipt for one in (await live.recent())[:4]] == receipts[::-1]

    async def test_each_post_of_a_thread_names_root_and_parent(self, desk: Desk) -> None:
        platform, receipts = await desk.log_in(), list[Receipt]()
        for number in range(3):
            before = receipts[-1] if receipts else None
            payload = await platform.prepare(make_post(f"Part {number}"), new_id(), before)
            receipts.append(await platform.publish(payload))
        first, second, third = (one["value"].get("reply") for one in desk.pds.records()[-3:])
        refs = [{"uri": receipt.id, "cid": receipt.extra["cid"]} for receipt in receipts]
        assert (first, second) == (None, {"root": refs[0], "parent": refs[0]})
        assert third == {"root": refs[0], "parent": refs[1]}
        bare = await platform.prepare(make_post("Part 3"), new_id(), Receipt(receipts[2].id))
        assert bare.body["call"]["record"]["reply"] == {"root": refs[0], "parent": refs[2]}

    async def test_withdrawn_twice_and_then_gone(self, desk: Desk) -> None:
        platform = await desk.log_in()
        payload = await platform.prepare(make_post("To be withdrawn"), new_id(), None)
        assert isinstance(await platform.find(payload, NOW, None), NotThere)
        receipt = await platform.publish(payload)
        for _ in range(2):
            await platform.withdraw(receipt)
            assert isinstance(await platform.find(payload, NOW, None), NotThere)
        assert desk.texts("To be withdrawn") == []


class TestDoubts:
    pytestmark = proof

    @pytest.mark.parametrize("fault", ["commit-then-drop", "commit-then-502", "drop"])
    async def test_the_same_payload_after_a_lost_answer(self, desk: Desk, fault: str) -> None:
        platform, text = await desk.log_in(), f"The answer was lost: {fault}"
        payload = await platform.prepare(make_post(text, attachments=(desk.draw(),)), new_id(), None)
        desk.proxy.misbehave(fault)
        with pytest.raises(OutcomeUnknown):
            await platform.publish(payload)
        assert len(desk.texts(text)) == (fault != "drop")
        stored = Payload(payload.key, json.loads(json.dumps(payload.body)))
        first, second = [await platform.publish(stored) for _ in range(2)]
        assert first == second == await platform.find(stored, NOW, None)
        assert desk.texts(text) == [text]

    async def test_many_repeats_at_once(self, desk: Desk) -> None:
        platform, text = await desk.log_in(), "Ten at once"
        payload = await platform.prepare(make_post(text), new_id(), None)
        receipts = await asyncio.gather(
            *(platform.publish(payload) for _ in range(10)), return_exceptions=True
        )
        wrong = [one for one in receipts if not isinstance(one, Receipt | OutcomeUnknown)]
        assert wrong == []
        assert len({one.id for one in receipts if isinstance(one, Receipt)}) == 1
        assert desk.texts(text) == [text]

    async def test_what_happens_at_an_address_that_is_taken(self, desk: Desk) -> None:
        platform = await desk.log_in()
        payload = await platform.prepare(make_post("The first at this address"), new_id(), None)
        await platform.publish(payload)
        call = payload.body["call"]
        again = {name: call[name] for name in ("repo", "collection", "rkey", "record")}
        status, told = desk.pds.ask(
            "POST", "com.atproto.repo.createRecord", again, desk.credentials["access"]
        )
        assert (status, told["error"]) == (500, "InternalServerError")
        other = Payload(payload.key, {"call": call | {"record": call["record"] | {"text": "Another"}}})
        with pytest.raises(Duplicate) as caught:
            await platform.publish(other)
        assert caught.value.receipt is None
        assert desk.texts("The first at this address") == ["The first at this address"]
        assert desk.texts("Another") == []


async def log_in_often(platform: Bluesky) -> None:
    for _ in range(40):
        await platform.refresh(Credentials())


class TestRefusals:
    pytestmark = proof

    async def test_a_record_that_is_too_long_and_a_blob_that_is_gone(self, desk: Desk) -> None:
        platform = await desk.log_in()
        with pytest.raises(Rejected, match="grapheme too big"):
            await platform.publish(await platform.prepare(make_post("x" * 301), new_id(), None))
        payload = await platform.prepare(make_post("No blob", attachments=(desk.draw(),)), new_id(), None)
        thumb = payload.body["call"]["record"]["embed"]["external"]["thumb"]
        thumb["ref"] = {"$link": make_cid(b"never uploaded", 0x55)}
        with pytest.raises(PayloadExpired):
            await platform.publish(payload)
        assert isinstance(await platform.find(payload, NOW, None), NotThere)

    async def test_the_server_takes_facets_that_lie_beyond_the_text(self, desk: Desk) -> None:
        """Why facets are checked by us."""
        platform = await desk.log_in()
        payload = await platform.prepare(make_post("Short #tag"), new_id(), None)
        payload.body["call"]["record"]["facets"][0]["index"] = {"byteStart": 700, "byteEnd": 900}
        receipt = await platform.publish(payload)
        assert receipt.id.startswith("at://")
        await platform.withdraw(receipt)

    async def test_a_session_is_renewed_twice_and_ends_when_it_is_deleted(self, desk: Desk) -> None:
        platform = await desk.log_in()
        old = desk.credentials
        first, second = [await platform.refresh(old) for _ in range(2)]
        assert first["refresh"] == second["refresh"] != old["refresh"]
        desk.credentials = Credentials({**first, "access": old["access"][:-4] + "AAAA"})
        with pytest.raises(TokenExpired):
            await desk.make().verify()
        delete = "com.atproto.server.deleteSession"
        assert desk.pds.ask("POST", delete, token=first["refresh"])[0] == 200
        desk.credentials = await platform.refresh(first)
        assert (await desk.make().verify()).id == desk.pds.did
        home = await desk.log_in(writes_to="home")
        payload = await home.prepare(make_post("At home"), new_id(), None)
        assert (await home.publish(payload)).id.endswith(payload.body["call"]["rkey"])
        assert desk.credentials["account"].endswith(desk.pds.url.replace("127.0.0.1", "localhost"))

    async def test_who_may_not_log_in(self, desk: Desk) -> None:
        await desk.log_in()
        (desk.folder / "password").write_text("xxxx-xxxx-xxxx-xxxx", encoding="utf-8")
        with pytest.raises(Unauthorized, match="refuses the app password"):
            await desk.make().refresh(Credentials())
        with pytest.raises(Unauthorized, match="does not resolve"):
            await desk.make(handle="nobody.test").refresh(Credentials())

    async def test_an_account_taken_down_or_deactivated(self, desk: Desk) -> None:
        platform = await desk.log_in()
        payload = await platform.prepare(make_post("Never shown"), new_id(), None)
        desk.pds.take_down()
        try:
            for act in (platform.publish(payload), platform.refresh(desk.credentials), platform.verify()):
                with pytest.raises(Unauthorized, match="taken down"):
                    await act
        finally:
            desk.pds.take_down(applied=False)
        token = desk.pds.log_in()
        assert desk.pds.ask("POST", "com.atproto.server.deactivateAccount", {}, token)[0] == 200
        try:
            for act in (platform.publish(payload), platform.refresh(desk.credentials), platform.verify()):
                with pytest.raises(Unauthorized, match="is deactivated"):
                    await act
        finally:
            assert desk.pds.ask("POST", "com.atproto.server.activateAccount", None, token)[0] == 200
        assert desk.texts("Never shown") == []

    async def test_too_many_logins_say_when_to_come_back(self, tmp_path: Path) -> None:
        with RealServer(tmp_path / "pds", PDS_RATE_LIMITS_ENABLED="true") as strict:
            async with Proxy(strict.url) as proxy, Client() as client:
                desk = Desk(strict, proxy, client, tmp_path)
                platform = await desk.log_in()
                with pytest.raises(Throttled) as caught:
                    await log_in_often(platform)
        assert caught.value.retry_after is not None
        assert timedelta(0) < caught.value.retry_after <= timedelta(minutes=5)


class TestNewsroom:
    pytestmark = proof

    async def test_the_whole_way_with_answers_lost_and_a_kill(self, pds: RealServer, tmp_path: Path) -> None:
        """Every lost answer, and a worker that dies: each article once, in order."""
        stories = make_stories(6, "p")
        async with Proxy(pds.url) as proxy:
            channel = bluesky_channel(proxy.url, handle=pds.handle, writes_to="server")
            environment = {"E2E_APP_PASSWORD": pds.app_password}
            with Newsroom(tmp_path / "newsroom", {"main": channel}, environment=environment) as newsroom:

                def work() -> None:
                    told = newsroom.cli("channel", "verify", "main")
                    assert told.returncode == 0, told.stderr
                    assert f"@{pds.handle}" in told.stdout + told.stderr
                    newsroom.drop(*stories[:3])
                    newsroom.start()
                    newsroom.wait_until(lambda: newsroom.states()["delivered"] > 0, "the first")
                    newsroom.kill()
                    newsroom.drop(*stories[3:])
                    newsroom.start()
                    newsroom.wait_until(lambda: newsroom.all_delivered(6), "all six")
                    assert newsroom.stop() == 0

                proxy.misbehave("commit-then-drop")
                proxy.misbehave("commit-then-502")
                await asyncio.to_thread(work)
                receipts = [
                    row[0] for row in newsroom.rows("select receipt from delivery order by due_at, id")
                ]
        addresses = {story.url: story.tag for story in stories}
        shown = [
            (one["uri"], addresses[uri.partition("?")[0]])
            for one in pds.records()
            if (uri := one["value"].get("embed", {}).get("external", {}).get("uri", "")).partition("?")[0]
            in addresses
        ]
        assert [tag for _, tag in shown] == [story.tag for story in stories]
        assert [uri for uri, _ in shown] == [json.loads(receipt)["id"] for receipt in receipts]


def test_the_lock_file_names_no_address() -> None:
    """It must fit every machine, whatever registry that asks."""
    lock = Path(__file__).resolve().parents[1] / "servers" / "pds" / "package-lock.json"
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert "://" not in lock.read_text(encoding="utf-8")
    assert packages["node_modules/@atproto/pds"]["version"] == "0.4.217"
    assert packages["node_modules/@did-plc/server"]["version"] == "0.0.1"
    assert all("integrity" in one for name, one in packages.items() if name)
    assert MODULES.parts[-3:] == (".tools", "pds", "node_modules")
    assert POSTS == "app.bsky.feed.post"
