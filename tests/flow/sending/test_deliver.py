"""A delivery's life, step by step, with every outcome that a platform may have."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import ARTICLE, Script, Stage, StageClock, drop, only_post, open_stage, states, take_in

from bot.errors import (
    OutcomeUnknown,
    Problem,
    Rejected,
    StoreError,
    Temporary,
    Throttled,
    TokenExpired,
    Unauthorized,
)
from bot.flow import show
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain, verify
from bot.flow.working.start import start
from bot.model import Account, CannotTell, NotThere, Post, Receipt, Repeat

SECOND = timedelta(seconds=1)
POST = """\
Harbour number 1 reopens after the storm

The harbour reopened on Monday after repairs that cost €14 million, the port authority said.

“We have waited long for this day, and the boats are ready.”
— Ada Brandt, harbour master

https://courier.example.org/1?utm_source=stage&utm_medium=social"""


async def test_a_dropped_article_is_posted_once(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    assert await drain(house, "main") is None
    assert await drain(house, "main") is None
    assert states(house) == ["delivered"]
    assert [payload.body["text"] for payload in script.online] == [POST]
    assert script.calls == ["verify", "prepare", "publish"]


async def test_the_same_file_again_posts_nothing(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    await take_in(house)
    await drain(house, "main")
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 1


async def test_a_channel_rests_before_it_is_refused(house: House, clock: StageClock, script: Script) -> None:
    for n in (1, 2):
        drop(house.settings.project, n)
    await take_in(house)
    house.lines.client("main").spent_until = clock.now() + 40 * SECOND
    assert await drain(house, "main") == clock.now() + 40 * SECOND
    assert states(house) == ["delivered", "scheduled"]
    (told,) = show.list_channels(house)
    assert told["pause_reason"].startswith("the platform's limit is used up until ")
    clock.turn_on(41 * SECOND)
    await drain(house, "main")
    assert states(house) == ["delivered", "delivered"]


async def test_posts_leave_in_the_order_they_came(house: House, project: Path, script: Script) -> None:
    for n in range(1, 6):
        drop(project, n)
    await take_in(house)
    await drain(house, "main")
    assert [f"number {n} " in payload.body["text"] for n, payload in enumerate(script.online, 1)] == [
        True
    ] * 5


async def test_a_server_that_ignores_keys_is_asked(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0), lag=30 * SECOND, empty_answers=2)
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost")
    script.finds.append(NotThere())
    await drain(house, "main")
    clock.turn_on(29 * SECOND)
    await drain(house, "main")
    assert "find" not in script.calls
    clock.turn_on(SECOND)
    await drain(house, "main")
    assert states(house) == ["uncertain"]
    clock.turn_on(30 * SECOND)
    await drain(house, "main")
    assert states(house) == ["delivered"]
    assert script.calls.count("publish") == 1


async def test_what_is_not_there_is_sent_anew_with_a_new_key(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0), lag=30 * SECOND)
    drop(project, 1)
    await take_in(house)
    script.publishes.append(OutcomeUnknown("502"))
    await drain(house, "main")
    clock.turn_on(30 * SECOND)
    await drain(house, "main")
    assert states(house) == ["delivered"]
    assert len(set(script.keys)) == 2
    assert len(script.online) == 1


async def test_throttled_pauses_the_channel_not_the_order(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    script.publishes.append(Throttled("slow down", retry_after=7 * SECOND))
    assert await drain(house, "main") == clock.now() + 7 * SECOND
    assert states(house) == ["scheduled", "scheduled"]
    clock.turn_on(7 * SECOND)
    await drain(house, "main")
    assert states(house) == ["delivered", "delivered"]
    assert "number 1 " in script.online[0].body["text"]


async def test_rejected_fails_and_the_others_go_on(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    script.publishes.append(Rejected("422 too rude"))
    await drain(house, "main")
    assert states(house) == ["failed", "delivered"]
    assert "too rude" in show.list_posts(house)[1]["reason"]


async def test_a_refused_token_holds_the_channel(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes.append(Unauthorized("401"))
    assert await drain(house, "main") is None
    assert states(house) == ["scheduled"]
    assert show.list_channels(house)[0]["hold_reason"] == "401"
    assert steer.release(house, ["main"]) == ["main"]
    await drain(house, "main")
    assert states(house) == ["delivered"]


async def test_another_account_behind_the_token_holds_the_channel(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    script.verifies += [Account("1", "@courier"), Account("2", "@parody")]
    await drain(house, "main")
    assert states(house) == ["delivered"]
    steer.hold(house, ["main"], "new token")
    steer.release(house, ["main"])
    drop(project, 2)
    await take_in(house)
    await drain(house, "main")
    assert states(house) == ["delivered", "scheduled"]
    assert "@parody" in show.list_channels(house)[0]["hold_reason"]


@pytest.mark.parametrize(
    ("exchanged", "restarted"), [("token", False), ("token", True), ("channels.yaml", True)]
)
async def test_nothing_leaves_by_another_token_before_it_is_known_whose_it_is(
    project: Path, clock: StageClock, script: Script, exchanged: str, restarted: bool
) -> None:
    config = "main: {platform: stage, approval: never, token: {file: config/token}}\n"
    (project / "config" / "channels.yaml").write_text(config)
    (project / "config" / "token").write_text("one")

    async def post(house: House, n: int) -> None:
        drop(project, n)
        await take_in(house)
        await drain(house, "main")

    with open_stage(project, clock) as house:
        await post(house, 1)
        script.verifies.append(Account("2", "@sports"))
        (project / "config" / exchanged).write_text(config.replace("never", "never, per_day: 9"))
        if not restarted:
            await post(house, 2)
    with open_stage(project, clock) as house:
        await start(house)
        if restarted:
            await post(house, 2)
        assert states(house) == ["delivered", "scheduled"]
        (channel,) = show.list_channels(house)
        assert "now belongs to @sports" in str(channel["hold_reason"])
    assert len(script.online) == 1


async def test_an_ended_session_is_renewed_once(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    script.prepares.append(TokenExpired("ended"))
    await drain(house, "main")
    assert states(house) == ["delivered"]
    assert script.calls.count("refresh") == 1
    script.prepares += [TokenExpired("ended"), TokenExpired("ended")]
    drop(project, 2)
    await take_in(house)
    await drain(house, "main")
    assert states(house) == ["delivered", "scheduled"]
    assert show.list_channels(house)[0]["held_at"] is not None


async def test_asking_who_a_channel_is_logs_in_first(house: House, script: Script) -> None:
    script.verifies.append(TokenExpired("not logged in yet"))
    assert (await house.lines.verify("main")).name == "@courier"
    assert script.calls == ["verify", "refresh", "verify"]
    script.verifies.append(TokenExpired("ended at once"))
    with pytest.raises(TokenExpired):
        await house.lines.verify("main")
    assert script.calls.count("refresh") == 1


async def test_two_who_find_the_session_ended_renew_it_once(house: House, script: Script) -> None:
    tried = house.lines.platform("main")
    await asyncio.gather(*(house.lines.refresh("main", tried) for _ in range(3)))
    assert script.calls.count("refresh") == 1
    # What was sent with the old credentials tells nothing about the new ones.
    assert not house.lines.refreshed_lately("main", tried)
    assert house.lines.refreshed_lately("main", house.lines.platform("main"))


async def test_no_session_is_made_that_could_not_be_kept(house: House, project: Path, script: Script) -> None:
    """Else a worker without its key would log in again and again."""
    (project / "data" / "secret.key").unlink()
    script.verifies.append(TokenExpired("not logged in yet"))
    with pytest.raises(StoreError, match="no key to keep credentials with"):
        await house.lines.verify("main")
    assert script.calls == ["verify"]


async def test_a_session_that_ends_while_posting_is_renewed(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes.append(TokenExpired("ended"))
    await drain(house, "main")
    assert states(house) == ["delivered"]
    assert len(script.online) == 1


async def test_preparing_may_fail_without_harm(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    await take_in(house)
    script.prepares += [Temporary("no upload now"), OutcomeUnknown("upload lost")]
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=1))
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=1))
    await drain(house, "main")
    assert states(house) == ["delivered"]
    assert script.calls.count("publish") == 1


async def test_a_fault_of_the_platforms_module_fails_one_post(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    script.prepares.append(ZeroDivisionError("oops"))
    await drain(house, "main")
    assert states(house) == ["failed", "delivered"]


async def test_after_a_kill_in_the_middle_the_post_is_settled(
    project: Path, script: Script, clock: StageClock
) -> None:
    class Killed(BaseException):
        """Stands for kill -9: nothing in the house may catch it."""

    def kill() -> None:
        raise Killed

    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        script.before_publish = kill
        with pytest.raises(Killed):
            await drain(house, "main")
    script.before_publish = lambda: None
    with open_stage(project, clock) as house:
        await start(house)
        assert states(house) == ["uncertain"]
        clock.turn_on(2 * SECOND)
        await drain(house, "main")
        assert states(house) == ["delivered"]
        assert len(set(script.keys)) == 1


async def test_a_receipt_that_cannot_be_written_is_written_later(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    real_write, refusals = house.store.write, [0]

    async def full(fn: Any) -> Any:
        if script.online and refusals[0] < 3:
            refusals[0] += 1
            raise StoreError("the disk is full")
        return await real_write(fn)

    monkeypatch.setattr(house.store, "write", full)
    await drain(house, "main")
    assert refusals[0] == 3
    assert states(house) == ["delivered", "delivered"]
    assert len(script.online) == 2


async def test_a_store_that_takes_nothing_sends_nothing(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    await take_in(house)

    async def full(_fn: Any) -> Any:
        raise StoreError("the disk is full")

    monkeypatch.setattr(house.store, "write", full)
    assert await drain(house, "main") == clock.now() + 5 * SECOND
    assert script.calls == []


async def test_a_worker_that_stood_still_does_not_send(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    drop(project, 2)
    await take_in(house)
    real_write, writes = house.store.write, [0]

    async def frozen_after_arming(fn: Any) -> Any:
        result: Any = await real_write(fn)
        writes[0] += 1
        if writes[0] == 2:
            clock.turn_on(timedelta(minutes=5))
        return result

    monkeypatch.setattr(house.store, "write", frozen_after_arming)
    await drain(house, "main")
    assert states(house) == ["delivered", "delivered"]
    assert script.calls.count("publish") == 2
    attempts = show.show_post(house, show.list_posts(house)[0]["id"])["attempts"]
    assert [attempt["outcome"] for attempt in attempts] == ["not sent", "delivered"]


async def test_a_hold_stops_what_is_prepared_already(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    real = script.prepares

    class Holding(type(real)):  # type: ignore[misc]  # a deque that throws the switch when it is looked at
        def __bool__(self) -> bool:
            steer.hold(house, ["main"], "stop the press")
            return False

    script.prepares = Holding()
    await drain(house, "main")
    assert script.online == []
    assert states(house) == ["scheduled"]


async def test_a_look_up_that_cannot_tell_asks_a_person(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0))
    drop(project, 1)
    await take_in(house)
    script.publishes.append(OutcomeUnknown("?"))
    script.finds += [Temporary("502"), CannotTell("too many posts since")]
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=1))
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=1))
    await drain(house, "main")
    assert "too many posts since" in str(only_post(house)["reason"])
    assert states(house) == ["uncertain"]


async def test_what_the_platform_refuses_beforehand_fails(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1, ARTICLE.replace("reopens", "FORBIDDEN"))
    await take_in(house)
    await drain(house, "main")
    assert states(house) == ["failed"]
    assert script.online == []


async def test_a_platform_that_was_made_anew_is_asked_about_a_text_once_more(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, check = list[str](), Stage.check

    def count(stage: Stage, post: Post) -> list[Problem]:
        asked.append(post.headline)
        return check(stage, post)

    monkeypatch.setattr(Stage, "check", count)
    await verify(house, "main")
    for number, again in ((1, False), (2, True)):
        drop(project, number)
        await take_in(house)
        rendered = len(asked)
        if again:
            house.lines.forget("main")
        await drain(house, "main")
        assert len(asked) - rendered == again
    assert states(house) == ["delivered", "delivered"]


async def test_found_is_delivered_with_its_receipt(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0))
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost")
    script.finds.append(Receipt("9", "https://stage.example/9"))
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=1))
    await drain(house, "main")
    assert only_post(house)["url"] == "https://stage.example/9"
