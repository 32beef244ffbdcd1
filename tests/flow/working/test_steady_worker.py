"""What could let a worker go deaf, forget, or give up a pass because of one part of it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import START, Script, StageClock, drop, lay_project, open_stage, take_in
from pace import PATIENCE

from bot.engine import Every, Step
from bot.errors import SourceError, StoreError, TokenExpired
from bot.flow import show
from bot.flow.arriving.sources import list_sources
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working import once
from bot.flow.working.once import work_once
from bot.flow.working.poller import Poller
from bot.flow.working.work import work
from bot.plugin import Batch, Known, Memo
from bot.sources.folder import Folder


class NappingClock(StageClock):
    """Lets others work, and never for long."""

    async def sleep(self, seconds: float) -> None:
        self.turn_on(timedelta(seconds=seconds))
        await asyncio.sleep(0.005)


class SilentEngine:
    """Runs nothing by itself; tells when a channel is woken."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.stopped = asyncio.Event()

    def wake(self, channel: str) -> None:
        self.woken.set()

    def every(self, spec: Every, step: Step) -> None:
        pass

    async def run(self) -> None:
        await self.stopped.wait()

    async def stop(self) -> None:
        self.stopped.set()


async def test_doors_are_heard_after_the_store_could_not_be_read(
    project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "config" / "sources.yaml").write_text("{}\n")
    with open_stage(project, NappingClock()) as house, open_stage(project, NappingClock()) as door:
        real, calls, listening = house.store.data_version, [0], asyncio.Event()

        def version() -> int:
            calls[0] += 1
            if calls[0] == 2:
                raise StoreError("disk I/O error")
            if calls[0] > 3:
                listening.set()
            return real()

        monkeypatch.setattr(house.store, "data_version", version)
        engine = SilentEngine()
        working = asyncio.create_task(work(house, engine))
        async with asyncio.timeout(PATIENCE):
            await listening.wait()
            engine.woken.clear()
            steer.hold(door, ["main"], "stop the press")
            await engine.woken.wait()
        await engine.stop()
        await working


async def test_a_file_that_is_waited_for_is_not_waited_for_all_day(house: House, clock: StageClock) -> None:
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    poller = Poller(house, "wire", lambda: None)
    moments = [START + timedelta(days=1), None]

    async def poll() -> None:
        poller.again_at = moments.pop(0)

    object.__setattr__(clock, "sleep", sleep)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Poller, "poll", lambda _self: poll())
        await poller.poll_until_quiet()
    assert naps == [30.0]


@pytest.mark.parametrize("fails", [False, True])
async def test_a_source_is_not_asked_before_it_wants_to_be(
    house: House, clock: StageClock, *, fails: bool
) -> None:
    asked: list[float] = []

    async def fetch(memo: Memo, _known: Known) -> Batch:
        asked.append(clock.monotonic())
        rest = clock.now() + [timedelta(minutes=10), timedelta(days=400)][len(asked) > 1]
        if fails:
            error = SourceError("429 Too Many Requests")
            error.not_before = rest
            raise error
        return Batch(memo=memo, not_before=rest)

    poller = Poller(house, "wire", lambda: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(poller.source, "fetch", fetch, raising=False)
        begun = clock.monotonic()
        for _ in range(24 * 4):
            await poller.poll_until_quiet()
            clock.turn_on(timedelta(hours=1))
        assert [round((at - begun) / 3600) for at in asked] == [0, 1, 49], "and nothing silences it for years"
        clock.moment += timedelta(days=500)  # as after a long suspension: the seconds stood still
        await poller.poll_until_quiet()
        assert len(asked) == 4


def test_a_platform_that_is_forgotten_meanwhile_is_given_all_the_same(house: House) -> None:
    class Forgetful(dict[str, Any]):
        def __setitem__(self, name: str, value: Any) -> None:
            """As a listener does that forgets it in between."""

    house.lines._platforms = Forgetful()
    assert house.lines.platform("main").label == "Stage"


async def test_one_broken_source_does_not_stop_a_pass(
    tmp_path: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = "broken: {source: folder, path: other/}\nwire: {source: folder, path: inbox/}\n"
    with open_stage(lay_project(tmp_path / "p", sources=sources), clock) as house:
        drop(house.settings.project, 1)
        await take_in(house)
        real: Callable[..., Any] = Folder.fetch

        async def fetch(self: Folder, *given: Any) -> Any:
            if "other" in str(self._options.path):
                raise ZeroDivisionError("a fault in a source")
            return await real(self, *given)

        monkeypatch.setattr(Folder, "fetch", fetch)
        with pytest.raises(ZeroDivisionError):
            await work_once(house)
        assert [post["state"] for post in show.list_posts(house)] == ["delivered"]


async def test_a_source_that_hangs_is_named_after_a_pass(
    tmp_path: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = "hanging: {source: folder, path: other/}\nwire: {source: folder, path: inbox/}\n"
    with open_stage(lay_project(tmp_path / "p", sources=sources), clock) as house:
        real: Callable[..., Any] = Folder.fetch

        async def fetch(self: Folder, *given: Any) -> Any:
            if "other" in str(self._options.path):
                await asyncio.Event().wait()
            return await real(self, *given)

        monkeypatch.setattr(Folder, "fetch", fetch)
        monkeypatch.setattr(once, "_READING_AT_MOST", 0.2)
        await work_once(house)
        (hanging,) = (row for row in list_sources(house) if row["source"] == "hanging")
        assert "not reached within" in str(hanging["error"])


async def test_new_credentials_survive_a_store_that_takes_nothing(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    await take_in(house)
    script.prepares.append(TokenExpired("ended"))
    real, refusals = house.store.write, [0]

    async def full(fn: Any) -> Any:
        if "refresh" in script.calls and not refusals[0]:
            refusals[0] += 1
            raise StoreError("the disk is full")
        return await real(fn)

    monkeypatch.setattr(house.store, "write", full)
    script.refreshes.clear()
    await drain(house, "main")
    script.prepares.append(TokenExpired("ended"))
    clock.turn_on(timedelta(seconds=5))
    await drain(house, "main")
    assert script.calls.count("refresh") == 1
    assert [post["state"] for post in show.list_posts(house)] == ["delivered"]
