"""What feeds and pages bring: baselines, doubt, addresses that are one, failures that are remembered."""

from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import Script, StageClock, drop, take_in
from flow_wire import Wire, entry

from bot.addresses import canonical_url
from bot.errors import Unreachable
from bot.flow import show
from bot.flow.arriving.ingest import poll
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.plugin import Batch
from bot.store import sources

PAGE = "https://courier.example.org/2027/harbour"


HALF = "Harbour number {n} reopens after the storm\n\nThe harbour reop\n"


async def look(house: House, wire: Wire, batch: Batch | Exception) -> None:
    wire.script.append(batch)
    await poll(house, "wire", wire)
    await drain(house, "main")


async def test_a_baseline_is_stored_and_posts_nothing(house: House, wire: Wire, script: Script) -> None:
    many = tuple(entry(n) for n in range(1, 31))
    await look(house, wire, Batch(entries=many, baseline=True))
    assert show.list_articles(house) == []
    assert show.list_posts(house) == []
    await look(house, wire, Batch(entries=(*many, entry(31))))
    assert len(script.online) == 1


async def test_a_change_of_a_baseline_article_posts_nothing(house: House, wire: Wire, script: Script) -> None:
    await look(house, wire, Batch(entries=(entry(1),), baseline=True))
    await look(house, wire, Batch(entries=(entry(1, version="2", section="Harbour"),)))
    await look(house, wire, Batch(entries=(entry(1, version="2", section="Harbour"),)))
    assert show.list_articles(house) == []
    assert script.online == []


async def test_an_address_of_a_baseline_is_known_under_another_id(
    house: House, wire: Wire, script: Script
) -> None:
    await look(house, wire, Batch(entries=(entry(1, url=PAGE),), baseline=True))
    await look(house, wire, Batch(entries=(entry(2, url=PAGE + "?utm_source=feed"),)))
    assert script.online == []


async def test_what_is_dropped_by_hand_is_posted_though_a_feed_had_it_before(
    house: House, project: Path, script: Script
) -> None:
    known = ("wire-1", "1", canonical_url("https://courier.example.org/1"))
    house.store.write_now(lambda conn: sources.put_baseline(conn, "some-feed", [known]))
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 1


async def test_what_may_not_be_whole_waits_for_a_second_look(
    house: House, wire: Wire, script: Script
) -> None:
    half = entry(1, doubt="the feed breaks off", text=HALF)
    await look(house, wire, Batch(entries=(half,)))
    assert show.list_articles(house) == []
    (problem,) = show.list_problems(house)
    assert (problem["place"], problem["message"]) == ("wire/1", "the feed breaks off")
    await look(house, wire, Batch(entries=(entry(1, doubt="the feed breaks off"),)))
    assert script.online == []
    await look(house, wire, Batch(entries=(entry(1, doubt="the feed breaks off"),)))
    assert len(script.online) == 1
    assert "reopens after the storm" in script.online[0].body["text"]
    assert show.list_problems(house) == []


async def test_what_may_not_be_whole_is_asked_for_again(house: House, wire: Wire, script: Script) -> None:
    half = Batch(entries=(entry(1, doubt="a teaser"),), memo={"etag": "1"}, memo_in_doubt={"again": True})
    await look(house, wire, half)
    assert script.online == []
    await look(house, wire, half)
    await look(house, wire, half)
    assert wire.memos == [{}, {"again": True}, {"etag": "1"}]
    assert len(script.online) == 1


async def test_the_whole_one_after_half_of_it_is_posted_at_once(
    house: House, wire: Wire, script: Script
) -> None:
    await look(house, wire, Batch(entries=(entry(1, doubt="half", text=HALF),)))
    await look(house, wire, Batch(entries=(entry(1),)))
    assert len(script.online) == 1
    assert show.list_problems(house) == []


async def test_a_doubtful_revision_changes_nothing_until_it_is_sure(
    house: House, wire: Wire, script: Script
) -> None:
    await look(house, wire, Batch(entries=(entry(1),)))
    cut = entry(1, version="2", doubt="half", text=HALF)
    await look(house, wire, Batch(entries=(cut,)))
    assert show.list_articles(house)[0]["revision"] == 1
    await look(house, wire, Batch(entries=(cut,)))
    assert show.list_articles(house)[0]["revision"] == 2


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("https", "http"),
        PAGE + "?utm_source=feed&fbclid=1",
        PAGE + "#top",
        PAGE + "/amp",
        PAGE.replace("courier", "m.courier").replace("m.courier", "m.courier"),
    ],
)
async def test_another_way_to_the_same_page_is_the_same_article(
    house: House, wire: Wire, script: Script, other: str
) -> None:
    await look(house, wire, Batch(entries=(entry(1, url=PAGE),)))
    await look(
        house,
        wire,
        Batch(entries=(entry(2, url=other, text="Harbour number 1 reopens: {n} facts\n\nIt rained.\n"),)),
    )
    assert len(show.list_articles(house)) == 1
    assert len(script.online) == 1


async def test_three_hundred_old_articles_again_post_none(
    house: House, wire: Wire, script: Script, clock: StageClock
) -> None:
    old = [entry(n, url=f"{PAGE}/{n}", published="2027-02-01T08:00:00Z") for n in range(1, 301)]
    await look(house, wire, Batch(entries=tuple(old), baseline=True))
    clock.turn_on(timedelta(days=10))
    again = [
        entry(n + 1000, url=f"{PAGE}/{n}?utm_medium=rss", text=TEXT_OF.format(n=n)) for n in range(1, 301)
    ]
    await look(house, wire, Batch(entries=tuple(again)))
    assert show.list_posts(house) == []
    assert script.online == []


TEXT_OF = "Harbour number {n} reopens after the storm\n\nThe harbour reopened; repairs cost €{n}4 million.\n"


async def test_a_failure_is_remembered_with_the_sources_own_memo(house: House, wire: Wire) -> None:
    error = Unreachable("no answer")
    error.memo = {"failures": 1}
    await look(house, wire, error)
    state = house.store.read_now(sources.get_all)["wire"]
    assert state.memo == {"failures": 1}
    assert "no answer" in state.error
    await look(house, wire, Batch(memo={"etag": "x"}))
    assert wire.memos[1] == {"failures": 1}
    assert house.store.read_now(sources.list_errors) == {}
