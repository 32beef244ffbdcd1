"""An article that followers have been given already is not given them again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import Script, Stage, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import Temporary
from bot.flow import lines, show
from bot.flow.editing import revive, steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.model import DeliveryState, Receipt, Recent

HAND = Receipt("77", "https://stage.example/77")


class Open(Stage):
    """A platform that shows its account's latest posts."""

    shown: list[Recent] | Exception
    looks: int

    async def recent(self) -> list[Recent]:
        type(self).looks += 1
        if isinstance(self.shown, Exception):
            raise self.shown
        return self.shown


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
    monkeypatch.setattr(Open, "shown", [], raising=False)
    monkeypatch.setattr(Open, "looks", 0, raising=False)
    monkeypatch.setattr(lines, "discover_platforms", lambda: {"stage": Open})


def rows(house: House) -> list[dict[str, Any]]:
    return show.list_posts(house)[::-1]


@pytest.mark.parametrize(
    ("links", "option", "state"),
    [
        (["https://courier.example.org/1"], "skip", DeliveryState.SKIPPED),
        (
            ["https://x.example/", "http://www.courier.example.org/1/?utm_source=x"],
            "skip",
            DeliveryState.SKIPPED,
        ),
        (["https://courier.example.org/12"], "skip", DeliveryState.DELIVERED),
        ([], "skip", DeliveryState.DELIVERED),
        (["https://courier.example.org/1"], "ignore", DeliveryState.DELIVERED),
    ],
)
async def test_what_somebody_posted_by_hand_is_passed_over(
    tmp_path: Path, clock: StageClock, links: list[str], option: str, state: DeliveryState
) -> None:
    Open.shown = [Recent(Receipt("76")), Recent(HAND, tuple(links))]
    channels = f"main: {{platform: stage, approval: never, posted_by_hand: {option}}}\n"
    project = lay_project(tmp_path / "newsroom", channels=channels)
    drop(project, 1)
    with open_stage(project, clock) as house:
        await take_in(house)
        await drain(house, "main")
        (row,) = rows(house)
        assert row["state"] == state.value
        if state is DeliveryState.SKIPPED:
            assert row["reason"] == "posted by hand: https://stage.example/77"
            revive.revive(house, steer.choose(house, [row["id"]]))
            await drain(house, "main")
            assert rows(house)[0]["state"] == DeliveryState.DELIVERED.value, "a person knows better"


async def test_a_look_costs_no_post_and_is_taken_once_a_minute(house: House, clock: StageClock) -> None:
    Open.shown = Temporary("the server is busy")
    for n in (1, 2):
        drop(house.settings.project, n)
    await take_in(house)
    await drain(house, "main")
    assert [row["state"] for row in rows(house)] == [DeliveryState.DELIVERED.value] * 2
    assert Open.looks == 1
    ours = Receipt(rows(house)[0]["url"].rpartition("/")[2])
    Open.shown = [Recent(Receipt(f"r-{ours.id}"), ("https://courier.example.org/1",))]
    clock.turn_on(timedelta(minutes=2))
    drop(house.settings.project, 3)
    await take_in(house)
    await drain(house, "main")
    assert (Open.looks, rows(house)[2]["state"]) == (2, DeliveryState.DELIVERED.value)
