"""What the store is told of looks that found nothing: not at once, never something older, and at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_stage import StageClock, open_stage
from flow_wire import Wire, entry

from bot.errors import StoreError, Unreachable
from bot.flow.arriving import looks
from bot.flow.arriving.ingest import poll
from bot.flow.house import House
from bot.plugin import Batch
from bot.store import origins, sources


class Alarm(StageClock):
    """Whoever sleeps is woken by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.waken = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        if seconds < 1:  # first looks, for which a poll waits
            return
        await self.waken.wait()
        await super().sleep(seconds)


@pytest.fixture
def alarm(monkeypatch: pytest.MonkeyPatch) -> Alarm:
    found = Alarm()
    monkeypatch.setattr(looks, "SystemClock", lambda: found)
    return found


@pytest.fixture
def house(project: Path, clock: StageClock, alarm: Alarm) -> Iterator[House]:
    assert not alarm.waken.is_set()
    with open_stage(project, clock) as house:
        yield house


async def look(house: House, wire: Wire, batch: Batch | Exception, name: str = "wire") -> None:
    wire.script.append(batch)
    await poll(house, name, wire)


def stored(house: House) -> dict[str, object]:
    return house.store.read_now(lambda conn: {name: one.memo for name, one in sources.get_all(conn).items()})


async def wake(house: House, alarm: Alarm) -> None:
    alarm.waken.set()
    for _ in range(10_000):
        await asyncio.sleep(0.005)
        if len(stored(house)) > 1:
            return


async def test_looks_that_found_nothing_are_written_together(house: House, wire: Wire, alarm: Alarm) -> None:
    await look(house, wire, Batch(memo={"n": 1}), "a")
    await look(house, wire, Batch(memo={"n": 2}), "a")
    await look(house, wire, Batch(memo={"n": 1}), "b")
    assert stored(house) == {}
    await wake(house, alarm)
    assert stored(house) == {"a": {"n": 2}, "b": {"n": 1}}
    assert wire.memos == [{}, {"n": 1}, {}]


async def test_what_is_noted_is_stored_when_the_house_is_closed(
    project: Path, alarm: Alarm, wire: Wire
) -> None:
    with open_stage(project, StageClock()) as house:
        await look(house, wire, Batch(memo={"n": 1}))
    with open_stage(project, StageClock()) as house:
        assert stored(house) == {"wire": {"n": 1}}
        await look(house, wire, Batch(memo={"n": 2}))
    assert wire.memos == [{}, {"n": 1}]


@pytest.mark.parametrize("last", [Batch(entries=(entry(1),), memo={"n": 2}), Unreachable("no answer")])
async def test_a_look_that_is_stored_overtakes_what_was_noted(
    house: House, wire: Wire, alarm: Alarm, last: Batch | Exception
) -> None:
    await look(house, wire, Batch(memo={"n": 1}))
    if isinstance(last, Unreachable):
        last.memo = {"n": 2}
    await look(house, wire, last)
    assert stored(house) == {"wire": {"n": 2}}
    alarm.waken.set()
    await asyncio.sleep(0.05)
    await look(house, wire, Batch(memo={"n": 1}), "b")
    await wake(house, alarm)
    assert stored(house) == {"wire": {"n": 2}, "b": {"n": 1}}


async def test_a_kill_loses_no_entry_and_posts_none_again(project: Path, alarm: Alarm, wire: Wire) -> None:
    first, second = entry(1), entry(2)
    with open_stage(project, StageClock()) as house:
        await look(house, wire, Batch(entries=(first,), memo={"etag": "1"}))
        await look(house, wire, Batch(memo={"etag": "2"}))
        house.looks._noted.clear()  # what a kill does
    with open_stage(project, StageClock()) as house:
        assert stored(house) == {"wire": {"etag": "1"}}
        await look(house, wire, Batch(entries=(first, second), memo={"etag": "2"}))
        assert len(house.store.read_now(lambda conn: conn.exec_driver_sql("SELECT id FROM post").all())) == 2


async def test_a_store_that_takes_nothing_is_told_and_stops_no_look(
    house: House, wire: Wire, alarm: Alarm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(sources, "note_looks", refuse)
        alarm.waken.set()
        await look(house, wire, Batch(memo={"n": 1}), "a")
        for _ in range(20):
            await asyncio.sleep(0.005)
    await look(house, wire, Batch(memo={"n": 2}), "a")
    await look(house, wire, Batch(memo={"n": 1}), "b")
    await wake(house, alarm)
    assert stored(house) == {"a": {"n": 2}, "b": {"n": 1}}


async def test_before_the_first_look_nothing_is_known(house: House, wire: Wire) -> None:
    await look(house, wire, Batch(entries=(entry(1),), memo={}))
    await look(house, wire, Batch(entries=(entry(1), entry(2)), memo={}))
    found = house.store.read_now(lambda conn: conn.exec_driver_sql("SELECT source_id FROM origin").all())
    assert sorted(row[0] for row in found) == ["wire-1", "wire-2"]


async def test_one_that_cannot_be_stored_keeps_no_other_out(house: House, wire: Wire) -> None:
    broken = entry(1, version="\ud800")
    looks_taken = await asyncio.gather(
        look(house, wire, Batch(entries=(broken,), memo={"n": 1}, baseline=True), "a"),
        look(house, wire, Batch(entries=(entry(2),), memo={"n": 1}, baseline=True), "b"),
        return_exceptions=True,
    )
    assert [isinstance(one, UnicodeEncodeError) for one in looks_taken] == [True, False]
    assert stored(house) == {"b": {"n": 1}}
    await look(house, wire, Batch(entries=(entry(1), entry(2)), memo={"n": 2}, baseline=True), "a")
    assert stored(house) == {"a": {"n": 2}, "b": {"n": 1}}


async def test_a_first_look_is_stored_when_its_poll_is_done(house: House, wire: Wire) -> None:
    await look(house, wire, Batch(entries=(entry(1), entry(2)), memo={"n": 1}, baseline=True))
    assert stored(house) == {"wire": {"n": 1}}
    known = house.store.read_now(lambda conn: origins.known_versions(conn, "wire"))
    assert known == {"wire-1": "1", "wire-2": "1"}


async def test_a_first_look_that_the_store_does_not_take_is_taken_again(
    house: House, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise StoreError("the disk is full")

    batch = Batch(entries=(entry(1),), memo={"n": 1}, baseline=True)
    with monkeypatch.context() as broken:
        broken.setattr(sources, "put_baselines", refuse)
        with pytest.raises(StoreError):
            await look(house, wire, batch)
    assert stored(house) == {}
    await look(house, wire, batch)
    assert wire.memos == [{}, {}]
    assert stored(house) == {"wire": {"n": 1}}
