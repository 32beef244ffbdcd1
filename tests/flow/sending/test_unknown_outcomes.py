"""What becomes of a post whose outcome nobody knows: every means in its order, and a person at most once."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import Duplicate, OutcomeUnknown, Rejected
from bot.flow import show
from bot.flow.editing import refusing, settle
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.model import CannotTell, NotThere, Receipt, Repeat

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
LOST, FIVE_HUNDRED = "lost", OutcomeUnknown("500")
DONE, UNCERTAIN = "delivered", "uncertain"


@dataclass
class Case:
    """What the platform promises, how the calls and look-ups end, and what must be done, in its order."""

    repeat: Repeat
    publishes: list[Exception | str]
    finds: list[Exception | Receipt | NotThere | CannotTell]
    calls: list[str]
    state: str
    keys: int = 1
    asleep: timedelta = SECOND * 0
    platform: str = "stage"
    asked: bool = False


FOREVER, A_WHILE = Repeat(None, SECOND), Repeat(HOUR, 30 * SECOND, empty_answers=2)
NEVER = Repeat(SECOND * 0, 30 * SECOND, empty_answers=2)
P, F = "publish", "find"
CASES = {
    "safe for ever: the same again": Case(FOREVER, [LOST, FIVE_HUNDRED], [], [P] * 3, DONE),
    "safe for a while: the same again": Case(A_WHILE, [LOST], [], [P, P], DONE),
    "a replayed key's 500: looked up": Case(A_WHILE, [LOST, FIVE_HUNDRED], [], [P, P, F], DONE),
    "a replayed key refused: looked up": Case(A_WHILE, [LOST, Rejected("422")], [], [P, P, F], DONE),
    "the while is over: found": Case(A_WHILE, [LOST], [], [P, F], DONE, asleep=2 * HOUR),
    "two empty answers, then anew": Case(NEVER, [FIVE_HUNDRED], [], [P, F, F, P], DONE, keys=2),
    "one empty answer is not believed": Case(NEVER, [LOST], [NotThere()], [P, F, F], DONE),
    "it cannot be told: a person": Case(NEVER, [LOST], [CannotTell("no")], [P, F], UNCERTAIN, asked=True),
    "nobody can be asked: a person": Case(NEVER, [LOST], [], [P], UNCERTAIN, platform="blind", asked=True),
    "somebody else's post: a person": Case(A_WHILE, [Duplicate("twice")], [], [P], UNCERTAIN, asked=True),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_every_means_in_its_order(
    tmp_path: Path, script: Script, clock: StageClock, case: Case
) -> None:
    channels = f"main: {{platform: {case.platform}, approval: never}}\n"
    project = lay_project(tmp_path / "p", channels=channels)
    script.repeat = case.repeat
    script.publishes.extend(case.publishes)
    script.finds.extend(case.finds)
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        clock.turn_on(case.asleep)
        for _ in range(6):
            await drain(house, "main")
            clock.turn_on(31 * SECOND)
        assert [call for call in script.calls if call in {P, F}] == case.calls
        (row,) = show.list_posts(house)
        assert row["state"] == case.state
        assert len({*script.keys}) == case.keys
        assert len(script.online) <= 1
        events = [one["action"] for one in show.show_post(house, row["id"])["events"]]
        assert events.count("a person is asked") == int(case.asked)


@pytest.mark.parametrize("online", [True, False])
async def test_what_a_person_is_asked_holds_up_others_for_two_minutes_and_is_settled_by_a_word(
    tmp_path: Path, script: Script, clock: StageClock, online: bool
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: blind, approval: never}\n")
    script.repeat = NEVER
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        script.publishes.append(LOST if online else FIVE_HUNDRED)
        await drain(house, "main")
        drop(project, 2)
        drop(project, 3, ARTICLE.replace("---\n", "---\nurgency: breaking\n", 1))
        await take_in(house)
        await drain(house, "main")
        assert _states(house) == {1: "uncertain", 2: "scheduled", 3: "delivered"}
        clock.turn_on(timedelta(minutes=2))
        await drain(house, "main")
        assert _states(house)[2] == "delivered"
        uncertain = next(row["id"] for row in show.list_posts(house) if row["state"] == "uncertain")
        with pytest.raises(refusing.WrongState):
            settle.settle_gone(house, uncertain)
        if online:
            settle.settle_online(house, uncertain, "https://stage.example/@courier/1")
        else:
            settle.settle_again(house, uncertain)
        await drain(house, "main")
        assert _states(house) == dict.fromkeys((1, 2, 3), DONE)
        assert len(script.online) == 3


def _states(house: House) -> dict[int, str]:
    return {int(row["title"].split()[2]): row["state"] for row in show.list_posts(house)}
