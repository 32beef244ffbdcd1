"""Threads: an ordered run of posts, each waiting for the one before it, that grows only before it begins."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, Stage, StageClock, drop, lay_project, open_stage, take_in
from sqlalchemy import Connection

from bot.errors import OutcomeUnknown, Rejected, Throttled
from bot.flow import show
from bot.flow.editing import approve, edit, refusing, steer
from bot.flow.editing.correct import Wish, correct
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.preview import preview
from bot.flow.sending.deliver import drain
from bot.flow.working.start import start
from bot.model import Limits, PostState
from bot.store import mending, posts

SECOND = timedelta(seconds=1)
TEMPLATE = """\
{{ headline | clippable }}
{% next %}
{% part "figure" %}
{{ figure.sentence }}
{% endpart %}
{% next %}
{% part "quote" %}
{{ quote.text | quoted(language) }}
— {{ quote.attribution }}
{% endpart %}
"""
HEADLINE, FIGURE, QUOTE = (
    "Harbour number 1 reopens after the storm",
    "The harbour reopened on Monday after repairs that cost €14 million, the port authority said.",
    "“We have waited long for this day, and the boats are ready.”\n— Ada Brandt, harbour master",
)
BARE = "---\nurl: https://courier.example.org/{n}\n---\nHarbour number {n} reopens\n\nIt is open again.\n"
RISEN = ARTICLE.replace("€{n}4 million", "€{n}5 million")


@pytest.fixture
def project(tmp_path: Path, script: Script) -> Path:
    del script
    folder = lay_project(tmp_path / "newsroom")
    (folder / "templates" / "posts" / "default.j2").write_text(TEMPLATE)
    return folder


def rows(house: House) -> list[dict[str, object]]:
    return sorted(show.list_posts(house), key=lambda row: (row["title"], row["position"]))


def states(house: House) -> list[str]:
    return [str(row["state"]) for row in rows(house)]


def texts(script: Script) -> list[str]:
    return [payload.body["text"] for payload in script.online]


async def test_each_post_answers_the_one_before_it(house: House, project: Path, script: Script) -> None:
    for n in (1, 2):
        drop(project, n)
    await take_in(house)
    assert states(house) == ["scheduled"] * 6
    await drain(house, "main")
    assert states(house) == ["delivered"] * 6
    assert texts(script)[:3] == [HEADLINE, FIGURE, QUOTE]
    ids = [f"r-{payload.key[-4:]}" for payload in script.online]
    assert [payload.body.get("reply_to") for payload in script.online] == [None, *ids[:2], None, *ids[3:5]]


async def test_what_has_nothing_to_show_makes_the_thread_shorter(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1, BARE)
    await take_in(house)
    await drain(house, "main")
    assert texts(script) == ["Harbour number 1 reopens"]


async def test_a_thread_that_has_begun_goes_on_where_it_broke_off(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(
        tmp_path / "p",
        channels="main: {platform: stage, approval: never, spacing: 10m, quiet: {hours: '13:10-16:00'}}\n",
    )
    (project / "templates" / "posts" / "default.j2").write_text(TEMPLATE)
    with open_stage(project, clock) as house:
        drop(project, 1)
        drop(project, 2)
        await take_in(house)
        script.publishes.extend(["ok", OutcomeUnknown("500")])
        await drain(house, "main")
        assert states(house) == ["delivered", "uncertain", "scheduled", *["scheduled"] * 3]
        clock.turn_on(2 * SECOND)
        script.publishes.append(Throttled("429", retry_after=SECOND))
        await drain(house, "main")
    # Killed here; the next day is long past its time, and in the quiet hours.
    clock.turn_on(timedelta(hours=24, minutes=15))
    with open_stage(project, clock) as house:
        await start(house)
        house.store.write_now(lambda conn: mending.expire(conn, clock.now()))
        for _ in range(3):
            await drain(house, "main")
            clock.turn_on(3 * SECOND)
        assert states(house)[:3] == ["delivered"] * 3
        assert texts(script) == [HEADLINE, FIGURE, QUOTE]
        assert states(house)[3:] == ["expired"] * 3


async def test_a_thread_waits_and_goes_as_a_whole(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    await take_in(house)
    tail = str(rows(house)[2]["id"])
    steer.cancel(house, steer.choose(house, [str(rows(house)[0]["id"])]))
    assert states(house) == ["cancelled"] * 3
    steer.retry(house, steer.choose(house, [tail]))
    assert states(house) == ["scheduled"] * 3
    clock.turn_on(timedelta(hours=13))
    await drain(house, "main")
    assert states(house) == ["expired"] * 3
    assert len(revive(house, steer.choose(house, [tail]))) == 1
    await drain(house, "main")
    assert texts(script) == [HEADLINE, FIGURE, QUOTE]


async def test_one_approval_is_for_the_whole_thread(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage, approval: always}\n")
    (project / "templates" / "posts" / "default.j2").write_text(TEMPLATE)
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        first, second, _ = (str(row["id"]) for row in rows(house))
        shown = show.show_post(house, second)
        assert [one["text"] for one in shown["thread"]] == [HEADLINE, FIGURE, QUOTE]
        before = str(shown["text_hash"])
        edit.edit(house, second, FIGURE.replace("repairs that", "repairs which"))
        with pytest.raises(refusing.WrongState):
            approve.approve(house, first, before)
        approve.approve(house, second, show.show_post(house, first)["text_hash"])
        assert states(house) == ["scheduled"] * 3
        await drain(house, "main")
        assert texts(script) == [HEADLINE, FIGURE.replace("repairs that", "repairs which"), QUOTE]


async def test_a_revision_makes_the_waiting_thread_anew(house: House, project: Path, script: Script) -> None:
    drop(project, 1, BARE)
    await take_in(house)
    assert states(house) == ["scheduled"]
    drop(project, 1)
    await take_in(house)
    assert states(house) == ["scheduled"] * 3
    drop(project, 1, BARE)
    await take_in(house)
    assert states(house) == ["scheduled"]
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    assert texts(script) == [HEADLINE, FIGURE, QUOTE]


async def test_a_revision_in_the_middle_of_a_thread_asks_a_person(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes.extend(["ok", Rejected("422")])
    await drain(house, "main")
    assert states(house) == ["delivered", "failed", "failed"]
    drop(project, 1, RISEN)
    await take_in(house)
    assert states(house) == ["delivered", "held", "held"]
    assert "when the thread had begun" in str(rows(house)[1]["reason"])
    steer.retry(house, steer.choose(house, [str(rows(house)[1]["id"])]))
    await drain(house, "main")
    assert states(house) == ["delivered"] * 3
    assert texts(script) == [HEADLINE, FIGURE.replace("€14", "€15"), QUOTE]
    assert script.online[1].body["reply_to"] == f"r-{script.online[0].key[-4:]}"


@pytest.mark.parametrize("corrections", ["ask", "edit"])
async def test_a_thread_with_a_gap_is_corrected_by_hand(
    house: House, project: Path, corrections: str
) -> None:
    options = house.settings.channels["main"].model_copy(update={"corrections": corrections})
    house.settings = replace(house.settings, channels={"main": options})
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    article = str(show.list_articles(house)[0]["id"])

    def take_down(conn: Connection) -> None:
        for one in posts.of_article(conn, article)[:2]:
            posts.move(conn, one.id, [PostState.ONLINE], PostState.GONE, house.clock.now())

    house.store.write_now(take_down)
    drop(project, 1, BARE)
    await take_in(house)
    (done,) = correct(house, article, Wish())
    assert (done.how, "not those that the article makes" in done.reason) == ("by hand", True)


async def test_a_platform_without_threads_gets_the_first_post(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stage, "limits", Limits(length=500))
    drop(project, 1)
    await take_in(house)
    (row,) = rows(house)
    (shown,) = (await preview(house, str(show.list_articles(house)[0]["id"])))["channels"]
    assert "shows no threads: of 3 posts only the first leaves" in str(shown["problems"])
    await drain(house, "main")
    assert texts(script) == [HEADLINE]
    assert row["text"] == HEADLINE
