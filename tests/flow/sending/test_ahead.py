"""What is prepared while the post before it is on its way: armed with its receipt, and never blindly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import Script, StageClock, drop, lay_project, open_stage, take_in

from bot.flow import show
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending import arming, outcome
from bot.flow.sending.deliver import drain
from bot.store import channels
from bot.store.database import Store

SECOND = timedelta(seconds=1)


async def take_in_some(house: House, many: int = 3) -> list[str]:
    """So many posts, their ids in the order in which they leave."""
    for n in range(1, many + 1):
        drop(house.settings.project, n)
    await take_in(house)
    return [row["id"] for row in reversed(show.list_posts(house))]


def actions(house: House, delivery_id: str) -> list[str]:
    return [event["action"] for event in show.show_post(house, delivery_id)["events"]]


def during_first_call(script: Script, act: Callable[[], object]) -> None:
    """Something that happens while the first post is on its way."""

    def once() -> None:
        script.before_publish = lambda: None
        act()

    script.before_publish = once


async def test_what_follows_is_armed_with_the_receipt_before_it(house: House, script: Script) -> None:
    ids = await take_in_some(house)
    await drain(house, "main")
    assert script.calls == ["verify", *["prepare", "publish"] * 3]
    assert actions(house, ids[0])[-3:] == ["claimed", "armed", "delivered"]
    assert [actions(house, one)[-3:] for one in ids[1:]] == [["scheduled", "armed", "delivered"]] * 2
    assert [f"number {n} " in one.body["text"] for n, one in enumerate(script.online, 1)] == [True] * 3


@pytest.mark.parametrize("what", ["hold", "cancel", "breaking", "late", "restricted"])
async def test_what_changes_during_a_call_is_seen(
    house: House, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    ids = await take_in_some(house, 4 if what == "breaking" else 2)

    def put_first() -> None:
        house.store.write_now(
            lambda conn: conn.exec_driver_sql("UPDATE delivery SET urgency = 0 WHERE id = ?", (ids[3],))
        )

    acts: dict[str, Callable[[], object]] = {
        "hold": lambda: steer.hold(house, ["main"], "stop"),
        "cancel": lambda: steer.cancel(house, steer.choose(house, [ids[1]])),
        "breaking": put_first,
        "late": lambda: clock.turn_on(6 * SECOND),
        "restricted": lambda: monkeypatch.setattr(
            arming, "judge_names", lambda *_given: ("legal: a name", "")
        ),
    }
    during_first_call(script, acts[what])
    await drain(house, "main")
    states = {row["id"]: row["state"] for row in show.list_posts(house)}
    assert states[ids[0]] == "delivered"
    match what:
        case "hold":
            assert (states[ids[1]], len(script.online)) == ("scheduled", 1)
        case "cancel":
            assert (states[ids[1]], len(script.online)) == ("cancelled", 1)
        case "breaking":
            assert [int(one.body["text"].split()[2]) for one in script.online] == [1, 4, 2, 3]
        case "late":
            assert actions(house, ids[1])[-3:] == ["claimed", "armed", "delivered"]
        case _:
            assert (states[ids[1]], len(script.online)) == ("held", 1)


@pytest.mark.parametrize("what", ["hold", "suspended"])
async def test_what_comes_between_arming_and_the_call_stops_it(
    house: House, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    ids = await take_in_some(house, 2)
    real = outcome.keep_writing

    async def write_then(*given: Any) -> Any:
        following = await real(*given)
        monkeypatch.setattr(outcome, "keep_writing", real)
        (armed,) = (row for row in show.list_posts(house) if row["state"] == "sending")
        assert armed["id"] == ids[1]
        if what == "suspended":
            clock.moment += timedelta(hours=2)  # the other clock stands still
        else:
            with Store.open(house.store.path) as door:
                door.write_now(lambda conn: channels.hold(conn, "main", "stop", clock.now(), "door"))
        return following

    monkeypatch.setattr(outcome, "keep_writing", write_then)
    await drain(house, "main")
    if what == "hold":
        assert len(script.online) == 1
        assert "scheduled" in {row["state"] for row in show.list_posts(house)}
    told = actions(house, ids[1])
    assert "delivered" not in told[: told.index("armed") + 2], told


async def test_what_fails_when_prepared_ahead_is_met_again_in_its_turn(
    house: House, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await take_in_some(house, 2)
    during_first_call(script, lambda: None)
    refused = ValueError("a fault of the plugin")
    plain = type(house.lines.platform("main")).prepare
    seen: list[str] = []

    async def prepare(self: Any, post: Any, key: str, reply_to: Any) -> Any:
        seen.append(post.text.text.split()[2])
        if "number 2 " in post.text.text:
            raise refused
        return await plain(self, post, key, reply_to)

    monkeypatch.setattr(type(house.lines.platform("main")), "prepare", prepare)
    await drain(house, "main")
    states = {row["id"]: row["state"] for row in show.list_posts(house)}
    assert (states[ids[0]], states[ids[1]]) == ("delivered", "failed")
    assert seen == ["1", "2", "2"]


async def test_a_channel_that_spaces_its_posts_prepares_none_ahead(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    channels_yaml = "main: {platform: stage, approval: never, spacing: 2m}\n"
    with open_stage(lay_project(tmp_path / "p", channels=channels_yaml), clock) as house:
        await take_in_some(house, 2)
        await drain(house, "main")
        assert script.calls == ["verify", "prepare", "publish"]
