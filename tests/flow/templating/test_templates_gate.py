"""A saved template goes live only if the last articles render cleanly with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import Script, StageClock, drop, take_in

from bot.errors import ConfigError
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.templating.templates import Templates
from bot.flow.watching.health import look
from bot.flow.working import worker
from bot.model import DeliveryState
from bot.store import outbox

DEFAULT = "posts/default.j2"
GOOD = "Read: {{ headline }}\n"
BROKEN = "{{ headline }}\n{{ hedline }}\n"
UNFAITHFUL = '{{ headline }}\n{{ "99 percent of readers" }}\n'


pytestmark = pytest.mark.usefixtures("stage_in_config", "headline_alone")


def gate(house: House) -> Templates:
    assert isinstance(house.renderer, Templates)
    return house.renderer


def save(project: Path, text: str, name: str = DEFAULT) -> None:
    (project / "templates" / name).write_text(text)


async def post(house: House, project: Path, n: int, clock: StageClock) -> str:
    """What goes out of article `n` now."""
    clock.turn_on(timedelta(hours=1))
    drop(project, n)
    await take_in(house)
    await drain(house, "main")
    newest, _ = house.store.read_now(outbox.find)[0]
    assert newest.post is not None
    assert newest.state is DeliveryState.DELIVERED, newest.reason
    return newest.post.text.text


def said(house: House) -> list[str]:
    return [finding.what for finding in look(house) if "not taken" in finding.what]


async def test_what_does_not_render_is_not_taken_and_the_last_good_one_goes_on(
    project: Path, clock: StageClock, script: Script
) -> None:
    with worker.open_workhouse(project, clock=clock) as house:
        assert (await post(house, project, 1, clock)).startswith("Harbour number 1")
        save(project, BROKEN)
        gate(house).review(house)
        (told,) = said(house)
        assert "templates/posts/default.j2:2" in told
        assert "hedline" in told
        assert "the version of 2027-03-01 13:00 is in use" in told
        assert "number 2" in await post(house, project, 2, clock)
    # Also after a restart; the worker starts, though the file is broken.
    with worker.open_workhouse(project, clock=clock) as house:
        assert said(house)
        assert (await post(house, project, 3, clock)).startswith("Harbour number 3")
        save(project, GOOD)
        gate(house).review(house)
        assert said(house) == []
        assert (await post(house, project, 4, clock)).startswith("Read: Harbour number 4")


async def test_a_template_that_only_a_real_article_shows_to_be_wrong_is_not_taken(
    project: Path, clock: StageClock, script: Script
) -> None:
    with worker.open_workhouse(project, clock=clock) as house:
        await post(house, project, 1, clock)
        save(project, UNFAITHFUL)
        gate(house).review(house)
        (told,) = said(house)
        assert "'99 percent' does not stand in the article" in told
        assert "main: Harbour number 1" in told
        save(project, "{{ headline }} FORBIDDEN\n")
        gate(house).review(house)
        assert "the platform will not take this" in said(house)[0]
        # Back to what is in use: nothing to tell any more.
        save(project, gate(house).kept()[DEFAULT].texts[DEFAULT])
        gate(house).review(house)
        assert said(house) == []
        assert gate(house).kept()[DEFAULT].refused is None


async def test_what_goes_wrong_with_the_version_in_use_too_does_not_count(
    project: Path, clock: StageClock, script: Script
) -> None:
    with worker.open_workhouse(project, clock=clock) as house:
        drop(project, 1, "The FORBIDDEN city\n\nIt opened its gates to visitors on Monday, officials said.\n")
        await take_in(house)
        save(project, GOOD)
        gate(house).review(house)
        assert said(house) == []
        assert (await post(house, project, 2, clock)).startswith("Read: ")


async def test_a_change_of_what_is_included_counts_for_those_that_include_it(
    project: Path, clock: StageClock, script: Script
) -> None:
    save(project, "{{ headline }}\n{% include 'posts/tail.j2' %}\n")
    save(project, "Read on.\n", "posts/tail.j2")
    with worker.open_workhouse(project, clock=clock) as house:
        save(project, "{{ nothing }}\n", "posts/tail.j2")
        gate(house).review(house)
        assert len(said(house)) == 2
        assert (await post(house, project, 1, clock)).endswith("Read on.")
        (project / "templates" / "posts" / "tail.j2").unlink()
        gate(house).review(house)
        assert "Read on." in await post(house, project, 2, clock)


async def test_a_deleted_template_stays_in_use_where_it_is_needed(
    project: Path, clock: StageClock, script: Script
) -> None:
    save(project, GOOD, "posts/other.j2")
    with worker.open_workhouse(project, clock=clock) as house:
        for name in (DEFAULT, "posts/other.j2"):
            (project / "templates" / name).unlink()
        gate(house).review(house)
        assert "the file is gone" in said(house)[0]
        assert "posts/other.j2" not in gate(house).names()
        assert "number 1" in await post(house, project, 1, clock)


async def test_a_new_template_that_spoils_posts_is_not_taken(
    project: Path, clock: StageClock, script: Script
) -> None:
    with worker.open_workhouse(project, clock=clock) as house:
        await post(house, project, 1, clock)
        save(project, UNFAITHFUL, "posts/stage.j2")  # the platform's own would be chosen from now on
        gate(house).review(house)
        assert "posts/stage.j2" not in gate(house).names()
        assert "it is not in use" in said(house)[0]
        assert "number 2" in await post(house, project, 2, clock)


def test_a_first_start_needs_templates_that_render_a_sample(
    project: Path, clock: StageClock, script: Script
) -> None:
    save(project, BROKEN)
    with pytest.raises(ConfigError, match="hedline"), worker.open_workhouse(project, clock=clock):
        pass
    save(project, GOOD)
    with worker.open_workhouse(project, clock=clock) as house:
        assert gate(house).names() == [DEFAULT, "posts/sober.j2"]


def test_records_that_cannot_be_read_or_written_stop_nothing(
    project: Path, clock: StageClock, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("bot.flow.templating.templates.log.error", lambda what, **_more: said.append(what))
    kept = project / "data" / "templates" / "posts"
    kept.mkdir(parents=True)
    (kept / "default.j2.json").write_text('{"digest": 3')
    (kept / "sober.j2.json").mkdir()
    with worker.open_workhouse(project, clock=clock) as house:
        assert gate(house).names() == [DEFAULT, "posts/sober.j2"]
    assert said == ["the version in use of a template cannot be kept"]
