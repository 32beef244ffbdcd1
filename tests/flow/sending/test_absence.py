"""A worker that was away, a machine that slept, a clock that was set: a person looks first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flow_stage import ARTICLE, Script, Stage, StageClock, drop, lay_project, open_stage, take_in
from sample_delivery import make_delivery
from sqlalchemy import Connection, text

from bot.errors import OutcomeUnknown, Throttled
from bot.flow import show
from bot.flow.composing.times import Timing
from bot.flow.editing import settle, steer
from bot.flow.editing.handmade import due_of
from bot.flow.house import House
from bot.flow.sending import absence
from bot.flow.sending.absence import notice, remember
from bot.flow.sending.deliver import drain
from bot.flow.sending.stock import Passed, came_due, compare
from bot.flow.timing.due import ChannelView
from bot.flow.working.start import start
from bot.model import Delivery, DeliveryState, NotThere, Payload, Receipt, Repeat, Sight, Urgency
from bot.plugin import QuietHours
from bot.plugin.schedule import parse_slot
from bot.settings.effective import Pace

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("wall", "seconds", "wanted"),
    [
        pytest.param(10 * SECOND, 10.0, Passed(), id="as usual"),
        pytest.param(-SECOND, 0.5, Passed(), id="trimmed a little"),
        pytest.param(HOUR, 0.0, Passed(), id="slept for an hour"),
        pytest.param(HOUR + SECOND, 0.0, Passed(NOON), id="slept for longer"),
        pytest.param(HOUR + SECOND, 3601.0, Passed(NOON), id="frozen for longer"),
        pytest.param(timedelta(0), 5.0, Passed(set_back=True), id="set back by five seconds"),
        pytest.param(-HOUR, 10.0, Passed(set_back=True), id="set back by an hour"),
        pytest.param(2 * HOUR, 3 * 3600.0, Passed(NOON, set_back=True), id="frozen, and set back"),
        pytest.param(2 * HOUR, None, Passed(NOON), id="another process, long ago"),
        pytest.param(30 * MINUTE, 4200.0, Passed(NOON, set_back=True), id="longer than the wall clock says"),
        pytest.param(-3 * SECOND, None, Passed(set_back=True), id="another process, of the future"),
        pytest.param(MINUTE, None, Passed(), id="another process, just now"),
    ],
)
def test_what_lies_between_two_looks(wall: timedelta, seconds: float | None, wanted: Passed) -> None:
    before = Sight(NOON, None if seconds is None else 100.0)
    now = Sight(NOON + wall, 7.0 if seconds is None else 100.0 + seconds)
    assert compare(before, now) == wanted


POST = make_delivery(NOON - MINUTE)
PACE = Pace(None, 3 * MINUTE, timedelta(0), 0, None)
VIEW = ChannelView(PACE, ZoneInfo("Europe/Warsaw"))
NIGHT = replace(VIEW, pace=replace(PACE, quiet=QuietHours(hours="12:30-19:00", do="wait")))


@pytest.mark.parametrize(
    ("delivery", "view", "wanted"),
    [
        pytest.param(POST, VIEW, True, id="due"),
        pytest.param(replace(POST, embargo_at=NOON + 5 * HOUR), VIEW, False, id="embargo goes on"),
        pytest.param(replace(POST, embargo_at=NOON + HOUR), VIEW, True, id="embargo ended meanwhile"),
        pytest.param(POST, replace(VIEW, held="x"), False, id="on hold anyway"),
        pytest.param(replace(POST, position=1), VIEW, False, id="the rest of a thread"),
        pytest.param(POST, NIGHT, False, id="it was quiet all the time"),
        pytest.param(
            POST,
            replace(VIEW, pace=replace(PACE, schedule=(parse_slot("daily 20:00"),))),
            False,
            id="its slot is still to come",
        ),
        pytest.param(
            POST,
            replace(VIEW, pace=replace(PACE, schedule=(parse_slot("daily 14:00"),))),
            True,
            id="its slot has passed",
        ),
    ],
)
def test_what_came_due_in_four_hours(delivery: Delivery, view: ChannelView, wanted: bool) -> None:
    assert came_due(delivery, view, NOON, NOON + 4 * HOUR) is wanted


async def bring(house: House, *numbers: int) -> None:
    for n in numbers:
        drop(house.settings.project, n)
    await take_in(house)


def told(house: House) -> list[tuple[str, str]]:
    return [(post["state"], post["reason"]) for post in reversed(show.list_posts(house))]


async def test_after_a_long_sleep_what_came_due_is_held_and_what_comes_in_leaves(
    tmp_path: Path, clock: StageClock, script: Script
) -> None:
    channels = "main: {platform: stage, approval: never, settle: 3m}\n"
    project = lay_project(tmp_path / "sleeps", channels=channels)
    late = ARTICLE.replace("---\nurl", "---\nembargo: 2027-03-01T20:00:00Z\nurl", 1)
    with open_stage(project, clock) as house:
        await start(house)
        await bring(house, 1, 2)
        drop(project, 3, late)
        await take_in(house)
        clock.moment += 2 * HOUR  # the machine sleeps: the other clock stands still
        await bring(house, 4)
        await drain(house, "main")
        states = [state for state, _ in told(house)]
        assert states == ["held", "held", "scheduled", "scheduled"]
        reason = told(house)[0][1]
        assert reason.startswith("away: nobody was at work from 2027-03-01 13:00 to 2027-03-01 15:00")
        clock.turn_on(3 * MINUTE)
        await drain(house, "main")
        assert len(script.online) == 1
        first, second = [post["id"] for post in reversed(show.list_posts(house))][:2]
        steer.retry(house, steer.choose(house, [first]))
        settle.settle_online(house, second, "https://stage.example/@courier/7")
        await drain(house, "main")
        assert [state for state, _ in told(house)] == ["delivered", "delivered", "scheduled", "delivered"]
        assert len(script.online) == 2


@pytest.mark.parametrize(("once", "away", "left"), [(False, 61, 0), (False, 59, 1), (True, 61, 1)])
async def test_a_worker_that_was_stopped(
    project: Path, clock: StageClock, script: Script, once: bool, away: int, left: int
) -> None:
    with open_stage(project, clock) as house:
        await start(house)
        await bring(house, 1)
        await remember(house)
    clock.turn_on(away * MINUTE)
    with open_stage(project, clock) as house:
        await start(house, once=once)
        await drain(house, "main", once=once)
        assert len(script.online) == left
        await start(house)  # once more, as after a change of the config
        assert [state for state, _ in told(house)] == ["delivered" if left else "held"]


async def test_a_row_that_cannot_be_read_keeps_nobody_from_the_others(
    house: House, project: Path, clock: StageClock, script: Script
) -> None:
    await start(house)
    await bring(house, 1, 2)
    first = show.list_posts(house)[1]["id"]
    spoil = text("update delivery set rendered = '{}' where id = :id")
    await house.store.write(lambda conn: conn.execute(spoil, {"id": first}).rowcount)
    clock.moment += 2 * HOUR
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["failed", "held"]


async def test_a_machine_that_sleeps_between_two_steps_sends_nothing(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    await start(house)
    await bring(house, 1, 2)

    def sleep() -> None:
        clock.moment += 2 * HOUR

    script.before_publish = sleep
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["delivered", "held"]


@pytest.mark.parametrize("back", [timedelta(seconds=30), timedelta(minutes=40)])
async def test_a_clock_that_is_set_back_ends_every_safe_time(
    house: House, script: Script, clock: StageClock, back: timedelta
) -> None:
    script.repeat = Repeat(safe_for=HOUR, lag=2 * SECOND)
    await start(house)
    await bring(house, 1)
    script.publishes.append("lost")
    await drain(house, "main")
    clock.turn_on(50 * MINUTE)
    await notice(house)
    clock.moment -= back  # as old as 50 minutes, and the clock says less
    await drain(house, "main")
    clock.turn_on(MINUTE)
    await drain(house, "main")
    assert script.calls.count("publish") == 1
    assert script.calls.count("find") == 1
    assert [state for state, _ in told(house)] == ["delivered"]


async def test_a_channel_rests_no_longer_for_a_clock_that_is_set_back(
    house: House, script: Script, clock: StageClock
) -> None:
    await start(house)
    await bring(house, 1)
    script.publishes.append(Throttled("too many", retry_after=MINUTE))
    again_at = await drain(house, "main")
    assert again_at == clock.now() + MINUTE
    clock.moment -= 5 * HOUR
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["delivered"]


async def test_what_may_be_repeated_for_ever_waits_for_no_other_clock(
    house: House, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=None, lag=2 * SECOND)
    await start(house)
    await bring(house, 1)
    script.publishes.append("lost")
    await drain(house, "main")
    clock.moment -= 5 * HOUR
    for _ in range(5):
        await drain(house, "main")
        clock.turn_on(SECOND)
    assert [state for state, _ in told(house)] == ["delivered"]
    assert len(script.online) == 1


async def test_what_comes_in_before_a_set_back_clock_is_noticed_overtakes_nothing(
    house: House, script: Script, clock: StageClock
) -> None:
    await start(house)
    await bring(house, 1, 2)
    clock.turn_on(10 * SECOND)
    await notice(house)
    clock.turn_on(SECOND)
    clock.moment -= HOUR
    await bring(house, 3)
    clock.turn_on(2 * SECOND)
    await drain(house, "main")
    left = [payload.body["text"].split("number ")[1][0] for payload in script.online]
    assert left == ["1", "2", "3"]


async def test_what_a_person_brings_back_waits_for_no_moment_of_the_other_clock(
    project: Path, house: House, clock: StageClock, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    await start(house)
    steer.cancel(house, steer.choose(house, [], states=[DeliveryState.SCHEDULED]))
    clock.moment -= timedelta(hours=2)
    await drain(house, "main")
    steer.retry(house, steer.choose(house, [], states=[DeliveryState.CANCELLED]))
    await drain(house, "main")
    assert len(script.online) == 1


@pytest.mark.parametrize("attempts", [1, 2])
async def test_a_look_up_never_ends_at_a_later_post_because_the_clock_was_set_back(
    house: House, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch, attempts: int
) -> None:
    """Nor does what was sent twice pass for sent once."""
    asked: list[Receipt | None] = []
    find = Stage.find

    async def listen(self: Stage, payload: Payload, since: datetime, after: Receipt | None) -> Any:
        asked.append(after)
        return await find(self, payload, since, after)

    monkeypatch.setattr(Stage, "find", listen)
    script.repeat = Repeat(safe_for=HOUR, lag=2 * SECOND, empty_answers=2)
    await start(house)
    await bring(house, 1)
    await drain(house, "main")
    await bring(house, 2)
    script.publishes.extend(["lost"] * attempts)
    script.finds.extend([NotThere()])
    await drain(house, "main")
    if attempts == 2:
        clock.turn_on(3 * SECOND)
        await drain(house, "main")
    clock.moment -= 2 * HOUR
    drop(house.settings.project, 3, ARTICLE.replace("---\n", "---\nurgency: breaking\n", 1))
    await take_in(house)
    for _ in range(8):
        await drain(house, "main")
        clock.turn_on(5 * SECOND)
    first, _, third = (show.show_post(house, row["id"]) for row in reversed(show.list_posts(house)))
    assert asked, "it was looked up"
    later = f"r-{third['url'][-4:]}"
    assert later not in [after.id for after in asked if after], (first["url"], asked)
    assert len({payload.key for payload in script.online}) == 3
    repeated = [row for row in outbox_rows(house) if row["attempts_made"] > 1]
    assert len(repeated) == (attempts == 2)


async def test_nor_because_it_was_set_back_by_less_than_is_noticed(
    house: House, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Receipt | None] = []

    async def listen(self: Stage, payload: Payload, since: datetime, after: Receipt | None) -> NotThere:
        asked.append(after)
        return NotThere()

    monkeypatch.setattr(Stage, "find", listen)
    script.repeat = Repeat(safe_for=0 * SECOND, lag=2 * SECOND, empty_answers=3)
    await start(house)
    await bring(house, 1)
    await drain(house, "main")
    clock.turn_on(2 * MINUTE)
    await bring(house, 2)
    script.publishes.append("lost")
    await drain(house, "main")
    clock.moment -= 1.5 * SECOND
    drop(house.settings.project, 3, ARTICLE.replace("---\n", "---\nurgency: breaking\n", 1))
    await take_in(house)
    await drain(house, "main")
    for _ in range(2):
        clock.turn_on(3 * SECOND)
        await drain(house, "main")
    first, _, third = script.online
    assert "Harbour number 3" in third.body["text"]
    assert [one.id for one in asked if one] == [f"r-{first.key[-4:]}"] * 2


def outbox_rows(house: House) -> list[dict[str, Any]]:
    return show.list_posts(house)


async def test_a_clock_that_was_set_back_while_nobody_worked(
    project: Path, script: Script, clock: StageClock
) -> None:
    with open_stage(project, clock) as house:
        await start(house)
        await bring(house, 1)
        script.publishes.append("lost")
        await drain(house, "main")
        clock.turn_on(50 * MINUTE)
        await remember(house)
    clock.moment -= 40 * MINUTE
    with open_stage(project, clock) as house:
        await start(house)
        await drain(house, "main")
        assert "publish" not in script.calls[script.calls.index("publish") + 1 :]
        assert "find" in script.calls


@pytest.mark.parametrize(
    ("boots", "stopped_for", "shown", "calls"),
    [
        pytest.param("aa", 70 * MINUTE, 30 * MINUTE, ["find"], id="set back while it was stopped"),
        pytest.param("ab", 30 * MINUTE, 30 * MINUTE, ["find"], id="the machine was started anew"),
        pytest.param("  ", 30 * MINUTE, 30 * MINUTE, ["find"], id="nobody knows whether it was"),
        pytest.param("aa", 30 * MINUTE, 30 * MINUTE, ["publish"], id="a mere restart of the worker"),
    ],
)
async def test_what_was_in_hand_at_a_kill_is_as_old_as_a_clock_that_nobody_set_says(
    project: Path,
    script: Script,
    clock: StageClock,
    monkeypatch: pytest.MonkeyPatch,
    boots: str,
    stopped_for: timedelta,
    shown: timedelta,
    calls: list[str],
) -> None:
    script.repeat = Repeat(safe_for=HOUR, lag=2 * SECOND)
    monkeypatch.setattr(absence, "name_boot", boots[0].strip)
    with open_stage(project, clock) as house:
        await start(house)
        await bring(house, 1)
        script.publishes.append("lost")
        await drain(house, "main")
        as_killed = text("update delivery set state = 'sending', settle_by = '', not_before = null")
        await house.store.write(lambda conn: conn.execute(as_killed).rowcount)
    before = len(script.calls)
    clock.moment, clock.seconds = clock.moment + shown, clock.seconds + stopped_for.total_seconds()
    monkeypatch.setattr(absence, "name_boot", boots[1].strip)
    with open_stage(project, clock) as house:
        await start(house)
        for _ in range(3):
            await drain(house, "main")
            clock.turn_on(3 * SECOND)
        again = [call for call in script.calls[before:] if call != "verify"]
        assert again == calls
        assert [state for state, _ in told(house)] == ["delivered"]


@pytest.mark.parametrize(
    ("boots", "stopped_for", "shown", "state"),
    [
        pytest.param("aa", 70 * MINUTE, 30 * MINUTE, "held", id="longer than the wall clock says"),
        pytest.param("ab", 0 * MINUTE, -3 * HOUR, "held", id="for nobody knows how long"),
        pytest.param("ab", 0 * MINUTE, -MINUTE, "delivered", id="hardly, as clocks are trimmed"),
        pytest.param("aa", 20 * MINUTE, -3 * HOUR, "delivered", id="not long, whatever the wall clock says"),
    ],
)
async def test_a_wall_clock_that_was_set_back_hides_no_absence(
    project: Path,
    script: Script,
    clock: StageClock,
    monkeypatch: pytest.MonkeyPatch,
    boots: str,
    stopped_for: timedelta,
    shown: timedelta,
    state: str,
) -> None:
    monkeypatch.setattr(absence, "name_boot", lambda: boots[0])
    with open_stage(project, clock) as house:
        await start(house)
        await bring(house, 1)
        await remember(house)
    clock.moment, clock.seconds = clock.moment + shown, clock.seconds + stopped_for.total_seconds()
    monkeypatch.setattr(absence, "name_boot", lambda: boots[1])
    with open_stage(project, clock) as house:
        await start(house)
        await drain(house, "main")
        (row,) = told(house)
        assert row[0] == state
        assert state != "held" or row[1].startswith("away: ")


async def test_a_hold_between_arming_and_the_call_stops_it(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(house, 1)
    write = house.store.write

    async def hold_after(fn: Callable[[Connection], Any]) -> Any:
        done = await write(fn)
        if show.list_posts(house)[0]["state"] == "sending" and not show.list_channels(house)[0]["held_at"]:
            with open_stage(project, clock) as door:  # another process, as far as the store knows
                steer.hold(door, ["main"], "a wrong photo")
        return done

    monkeypatch.setattr(house.store, "write", hold_after)
    await drain(house, "main")
    assert "publish" not in script.calls
    assert told(house) == [("scheduled", "the channel is on hold: a wrong photo")]
    monkeypatch.setattr(house.store, "write", write)
    steer.release(house, ["main"])
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["delivered"]


async def test_what_turns_out_not_to_be_there_waits_for_no_moment_of_the_other_clock(
    house: House, script: Script, clock: StageClock
) -> None:
    """Nor does what is written anew after the clock was set back."""
    script.repeat = Repeat(safe_for=0 * SECOND, lag=SECOND, empty_answers=1)
    await start(house)
    script.publishes.append(OutcomeUnknown("500"))
    await bring(house, 1)
    await bring(house, 2)
    await drain(house, "main")
    steer.hold(house, ["main"], "a moment")
    clock.moment -= 6 * HOUR
    await drain(house, "main")
    drop(house.settings.project, 2, ARTICLE.replace("€{n}4", "€{n}5"))
    await take_in(house)
    steer.release(house, ["main"])
    for _ in range(3):
        clock.turn_on(3 * SECOND)
        await drain(house, "main")
    assert [one["state"] for one in show.list_posts(house)] == ["delivered"] * 2
    assert len(script.online) == 2


def test_a_post_that_a_clock_ahead_saw_revived_is_due_now() -> None:
    timing = Timing(Urgency.NORMAL, NOON - HOUR, None, None)
    revived = replace(POST, revived_at=NOON + HOUR)
    assert due_of(revived, timing, NOON) == NOON
    assert due_of(revived, timing, NOON + 2 * HOUR) == NOON + HOUR
