"""No text leaves that was never sound, and what a person decided about a post stays decided."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.flow import show
from bot.flow.composing.compose import compose
from bot.flow.editing import approve, steer
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.once import work_once
from bot.model import DeliveryState
from bot.store import transitions

ODD = "main: {platform: stage, approval: never, template: posts/odd.j2}\n"


def state(house: House) -> str:
    (post,) = show.list_posts(house)
    return str(post["state"])


def retry(house: House) -> None:
    steer.retry(house, steer.choose(house, [post["id"] for post in show.list_posts(house)]))


async def test_a_doubtful_text_is_doubted_again_after_it_expired(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels=ODD)
    (project / "templates" / "posts" / "odd.j2").write_text('{{ figure.sentence | replace("4", "5") }}\n')
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        assert state(house) == "held"
        clock.turn_on(timedelta(hours=13))
        await work_once(house)
        assert state(house) == "expired"
        revive(house, steer.choose(house, [], states=[DeliveryState.EXPIRED]))
        await drain(house, "main")
        assert script.online == []
        assert state(house) == "held"
        steer.cancel(house, steer.choose(house, [], states=[DeliveryState.HELD]))
        retry(house)
        await drain(house, "main")
        assert script.online == []


async def test_a_flood_does_not_wash_a_doubtful_text_through(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    files = {
        "channels": "main: {platform: stage, approval: never}\n",
        "sources": "wire: {source: folder, path: inbox/, flood: 1}\n",
    }
    with open_stage(lay_project(tmp_path / "p", **files), clock) as house:
        for n in (1, 2):
            drop(house.settings.project, n)
        await take_in(house)
        for n in (1, 2):
            note = "social: {{quote: Nobody said this}}\nurl:"
            drop(house.settings.project, n, ARTICLE.replace("url:", note))
        await take_in(house)
        steer.retry(house, steer.choose(house, [], states=[DeliveryState.HELD]))
        await drain(house, "main")
        assert script.online == []
        assert "note's quote" in show.list_posts(house)[0]["reason"]


async def test_a_mended_post_leaves_though_it_is_late(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels=ODD)
    (project / "templates" / "posts" / "odd.j2").write_text("{{ 1 // 0 }}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        assert state(house) == "failed"
        clock.turn_on(timedelta(hours=13))
        (project / "templates" / "posts" / "odd.j2").write_text("{{ headline }}\n")
        retry(house)
        await drain(house, "main")
        assert state(house) == "delivered"


async def test_one_approval_is_enough_for_one_text(tmp_path: Path, script: Script, clock: StageClock) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        steer.cancel(house, steer.choose(house, [], states=[DeliveryState.AWAITING_APPROVAL]))
        retry(house)
        (post,) = show.list_posts(house)
        approve.approve(house, post["id"], post["text_hash"])
        await drain(house, "main")
        assert state(house) == "delivered"


async def test_a_hold_during_a_fresh_rendering_stays(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    await take_in(house)
    (project / "templates" / "posts" / "default.j2").write_text("Read this: {{ headline }}\n")

    def meanwhile(*given: Any) -> Any:
        (post,) = show.list_posts(house)
        scheduled, held = DeliveryState.SCHEDULED, DeliveryState.HELD
        now = house.clock.now()
        house.store.write_now(
            lambda conn: transitions.move(conn, post["id"], scheduled, held, now, reason="gone: taken away")
        )
        return compose(*given)

    monkeypatch.setattr("bot.flow.editing.rerender.compose", meanwhile)
    await drain(house, "main")
    assert script.online == []
    assert state(house) == "held"


async def test_an_embargo_that_passed_may_vanish(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    (project / "inbox" / "001.yaml").write_text("embargo: 2027-03-01T18:00:00+01:00\n")
    drop(project, 1)
    await take_in(house)
    clock.turn_on(timedelta(hours=6))
    (project / "inbox" / "001.yaml").write_text("section: Harbour\n")
    await take_in(house)
    await drain(house, "main")
    assert state(house) == "delivered"


async def test_a_flood_spares_what_a_person_approved_and_what_was_released_and_revised(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    files = {
        "channels": "main: {platform: stage}\nfree: {platform: stage, approval: never}\n",
        "sources": "wire: {source: folder, path: inbox/, flood: 1}\n",
    }
    with open_stage(lay_project(tmp_path / "p", **files), clock) as house:
        drop(house.settings.project, 1)
        await take_in(house)
        for post in show.list_posts(house, channel="main"):
            approve.approve(house, post["id"], post["text_hash"])
        steer.cancel(house, steer.choose(house, [], channel="free"))
        steer.retry(house, steer.choose(house, [], channel="free"))
        drop(house.settings.project, 1, ARTICLE.replace("harbour master", "the harbour master"))
        await take_in(house)
        for post in show.list_posts(house, channel="main", states=[DeliveryState.AWAITING_APPROVAL]):
            approve.approve(house, post["id"], post["text_hash"])
        drop(house.settings.project, 2)
        await take_in(house)
        first = [post for post in show.list_posts(house) if "number 1" in post["title"]]
        assert {post["channel"]: post["state"] for post in first} == {
            "main": "scheduled",
            "free": "scheduled",
        }
