"""Pruning forgets texts, and nothing on which a decision rests."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flow_stage import ARTICLE, START, Script, StageClock, drop, take_in
from sqlalchemy import Connection

from bot.flow import show
from bot.flow.editing import steer
from bot.flow.editing.refusing import WrongState
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.keeping.prune import prune, read_age
from bot.flow.sending.deliver import drain
from bot.flow.working.once import work_once
from bot.model import Article, DeliveryState, Document, Highlights, Revision
from bot.store import articles

LONG = ARTICLE + "\nThe boats wait in the harbour, as they have waited all winter long. " * 400


async def test_what_is_forgotten_and_what_stays(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    for n in (1, 2, 3):
        drop(project, n, LONG)
    await take_in(house)
    expired, held = (post["id"] for post in show.list_posts(house)[:2])
    drop(project, 9, LONG.replace("url:", "published: 2027-02-20T08:00:00Z\nurl:"))
    await take_in(house)
    steer.cancel(house, steer.choose(house, [held]))
    await drain(house, "main")
    steer.retry(house, steer.choose(house, [held]))
    steer.hold(house, ["main"], "a strike")
    clock.turn_on(timedelta(days=120))
    assert prune(house, dry_run=True).bodies == 3
    done = prune(house)
    assert (done.bodies, done.attempts, done.payloads, done.events) == (3, 2, 2, 0)
    assert done.freed > 0
    assert prune(house).bodies == 0
    assert "€24 million" in show.show_post(house, held)["text"]
    delivered = show.list_posts(house, states=[DeliveryState.DELIVERED])
    assert all(post["url"] and post["text"] for post in delivered)
    bodies = {
        row["title"][15]: show.show_article(house, row["id"])["body"] for row in show.list_articles(house)
    }
    assert [n for n, body in sorted(bodies.items()) if body] == ["2"]
    # The same files again are the same articles; a changed one is a revision with its text.
    steer.release(house, ["main"])
    await work_once(house)
    drop(project, 1, LONG.replace("Monday", "Tuesday"))
    await take_in(house)
    assert len(script.online) == 2
    assert len(show.list_articles(house)) == 4
    late = steer.choose(house, [], states=[DeliveryState.EXPIRED])
    with pytest.raises(WrongState, match="pruned"):
        revive(house, [one for one in late if one.id not in {expired, held}])


async def test_much_is_forgotten_in_small_steps(
    house: House, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr("bot.flow.keeping.prune.pause_thread", rests.append)
    for n in range(150):
        house.store.write_now(partial(_add_article, n=n))
    clock.turn_on(timedelta(days=100))
    told: list[tuple[int, int]] = []
    assert prune(house, tell=lambda done, every: told.append((done, every))).bodies == 150
    assert told == [(100, 150), (150, 150)]
    assert len(rests) <= 4  # not one for each page that goes back to the disk


def _add_article(conn: Connection, n: int) -> None:
    document = Document("text " * 1000, "Title", None, (), "en")
    article = Article(f"a{n:03}", "wire", "p", None, 1, START)
    articles.insert_article(conn, article, f"f{n}")
    highlights = Highlights("Title", None, (), None, ())
    articles.insert_revision(conn, Revision(article.id, 1, document, highlights, "d", START), f"f{n}", None)


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("2w", 14)])
def test_an_age_is_written_as_in_the_config(text: str, days: int) -> None:
    assert read_age(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["soon", "90", "1h"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|at least"):
        read_age(text)
