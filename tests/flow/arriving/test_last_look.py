"""The last look at an article, right before its post: gone, changed, or not to be had."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import pytest
from flow_stage import Script, StageClock, drop, states, take_in
from flow_wire import TEXT, Wire, entry

from bot.flow import show
from bot.flow.arriving import last_look
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.plugin import Batch

HOUR = timedelta(hours=1)
CHANGED = TEXT.replace("reopens", "stays closed")


class Site(Wire):
    """A feed whose articles have pages."""

    def __init__(self) -> None:
        super().__init__()
        self.visits = 0
        self.answer: Callable[[], Awaitable[bool]] = self.say_here

    async def say_here(self) -> bool:
        return False

    async def is_gone(self, source_id: str, url: str | None) -> bool:
        self.visits += 1
        return await self.answer()


@dataclass
class Desk:
    """The source as the worker would have it."""

    house: House
    source: Any
    name: str = "wire"
    looked_at: float | None = None
    last_look: Literal["auto", "never"] = "auto"
    polls: int = field(default=0)

    async def poll(self) -> None:
        self.polls += 1
        await poll(self.house, self.name, self.source)
        self.looked_at = self.house.clock.monotonic()


@pytest.fixture
async def desk(house: House) -> Desk:
    desk = Desk(house, Site())
    desk.source.script.append(Batch(entries=(entry(1),), memo={"n": 1}))
    await desk.poll()
    house.at_work["wire"] = desk
    return desk


async def test_what_came_in_just_now_costs_no_look(desk: Desk, house: House, script: Script) -> None:
    await drain(house, "main")
    assert (desk.polls, desk.source.visits, len(script.online)) == (1, 0, 1)


async def test_what_has_changed_is_rendered_again(
    desk: Desk, house: House, script: Script, clock: StageClock
) -> None:
    clock.turn_on(HOUR)
    desk.source.script.append(Batch(entries=(entry(1, version="2", text=CHANGED),), memo={"n": 2}))
    await drain(house, "main")
    assert (desk.polls, desk.source.visits) == (2, 1)
    assert "stays closed" in script.online[0].body["text"]


async def test_a_page_that_is_gone_holds_its_post(
    desk: Desk, house: House, script: Script, clock: StageClock
) -> None:
    async def say_gone() -> bool:
        return True

    clock.turn_on(HOUR)
    desk.source.script += [Batch(memo={"n": 2})] * 3
    desk.source.answer = say_gone
    await drain(house, "main")
    assert states(house) == ["held"]
    assert show.list_posts(house)[0]["reason"].startswith("gone: ")
    assert not script.calls.count("prepare")
    steer.retry(house, steer.choose(house, ()))
    await drain(house, "main")
    assert states(house) == ["delivered"]  # a person's word counts


@pytest.mark.parametrize("failing", ["page", "feed", "both hang"])
async def test_what_cannot_be_looked_at_is_sent(
    desk: Desk,
    house: House,
    script: Script,
    clock: StageClock,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    async def fail() -> bool:
        raise RuntimeError("no route")

    async def hang() -> bool:
        await asyncio.sleep(60)
        return True

    clock.turn_on(HOUR)
    monkeypatch.setattr(last_look, "_PATIENCE", 0.05)
    if failing == "page":
        desk.source.script.append(Batch(memo={"n": 2}))
        desk.source.answer = fail
    elif failing == "feed":
        desk.source.script.append(RuntimeError("no route"))
    else:
        desk.source.answer = hang
        monkeypatch.setattr(desk, "poll", hang)
    await drain(house, "main")
    assert len(script.online) == 1
    for task in house.last_looks.values():
        task.cancel()
    await asyncio.gather(*house.last_looks.values(), return_exceptions=True)


async def test_many_posts_share_one_look(desk: Desk, house: House, script: Script, clock: StageClock) -> None:
    desk.source.script.append(Batch(entries=tuple(map(entry, range(2, 6))), memo={"n": 2}))
    await desk.poll()
    clock.turn_on(HOUR)
    desk.source.script.append(Batch(memo={"n": 3}))
    await drain(house, "main")
    assert len(script.online) == 5
    assert (desk.polls, desk.source.visits) == (3, 5)


async def test_a_source_may_do_without(desk: Desk, house: House, script: Script, clock: StageClock) -> None:
    clock.turn_on(HOUR)
    desk.last_look = "never"
    await drain(house, "main")
    assert (desk.polls, desk.source.visits, len(script.online)) == (1, 0, 1)


async def test_a_file_that_is_away_is_waited_for(house: House, script: Script, clock: StageClock) -> None:
    drop(house.settings.project, 1)
    await take_in(house)
    house.at_work["wire"] = Desk(house, make_source(house, "wire"))
    clock.turn_on(HOUR)
    file = next((house.settings.project / "inbox").iterdir())
    text = file.read_text()
    file.unlink()
    assert await drain(house, "main") == clock.now() + timedelta(seconds=3)
    file.write_text(text)
    clock.turn_on(timedelta(seconds=3))
    await drain(house, "main")
    assert len(script.online) == 1
