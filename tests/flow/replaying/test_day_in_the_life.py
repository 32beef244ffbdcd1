"""A weekend of a newsroom on a virtual clock: what must hold whatever happens, and a timeline to read."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from day_stage import Sent, Town, open_town
from day_story import (
    ARCHIVE,
    BLAZE,
    BUDGET,
    CONFIG,
    FLOOD,
    LIVE,
    PRIZE,
    QUAKE,
    TOLD_SINGLY,
    ZONE,
    Weekend,
    at,
    make_ordinary,
)
from day_timeline import write_timeline

from bot.flow import show
from bot.flow.house import House
from bot.flow.replaying.timeline import Line, read_timeline
from bot.flow.working.start import start
from bot.store import events

HOUR = timedelta(hours=1)
SETTLED = {"delivered", "expired", "skipped", "cancelled"}
BREAKING = {story.tag for story in (BLAZE, QUAKE, FLOOD)}
BY_THEMSELVES = {
    *("town", "ticker", "night", "letters", "old", "business", "culture", "politics", "mornings", "alarm")
}
"""Channels that post breaking news by themselves all through the weekend; sport lost its token."""


def test_a_day_in_the_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool) -> None:
    live(tmp_path, monkeypatch, "day_in_the_life.golden.txt", update_golden, many=60, archive=40, again=20)


@pytest.mark.proof
def test_three_hundred_articles_in_a_weekend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    live(tmp_path, monkeypatch, "weekend_of_300.golden.txt", update_golden, many=300, archive=200, again=100)


def live(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: str,
    update_golden: bool,
    *,
    many: int,
    archive: int,
    again: int,
) -> None:
    ordinary = make_ordinary(many - len(TOLD_SINGLY), 300 // many)
    with open_town(folder / "newsroom", at("sat 05:55"), CONFIG, monkeypatch) as (house, town):
        weekend = Weekend(house, town, ordinary, ARCHIVE[:archive], again)
        asyncio.run(pass_time(house, weekend))
        lines = read_timeline(house)
        channels = list(house.settings.channels)
        nothing_is_lost(lines, [story.title for _, story in ordinary], many + 20, channels)
        what_is_told_was_done(lines, town)
        each_article_is_posted_once(town.sent)
        embargoes_are_kept(town.sent)
        nothing_leaves_on_hold(town)
        breaking_goes_first(town.sent)
        the_short_night_has_each_slot_once(town.sent)
        for channel in channels:
            the_pace_is_kept(house, channel, [one for one in town.sent if one.account == channel])
        wrong = Counter(row["source"] for row in show.list_problems(house))
        assert set(wrong) == {one.account for one in of_story(town.sent, LIVE.tag)} - {"politics"}
        told = [*weekend.told, *tell_holds(house)]
    timeline = write_timeline(lines, told, channels)
    path = Path(__file__).with_name(golden)
    if update_golden:
        path.write_text(timeline, encoding="utf-8")
    assert timeline == path.read_text(encoding="utf-8")


async def pass_time(house: House, weekend: Weekend) -> None:
    await start(house)
    await weekend.engine.run(weekend.script(), at("tue 12:00"))
    await house.lines.close()


def tag_of(one: Sent) -> str:
    return one.link.partition("?")[0].rpartition("/")[2]


def of_story(sent: Sequence[Sent], tag: str, act: str = "create") -> list[Sent]:
    return [one for one in sent if tag_of(one) == tag and one.act == act]


def short(title: str) -> str:
    """The live blog's title changes."""
    return LIVE.title if title.startswith(LIVE.title) else title


def tell_holds(house: House) -> list[tuple[datetime, str]]:
    """Where the worker itself threw the switch."""
    found = []
    for name in house.settings.channels:
        told = house.store.read_now(partial(events.list_events, target=f"channel {name}"))
        found += [
            (moment, f"the worker holds {name}: {why}")
            for moment, actor, action, why in told
            if (actor, action) == ("worker", "held")
        ]
    return found


def nothing_is_lost(
    lines: Sequence[Line], titles: Sequence[str], articles: int, channels: Sequence[str]
) -> None:
    creates = [line for line in lines if line.act == "create"]
    assert len({line.article for line in lines}) == articles
    assert len(creates) == articles * len(channels)
    assert {(line.title, line.channel) for line in creates} >= {
        (title, channel) for title in titles for channel in channels
    }
    assert [line for line in lines if line.state not in SETTLED] == []
    assert [line for line in lines if line.state != "delivered" and not line.reason] == []


def what_is_told_was_done(lines: Sequence[Line], town: Town) -> None:
    """The store against what the servers say; of edits only the live blog has any."""
    told = Counter((line.channel, short(line.title)) for line in lines if told_as(line, "create"))
    assert told == Counter((one.account, short(one.headline)) for one in town.sent if one.act == "create")
    edits = [one for one in town.sent if one.act == "edit"]
    assert [(one.account, tag_of(one)) for one in edits] == [("politics", LIVE.tag)] * 5
    assert sum(told_as(line, "edit") for line in lines) == len(edits)


def told_as(line: Line, act: str) -> bool:
    return (line.state, line.act) == ("delivered", act)


def each_article_is_posted_once(sent: Sequence[Sent]) -> None:
    counts = Counter((one.account, tag_of(one)) for one in sent if one.act == "create")
    assert [key for key, many in counts.items() if many > 1] == []
    assert [one for one in sent if tag_of(one).startswith("archive")] == []


def embargoes_are_kept(sent: Sequence[Sent]) -> None:
    for story, moment in ((BUDGET, at("sat 18:30")), (PRIZE, at("sun 10:00"))):
        posts = of_story(sent, story.tag)
        assert min(one.at for one in posts) == moment
        assert {"town", "ticker", "night", "old"} <= {one.account for one in posts}


def nothing_leaves_on_hold(town: Town) -> None:
    """The stop switch, a refused token, and a platform that is down and not hammered."""
    assert [one for one in town.sent if at("sun 14:00") <= one.at < at("sun 14:40")] == []
    refused = [moment for moment, account in town.refusals if account == "sport"]
    assert len(refused) == 1, "the first answer holds the channel"
    assert not any(refused[0] <= one.at < at("mon 08:00") for one in town.sent if one.account == "sport")
    assert any(one.at >= at("mon 08:00") for one in town.sent if one.account == "sport")
    away = [moment for moment, account in town.refusals if account == "business"]
    assert len(away) < 25
    first = min(one.at for one in town.sent if one.account == "business" and one.at >= at("sat 12:00"))
    assert first - at("sat 12:00") <= timedelta(minutes=10)


def breaking_goes_first(sent: Sequence[Sent]) -> None:
    """At the very moment, at night, too; what came during a hold, with its end, before all else."""
    for story, moment in ((BLAZE, at("sat 20:10")), (QUAKE, at("sun 03:10")), (FLOOD, at("sun 14:40"))):
        posts = {one.account: one for one in of_story(sent, story.tag)}
        assert posts.keys() == BY_THEMSELVES
        assert {one.at for one in posts.values()} == {moment}
        for account in BY_THEMSELVES:
            later = [one for one in sent if one.account == account and one.at >= moment]
            assert tag_of(later[0]) == story.tag


def the_short_night_has_each_slot_once(sent: Sequence[Sent]) -> None:
    """Half past two does not exist: that slot comes at half past three."""
    posts = [one for one in sent if one.account == "letters" and tag_of(one) not in BREAKING]
    slots = [f"{one.at.astimezone(ZONE):%a %H:%M}" for one in posts]
    assert [slot for slot in slots if slot.startswith("Sun")] == ["Sun 03:30", "Sun 09:00", "Sun 18:00"]
    assert [slot for slot in slots if slot.startswith("Mon")] == ["Mon 02:30", "Mon 07:30", "Mon 18:00"]


def the_pace_is_kept(house: House, channel: str, sent: Sequence[Sent]) -> None:
    """Quiet hours, spacing, and caps; breaking news counts, and is not bound."""
    pace, posts = house.settings.pace(channel), [one for one in sent if one.act == "create"]
    for number, one in enumerate(posts):
        if tag_of(one) in BREAKING:
            continue
        before = posts[:number]
        local = one.at.astimezone(ZONE)
        lately = [other for other in before if other.at > one.at - HOUR]
        today = [other for other in before if other.at.astimezone(ZONE).date() == local.date()]
        if pace.quiet and not 6 <= local.hour < 23:
            assert pace.quiet.do == "silent"
            assert one.silent
        else:
            assert not one.silent
        assert not before or one.at - before[-1].at >= pace.spacing
        assert not pace.per_hour or len(lately) < pace.per_hour
        assert not pace.per_day or len(today) < pace.per_day
