"""Interleavings of calls with doors, sources and clocks that are set back."""

from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, states, take_in
from structlog.testing import capture_logs

from bot.errors import OutcomeUnknown, Throttled
from bot.flow import show
from bot.flow.editing import settle, steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.once import work_once
from bot.flow.working.start import start
from bot.model import Repeat
from bot.store import origins, sent

SECOND = timedelta(seconds=1)
PLAIN = """\
The new bridge opens

Traffic crossed the new bridge for the first time on Tuesday, after 18 months of work.
"""


def mark_gone(house: House) -> None:
    now = house.clock.now()
    house.store.write_now(lambda conn: origins.mark_gone(conn, "wire", ["001.txt"], now))


@pytest.mark.parametrize("outcome", [Throttled("429", retry_after=SECOND), OutcomeUnknown("500")])
async def test_what_went_away_while_it_was_sent_is_not_sent_again(
    house: House, project: Path, script: Script, clock: StageClock, outcome: Exception
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0), lag=SECOND)
    drop(project, 1)
    await take_in(house)
    script.publishes.append(outcome)
    script.before_publish = lambda: mark_gone(house)
    await drain(house, "main")
    script.before_publish = lambda: None
    for _ in range(3):
        clock.turn_on(2 * SECOND)
        await drain(house, "main")
    assert script.online == []
    assert states(house) == ["held"]
    steer.retry(house, steer.choose(house, [show.list_posts(house)[0]["id"]]))
    await drain(house, "main")
    assert states(house) == ["delivered"]


async def test_found_beats_a_person_who_did_not_see_it(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0), lag=SECOND)
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost")
    await drain(house, "main")
    clock.turn_on(2 * SECOND)
    real = sent.last_receipt

    def meanwhile(*given: object) -> object:
        settle.settle_again(house, show.list_posts(house)[0]["id"])
        return real(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(sent, "last_receipt", meanwhile)
    await drain(house, "main")
    assert script.calls.count("publish") == 1
    assert states(house) == ["delivered"]


async def test_a_repeat_after_a_kill_waits_until_no_request_can_be_in_hand(
    project: Path, script: Script, clock: StageClock
) -> None:
    class Killed(BaseException):
        pass

    def kill() -> None:
        raise Killed

    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        script.repeat = Repeat(safe_for=timedelta(hours=1), lag=30 * SECOND)
        script.publishes.append(OutcomeUnknown("500"))
        await drain(house, "main")
        clock.turn_on(30 * SECOND)
        script.before_publish = kill
        with pytest.raises(Killed):
            await drain(house, "main")
    script.before_publish = lambda: None
    with open_stage(project, clock) as house:
        await start(house)
        assert await drain(house, "main") == clock.now() + 30 * SECOND
        assert script.calls.count("publish") == 2


async def test_what_a_person_wrote_down_is_no_landmark(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    script.repeat = Repeat(safe_for=timedelta(0), lag=SECOND)
    script.publishes.append("lost")
    await drain(house, "main")
    settle.settle_online(house, show.list_posts(house)[0]["id"], "https://elsewhere.example/@courier/9999")
    later = house.clock.now() + SECOND
    assert house.store.read_now(lambda conn: sent.last_receipt(conn, "main", later)) is None


async def test_a_clock_set_back_settles_what_is_uncertain(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(hours=1), lag=30 * SECOND, empty_answers=2)
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost")
    await drain(house, "main")
    clock.moment -= timedelta(days=2)
    for _ in range(4):
        clock.turn_on(31 * SECOND)
        await drain(house, "main")
    assert states(house) == ["delivered"]
    assert script.calls.count("find") == 1


async def test_a_clock_set_back_does_not_keep_a_channel_resting(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes.append(Throttled("429", retry_after=timedelta(minutes=5)))
    await drain(house, "main")
    clock.moment -= timedelta(days=400)
    drop(project, 2)
    await take_in(house)
    await drain(house, "main")
    assert "delivered" in states(house)


async def test_a_renamed_file_is_still_posted(tmp_path: Path, script: Script, clock: StageClock) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage, approval: never, settle: 3m}\n")
    with open_stage(project, clock) as house:
        drop(project, 1, PLAIN)
        await take_in(house)
        (project / "inbox" / "bridge.txt").write_text(PLAIN)
        await take_in(house)
        (project / "inbox" / "001.txt").unlink()
        await take_in(house)
        clock.turn_on(timedelta(minutes=5))
        await drain(house, "main")
        assert sorted(states(house)) == ["delivered", "skipped"]


async def test_a_corrected_address_is_a_revision(tmp_path: Path, script: Script, clock: StageClock) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage, approval: never, settle: 3m}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        drop(project, 1, ARTICLE.replace("example.org/{n}", "example.org/harbour"))
        await take_in(house)
        clock.turn_on(timedelta(minutes=5))
        await drain(house, "main")
        assert states(house) == ["delivered"]
        assert "https://courier.example.org/harbour" in script.online[0].body["text"]


async def test_what_is_late_is_said_aloud_and_keeps_nothing_back(
    tmp_path: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.departures.MOST_CANDIDATES", 2)
    files = {"sources": "wire: {source: folder, path: inbox/, flood: 0}\n"}
    with open_stage(lay_project(tmp_path / "p", **files), clock) as house:
        for n in range(1, 6):
            drop(house.settings.project, n)
        await take_in(house)
        clock.turn_on(timedelta(hours=13))
        drop(house.settings.project, 6)
        await take_in(house)
        with capture_logs() as said:
            await work_once(house)
        assert states(house) == ["expired"] * 5 + ["delivered"]
        assert sum(line["event"] == "expired" for line in said) == 5
