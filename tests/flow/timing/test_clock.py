"""The clock in the house: nights and mornings, slots, floods of breaking news, and what the desk writes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import Rejected, Throttled
from bot.flow import show
from bot.flow.editing import steer
from bot.flow.editing.approve import approve
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.watching.troubles import find_troubles
from bot.model import Delivery

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BREAKING = ARTICLE.replace("---\nurl", "---\nurgency: breaking\nurl", 1)

Open = Callable[[str], House]
pytestmark = pytest.mark.usefixtures("script")


@pytest.fixture
def open_with(tmp_path: Path, clock: StageClock) -> Iterator[Open]:
    """A house whose one channel has these options besides."""
    with ExitStack() as stack:

        def open_it(options: str) -> House:
            channels = f"main: {{platform: stage, approval: never, {options}}}\n"
            project = lay_project(tmp_path / "clock", channels=channels)
            return stack.enter_context(open_stage(project, clock))

        yield open_it


async def bring(house: House, *numbers: int, text: str = ARTICLE) -> None:
    for n in numbers:
        drop(house.settings.project, n, text)
    await take_in(house)


def told(house: House) -> list[tuple[str, str]]:
    return [(post["state"], post["reason"]) for post in reversed(show.list_posts(house))]


def troubles(house: House) -> list[str]:
    return [finding.what for finding in house.store.read_now(lambda conn: [*find_troubles(conn, house)])]


def online(script: Script) -> list[int]:
    return [int(payload.body["text"].partition("number ")[2][0]) for payload in script.online]


async def test_the_morning_releases_the_newest_three(
    open_with: Open, clock: StageClock, script: Script
) -> None:
    house = open_with("quiet: {hours: '22:00-06:00', do: wait}, stale_after: 24h")
    clock.moment = datetime(2027, 3, 1, 22, 0, tzinfo=UTC)
    await bring(house, 1, 2, 3, 4, 5)
    assert await drain(house, "main") == datetime(2027, 3, 2, 5, 0, tzinfo=UTC)
    assert not script.online
    steer.retry(house, _cancel(house, 0))  # the first one, which a person lets go again
    clock.moment = datetime(2027, 3, 2, 5, 0, tzinfo=UTC)
    await drain(house, "main")
    assert online(script) == [1, 3, 4, 5]
    assert told(house)[1] == (
        "skipped",
        "quiet hours: of what waited for the morning, the newest 3 are posted",
    )
    await bring(house, 6, 7, 8, 9)
    await drain(house, "main")
    assert online(script) == [1, 3, 4, 5, 6, 7, 8, 9]
    revive(house, [post for post in steer.choose(house, ()) if post.state == "skipped"])
    await drain(house, "main")
    assert online(script)[-1] == 2


def _cancel(house: House, place: int) -> list[Delivery]:
    ids = [post["id"] for post in reversed(show.list_posts(house))]
    steer.cancel(house, steer.choose(house, [ids[place]]))
    return steer.choose(house, [ids[place]])


async def test_a_night_may_be_skipped_and_breaking_news_breaks_it(
    open_with: Open, clock: StageClock, script: Script
) -> None:
    house = open_with("quiet: {hours: '22:00-06:00', do: skip}")
    clock.moment = datetime(2027, 3, 1, 22, 0, tzinfo=UTC)
    await bring(house, 1)
    await bring(house, 2, text=BREAKING)
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["skipped", "delivered"]
    assert told(house)[0][1] == "it came due in the quiet hours (22:00-06:00, do: skip)"
    assert online(script) == [2]


@pytest.mark.parametrize("able", [True, False])
async def test_a_silent_post_by_night_where_the_platform_can(
    open_with: Open, clock: StageClock, script: Script, able: bool
) -> None:
    script.silent = able
    house = open_with("quiet: {hours: '22:00-06:00', do: silent}")
    clock.moment = datetime(2027, 3, 1, 21, 0, tzinfo=UTC)
    await bring(house, 1)
    await drain(house, "main")
    assert script.silences == ([True] if able else [])
    clock.moment = datetime(2027, 3, 2, 5, 0, tzinfo=UTC)
    await drain(house, "main")
    assert script.silences == [able]


async def test_a_slot_takes_one_post_the_newest(open_with: Open, clock: StageClock, script: Script) -> None:
    house = open_with("schedule: [weekdays 13:30, 'tue 07:00'], stale_after: never")
    await bring(house, 1, 2, 3)
    assert await drain(house, "main") == datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
    assert not script.online
    clock.moment = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
    assert await drain(house, "main") == datetime(2027, 3, 2, 6, 0, tzinfo=UTC)
    assert online(script) == [3]
    await bring(house, 4, text=BREAKING)
    await drain(house, "main")
    assert online(script) == [3, 4]
    clock.moment = datetime(2027, 3, 2, 6, 20, tzinfo=UTC)
    await bring(house, 5)  # it came too late for this slot, which the newest before it has
    await drain(house, "main")
    assert online(script) == [3, 4, 2]


async def test_a_post_keeps_its_slot_through_a_rest_and_gives_it_back_when_refused(
    open_with: Open, clock: StageClock, script: Script
) -> None:
    house = open_with("schedule: ['daily 13:30', 'daily 13:40'], stale_after: never")
    await bring(house, 1, 2, 3)
    clock.moment = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
    script.publishes += [Throttled("slow down", retry_after=5 * MINUTE)]
    assert await drain(house, "main") == clock.moment + 5 * MINUTE
    clock.turn_on(5 * MINUTE)
    script.publishes += [Rejected("too rude")]
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["scheduled", "delivered", "failed"]
    clock.turn_on(5 * MINUTE)
    await drain(house, "main")
    assert online(script) == [2, 1]


async def test_more_than_three_breaking_posts_an_hour_ask(
    open_with: Open, clock: StageClock, script: Script
) -> None:
    house = open_with("spacing: 1h")
    await bring(house, 1, 2, 3, 4, 5, text=BREAKING)
    await drain(house, "main")
    assert online(script) == [1, 2, 3]
    assert [state for state, _ in told(house)] == ["delivered"] * 3 + ["awaiting approval"] * 2
    assert told(house)[3][1].startswith("3 breaking posts left within the last hour")
    assert "breaking posts that wait for a person: 2" in troubles(house)
    waiting = [post for post in steer.choose(house, ()) if post.state == "awaiting approval"]
    approve(house, waiting[0].id, waiting[0].text_hash)
    await drain(house, "main")
    assert online(script) == [1, 2, 3, 4]
    clock.turn_on(HOUR)
    await bring(house, 6, text=BREAKING)
    await drain(house, "main")
    assert online(script) == [1, 2, 3, 4, 6]


async def test_breaking_news_is_stale_after_an_hour(open_with: Open, clock: StageClock) -> None:
    house = open_with("settle: 5m")
    steer.hold(house, ["main"], "fire drill")
    await bring(house, 1)
    await bring(house, 2, text=BREAKING)
    clock.turn_on(HOUR)
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["scheduled", "expired"]
    assert told(house)[1][1] == "too late: it should have left before 2027-03-01 14:00 (stale_after)"
    assert "posts that were too late and expired since yesterday: 1" in troubles(house)
    revive(house, steer.choose(house, [show.list_posts(house)[0]["id"]]))
    steer.release(house, ["main"])
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["delivered", "delivered"]


async def test_a_story_that_becomes_breaking_news_has_its_hour_from_then(
    open_with: Open, clock: StageClock
) -> None:
    house = open_with("settle: 0s")
    steer.hold(house, ["main"], "fire drill")
    await bring(house, 1)
    clock.turn_on(2 * HOUR)
    await bring(house, 1, text=BREAKING)
    clock.turn_on(HOUR / 2)
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["scheduled"]
    clock.turn_on(HOUR / 2)
    await drain(house, "main")
    assert [state for state, _ in told(house)] == ["expired"]


async def test_what_the_desk_marks_waits_for_a_person(open_with: Open, script: Script) -> None:
    house = open_with("settle: 0s")
    await bring(house, 1, text=ARTICLE.replace("Harbour number", "HOLD: Harbour number"))
    await drain(house, "main")
    assert told(house) == [
        ("awaiting approval", "the title says HOLD: a person decides whether it may be posted")
    ]
    assert not script.online
