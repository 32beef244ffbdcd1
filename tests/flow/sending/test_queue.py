"""What waits is read for several posts at once: never longer than nobody else has written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, take_in
from test_threads import BARE, TEMPLATE

from bot.clock import to_micros
from bot.flow import show
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending import arming
from bot.flow.sending.deliver import drain
from bot.store import departures

MANY = 6
THIRD = 3


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time that the outbox was read for what waits."""
    real, seen = departures.read_waiting, []

    def read_waiting(conn: Any, channel: str, *given: Any, **named: Any) -> Any:
        seen.append(channel)
        return real(conn, channel, *given, **named)

    monkeypatch.setattr(departures, "read_waiting", read_waiting)
    return seen


async def take_in_many(house: House) -> list[str]:
    for n in range(1, MANY + 1):
        drop(house.settings.project, n)
    await take_in(house)
    return [row["id"] for row in reversed(show.list_posts(house))]


def during_call(script: Script, number: int, act: Callable[[], object]) -> None:
    """Something that happens while the post of that number is on its way."""
    calls = iter(range(1, 100))

    def before() -> None:
        if next(calls) == number:
            act()

    script.before_publish = before


def numbers(script: Script) -> list[int]:
    return [int(one.body["text"].split()[2]) for one in script.online]


def write_from_outside(house: House, sql: str, *given: Any) -> None:
    with closing(sqlite3.connect(house.store.path)) as other, other:
        other.execute(sql, given)


async def test_what_waits_is_read_once_for_several_posts(
    house: House, script: Script, reads: list[str]
) -> None:
    ids = await take_in_many(house)
    await drain(house, "main")
    assert numbers(script) == [1, 2, 3, 4, 5, 6]
    before_and_after_verify, with_the_first_receipt, behind_the_last_two = 2, 1, 2
    assert len(reads) == before_and_after_verify + with_the_first_receipt + behind_the_last_two
    told = [event["action"] for event in show.show_post(house, ids[THIRD])["events"]]
    assert told[-3:] == ["scheduled", "armed", "delivered"]


@pytest.mark.parametrize("what", ["hold", "cancel", "breaking", "door", "gone door", "restricted", "due"])
async def test_what_changes_while_a_queue_is_remembered_is_seen(
    house: House,
    script: Script,
    clock: StageClock,
    reads: list[str],
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    ids = await take_in_many(house)
    urgent = "UPDATE delivery SET urgency = 0 WHERE id = ?"
    away = "UPDATE delivery SET state = 'held' WHERE id = ?"
    acts: dict[str, Callable[[], object]] = {
        "hold": lambda: steer.hold(house, ["main"], "stop"),
        "cancel": lambda: steer.cancel(house, steer.choose(house, [ids[3]])),
        "breaking": lambda: house.store.write_now(lambda conn: conn.exec_driver_sql(urgent, (ids[5],))),
        "door": lambda: write_from_outside(house, urgent, ids[5]),
        "gone door": lambda: write_from_outside(house, away, ids[4]),
        "restricted": lambda: monkeypatch.setattr(
            arming, "judge_names", lambda *_given: ("legal: a name", "")
        ),
        "due": lambda: clock.turn_on(timedelta(minutes=1)),
    }
    during_call(script, THIRD, acts[what])
    if what == "due":
        soon = to_micros(clock.now() + timedelta(seconds=30))
        write_from_outside(house, "UPDATE delivery SET urgency = 0, due_at = ? WHERE id = ?", soon, ids[4])
    await drain(house, "main")
    wanted = {
        "hold": [1, 2, 3],
        "cancel": [1, 2, 3, 5, 6],
        "breaking": [1, 2, 3, 6, 4, 5],
        "door": [1, 2, 3, 6, 4, 5],
        "gone door": [1, 2, 3, 4, 6],
        "restricted": [1, 2, 3],
        "due": [1, 2, 3, 5, 4, 6],
    }
    assert numbers(script) == wanted[what]
    assert what == "restricted" or len(reads) > THIRD, "what was read is not looked at anew"


async def test_the_rest_of_a_thread_leaves_before_what_waits_behind_it(house: House, script: Script) -> None:
    (house.settings.project / "templates" / "posts" / "default.j2").write_text(TEMPLATE)
    for n in range(1, MANY + 1):
        drop(house.settings.project, n, ARTICLE if n == THIRD else BARE)
    await take_in(house)
    await drain(house, "main")
    assert [one.body["text"].split()[2] for one in script.online if "reply_to" not in one.body] == list(
        "123456"
    )
    assert [n for n, one in enumerate(script.online) if "reply_to" in one.body] == [THIRD, THIRD + 1]


async def test_what_is_written_a_second_time_goes_on_where_it_was(
    house: House, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await take_in_many(house)
    writer = house.store._writer
    real, failed = writer._run_group, list[object]()

    def run_group(transaction: Any, group: Any) -> bool:
        last = real(transaction, group)
        if len(script.online) == THIRD and not failed:
            failed.append(group)
            raise sqlite3.OperationalError("disk I/O error")
        return last

    monkeypatch.setattr(writer, "_run_group", run_group)
    await drain(house, "main")
    assert failed
    assert numbers(script) == [1, 2, 3, 4, 5, 6]
    told = [event["action"] for event in show.show_post(house, ids[THIRD])["events"]]
    assert told[-3:] == ["scheduled", "armed", "delivered"]
