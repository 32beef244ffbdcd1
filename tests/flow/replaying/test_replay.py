"""A replay tells what the worker would have done, and does nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flow_stage import CONFIG, START, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import NotFound
from bot.flow import show
from bot.flow.house import House
from bot.flow.replaying.replay import list_arrivals, read_folder, replay
from bot.flow.replaying.timeline import Line, count, write_page
from bot.store import channels

MINUTE = timedelta(minutes=1)
PACED = CONFIG["newscrier.yaml"].replace("settle: 0s, spacing: 0s, per_hour: 0", "settle: 3m, spacing: 10m")
CHANNELS = """\
main: {platform: stage, approval: never}
careful: {platform: stage, stale_after: 2h}
night: {platform: stage, approval: never, quiet: {hours: "13:00-14:00", do: wait}, spacing: 0s}
"""


@pytest.fixture
def paced(tmp_path: Path, clock: StageClock, script: Script) -> Iterator[House]:
    """Three articles within two minutes, the second one corrected; it is one o'clock in the newsroom."""
    project = lay_project(tmp_path / "newsroom", newscrier=PACED, channels=CHANNELS)
    with open_stage(project, clock) as house:
        for n in (1, 2, 3):
            drop(project, n)
            asyncio.run(take_in(house))
            clock.turn_on(MINUTE)
        text = (project / "inbox" / "002.txt").read_text().replace("after the storm", "at last")
        drop(project, 2, text.replace("{", "{{").replace("}", "}}"))
        asyncio.run(take_in(house))
        clock.turn_on(timedelta(days=1))
        yield house


def run(house: House, *, approved: bool = False, hours: float = 24) -> list[Line]:
    arrivals = list_arrivals(house, START)
    return asyncio.run(replay(house, arrivals, until=START + timedelta(hours=hours), approved=approved))


def of(lines: list[Line], channel: str) -> list[tuple[float, str]]:
    """Minutes since the first article, and the state."""
    return [
        (round((line.at - lines_began(lines)).total_seconds() / 60, 1), line.state)
        for line in lines
        if line.channel == channel
    ]


def lines_began(_lines: list[Line]) -> datetime:
    return START


def test_posts_leave_as_the_clock_would_have_had_it(paced: House, script: Script) -> None:
    lines = run(paced)
    assert of(lines, "main") == [(3.0, "delivered"), (13.0, "delivered"), (23.0, "delivered")]
    assert of(lines, "night") == [(60.0, "delivered")] * 3
    assert [state for _, state in of(lines, "careful")] == ["expired"] * 3
    second = next(line for line in lines if "number 2" in line.title and line.channel == "main")
    assert "at last" in second.text, "the newest revision counts"
    assert script.calls == [], "no platform was asked"
    states = {row["state"] for row in show.list_posts(paced)}
    assert states == {"scheduled", "awaiting approval"}, "the store is as it was"


def test_what_is_not_out_in_the_end_is_told_as_it_stands(paced: House) -> None:
    assert count(run(paced, hours=0.1)) == "3 awaiting approval, 1 delivered, 5 scheduled"


def test_as_if_a_person_approved(paced: House) -> None:
    assert count(run(paced, approved=True)) == "9 delivered"


def test_a_channel_on_hold_posts_nothing(paced: House) -> None:
    paced.store.write_now(lambda conn: channels.hold(conn, "main", "lawyers", START, "Ada"))
    assert {state for _, state in of(run(paced, hours=11), "main")} == {"scheduled"}
    late = of(run(paced), "main")
    assert late == [(720.0, "expired"), (721.0, "expired"), (722.0, "expired")], (
        "each as soon as it is too late"
    )


def test_a_folder_is_replayed_at_the_times_that_it_gives(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n, hour in ((1, 9), (2, 7)):
        (folder / f"{n}.txt").write_text(
            f"---\npublished: 2027-02-01 0{hour}:00\n---\nBridge {n} opens\n\nBridge {n} opened, they said.\n"
        )
    (folder / "empty.txt").write_text("")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    arrivals = read_folder(house, folder, None)
    assert [one.at.astimezone(house.zone).hour for one in arrivals] == [7, 9]
    lines = asyncio.run(replay(house, arrivals, until=arrivals[-1].at + MINUTE))
    assert [(line.title, line.state) for line in lines] == [
        ("Bridge 2 opens", "delivered"),
        ("Bridge 1 opens", "delivered"),
    ]
    with pytest.raises(NotFound, match="no source is called 'x'"):
        read_folder(house, folder, "x")


def test_the_page_holds_nothing_but_text(paced: House) -> None:
    lines = run(paced, approved=True)
    page = write_page(paced, lines, "The <Courier>")
    assert "<h1>The &lt;Courier&gt;</h1>" in page
    assert "9 delivered" in page
    assert page.count("<article") == 9
    assert "Monday, 2027-03-01" in page
    assert "<script" not in page
    assert "http-equiv" in page


def test_nothing_to_replay(house: House) -> None:
    assert asyncio.run(replay(house, [], until=START)) == []
    assert count([]) == "nothing"
