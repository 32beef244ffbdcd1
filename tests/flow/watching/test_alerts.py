"""Alerts reach people at the start, after four hours, daily, and when it is over; silence is noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flow_stage import CONFIG, Script, StageClock, drop, lay_project, open_stage, take_in
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from bot.clock import to_micros
from bot.errors import StoreError, Unauthorized, Unreachable
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.watching import alerts, health
from bot.flow.watching.alerts import AGAIN_AFTER, THEN_EVERY, plan, watch
from bot.flow.watching.findings import Finding
from bot.flow.watching.health import look
from bot.flow.watching.silence import is_overdue
from bot.flow.working.start import start
from bot.plugin.hours import Expectation
from bot.store import channels
from bot.store.alarms import Alarm
from bot.watch import messenger as module
from bot.watch.messenger import Messenger

NOW = datetime.fromisoformat("2027-03-01T12:00:00+00:00")
HOUR = timedelta(hours=1)
TROUBLE = Finding("error", "it stopped", "mend it", "it stopped")
SLOW = Finding("warning", "it rests", key="it stopped", patience=HOUR)


@pytest.mark.parametrize(
    ("found", "since", "told_at", "times", "told"),
    [
        ([TROUBLE], NOW, None, 0, True),
        ([SLOW], NOW, None, 0, False),
        ([SLOW], NOW - HOUR, None, 0, True),
        ([TROUBLE], NOW - 3 * HOUR, NOW - 3 * HOUR, 1, False),
        ([TROUBLE], NOW - AGAIN_AFTER, NOW - AGAIN_AFTER, 1, True),
        ([TROUBLE], NOW - 9 * HOUR, NOW - AGAIN_AFTER, 2, False),
        ([TROUBLE], NOW - 40 * HOUR, NOW - THEN_EVERY, 2, True),
        ([TROUBLE], NOW, NOW + HOUR, 1, True),  # the clock was set back
        ([], NOW, None, 0, False),  # went by itself before anybody was told
        ([], NOW - HOUR, NOW - HOUR, 1, True),  # over
    ],
)
def test_people_are_told_in_time_and_not_too_often(
    found: list[Finding], since: datetime, told_at: datetime | None, times: int, told: bool
) -> None:
    notices = plan(found, {"it stopped": Alarm("it stopped", since, told_at, times)}, NOW)
    assert [notice.key for notice in notices] == (["it stopped"] if told else [])
    assert all((notice.finding is None) == (not found) for notice in notices)


@pytest.mark.parametrize(
    ("many", "told_before", "told"),
    [(1, HOUR, False), (2, timedelta(minutes=5), False), (2, HOUR, True), (0, HOUR, False)],
)
def test_people_are_told_of_more_of_the_same(many: int, told_before: timedelta, told: bool) -> None:
    alarm = Alarm("it stopped", NOW - HOUR, NOW - told_before, 2, many=1)
    notices = plan([replace(TROUBLE, many=many)], {"it stopped": alarm}, NOW)
    assert [notice.alarm.many for notice in notices] == ([many] if told else [])


def test_what_has_no_key_is_no_alert() -> None:
    assert plan([Finding("error", "look here")], {}, NOW) == []


DAY = Expectation.model_validate({"within": "3h", "hours": "07:00-22:00"})
NIGHT = Expectation.model_validate({"within": "1h", "hours": "22:00-04:00"})
WEEK = Expectation.model_validate({"within": "3h", "hours": "07:00-22:00", "days": "weekdays"})
ALWAYS = Expectation.model_validate({"within": "12h"})
OFFICE = Expectation.model_validate({"within": "12h", "days": "weekdays"})


@pytest.mark.parametrize(
    ("expected", "last", "now", "overdue"),
    [
        (DAY, "2027-03-01T08:00", "2027-03-01T10:59", False),
        (DAY, "2027-03-01T08:00", "2027-03-01T11:01", True),
        (DAY, "2027-02-28T21:00", "2027-03-01T09:59", False),  # since seven o'clock
        (DAY, "2027-02-28T21:00", "2027-03-01T10:01", True),
        (DAY, "2027-03-01T08:00", "2027-03-01T22:01", False),
        (DAY, None, "2027-03-01T12:00", False),  # nothing is awaited
        (NIGHT, "2027-03-01T21:00", "2027-03-02T00:30", True),
        (NIGHT, "2027-03-01T21:00", "2027-03-02T05:00", False),
        (WEEK, "2027-02-26T12:00", "2027-02-28T12:00", False),  # a Sunday
        (WEEK, "2027-02-26T12:00", "2027-03-01T12:00", True),
        (ALWAYS, "2027-02-28T20:00", "2027-03-01T07:00", False),
        (ALWAYS, "2027-02-28T20:00", "2027-03-01T09:00", True),
        (OFFICE, "2027-02-26T20:00", "2027-03-01T09:00", False),  # Monday morning
        (OFFICE, "2027-02-26T20:00", "2027-03-02T09:00", True),
        (OFFICE, "2027-02-26T20:00", "2027-02-28T09:00", False),
        (DAY, "2027-03-27T20:00", "2027-03-28T10:01", True),  # the clock went forward in the night
    ],
)
def test_silence_counts_in_its_hours(
    expected: Expectation, last: str | None, now: str, overdue: bool
) -> None:
    zone = ZoneInfo("Europe/Warsaw")
    last_at, now_at = (
        datetime.fromisoformat(one).replace(tzinfo=zone) if one else None for one in (last, now)
    )
    assert now_at
    assert is_overdue(expected, last_at, now_at, zone) is overdue


class Inbox:
    """Takes what Apprise sends to `json://`, and heartbeats."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.beats = 0
        self.status = 200
        self.tells_time = False
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                length = int(self.headers["content-length"])
                inbox.taken.append(json.loads(self.rfile.read(length)))
                self._answer()

            def do_GET(self) -> None:  # the library's name
                inbox.beats += 1
                self._answer()

            def _answer(self) -> None:
                self.send_response_only(inbox.status)
                if inbox.tells_time:
                    self.send_header("Date", self.date_time_string())
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def titles(self) -> list[str]:
        return [one["title"] for one in self.taken]


@pytest.fixture
def inbox() -> Any:
    inbox = Inbox()
    yield inbox
    inbox.server.shutdown()
    inbox.server.server_close()


def lay(tmp_path: Path, inbox: Inbox, more: str = "") -> Path:
    (tmp_path / "address").write_text(f"json://127.0.0.1:{inbox.port}/")
    (tmp_path / "beat").write_text(f"http://127.0.0.1:{inbox.port}/beat")
    alerts = f"alerts: {{to: [{{file: ../address}}], heartbeat: {{file: ../beat}}{more}}}\n"
    return lay_project(tmp_path / "newsroom", newscrier=CONFIG["newscrier.yaml"] + alerts)


async def test_a_refused_token_pages_people_and_so_does_its_end(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox
) -> None:
    project = lay(tmp_path, inbox)
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        drop(project, 1)
        await take_in(house)
        script.verifies.append(Unauthorized("the token is not taken"))
        await drain(house, "main")
        for hours in (0, 1, 3, 25):
            clock.turn_on(timedelta(hours=hours))
            await watch(house, messenger)
        ours = [one for one in inbox.taken if "main" in one["title"]]
        assert [one["title"] for one in ours] == [
            "The Courier: channel main is on hold",
            "The Courier: channel main is on hold (still)",
            "The Courier: channel main is on hold (still)",
        ]
        told = ours[0]["message"]
        for part in ("the token is not taken", "1 post waits, the first expires at", "channel release main"):
            assert part in told
        assert "Harbour" not in json.dumps(inbox.taken), "an alert quotes no article"
        await house.store.write(lambda conn: channels.release(conn, "main", clock.now(), "Ada"))
        await watch(house, messenger)
        await watch(house, messenger)
        assert inbox.titles()[-1] == "The Courier: solved"
        assert inbox.titles().count("The Courier: solved") == 1


async def test_an_alert_that_nobody_takes_is_tried_again_after_a_while(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def send(_self: Messenger, title: str, _body: str) -> bool:
        tries.append(title)
        return len(tries) > 1

    monkeypatch.setattr(Messenger, "send", send)
    with open_stage(lay(tmp_path, inbox), clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        house.store.write_now(lambda conn: channels.hold(conn, "main", "refused", clock.now(), "worker"))
        for _ in range(30):
            await watch(house, messenger)
            clock.turn_on(timedelta(minutes=1))
        await house.lines.close()
    assert tries == ["The Courier: channel main is on hold"] * 2


def refuse(_fn: object) -> None:
    raise StoreError("the disk is full")


async def test_the_heart_beats_while_all_is_well(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = lay(tmp_path, inbox)
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        await watch(house, messenger)
        assert inbox.beats == 1
        house.store.write_now(lambda conn: channels.hold(conn, "main", "refused", clock.now(), "worker"))
        await watch(house, messenger)
        assert inbox.beats == 2, "a channel's trouble is not the worker's"
        monkeypatch.setattr(house.store, "write_now", refuse)
        await watch(house, messenger)
        assert inbox.beats == 2
        assert "The Courier: the store takes no changes" in inbox.titles()
        await house.lines.close()


def test_a_look_at_the_store_writes_for_a_full_disk_takes_a_commit_without_a_change(
    tmp_path: Path, clock: StageClock, inbox: Inbox
) -> None:
    with open_stage(lay(tmp_path, inbox), clock) as house:

        def count(conn: Connection) -> int:
            now = {"now": to_micros(clock.now())}
            return int(conn.execute(text("select count(*) from milestone where at = :now"), now).scalar_one())

        for minute in range(2):
            clock.turn_on(timedelta(minutes=minute))
            look(house)
            assert house.store.read_now(count) == 1


async def test_a_clock_that_no_server_agrees_with_is_told(
    tmp_path: Path, clock: StageClock, inbox: Inbox
) -> None:
    inbox.tells_time = True
    with open_stage(lay(tmp_path, inbox), clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        for _ in range(2):
            await watch(house, messenger)  # the heartbeat's server tells the time, and the stage is years off
            clock.turn_on(timedelta(minutes=16))
        assert inbox.titles() == []
        await watch(house, messenger)
        assert inbox.titles() == ["The Courier: this machine's clock is wrong"]
        house.lines.client("alerts: heartbeat").clocks.update({"feed.example.org": timedelta(seconds=3)})
        await watch(house, messenger)
        assert inbox.titles()[1:] == ["The Courier: solved"]
        await house.lines.close()


async def test_a_heartbeat_that_is_not_taken_is_told(tmp_path: Path, clock: StageClock, inbox: Inbox) -> None:
    inbox.status = 404
    with open_stage(lay(tmp_path, inbox), clock) as house, capture_logs() as said:
        await watch(house, Messenger(house.settings.alerts.to))
        await house.lines.close()
    assert inbox.beats == 1
    assert [(one["event"], "404" in one["reason"], "/beat" in one["reason"]) for one in said] == [
        ("the heartbeat cannot be given", True, False)
    ]


async def test_silence_is_told(tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox) -> None:
    project = lay(tmp_path, inbox, ", expect_posts: {within: 2h}")
    (project / "config" / "sources.yaml").write_text(
        "wire: {source: folder, path: inbox/, expect: {within: 6h}}\n"
    )
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        clock.turn_on(timedelta(hours=3))
        drop(project, 2)
        await take_in(house)
        nothing = ["The Courier: nothing is posted"]
        for hours, told in ((0, []), (2, []), (1, nothing), (1, nothing), (0, nothing)):
            clock.turn_on(timedelta(hours=hours))
            await watch(house, messenger)
            assert [title for title in inbox.titles() if "silent" not in title] == told
        clock.turn_on(timedelta(hours=3))
        await watch(house, messenger)
        assert "The Courier: source wire is silent" in inbox.titles()
        await drain(house, "main")
        await watch(house, messenger)
        assert inbox.taken[-1]["message"].startswith("Solved: articles came, and nothing was posted")


async def test_a_clock_that_was_ahead_silences_no_alarm(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox
) -> None:
    project = lay(tmp_path, inbox, ", expect_posts: {within: 2h}")
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        ahead = timedelta(days=366)
        clock.moment += ahead
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        house.store.write_now(
            lambda conn: channels.pause(conn, "main", clock.now() + HOUR, "busy", clock.now())
        )
        await watch(house, messenger)
        clock.moment -= ahead
        house.store.write_now(
            lambda conn: channels.pause(conn, "main", clock.now() + 9 * HOUR, "busy", clock.now())
        )
        drop(project, 2)
        await take_in(house)
        for _ in range(2):
            await watch(house, messenger)
            clock.turn_on(3 * HOUR)
        await watch(house, messenger)
        await house.lines.close()
        assert inbox.titles()[:2] == ["The Courier: channel main rests", "The Courier: nothing is posted"]


async def test_a_source_that_never_brings_anything_is_silent_too(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox
) -> None:
    project = lay(tmp_path, inbox, ", expect_posts: {within: 2h}")
    (project / "config" / "sources.yaml").write_text(
        "wire: {source: folder, path: inbox/, expect: {within: 6h}}\n"
    )
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        for hours in (0, 5, 2):
            await start(house, once=True)
            clock.turn_on(timedelta(hours=hours))
            await watch(house, messenger)
            assert inbox.titles() == (["The Courier: source wire is silent"] if hours == 2 else [])


async def test_a_channel_that_tries_again_still_rests(
    tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox
) -> None:
    project = lay(tmp_path, inbox)
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        drop(project, 1)
        await take_in(house)
        script.prepares.extend(Unreachable("no connection") for _ in range(9))
        until: datetime | None = None
        while script.prepares:
            clock.moment = until or clock.moment
            await watch(house, messenger)  # the rest is over, and nobody knows yet whether it helped
            until = await drain(house, "main")
        rests = ["The Courier: channel main rests"]
        assert inbox.titles() == rests
        clock.moment = until or clock.moment
        await drain(house, "main")
        await watch(house, messenger)
        assert inbox.titles() == [*rests, "The Courier: solved"]


async def test_a_flood_is_told(tmp_path: Path, clock: StageClock, script: Script, inbox: Inbox) -> None:
    project = lay(tmp_path, inbox)
    with open_stage(project, clock) as house:
        messenger = Messenger(house.settings.alerts.to)
        for n in range(9):
            drop(project, n)
        await take_in(house)
        await watch(house, messenger)
        await house.lines.close()
        assert inbox.titles() == ["The Courier: posts of a flood"]
        assert "post list --state held" in inbox.taken[0]["message"]
        assert inbox.beats == 1


async def test_without_apprise_or_address_the_log_tells(
    house: House, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    told: list[str] = []
    monkeypatch.setattr(alerts.log, "error", lambda _event, **said: told.append(said["title"]), raising=False)
    house.store.write_now(lambda conn: channels.hold(conn, "main", "refused", house.clock.now(), "worker"))
    monkeypatch.setattr(module, "is_installed", lambda: False)
    await watch(house, Messenger(house.settings.alerts.to))
    assert "The Courier: channel main is on hold" in told
    assert Messenger(()).send("a", "b") is True


def test_alerts_that_would_reach_nobody_are_found(
    tmp_path: Path, clock: StageClock, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_stage(lay(tmp_path, inbox), clock) as house:
        told = "alerts cannot be sent: Apprise is not installed"
        assert told not in [one.what for one in look(house)]
        monkeypatch.setattr(health, "is_installed", lambda: False)
        assert told in [one.what for one in look(house)]
