"""A channel or a source with another name goes on where the old one stood: nothing doubled, nothing lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import Script, StageClock, drop, open_stage, take_in
from sqlalchemy import Connection

from bot.errors import ConfigError, OutcomeUnknown
from bot.flow.arriving.ingest import make_source, poll
from bot.flow.editing import steer
from bot.flow.editing.correct import Wish, correct
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.show import list_posts
from bot.flow.working.start import start
from bot.model import Repeat
from bot.store import articles, channels, outbox

NAMED = "main: {platform: stage, approval: never}\n"
RENAMED = "desk: {platform: stage, approval: never, was: main}\n"
UNTOLD = "desk: {platform: stage, approval: never}\n"


def write(project: Path, part: str, text: str) -> None:
    (project / "config" / f"{part}.yaml").write_text(text)


def told(house: House) -> list[tuple[str, str]]:
    """Channel and state of every post, in the order in which they came."""
    return [(post["channel"], post["state"]) for post in reversed(list_posts(house))]


async def leave_three(project: Path, clock: StageClock, script: Script) -> None:
    """One post online, one of which nobody knows, one that waits behind the stop switch."""
    with open_stage(project, clock) as house:
        await start(house)
        for n in (1, 2, 3):
            drop(project, n)
            await take_in(house)
            if n == 3:
                steer.hold(house, ["main"], "wait")
            if n == 2:
                script.publishes.append("lost")
            await drain(house, "main")


async def test_a_renamed_channel_goes_on(project: Path, clock: StageClock, script: Script) -> None:
    await leave_three(project, clock, script)
    write(project, "channels", RENAMED)
    for _ in range(2):
        with open_stage(project, clock) as house:
            await start(house)
            await drain(house, "desk")
            states = [("desk", "delivered"), ("desk", "uncertain"), ("desk", "scheduled")]
            assert told(house) == states, "the stop switch is thrown under the new name, too"
    with open_stage(project, clock) as house:
        await start(house)
        assert steer.release(house, ["desk"]) == ["desk"]
        clock.turn_on(timedelta(seconds=10))
        await drain(house, "desk")
        assert told(house) == [("desk", "delivered")] * 3
        assert len(script.online) == 3
        article = house.store.read_now(lambda conn: articles.list_articles(conn, 9)[-1][0].id)
        assert [one.how for one in correct(house, article, Wish(note="It was a Tuesday.", reply=True))] == [
            "reply"
        ]


async def test_a_channel_renamed_untold_waits_for_a_word(
    project: Path, clock: StageClock, script: Script
) -> None:
    await leave_three(project, clock, script)
    write(project, "channels", UNTOLD)
    with open_stage(project, clock) as house:
        await start(house)
        drop(project, 4)
        await take_in(house)
        await drain(house, "desk")
        assert told(house)[-1] == ("desk", "scheduled")
        state = house.store.read_now(lambda conn: channels.get(conn, "desk"))
        assert "write `was: main` below it" in state.hold_reason
        asked = house.store.read_now(lambda conn: outbox.find(conn, channel="main"))
        assert [(one.state.value, one.asked) for one, _ in reversed(asked)] == [
            ("delivered", False),
            ("uncertain", True),
            ("held", False),
        ]
        assert len(script.online) == 2
        steer.release(house, ["desk"])
        await drain(house, "desk")
        assert len(script.online) == 2, "a release does not say whose account it is"
        await steer.verify(house, "desk", new_account=True)
        steer.release(house, ["desk"])
        await drain(house, "desk")
        assert len(script.online) == 3
    write(project, "channels", RENAMED)
    with open_stage(project, clock) as house:
        await start(house)
        assert {channel for channel, _ in told(house)} == {"desk"}
        assert house.store.read_now(lambda conn: channels.get(conn, "desk")).held_at, "main was on hold"


async def test_what_both_names_have_is_not_posted_again(
    project: Path, clock: StageClock, script: Script
) -> None:
    write(project, "channels", NAMED + "desk: {platform: stage, approval: never}\n")
    with open_stage(project, clock) as house:
        await start(house)
        script.repeat = Repeat(None)
        drop(project, 1)
        await take_in(house)
        script.publishes.append(OutcomeUnknown("no answer"))
        await drain(house, "main")
        await drain(house, "desk")
    write(project, "channels", RENAMED)
    with open_stage(project, clock) as house:
        await start(house)
        await drain(house, "desk")
        assert told(house) == [("main", "uncertain"), ("desk", "delivered")]
        assert len(script.online) == 1


@pytest.mark.parametrize("was", ["", ", was: wire"])
async def test_a_renamed_source_brings_nothing_again(
    project: Path, clock: StageClock, script: Script, was: str
) -> None:
    story = "Harbour reopens after the storm\n\nThe harbour reopened on Monday after long repairs.\n"
    with open_stage(project, clock) as house:
        await start(house)
        drop(project, 1, story)
        await take_in(house)
        await drain(house, "main")
    clock.turn_on(timedelta(days=30))
    write(project, "sources", f"desk: {{source: folder, path: inbox/{was}}}\n")
    with open_stage(project, clock) as house:
        await start(house, once=True)
        source = make_source(house, "desk")
        while (await poll(house, "desk", source)).again_at:
            clock.turn_on(timedelta(seconds=1))
        await drain(house, "main")
        assert len(script.online) == 1
        assert told(house) == [("main", "delivered")]

        def source_of(conn: Connection) -> str:
            return articles.list_articles(conn, 1)[0][0].source

        assert house.store.read_now(source_of) == ("desk" if was else "wire")


@pytest.mark.parametrize(
    ("channels_file", "why"),
    [
        (NAMED + RENAMED, "'main' is not the former name of another"),
        (RENAMED + RENAMED.replace("desk", "late"), "cannot both have been that"),
    ],
)
async def test_two_channels_cannot_be_one(
    project: Path, clock: StageClock, channels_file: str, why: str
) -> None:
    write(project, "channels", channels_file)
    with pytest.raises(ConfigError, match=why), open_stage(project, clock):
        pass
