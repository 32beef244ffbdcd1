"""From the drop folder to the outbox: identity, revisions, duplicates, flood, problems."""

from datetime import timedelta
from pathlib import Path

from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.flow import show
from bot.flow.editing import approve, steer
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.model import DeliveryState

PLAIN = """\
The {n}th bridge opens

Traffic crossed the new bridge for the first time on Tuesday, after 18 months of work.
"""


def states(house: House) -> dict[str, str]:
    return {post["title"]: post["state"] for post in show.list_posts(house, most=1000)}


def reasons(house: House) -> list[str]:
    return [post["reason"] for post in show.list_posts(house, most=1000)]


async def test_a_change_before_posting_is_a_revision_and_the_newest_goes_out(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    drop(project, 1, ARTICLE.replace("storm", "long storm"))
    await take_in(house)
    await drain(house, "main")
    (article,) = show.list_articles(house)
    assert article["revision"] == 2
    assert [p.body["text"].splitlines()[0] for p in script.online] == [
        "Harbour number 1 reopens after the long storm"
    ]


async def test_a_late_sidecar_is_a_revision_with_its_embargo(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    drop(project, 1)
    await take_in(house)
    (project / "inbox" / "001.yaml").write_text("embargo: 2027-03-01T18:00:00+01:00\n")
    await take_in(house)
    assert await drain(house, "main") == clock.now() + timedelta(hours=5)
    assert script.online == []
    clock.turn_on(timedelta(hours=5))
    await drain(house, "main")
    assert len(script.online) == 1


async def test_a_vanished_embargo_is_held(house: House, project: Path, script: Script) -> None:
    (project / "inbox" / "001.yaml").write_text("embargo: 2027-03-01T18:00:00+01:00\n")
    drop(project, 1)
    await take_in(house)
    (project / "inbox" / "001.yaml").write_text("section: Harbour\n")
    await take_in(house)
    await drain(house, "main")
    assert script.online == []
    assert "embargo has vanished" in reasons(house)[0]


async def test_the_same_content_under_another_name_is_not_posted_again(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1, PLAIN.replace("{n}th", "new"))
    await take_in(house)
    drop(project, 2, PLAIN.replace("{n}th", "new"))
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 1
    assert sorted(post["state"] for post in show.list_posts(house)) == ["delivered", "skipped"]


async def test_the_same_address_is_the_same_article(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    (project / "inbox" / "again.txt").write_text(ARTICLE.format(n=1).replace("storm", "flood"))
    await take_in(house)
    await drain(house, "main")
    assert len(show.list_articles(house)) == 1
    assert len(script.online) == 1


async def test_a_name_used_again_for_another_address_is_another_article(
    house: House, project: Path, script: Script
) -> None:
    (project / "inbox" / "latest.txt").write_text(ARTICLE.format(n=1))
    await take_in(house)
    await drain(house, "main")
    (project / "inbox" / "latest.txt").write_text(ARTICLE.format(n=2))
    await take_in(house)
    await drain(house, "main")
    assert len(show.list_articles(house)) == 2
    assert len(script.online) == 2


async def test_a_flood_is_held_whole_and_one_command_releases_it(
    house: House, project: Path, script: Script
) -> None:
    for n in range(1, 6):
        drop(project, n)
    await take_in(house)
    for n in range(6, 21):
        drop(project, n)
    await take_in(house)
    await drain(house, "main")
    assert script.online == []
    assert set(states(house).values()) == {"held"}
    assert "newscrier post retry --state held --source wire" in reasons(house)[0]
    assert steer.retry(house, steer.choose(house, [], states=[DeliveryState.HELD], source="wire")) == 20
    drop(project, 21)
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 21


async def test_eight_at_once_are_no_flood(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    for n in range(1, 9):
        drop(project, n)
    await take_in(house)
    await drain(house, "main")
    clock.turn_on(timedelta(minutes=31))
    for n in range(9, 17):
        drop(project, n)
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 16


async def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    house: House, project: Path, script: Script
) -> None:
    (project / "inbox" / "000.txt").write_bytes(b"\x00\x01\x02 binary")
    (project / "inbox" / "002.yaml").write_text("embargo: soonish\n")
    drop(project, 1)
    drop(project, 2)
    await take_in(house)
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 1
    problems = show.list_problems(house)
    assert [problem["place"].rpartition("/")[2] for problem in problems] == ["000.txt", "002.yaml"]
    assert problems[1]["line"] == 1
    (project / "inbox" / "002.yaml").write_text("section: Harbour\n")
    (project / "inbox" / "000.txt").unlink()
    await take_in(house)
    await drain(house, "main")
    assert len(script.online) == 2
    assert show.list_problems(house) == []


async def test_taken_away_before_posting_is_held(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    (project / "inbox" / "001.yaml").write_text("embargo: 2027-03-01T18:00:00+01:00\n")
    drop(project, 1)
    await take_in(house)
    (project / "inbox" / "001.txt").unlink()
    await take_in(house)
    clock.turn_on(timedelta(hours=6))
    await drain(house, "main")
    assert script.online == []
    assert "took the article away" in reasons(house)[0]


async def test_taken_away_and_back_again_is_posted(
    house: House, project: Path, script: Script, clock: StageClock
) -> None:
    (project / "inbox" / "001.yaml").write_text("embargo: 2027-03-01T18:00:00+01:00\n")
    drop(project, 1)
    await take_in(house)
    (project / "inbox" / "001.txt").rename(project / "001.txt")
    await take_in(house)
    assert "took the article away" in reasons(house)[0]
    (project / "001.txt").rename(project / "inbox" / "001.txt")
    await take_in(house)
    clock.turn_on(timedelta(hours=6))
    await drain(house, "main")
    assert len(script.online) == 1


async def test_a_template_that_fails_on_one_article_fails_that_post_alone(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(
        tmp_path / "p", channels="main: {platform: stage, approval: never, template: posts/odd.j2}\n"
    )
    odd = '{{ headline }}\n{% if "7" in headline %}{{ 1 // 0 }}{% endif %}\n'
    (project / "templates" / "posts" / "odd.j2").write_text(odd)
    with open_stage(project, clock) as house:
        drop(project, 6)
        drop(project, 7)
        await take_in(house)
        await drain(house, "main")
        assert sorted(states(house).values()) == ["delivered", "failed"]
        failed = next(reason for reason in reasons(house) if reason)
        assert "templates/posts/odd.j2:2" in failed
        (project / "templates" / "posts" / "odd.j2").write_text("{{ headline }}\n")
        steer.retry(house, steer.choose(house, [], states=[DeliveryState.FAILED]))
        await drain(house, "main")
        assert sorted(states(house).values()) == ["delivered", "delivered"]


async def test_a_template_that_invents_a_figure_is_held(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(
        tmp_path / "p", channels="main: {platform: stage, approval: never, template: posts/odd.j2}\n"
    )
    (project / "templates" / "posts" / "odd.j2").write_text('{{ figure.sentence | replace("4", "5") }}\n')
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        assert script.online == []
        assert list(states(house).values()) == ["held"]
        assert "15" in reasons(house)[0]


async def test_a_changed_template_renders_what_waits_anew(
    house: House, project: Path, script: Script
) -> None:
    drop(project, 1)
    await take_in(house)
    (project / "templates" / "posts" / "default.j2").write_text("Read this: {{ headline }}\n")
    await drain(house, "main")
    assert [p.body["text"] for p in script.online] == ["Read this: Harbour number 1 reopens after the storm"]


async def test_approval_carries_the_text_that_was_seen(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        (post,) = show.list_posts(house)
        assert post["state"] == "awaiting approval"
        approve.approve(house, post["id"], post["text_hash"])
        drop(project, 1, ARTICLE.replace("storm", "long storm"))
        await take_in(house)
        await drain(house, "main")
        assert script.online == []
        (post,) = show.list_posts(house)
        assert post["state"] == "awaiting approval"
        approve.approve(house, post["id"], post["text_hash"])
        await drain(house, "main")
        assert len(script.online) == 1


async def test_the_editors_note_is_obeyed(tmp_path: Path, script: Script, clock: StageClock) -> None:
    project = lay_project(
        tmp_path / "p",
        channels="main: {platform: stage, approval: never}\nother: {platform: stage, approval: never}\n",
    )
    note = "---\nurl: https://courier.example.org/{n}\nsocial: {{channels: [other], tone: sober}}\n---\n"
    with open_stage(project, clock) as house:
        drop(
            project,
            1,
            note + ARTICLE.split("---\n")[2],
        )
        await take_in(house)
        await drain(house, "main")
        await drain(house, "other")
        assert {post["channel"]: post["state"] for post in show.list_posts(house)} == {
            "main": "skipped",
            "other": "delivered",
        }
        assert script.online[0].body["text"].splitlines()[0].startswith("Harbour number 1")
        assert "million" not in script.online[0].body["text"]


async def test_late_means_expired_and_said(house: House, project: Path, script: Script) -> None:
    drop(project, 1, ARTICLE.replace("url:", "published: 2027-02-20T08:00:00Z\nurl:"))
    await take_in(house)
    await drain(house, "main")
    assert script.online == []
    assert list(states(house).values()) == ["expired"]
    revive(house, steer.choose(house, [], states=[DeliveryState.EXPIRED]))
    await drain(house, "main")
    assert len(script.online) == 1
