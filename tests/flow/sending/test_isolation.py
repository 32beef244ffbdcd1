"""One bad article, row or answer never stops, spins or silences a channel."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import Script, Stage, StageClock, drop, lay_project, open_stage, states, take_in
from pace import PATIENCE
from sqlalchemy import delete, update

from bot.errors import Throttled
from bot.flow import show
from bot.flow.editing import steer
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.model import Post, Receipt, Repeat
from bot.store.schema import delivery, revision

SECOND = timedelta(seconds=1)


def reason(house: House) -> str:
    return str(show.list_posts(house)[-1]["reason"])


async def soon(house: House, *, name: str = "main") -> Any:
    """A turn that must come to rest."""
    async with asyncio.timeout(PATIENCE):
        return await drain(house, name)


async def test_a_server_that_says_wait_no_time_is_not_hammered(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes += [Throttled("429", retry_after=timedelta(0)) for _ in range(5)]
    for turn in range(1, 6):
        until = await soon(house)
        assert script.calls.count("publish") == turn
        assert until > clock.now()
        clock.turn_on(until - clock.now())
    assert await soon(house) is None
    assert states(house) == ["delivered"]


@pytest.mark.parametrize("wait", [timedelta(days=3650), timedelta.max])
async def test_a_server_that_says_wait_for_ever_is_asked_within_a_day(
    house: House, project: Path, script: Script, clock: StageClock, wait: timedelta
) -> None:
    drop(project, 1)
    await take_in(house)
    script.publishes.append(Throttled("429", retry_after=wait))
    assert await soon(house) == clock.now() + timedelta(days=1)


async def test_a_template_with_an_at_sign_in_its_name_is_rendered_once(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    channels = 'main: {platform: stage, approval: never, template: "posts/@home.j2"}\n'
    project = lay_project(tmp_path / "p", channels=channels)
    (project / "templates" / "posts" / "@home.j2").write_text("{{ headline }}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        await soon(house)
        assert states(house) == ["delivered"]


def break_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_self: Stage, post: Post) -> list[Any]:
        if "number 1 " in post.text.text:
            raise ZeroDivisionError("a fault in check")
        return []

    monkeypatch.setattr(Stage, "check", check)


async def test_a_platform_that_fails_on_one_article_fails_that_post_alone(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_check(monkeypatch)
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    await soon(house)
    assert states(house) == ["failed", "delivered"]
    assert "ZeroDivisionError" in reason(house)


async def test_a_platform_that_fails_right_before_sending_fails_that_post_alone(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    break_check(monkeypatch)
    await soon(house)
    assert states(house) == ["failed", "delivered"]


async def test_a_row_whose_revision_is_missing_does_not_block_its_channel(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    first = steer.choose(house, [])[0]
    house.store.write_now(
        lambda conn: conn.execute(delete(revision).where(revision.c.article_id == first.article_id)).rowcount
    )
    await soon(house)
    found = house.store.read_now(lambda conn: conn.execute(delivery.select().order_by(delivery.c.id)).all())
    assert [row.state for row in found] == ["failed", "delivered"]


@pytest.mark.parametrize(
    "bad",
    [
        Receipt("9", "https://stage.example/\ud800"),
        Receipt("9", "https://stage.example/9", {"x": object()}),
    ],
)
async def test_a_receipt_that_cannot_be_kept_is_told_to_a_person(
    house: House, project: Path, script: Script, monkeypatch: pytest.MonkeyPatch, bad: Receipt
) -> None:
    real = Stage.publish

    async def publish(self: Stage, payload: Any) -> Receipt:
        await real(self, payload)
        return bad if "number 1 " in payload.body["text"] else Receipt("2", "https://stage.example/2")

    monkeypatch.setattr(Stage, "publish", publish)
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    await soon(house)
    house.clock.turn_on(timedelta(minutes=3))  # type: ignore[attr-defined]  # the stage's clock
    await soon(house)
    assert states(house) == ["uncertain", "delivered"]
    assert "newscrier post settle" in reason(house)
    assert len(script.online) == 2


async def test_a_found_receipt_that_cannot_be_kept_is_told_to_a_person(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0))
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost")
    script.finds.append(Receipt("9", "https://stage.example/9", {"x": object()}))
    await soon(house)
    clock.turn_on(timedelta(minutes=1))
    await soon(house)
    assert states(house) == ["uncertain"]
    assert "newscrier post settle" in reason(house)


async def test_an_attempt_that_was_broken_off_is_settled_without_a_restart(
    house: House, project: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(project, 1)
    await take_in(house)

    def cancelled() -> None:
        raise asyncio.CancelledError

    script.before_publish = cancelled
    with pytest.raises(asyncio.CancelledError):
        await drain(house, "main")
    assert states(house) == ["sending"]
    script.before_publish = lambda: None
    await soon(house)
    clock.turn_on(2 * SECOND)
    await soon(house)
    assert states(house) == ["delivered"]
    assert len(set(script.keys)) == 1


async def test_a_row_that_cannot_be_read_is_set_aside(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    first = steer.choose(house, [])[0]
    house.store.write_now(
        lambda conn: (
            conn.execute(
                update(delivery).where(delivery.c.id == first.id).values(rendered='{"text": 7}')
            ).rowcount
        )
    )
    await soon(house)
    assert states(house) == ["failed", "delivered"]
    assert "cannot be read" in reason(house)
