"""A newsroom with years behind it: what one post costs does not grow with the store."""

from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in
from sqlalchemy import ColumnElement, select

from bot.flow.house import House
from bot.flow.watching.report import report
from bot.store import outbox, rows
from bot.store.schema import article, delivery, post

CHANNEL = post.c.channel == "main"


@pytest.mark.parametrize(
    ("columns", "which"),
    [
        pytest.param(delivery.c.id, rows.begins_with(delivery.c.id, "01a"), id="a post by its id"),
        pytest.param(article.c.id, rows.begins_with(article.c.id, "01a"), id="an article by its id"),
        pytest.param(post.c.online_at, CHANNEL & (post.c.online_at >= 5), id="what went online lately"),
        pytest.param(post.c.receipt, CHANNEL & (post.c.online_at < 5), id="the newest receipt"),
    ],
)
def test_no_question_of_every_post_reads_a_whole_table(
    house: House, columns: ColumnElement[object], which: ColumnElement[bool]
) -> None:
    query = select(columns).where(which).compile(compile_kwargs={"literal_binds": True})
    steps = house.store.read_now(
        lambda conn: [row.detail for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    )
    assert all(step.startswith("SEARCH") for step in steps), steps


async def test_the_table_of_a_pass_hides_nothing(
    tmp_path: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.find, "__kwdefaults__", {**(outbox.find.__kwdefaults__ or {}), "most": 1})
    with open_stage(lay_project(tmp_path / "p"), clock) as house:
        drop(house.settings.project, 1)
        drop(house.settings.project, 2, ARTICLE)
        await take_in(house)
        assert len(report(house, clock.now(), once=True).posts) == 2
