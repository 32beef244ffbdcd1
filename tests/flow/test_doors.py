"""What doors show and do: preview, check, health, one pass, a rehearsal."""

from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import ConfigError, NotFound, Unauthorized, Unreadable
from bot.flow import show
from bot.flow.check import check_templates, require_sound
from bot.flow.editing import approve, refusing, settle, steer
from bot.flow.house import House
from bot.flow.preview import preview
from bot.flow.sending.deliver import drain
from bot.flow.watching.health import look
from bot.flow.working.once import rehearse, work_once
from bot.flow.working.start import start
from bot.model import DeliveryState


async def test_preview_of_a_file_shows_every_channel_and_writes_nothing(
    house: House, project: Path, script: Script
) -> None:
    path = project / "story.txt"
    path.write_text(ARTICLE.format(n=1))
    shown = await preview(house, str(path))
    (channel,) = shown["channels"]
    assert channel["text"].startswith("Harbour number 1 reopens")
    assert channel["length"] == len(channel["text"])
    assert channel["limit"] == 500
    assert channel["due"] == "at once"
    assert shown["highlights"]["figure"]["text"] == "€14 million"
    assert show.list_articles(house) == []
    assert script.calls == []


async def test_preview_of_a_stored_article_and_of_nothing(house: House, project: Path) -> None:
    drop(project, 1)
    await take_in(house)
    (article,) = show.list_articles(house)
    assert (await preview(house, article["id"], "main"))[
        "title"
    ] == "Harbour number 1 reopens after the storm"
    with pytest.raises(NotFound, match="neither a file nor"):
        await preview(house, "nothing")
    with pytest.raises(NotFound, match="no channel is called 'radio'"):
        await preview(house, article["id"], "radio")
    with pytest.raises(Unreadable):
        await preview(house, str(project / "nothing.txt"))


async def test_preview_of_a_file_tells_what_was_posted_of_it(house: House, project: Path) -> None:
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    path = project / "story.txt"
    for text in (ARTICLE.format(n=1), ARTICLE.format(n=1).replace("€14", "€15")):
        path.write_text(text)
        (channel,) = (await preview(house, str(path)))["channels"]
        assert channel["so_far"]["state"] == "delivered"
        assert channel["so_far"]["url"].startswith("https://stage.example/")


async def test_preview_says_why_not(house: House, project: Path) -> None:
    path = project / "story.txt"
    steer.hold(house, ["main"], "fire drill")
    path.write_text(ARTICLE.format(n=1))
    assert "fire drill" in (await preview(house, str(path)))["channels"][0]["due"]
    path.write_text(ARTICLE.format(n=1).replace("url:", "social: {post: no}\nurl:"))
    assert "says not to post it" in (await preview(house, str(path)))["channels"][0]["due"]


def test_broken_templates_are_problems_with_lines(house: House, project: Path) -> None:
    assert check_templates(house.settings) == []
    (project / "templates" / "posts" / "odd.j2").write_text("{{ headline }}\n{{ hedline }}\n")
    (project / "templates" / "posts" / "sober.j2").unlink()
    problems = [str(problem) for problem in check_templates(house.settings)]
    assert any(problem.startswith("templates/posts/odd.j2:2") for problem in problems)
    assert any(problem.startswith("templates/posts/sober.j2") for problem in problems)
    with pytest.raises(ConfigError):
        require_sound(house.settings)


def test_a_channel_with_a_template_that_is_not_there(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    channels = "main:\n  platform: stage\n  template: posts/nope.j2\n"
    with open_stage(lay_project(tmp_path / "p", channels=channels), clock) as house:
        (problem,) = check_templates(house.settings)
    assert str(problem).startswith("config/channels.yaml:3:13 there is no template 'posts/nope.j2'")


async def test_health_tells_what_needs_a_person(house: House, project: Path, script: Script) -> None:
    assert "the worker has never run here" in [finding.what for finding in look(house)]
    drop(project, 1)
    await take_in(house)
    script.publishes.append(Unauthorized("401 the access token is invalid"))
    await drain(house, "main")
    findings = look(house)
    assert findings[0].level == "reconnect"
    assert "the access token is invalid" in findings[0].what


async def test_one_pass_posts_without_settle_time(tmp_path: Path, script: Script, clock: StageClock) -> None:
    channels = "main: {platform: stage, approval: never, settle: 3m}\n"
    project = lay_project(tmp_path / "p", channels=channels)
    for n in range(1, 4):
        drop(project, n)
    with open_stage(project, clock) as house:
        await take_in(house)
        await work_once(house)
    assert len(script.online) == 3


async def test_a_rehearsal_tells_what_would_come(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    drop(project, 2)
    fresh = await rehearse(house)
    while not fresh:
        fresh = await rehearse(house)
    (post,) = [show.show_post(house, one) for one in fresh]
    assert "number 2" in post["title"]
    assert script.calls == []


async def test_posts_of_a_channel_that_is_gone_are_held(
    project: Path, script: Script, clock: StageClock
) -> None:
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
    (project / "config" / "channels.yaml").write_text("other: {platform: stage, approval: never}\n")
    with open_stage(project, clock) as house:
        await start(house)
        (post,) = show.list_posts(house)
        assert post["state"] == "held"
        with pytest.raises(refusing.WrongState, match="not in the config"):
            steer.retry(house, steer.choose(house, [post["id"]]))


async def test_wrong_moves_are_refused_with_a_sentence(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    (post,) = show.list_posts(house)
    chosen = steer.choose(house, [post["id"][:20]])
    for act in (
        lambda: steer.retry(house, chosen),
        lambda: steer.cancel(house, chosen),
        lambda: settle.settle_again(house, post["id"]),
        lambda: settle.settle_online(house, post["id"], "https://x.example/1"),
        lambda: approve.approve(house, post["id"], post["text_hash"]),
    ):
        with pytest.raises(refusing.WrongState, match="is delivered"):
            act()
    with pytest.raises(NotFound, match="no post has the id"):
        steer.choose(house, ["zzz"])


async def test_cancelled_stays_cancelled_until_retried(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    steer.cancel(house, steer.choose(house, [], states=[DeliveryState.SCHEDULED]))
    await drain(house, "main")
    assert script.online == []
    steer.retry(house, steer.choose(house, [], states=[DeliveryState.CANCELLED]))
    await drain(house, "main")
    assert len(script.online) == 1


async def test_unanswered_approval_expires_and_never_publishes(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        clock.turn_on(timedelta(hours=13))
        await work_once(house)
        (post,) = show.list_posts(house)
    assert post["state"] == "expired"
    assert script.online == []
