"""Bluesky against a fake server that answers, refuses and fails as the reference server does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENT
from platform_stage import HastyClock, Stage, make_post
from servers.bluesky import FakeBluesky
from servers.bluesky_accounts import APP_PASSWORD, DID, HANDLE

from bot.errors import (
    DeliveryError,
    Duplicate,
    OutcomeUnknown,
    PayloadExpired,
    Rejected,
    Throttled,
    TokenExpired,
    Unauthorized,
    Unreachable,
)
from bot.http import Client
from bot.model import Attachment, CannotTell, NotThere, Payload, Receipt, new_id
from bot.platforms.bluesky import Bluesky
from bot.platforms.bluesky.session import _find_home
from bot.secrecy import Credentials

NOW = datetime.now(UTC)


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """For the contract test: a session is there already."""
    (folder / "password").write_text(APP_PASSWORD, encoding="utf-8")
    async with FakeBluesky() as server, Client() as client:
        options = {
            "platform": "bluesky",
            "handle": HANDLE,
            "app_password": {"file": "password"},
            "server": server.url,
        }
        stage = Stage(options, lambda: len(server.records), {}, server.misbehave, server.faults.clear, folder)
        yield replace(stage, credentials=await stage.make(Bluesky, client).refresh(Credentials()))


@dataclass
class Room:
    """One account, its server, and whatever the core would keep of the session."""

    server: FakeBluesky
    client: Client
    folder: Path
    credentials: Credentials

    def make(self, learned: dict[str, Any] | None = None, **more: Any) -> Bluesky:
        password = {"file": "password"}
        options = {"platform": "bluesky", "handle": HANDLE, "app_password": password}
        options |= {"server": self.server.url, **more}
        kind = Bluesky.Options.model_validate(options, context={"project": self.folder})
        return Bluesky(kind, self.client, self.credentials, learned or {})

    async def log_in(self, **more: Any) -> Bluesky:
        self.credentials = await self.make(**more).refresh(self.credentials)
        return self.make(**more)

    def write_password(self, text: str) -> None:
        (self.folder / "password").write_text(text, encoding="utf-8")

    def draw(self, size: int = 2000) -> Attachment:
        path = self.folder / "picture.jpg"
        path.write_bytes(b"\xff\xd8" + bytes(size) + b"\xff\xd9")
        return Attachment(str(path), "image/jpeg", "A ferry in the ice", 1200, 630)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    (tmp_path / "password").write_text(APP_PASSWORD, encoding="utf-8")
    async with FakeBluesky() as server, Client(HastyClock(), timeout=PATIENT) as client:
        yield Room(server, client, tmp_path, Credentials())


async def post(platform: Bluesky, text: str = "Ferry stays", **more: Any) -> Receipt:
    payload = await platform.prepare(replace(make_post(text), **more), new_id(), None)
    return await platform.publish(payload)


async def test_it_logs_in_once_and_then_renews_the_session(room: Room) -> None:
    for needs_session in (room.make().verify(), room.make().prepare(make_post(), "k", None)):
        with pytest.raises(TokenExpired):
            await needs_session
    assert room.server.requests == []
    platform = await room.log_in()
    for number in range(3):
        await post(platform, f"Ferry number {number}")
    assert room.server.accounts.logins == 1
    payload = await platform.prepare(make_post(), new_id(), None)
    room.server.accounts.expire()
    with pytest.raises(TokenExpired):
        await platform.publish(payload)
    assert len(room.server.records) == 3
    await (await room.log_in()).publish(payload)
    assert (room.server.accounts.logins, room.server.accounts.refreshes) == (1, 1)
    assert len(room.server.records) == 4


async def test_a_refresh_whose_answer_was_lost_is_asked_for_again(room: Room) -> None:
    await room.log_in()
    room.server.misbehave("commit-then-drop", on="POST /xrpc/com.atproto.server.refreshSession")
    await post(await room.log_in())
    assert (room.server.accounts.logins, room.server.accounts.refreshes) == (1, 1)


@pytest.mark.parametrize("what", ["revoked", "used up"])
async def test_a_refresh_token_worth_nothing_leads_to_a_login(room: Room, what: str) -> None:
    first = await room.log_in()
    old = room.credentials
    if what == "revoked":
        room.server.accounts.revoke()
    else:
        room.server.accounts.grace = -1
        await first.refresh(old)
    await post(await room.log_in())
    assert room.server.accounts.logins == 2


async def test_a_session_is_never_used_for_another_account(room: Room) -> None:
    await room.log_in()
    other = room.make(handle="sports.courier.test")
    with pytest.raises(TokenExpired):
        await other.prepare(make_post(), new_id(), None)
    with pytest.raises(Unauthorized, match="does not resolve"):
        await other.refresh(room.credentials)
    assert room.server.accounts.refreshes == 0
    payload = await (await room.log_in()).prepare(make_post(), new_id(), None)
    strange = Payload(payload.key, {"call": payload.body["call"] | {"repo": "did:plc:other"}})
    with pytest.raises(Rejected, match="another account"):
        await room.make().publish(strange)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"password": "xxxx-xxxx-xxxx-xxxx"}, "refuses the app password", id="wrong"),
        pytest.param({"two_factors": True}, "make an app password", id="main password"),
        pytest.param({"standing": "takendown"}, "was taken down", id="takedown"),
        pytest.param({"standing": "deactivated"}, "is deactivated", id="deactivated"),
        pytest.param({"handle": "renamed.test", "known": {}}, "does not resolve", id="handle"),
    ],
)
async def test_a_login_that_fails_says_what_to_do(room: Room, change: dict[str, Any], words: str) -> None:
    for name, value in change.items():
        setattr(room.server.accounts, name, value)
    with pytest.raises(Unauthorized, match=words) as caught:
        await room.make().refresh(Credentials())
    assert caught.value.hint
    assert APP_PASSWORD not in f"{caught.value}{caught.value!r}"


async def test_a_password_that_is_not_there_is_told(room: Room) -> None:
    (room.folder / "password").unlink()
    with pytest.raises(Unauthorized, match="cannot be read"):
        await room.make().refresh(Credentials())


@pytest.mark.parametrize("standing", ["takendown", "deactivated"])
async def test_an_account_that_may_not_post_any_more(room: Room, standing: str) -> None:
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    room.server.accounts.standing = standing
    for act in (platform.verify(), platform.publish(payload)):
        with pytest.raises(Unauthorized):
            await act
    assert room.server.records == []


async def test_writes_go_to_the_account_s_own_server(room: Room, tmp_path: Path) -> None:
    async with FakeBluesky() as home:
        home.accounts = room.server.accounts  # one account, known to both
        room.server.accounts.home = home.url
        receipt = await post(await room.log_in())
        assert (len(home.records), len(room.server.records)) == (1, 0)
        assert receipt.url == f"https://bsky.app/profile/{DID}/post/{receipt.id.rpartition('/')[2]}"
        await post(await room.log_in(writes_to="server"))
        assert (len(home.records), len(room.server.records)) == (1, 1)


async def test_verify_tells_who_it_is_and_whether_the_handle_holds(room: Room) -> None:
    account = await (await room.log_in()).verify()
    assert (account.id, account.name) == (DID, f"@{HANDLE}")
    assert room.make(account.learned).check(make_post()) == []
    room.server.accounts.handle = "handle.invalid"
    learned = (await room.make().verify()).learned
    (problem,) = room.make(learned).check(make_post())
    assert (problem.severity, "does not resolve" in problem.message) == ("warning", True)


async def test_the_record_is_whole(room: Room) -> None:
    platform = await room.log_in()
    article = replace(make_post("Ice #Ferry\n\nhttps://courier.example.org/"), description="It sails.")
    await platform.publish(await platform.prepare(replace(article, warning="Death"), new_id(), None))
    (record,) = room.server.records
    assert record["langs"] == ["en"]
    assert record["embed"]["external"] == {
        "uri": "https://courier.example.org/ferry",
        "title": "Ferry stays",
        "description": "It sails.",
    }
    assert record["labels"]["values"] == [{"val": "graphic-media"}]
    assert record["text"] == "Ice #Ferry\n\ncourier.example.org"
    assert [facet["features"][0]["$type"].partition("#")[2] for facet in record["facets"]] == ["tag", "link"]
    created_at = datetime.fromisoformat(record["createdAt"])
    assert abs(created_at - datetime.now(UTC)) < PATIENT


async def test_a_picture_is_the_card_s_or_stands_alone(room: Room) -> None:
    platform, picture = await room.log_in(), room.draw()
    await post(platform, attachments=(picture,))
    await post(platform, attachments=(picture,), link=None)
    await post(await room.log_in(card="off"), attachments=(picture,))
    card, alone, off = (record["embed"] for record in room.server.records)
    assert card["external"]["thumb"]["size"] == 2004
    assert alone == off
    assert alone["images"][0]["alt"] == "A ferry in the ice"
    assert alone["images"][0]["aspectRatio"] == {"width": 1200, "height": 630}


@pytest.mark.parametrize("fault", ["too heavy", "not there", "refused"])
async def test_a_picture_never_costs_the_post(room: Room, fault: str) -> None:
    platform, picture = await room.log_in(), room.draw()
    if fault == "too heavy":
        room.server.repo.most_blob_bytes = 100
    elif fault == "not there":
        picture = replace(picture, path=picture.path + ".gone")
    else:
        room.server.misbehave("422", on="POST /xrpc/com.atproto.repo.uploadBlob")
    receipt = await post(platform, attachments=(picture,))
    assert len(receipt.extra["lost"]) == 1
    assert "thumb" not in room.server.records[0]["embed"]["external"]


async def test_an_upload_that_cannot_be_made_now_is_made_later(room: Room) -> None:
    platform, picture = await room.log_in(), room.draw()
    room.server.misbehave("drop", n=3, on="POST /xrpc/com.atproto.repo.uploadBlob")
    with pytest.raises(Unreachable):
        await post(platform, attachments=(picture,))


async def test_a_blob_that_expired_makes_the_payload_worthless_not_the_post(room: Room) -> None:
    platform = await room.log_in()
    article = replace(make_post(), attachments=(room.draw(),))
    payload = await platform.prepare(article, new_id(), None)
    room.server.repo.blobs.clear()
    with pytest.raises(PayloadExpired):
        await platform.publish(payload)
    assert isinstance(await platform.find(payload, NOW, None), NotThere)
    await platform.publish(await platform.prepare(article, new_id(), None))
    assert len(room.server.records) == 1


@pytest.mark.parametrize("flavour", ["bluesky", "bluesky-swap"])
@pytest.mark.parametrize("fault", ["commit-then-drop", "commit-then-500", "commit-then-no-id", "500", "drop"])
async def test_a_repeat_makes_no_second_post(room: Room, flavour: str, fault: str) -> None:
    room.server.become(flavour)
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    room.server.misbehave(fault)
    with pytest.raises(OutcomeUnknown):
        await platform.publish(payload)
    first, second = [await platform.publish(payload) for _ in range(2)]
    assert first == second
    assert len(room.server.records) == 1
    found = await platform.find(payload, NOW, None)
    assert found == first


async def test_the_same_key_gives_the_same_record(room: Room) -> None:
    platform, key = await room.log_in(), new_id()
    one, other = [await platform.prepare(make_post(), key, None) for _ in range(2)]
    assert one == other
    assert (
        one.body["call"]["rkey"] != (await platform.prepare(make_post(), new_id(), None)).body["call"]["rkey"]
    )


async def test_another_record_at_our_address_is_not_taken_for_ours(room: Room) -> None:
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    rkey = payload.body["call"]["rkey"]
    room.server.repo.commit(rkey, payload.body["call"]["record"] | {"text": "By another hand"})
    with pytest.raises(Duplicate) as caught:
        await platform.publish(payload)
    assert caught.value.receipt is None
    assert isinstance(await platform.find(payload, NOW, None), CannotTell)
    assert [record["text"] for record in room.server.records] == ["By another hand"]


async def test_a_swap_that_cannot_be_compared_stays_unknown(room: Room) -> None:
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    room.server.become("bluesky-swap")
    await platform.publish(payload)
    room.server.misbehave("500", n=3, on="GET /xrpc/com.atproto.repo.getRecord")
    with pytest.raises(OutcomeUnknown):
        await platform.publish(payload)


async def test_a_record_that_the_server_calls_invalid(room: Room) -> None:
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    says = "Invalid app.bsky.feed.post record: Record/embed/external/uri must be a uri"
    room.server.misbehave("422", says=says)
    with pytest.raises(Rejected, match="must be a uri"):
        await platform.publish(payload)


async def test_a_full_hour_says_when_it_ends(room: Room) -> None:
    platform = await room.log_in()
    payload = await platform.prepare(make_post(), new_id(), None)
    room.server.misbehave("429", retry_after=600)
    with pytest.raises(Throttled) as caught:
        await platform.publish(payload)
    assert caught.value.retry_after is not None
    assert timedelta(minutes=9) < caught.value.retry_after <= timedelta(minutes=10)


async def test_a_thread_refers_to_its_root_and_its_parent(room: Room) -> None:
    platform, receipts = await room.log_in(), list[Receipt]()
    for number in range(3):
        before = receipts[-1] if receipts else None
        payload = await platform.prepare(make_post(f"Part {number}"), new_id(), before)
        receipts.append(await platform.publish(payload))
    seen = receipts[1].url
    bare = Receipt(seen.rpartition("/")[2], seen)  # as a person writes it down who has seen it
    payload = await platform.prepare(make_post("Part 3"), new_id(), bare)
    await platform.publish(payload)
    replies = [record.get("reply") for record in room.server.records]
    refs = [{"uri": receipt.id, "cid": receipt.extra["cid"]} for receipt in receipts]
    assert replies[0] is None
    assert [reply["root"] for reply in replies[1:] if reply] == [refs[0]] * 3
    assert [reply["parent"] for reply in replies[1:] if reply] == [refs[0], refs[1], refs[1]]
    await platform.withdraw(bare)
    with pytest.raises(Rejected, match="not there"):
        await platform.prepare(make_post("Part 4"), new_id(), bare)


async def test_mentions_reach_only_those_who_are_wanted(room: Room) -> None:
    room.server.accounts.known |= {"mayor.test": "did:plc:mayor"}
    text = "Said @mayor.test and @nobody.test"
    await post(await room.log_in(), text)
    assert room.server.calls("resolveHandle") == 0
    live = await room.log_in(mentions="live")
    (problem,) = live.check(make_post(text))
    assert problem.severity == "warning"
    await post(live, text)
    plain, told = room.server.records
    assert "facets" not in plain
    assert told["facets"] == [
        {
            "index": {"byteStart": 5, "byteEnd": 16},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:mayor"}],
        }
    ]


async def test_what_is_there_can_be_listed_and_taken_down(room: Room) -> None:
    platform = await room.log_in()
    receipts = [await post(platform, f"Ferry {number}") for number in range(3)]
    recent = await platform.recent()
    assert [one.receipt for one in recent] == receipts[::-1]
    assert {one.links for one in recent} == {("https://courier.example.org/ferry",)}
    for _ in range(2):
        await platform.withdraw(receipts[1])
    assert [one.receipt for one in await platform.recent()] == [receipts[2], receipts[0]]


async def test_a_server_that_is_something_else(room: Room) -> None:
    room.server.misbehave("html", on="POST /xrpc")
    with pytest.raises(Unauthorized, match="does not answer like Bluesky"):
        await room.make().refresh(Credentials())
    room.server.misbehave("404", on="POST /xrpc")
    with pytest.raises(Unauthorized, match="does not answer like Bluesky"):
        await room.make().refresh(Credentials())


@pytest.mark.parametrize("fault", ["403", "500", "html", "drop", "429"])
async def test_a_login_fails_with_errors_of_the_house(room: Room, fault: str) -> None:
    room.server.misbehave(fault, n=3, on="POST /xrpc", retry_after=60)
    with pytest.raises(DeliveryError) as caught:
        await room.make().refresh(Credentials())
    assert not isinstance(caught.value, TokenExpired)


def test_a_document_cannot_send_the_token_in_the_clear(room: Room) -> None:
    options = room.make(server="https://bsky.social")._options
    for endpoint in ("http://pds.example.org", "ftp://pds.example.org", "", "https://"):
        document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": endpoint}]}
        assert _find_home(options, document) == "https://bsky.social"
    document = {
        "service": [{"id": "#other"}, {"id": "#atproto_pds", "serviceEndpoint": "https://pds.example.org/"}]
    }
    assert _find_home(options, document) == "https://pds.example.org"
    assert _find_home(options, {}) == _find_home(options, None) == "https://bsky.social"
