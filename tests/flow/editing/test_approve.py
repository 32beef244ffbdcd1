"""Approval, edits, rejection and revival: only what a person saw leaves, and only once."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, only_post, open_stage, take_in

from bot.errors import StoreError
from bot.flow import show
from bot.flow.editing import steer
from bot.flow.editing.approve import approve, reject
from bot.flow.editing.edit import edit, undo_edit
from bot.flow.editing.refusing import NotFaithful, WrongState
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.sending.session import hold_channel
from bot.flow.show.approval import show_for_approval
from bot.flow.working.once import work_once
from bot.model import DeliveryState, Payload, Post, Receipt
from bot.store import transitions

CHANGED = ARTICLE.replace("on Monday", "on Tuesday")
OWN = "The harbour reopens\n\nRepairs cost €14 million.\n\nhttps://courier.example.org/1"


@pytest.fixture
def asking(tmp_path: Path, script: Script, clock: StageClock) -> Iterator[House]:
    """A house whose channel wants each post approved; somebody else than the worker sits at the desk."""
    with open_stage(lay_project(tmp_path / "p", channels="main: {platform: stage}\n"), clock) as house:
        house.actor = "ada"
        yield house


def said(house: House, post: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["actor"], one["action"]) for one in show.show_post(house, post["id"])["events"]]


async def bring(house: House, text: str = ARTICLE, n: int = 1) -> dict[str, Any]:
    drop(house.settings.project, n, text)
    await take_in(house)
    return only_post(house)


async def test_an_approval_is_for_one_text_and_is_in_the_log(asking: House, script: Script) -> None:
    post = await bring(asking)
    for wrong in ("", post["text_hash"][:7], "beefbeef"):
        with pytest.raises(WrongState, match="hash"):
            approve(asking, post["id"], wrong)
    await drain(asking, "main")
    assert script.online == []
    approve(asking, post["id"], post["text_hash"][:8])
    await drain(asking, "main")
    assert [one.body["text"] for one in script.online] == [post["text"]]
    assert ("ada", "approved") in said(asking, post)
    assert any(post["text_hash"] in one["detail"] for one in only_post(asking)["events"])


@pytest.mark.parametrize("when", ["before it is claimed", "while it is prepared"])
async def test_a_revision_takes_the_approval_back(
    asking: House, script: Script, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = await bring(asking)
    approve(asking, post["id"], post["text_hash"])
    if when == "before it is claimed":
        await bring(asking, CHANGED)
    else:
        platform = asking.lines.platform("main")
        prepare = type(platform).prepare

        async def slow(self: Any, draft: Post, key: str, reply_to: Receipt | None) -> Payload:
            await bring(asking, CHANGED)
            return await prepare(self, draft, key, reply_to)

        monkeypatch.setattr(type(platform), "prepare", slow)
    await drain(asking, "main")
    waiting = only_post(asking)
    assert (waiting["state"], script.online) == ("awaiting approval", [])
    assert "changed since" in waiting["reason"]
    with pytest.raises(WrongState, match="hash"):
        approve(asking, post["id"], post["text_hash"])


async def test_approvals_and_revisions_at_the_same_moment(asking: House, script: Script) -> None:
    """Whoever comes first: what goes online is what was approved, or nothing."""
    post = await bring(asking)

    def say_yes() -> bool:
        try:
            approve(asking, post["id"], post["text_hash"])
        except WrongState:
            return False
        return True

    drop(asking.settings.project, 1, CHANGED)
    await asyncio.gather(asyncio.to_thread(say_yes), take_in(asking), drain(asking, "main"))
    await drain(asking, "main")
    assert [one.body["text"] for one in script.online] in ([], [post["text"]])
    if not script.online:
        assert only_post(asking)["state"] == "awaiting approval"


async def test_a_changed_template_takes_the_approval_back(asking: House, script: Script) -> None:
    post = await bring(asking)
    approve(asking, post["id"], post["text_hash"])
    template = asking.settings.templates / "posts" / "default.j2"
    template.write_text("Look: " + template.read_text())
    await drain(asking, "main")
    waiting = only_post(asking)
    assert (waiting["state"], script.online) == ("awaiting approval", [])
    assert waiting["text"].startswith("Look: ")
    # Who looks before approving sees what the template makes now.
    template.write_text(template.read_text().replace("Look: ", "See: "))
    assert (await show_for_approval(asking, post["id"]))["text"].startswith("See: ")


async def test_what_was_approved_never_without_a_word_is_not_sent(
    asking: House, script: Script, clock: StageClock
) -> None:
    """Whatever put it among the scheduled: right before arming the approval is looked at again."""
    post = await bring(asking)
    awaiting, scheduled = DeliveryState.AWAITING_APPROVAL, DeliveryState.SCHEDULED
    asking.store.write_now(
        lambda conn: transitions.move(conn, post["id"], awaiting, scheduled, clock.now(), reason="a fault")
    )
    await drain(asking, "main")
    assert (only_post(asking)["state"], script.online) == ("awaiting approval", [])


async def test_a_rejected_post_stays_so_whatever_becomes_of_its_article(
    asking: House, script: Script
) -> None:
    post = await bring(asking)
    reject(asking, post["id"], "last year's figure")
    rejected = await bring(asking, CHANGED)
    assert (rejected["state"], rejected["reason"]) == ("cancelled", "rejected by ada: last year's figure")
    assert ("ada", "rejected") in said(asking, post)
    with pytest.raises(WrongState, match="cancelled"):
        reject(asking, post["id"], "again")
    with pytest.raises(WrongState, match="can no longer be edited"):
        edit(asking, post["id"], OWN)
    await drain(asking, "main")
    assert script.online == []


async def test_an_edit_waits_for_approval_and_leaves_as_it_was_written(asking: House, script: Script) -> None:
    post = await bring(asking)
    approve(asking, post["id"], post["text_hash"])
    done = edit(asking, post["id"], f"  {OWN}  \n\n", seen=post["text_hash"])
    assert done.state is DeliveryState.AWAITING_APPROVAL
    template = asking.settings.templates / "posts" / "default.j2"
    template.write_text("Look: " + template.read_text())
    assert (await show_for_approval(asking, post["id"]))["text"] == OWN
    approve(asking, post["id"], done.text_hash)
    await drain(asking, "main")
    assert [one.body["text"] for one in script.online] == [OWN]
    assert only_post(asking)["edited_by"] == "ada"


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        (OWN.replace("€14", "€15"), NotFaithful, "15 million"),
        (OWN + "\n“We never waited at all.”", NotFaithful, "We never waited"),
        (OWN + " FORBIDDEN", WrongState, "the platform will not take this"),
        (OWN + " word" * 200, WrongState, "500 are allowed"),
        (" \n\t\n", WrongState, "empty"),
    ],
)
async def test_what_an_edit_may_not_say(asking: House, text: str, error: type[Exception], told: str) -> None:
    post = await bring(asking)
    with pytest.raises(error, match=told):
        edit(asking, post["id"], text)
    assert only_post(asking)["text_hash"] == post["text_hash"]


async def test_a_person_may_be_sure_and_the_log_keeps_it(house: House, script: Script) -> None:
    house.actor = "ada"
    post = await bring(house)
    with pytest.raises(WrongState, match="changed since"):
        edit(house, post["id"], OWN, seen="beefbeef")
    wrong = OWN.replace("€14 million", "€15 million, the final bill says")
    assert edit(house, post["id"], wrong, sure=True).state is DeliveryState.SCHEDULED
    await drain(house, "main")
    assert [one.body["text"] for one in script.online] == [wrong]
    assert any("sure, although" in one["detail"] for one in only_post(house)["events"])
    assert only_post(house)["vouched_by"] == "ada"


async def test_a_new_revision_keeps_a_persons_text_and_asks(house: House, script: Script) -> None:
    house.actor = "ada"
    post = await bring(house)
    edit(house, post["id"], OWN)
    changed = await bring(house, CHANGED.replace("€{n}4 million", "€{n}6 million"))
    assert (changed["state"], changed["text"]) == ("held", OWN)
    assert "changed since ada wrote this text" in changed["reason"]
    await drain(house, "main")
    # Letting it go is no word on the figure that the article does not have any more.
    steer.retry(house, steer.choose(house, [post["id"]]))
    await drain(house, "main")
    assert (only_post(house)["state"], script.online) == ("held", [])
    assert "14 million" in only_post(house)["reason"]
    done = undo_edit(house, post["id"])
    assert (done.state, only_post(house)["edited_by"]) == (DeliveryState.SCHEDULED, "")
    await drain(house, "main")
    assert "€16 million" in script.online[0].body["text"]


async def test_an_edit_mends_what_was_refused_and_leaves_other_holds_alone(
    house: House, script: Script
) -> None:
    post = await bring(house, ARTICLE.replace("Harbour number", "FORBIDDEN harbour number"))
    assert post["state"] == "failed"
    edit(house, post["id"], OWN)
    await drain(house, "main")
    assert len(script.online) == 1
    with pytest.raises(WrongState, match="delivered"):
        edit(house, post["id"], "Too late")


async def test_revived_posts_are_new_ones(asking: House, script: Script, clock: StageClock) -> None:
    post = await bring(asking)
    clock.turn_on(timedelta(hours=13))
    await work_once(asking)
    assert only_post(asking)["state"] == "expired"
    late = "nobody released it before it was too old (stale_after)"
    assert only_post(asking)["reason"] == f"{late}; a person approves each post of this channel"
    with pytest.raises(WrongState, match="revive"):
        steer.retry(asking, steer.choose(asking, [post["id"]]))
    (done,) = revive(asking, steer.choose(asking, [post["id"]]))
    assert done.state is DeliveryState.AWAITING_APPROVAL
    assert done.expires_at == clock.now() + timedelta(hours=12)
    assert done.due_at == clock.now()
    with pytest.raises(WrongState, match="awaiting approval"):
        revive(asking, [done])
    clock.turn_on(timedelta(hours=1))
    revised = await bring(asking, CHANGED)
    assert revised["expires_at"] == done.expires_at
    approve(asking, post["id"], revised["text_hash"])
    await drain(asking, "main")
    assert [one.body["text"] for one in script.online] == [revised["text"]]


async def test_what_was_too_old_when_it_came_is_not_laid_at_anybodys_door(asking: House) -> None:
    await bring(asking, ARTICLE.replace("url:", "published: 2019-05-04T09:30:00Z\nurl:"))
    await work_once(asking)
    assert only_post(asking)["reason"] == "the article was too old when it came (stale_after)"


async def test_a_skipped_post_is_revived_unless_its_article_says_no(house: House, script: Script) -> None:
    await bring(house)
    drop(house.settings.project, 2, ARTICLE.replace("{n}", "1").replace("example.org/1", "example.org/2"))
    drop(house.settings.project, 3, ARTICLE.replace("url:", "social: {{post: no}}\nurl:"))
    await take_in(house)
    skipped = steer.choose(house, [], states=[DeliveryState.SKIPPED])
    twin, unwanted = sorted(skipped, key=lambda one: "note" in one.reason)
    with pytest.raises(WrongState, match="note says not to post it"):
        revive(house, [twin, unwanted])
    (done,) = revive(house, [twin])
    assert (done.state, done.reason) == (DeliveryState.SCHEDULED, "revived by worker")
    await drain(house, "main")
    assert len(script.online) == 2


async def test_a_released_flood_stays_released_for_its_half_hour(
    house: House, clock: StageClock, script: Script
) -> None:
    for n in range(1, 11):
        drop(house.settings.project, n)
    await take_in(house)
    assert {post["state"] for post in show.list_posts(house)} == {"held"}
    clock.turn_on(timedelta(minutes=10))
    steer.retry(house, steer.choose(house, [], states=[DeliveryState.HELD]))
    for n in range(11, 14):
        drop(house.settings.project, n)
    await take_in(house)
    assert {post["state"] for post in show.list_posts(house)} == {"scheduled"}
    # After that half hour they are counted anew.
    clock.turn_on(timedelta(minutes=25))
    for n in range(20, 31):
        drop(house.settings.project, n)
    await take_in(house)
    assert len(steer.choose(house, [], states=[DeliveryState.HELD])) == 11


async def test_the_workers_hold_keeps_a_persons_reason(house: House, script: Script) -> None:
    house.actor = "ada"
    steer.hold(house, ["main"], "the strike")
    house.store.write_now(lambda conn: hold_channel(conn, house, "main", RuntimeError("odd")))
    (channel,) = show.list_channels(house)
    assert channel["hold_reason"] == "the strike"


async def test_what_stays_wrong_is_said_once_and_hourly(
    house: House, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(house)
    said: list[str] = []
    monkeypatch.setattr("bot.flow.complaining.log.error", lambda _what, **more: said.append(more["reason"]))

    def lock(_name: str) -> None:
        raise StoreError("the stored credentials cannot be opened")

    with monkeypatch.context() as patch:
        patch.setattr(house.lines, "platform", lock)
        for _ in range(1000):
            await drain(house, "main")
            clock.turn_on(timedelta(seconds=5))
        assert len(said) == 2
    await drain(house, "main")
    assert only_post(house)["state"] == "delivered"
    assert house.complaints == {}
