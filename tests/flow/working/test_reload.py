"""A changed config is taken whole or not at all, and the worker never stands still for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from flow_stage import CONFIG, Blind, Script, Stage, drop
from pace import PATIENCE

from bot.clock import SystemClock
from bot.engines.embedded import Embedded
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.show import list_channels
from bot.flow.watching.health import look
from bot.flow.watching.inforce import find_refusal
from bot.flow.working import worker
from bot.flow.working.reload import Shifts
from bot.model import DeliveryState
from bot.store import channels, events, outbox

TWO = "main: {platform: stage, approval: never}\nsecond: {platform: stage, approval: never}\n"


pytestmark = pytest.mark.usefixtures("stage_in_config", "headline_alone")


def make_engine(house: House) -> Embedded:
    engine: Embedded
    turn = partial(drain, house, stopping=lambda: engine.stopping)
    engine = Embedded(house.clock, turn, house.settings.channels)
    return engine


@asynccontextmanager
async def running(project: Path) -> AsyncIterator[Shifts]:
    """A worker that looks at its config when the test says so."""
    with worker.open_workhouse(project, clock=SystemClock()) as house:
        shifts = Shifts(house, make_engine, look_every=3600)
        task = asyncio.create_task(shifts.run())
        try:
            yield shifts
        finally:
            await shifts.stop()
            async with asyncio.timeout(PATIENCE):
                await task


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - another task fulfils it, and tells nobody
            await asyncio.sleep(0.02)


def write(project: Path, part: str, text: str) -> None:
    (project / "config" / f"{part}.yaml").write_text(text)


async def test_a_new_channel_posts_what_comes_from_then_on(project: Path, script: Script) -> None:
    async with running(project) as shifts:
        drop(project, 1)
        await until(lambda: len(script.online) == 1)
        write(project, "channels", TWO)
        await shifts.look()
        assert list(shifts.house.settings.channels) == ["main"], "one look may have seen half a file"
        await shifts.look()
        await until(lambda: len(shifts.house.settings.channels) == 2)
        drop(project, 2)
        await until(lambda: len(script.online) == 3)
        texts = [payload.body["text"] for payload in script.online]
        assert sum("number 1" in text for text in texts) == 1, "a new channel never reaches back"
        told = shifts.house.store.read_now(lambda conn: events.list_events(conn, "config"))
        assert [(action, detail) for _, _, action, detail in told] == [("taken", "channel second new")]


@pytest.mark.parametrize(
    ("part", "text", "why"),
    [
        ("channels", "main: {platform: stge}\n", "unknown platform 'stge'"),
        (
            "channels",
            "main: {platform: stage, template: posts/no.j2}\n",
            "there is no template 'posts/no.j2'",
        ),
        ("sources", "wire: {source: folder, path: [}\n", "config/sources.yaml:1"),
        ("newscrier", CONFIG["newscrier.yaml"].replace("newscrier.db", "other.db"), "another store"),
    ],
)
async def test_a_broken_config_is_told_once_and_the_old_one_goes_on(
    project: Path, script: Script, part: str, text: str, why: str
) -> None:
    path = project / "config" / f"{part}.yaml"
    good = path.read_text()
    async with running(project) as shifts:
        await until(lambda: shifts.house.store.read_now(partial(channels.get, name="main")) is not None)
        write(project, part, text)
        for _ in range(4):
            await shifts.look()
        refusal = shifts.house.store.read_now(find_refusal)
        assert refusal is not None
        assert why in refusal[1]
        assert [f.level for f in look(shifts.house) if "config" in f.what and why in f.what] == ["warning"]
        told = shifts.house.store.read_now(lambda conn: events.list_events(conn, "config"))
        assert len(told) == 1
        drop(project, 1)
        await until(lambda: len(script.online) == 1)
        path.write_text(good)
        await shifts.look()
        await shifts.look()
        assert shifts.house.store.read_now(find_refusal) is None
        assert not [f for f in look(shifts.house) if "config" in f.what]


BACK = (
    "where it is back: newscrier post retry --channel main; where it was renamed, write `was: main` below "
    "its new name"
)


async def test_a_channel_that_is_gone_leaves_its_posts_held_with_the_reason(
    project: Path, script: Script
) -> None:
    write(project, "channels", "main: {platform: stage}\nsecond: {platform: stage, approval: never}\n")
    async with running(project) as shifts:
        drop(project, 1)
        await until(lambda: len(script.online) == 1)
        write(project, "channels", "second: {platform: stage, approval: never}\n")
        await shifts.look(asked=True)
        await until(lambda: list(shifts.house.settings.channels) == ["second"])
        store = shifts.house.store

        def held() -> list[str]:
            found = store.read_now(lambda conn: outbox.find(conn, states=(DeliveryState.HELD,)))
            return [delivery.reason for delivery, _ in found]

        await until(held)
        told = "gone: the channel main was not in config/channels.yaml any more"
        assert held() == [f"{told}; {BACK}"]
        assert len(script.online) == 1


async def test_an_attempt_in_hand_is_finished_before_the_new_config_counts(
    project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()
    plain = Stage.publish

    async def slow(self: Stage, payload: object) -> object:
        began.set()
        await may_end.wait()
        return await plain(self, payload)  # type: ignore[arg-type]  # the stage's own payload

    monkeypatch.setattr(Stage, "publish", slow)
    async with running(project) as shifts:
        drop(project, 1)
        await asyncio.wait_for(began.wait(), PATIENCE)
        write(project, "channels", TWO)
        await shifts.look(asked=True)
        await shifts.look(asked=True)
        await asyncio.sleep(0.1)
        assert list(shifts.house.settings.channels) == ["main"]
        may_end.set()
        await until(lambda: len(shifts.house.settings.channels) == 2)
        await until(lambda: list_channels(shifts.house)[1]["channel"] == "second")
        assert script.calls.count("publish") == 1
        (attempt,) = shifts.house.store.read_now(outbox.find)
        assert attempt[0].state is DeliveryState.DELIVERED


async def test_a_channel_with_other_options_is_asked_who_it_is_before_it_posts(
    project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def note(call: str) -> None:
        plain = getattr(Stage, call)

        async def noted(self: Blind, *given: object) -> object:
            calls.append(call)
            return await plain(self, *given)

        monkeypatch.setattr(Blind, call, noted)

    note("verify")
    note("publish")
    async with running(project) as shifts:
        drop(project, 1)
        await until(lambda: len(script.online) == 1)
        write(project, "channels", "main: {platform: blind, approval: never}\n")
        await shifts.look(asked=True)
        await until(lambda: shifts.house.settings.channels["main"].platform == "blind")
        drop(project, 2)
        await until(lambda: len(script.online) == 2)
        assert calls[0] == "verify", "and the daily look may come at any time"
        assert calls.count("publish") == 1


async def test_comments_alone_change_nothing_and_a_stop_meanwhile_ends(project: Path, script: Script) -> None:
    async with running(project) as shifts:
        house = shifts.house
        write(project, "channels", "# a word to colleagues\nmain: {platform: stage, approval: never}\n")
        await shifts.look(asked=True)
        assert shifts.house is house
        write(project, "channels", TWO)
        await shifts.look(asked=True)
        await shifts.stop()


async def test_a_config_that_is_taken_before_the_first_shift_holds_from_its_start(
    project: Path, script: Script
) -> None:
    with worker.open_workhouse(project, clock=SystemClock()) as house:
        shifts = Shifts(house, make_engine, look_every=3600)
        write(project, "channels", TWO)
        await shifts.look(asked=True)
        task = asyncio.create_task(shifts.run())
        try:
            await until(lambda: len(shifts.house.settings.channels) == 2)
            drop(project, 1)
            await until(lambda: len(script.online) == 2)
        finally:
            await shifts.stop()
            async with asyncio.timeout(PATIENCE):
                await task


async def test_a_file_still_being_written_is_waited_for(project: Path, script: Script) -> None:
    async with running(project) as shifts:
        for n in range(3):
            write(project, "channels", f"# {'x' * n}\nmain: {{platform: stage, per_hour: {n}}}\n")
            await shifts.look()
        assert shifts.house.settings.channels["main"].per_hour is None
        await shifts.look()
        await until(lambda: shifts.house.settings.channels["main"].per_hour == 2)
