"""Edits, deletes and correcting replies: made by a person or a revision, carried out once, told plainly."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flow_stage import ARTICLE, Script, StageClock, drop, lay_project, open_stage, take_in

from bot.errors import OutcomeUnknown, Rejected, Throttled
from bot.flow import show
from bot.flow.editing import approve, refusing, settle, steer
from bot.flow.editing.correct import Wish, correct, leave
from bot.flow.editing.refusing import NotFaithful
from bot.flow.editing.withdraw import withdraw
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.start import start
from bot.model import Account, PostState, Repeat
from bot.store import posts

SECOND = timedelta(seconds=1)
RISEN = ARTICLE.replace("€{n}4 million", "€{n}5 million")
RENAMED = ARTICLE.replace("Harbour number {n} reopens after the storm", "Port {n} is open again")
EMBARGOED = ARTICLE.replace("---\nurl", "---\nembargo: 2027-03-01T20:00:00Z\nurl")
NOT_TO_BE_POSTED = ARTICLE.replace("---\nurl", "---\nsocial: {{post: no}}\nurl")
PADDED = ARTICLE + "\nMore boats are expected tomorrow.\n"


def rows(house: House) -> list[dict[str, object]]:
    return list(reversed(show.list_posts(house)))


def acts(house: House) -> list[tuple[object, object]]:
    return [(row["act"], row["state"]) for row in rows(house)]


def article(house: House) -> str:
    return str(show.list_articles(house)[0]["id"])


def standing(house: House) -> list[tuple[str, str]]:
    found = house.store.read_now(lambda conn: posts.of_article(conn, article(house), list(PostState)))
    return [(one.state.value, one.reason.partition(":")[0]) for one in found]


def texts(script: Script) -> list[str]:
    return [payload.body["text"] for payload in script.online]


async def put_online(house: House, project: Path) -> None:
    drop(project, 1)
    await take_in(house)
    await drain(house, "main")
    assert acts(house) == [("create", "delivered")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (RISEN, "€14 million"),
        (RENAMED, "the headline was “Harbour number 1 reopens after the storm”"),
        (ARTICLE.replace("We have waited long", "We waited long"), "We have waited long"),
        (PADDED, ""),
        (EMBARGOED, "the article is under embargo until 2027-03-01 21:00"),
        (NOT_TO_BE_POSTED, "the article's note says that it is not to be posted"),
    ],
)
async def test_a_revision_marks_what_it_makes_wrong_and_changes_nothing(
    house: House, project: Path, script: Script, text: str, told: str
) -> None:
    await put_online(house, project)
    drop(project, 1, text)
    await take_in(house)
    await drain(house, "main")
    assert script.calls == ["verify", "prepare", "publish"]
    problems = show.list_problems(house)
    if not told:
        assert (standing(house), problems) == ([("online", "")], [])
        return
    assert standing(house) == [("wrong", "changed")]
    (problem,) = problems
    assert told in str(problem["message"])
    assert f"newscrier article correct {article(house)}" in str(problem["hint"])
    drop(project, 1)
    await take_in(house)
    assert standing(house)[0][0] == "online"


async def test_a_person_corrects_by_an_edit(house: House, project: Path, script: Script) -> None:
    await put_online(house, project)
    drop(project, 1, RISEN)
    await take_in(house)
    (done,) = correct(house, article(house), Wish())
    assert (done.how, done.state) == ("edit", "scheduled")
    await drain(house, "main")
    assert acts(house) == [("create", "delivered"), ("edit", "delivered")]
    assert standing(house) == [("corrected", "")]
    assert "€15 million" in texts(script)[0]
    assert len(script.online) == 1
    assert [one.how for one in correct(house, article(house), Wish())] == ["nothing"]
    with pytest.raises(NotFaithful):
        correct(house, article(house), Wish(text="The repairs cost €99 million."))
    correct(house, article(house), Wish(text="The harbour is open again, after a long wait."))
    await drain(house, "main")
    assert texts(script) == ["The harbour is open again, after a long wait."]
    assert [row["generation"] for row in rows(house)] == [1, 1, 2]


async def test_an_edit_that_has_not_left_follows_the_article(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(
        tmp_path / "p", channels="main: {platform: stage, approval: never, corrections: edit}\n"
    )
    with open_stage(project, clock) as house:
        await put_online(house, project)
        drop(project, 1, RISEN)
        await take_in(house)
        assert acts(house) == [("create", "delivered"), ("edit", "scheduled")]
        drop(project, 1, RISEN.replace("{n}5", "{n}6"))
        await take_in(house)
        await drain(house, "main")
        assert "€16 million" in texts(script)[0]
        assert standing(house) == [("corrected", "")]
        drop(project, 1, RISEN)
        await take_in(house)
        drop(project, 1, RISEN.replace("{n}5", "{n}6"))
        await take_in(house)
        assert acts(house)[-1] == ("edit", "cancelled")
        assert standing(house)[0][0] == "corrected"
        assert script.calls.count("edit") == 1


async def test_an_edit_waits_for_approval_of_its_very_text(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage, approval: always}\n")
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        approve.approve(house, str(rows(house)[0]["id"]), str(rows(house)[0]["text_hash"]))
        await drain(house, "main")
        drop(project, 1, RISEN)
        await take_in(house)
        (done,) = correct(house, article(house), Wish())
        assert done.state == "awaiting approval"
        drop(project, 1, RISEN.replace("{n}5", "{n}7"))
        await take_in(house)
        approve.approve(house, done.delivery, str(rows(house)[1]["text_hash"]))
        await drain(house, "main")
        assert "€17 million" in texts(script)[0]


async def test_where_a_post_cannot_be_changed_a_reply_says_what_was_wrong(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: blind, approval: never, spacing: 1h}\n")
    with open_stage(project, clock) as house:
        await put_online(house, project)
        drop(project, 1, RISEN)
        await take_in(house)
        (told,) = correct(house, article(house), Wish())
        assert told.how == "by hand"
        assert "-m TEXT" in told.reason
        note = "The repairs cost €15 million."
        (done,) = correct(house, article(house), Wish(note=note))
        assert (done.how, done.text) == ("reply", f"Correction: {note}")
        await drain(house, "main")
        assert script.online[1].body == {"text": done.text, "reply_to": f"r-{script.online[0].key[-4:]}"}
        assert ("corrected", "corrected by a reply") in standing(house)
        assert show.list_problems(house) == []
        (gone,) = withdraw(house, article(house), "it was wrong altogether")[:1]
        assert gone.how == "by hand"
        assert "Stage cannot delete posts" in gone.reason
        settle.settle_gone(house, gone.delivery)
        assert ("gone", "") in standing(house)


async def test_withdrawing_cancels_what_waits_and_deletes_what_is_online(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    channels = (
        "main: {platform: stage, approval: never}\nlate: {platform: stage, approval: never, settle: 5m}\n"
    )
    project = lay_project(tmp_path / "p", channels=channels)
    with open_stage(project, clock) as house:
        drop(project, 1)
        await take_in(house)
        await drain(house, "main")
        steer.hold(house, ["main"], "a look first")
        done = withdraw(house, article(house), "a hoax")
        assert [(one.channel, one.how, one.state) for one in done] == [
            ("late", "nothing", "cancelled"),
            ("main", "delete", "scheduled"),
        ]
        assert "channel release main" in done[1].reason
        assert ("wrong", "withdrawn") in standing(house)
        steer.release(house, ["main"])
        drop(project, 1, RISEN)
        await take_in(house)
        clock.turn_on(timedelta(hours=13))
        for name in ("main", "late"):
            await drain(house, name)
        assert script.online == []
        assert len(script.gone) == 1
        assert sorted(standing(house)) == [("drafted", ""), ("gone", "")]
        with pytest.raises(refusing.WrongState, match="no post of this article waits or is online"):
            withdraw(house, article(house), "again")


@pytest.mark.parametrize("there", [True, False])
async def test_what_nobody_knows_of_is_withdrawn_once_it_is_known(
    house: House, project: Path, script: Script, clock: StageClock, there: bool
) -> None:
    script.repeat = Repeat(safe_for=timedelta(0), lag=SECOND)
    drop(project, 1)
    await take_in(house)
    script.publishes.append("lost" if there else OutcomeUnknown("500"))
    await drain(house, "main")
    withdraw(house, article(house), "a hoax")
    for _ in range(4):
        await drain(house, "main")
        clock.turn_on(2 * SECOND)
    assert script.online == []
    assert standing(house) == [("gone" if there else "drafted", "")]
    assert acts(house) == (
        [("create", "delivered"), ("delete", "delivered")]
        if there
        else [("create", "cancelled"), ("delete", "cancelled")]
    )
    if not there:
        create, delete = (str(row["id"]) for row in rows(house))
        with pytest.raises(refusing.WrongState, match="a post that is not online"):
            steer.retry(house, steer.choose(house, [delete]))
        assert steer.retry(house, steer.choose(house, [create, delete])) == 1
        assert acts(house) == [("create", "scheduled"), ("delete", "cancelled")]


async def test_what_is_on_another_account_is_changed_by_hand(
    house: House, project: Path, script: Script
) -> None:
    for n in (1, 2):
        drop(project, n)
        await take_in(house)
        await drain(house, "main")
    first, second = (str(one["id"]) for one in show.list_articles(house))
    withdraw(house, first, "a hoax")
    script.verifies.append(Account("2", "@other"))
    await steer.verify(house, "main", new_account=True)
    await drain(house, "main")
    assert len(script.online) == 2
    assert script.gone == []
    refused = next(row for row in rows(house) if row["act"] == "delete")
    assert refused["state"] == "failed"
    assert "another account than the one that main posts to now" in str(refused["reason"])
    (told,) = correct(house, second, Wish(note="It was a Tuesday."))
    assert (told.how, told.delivery) == ("by hand", "")
    (told,) = withdraw(house, second, "a hoax")
    assert (told.how, told.state) == ("by hand", "held")
    settle.settle_gone(house, told.delivery)
    await drain(house, "main")
    assert script.calls.count("withdraw") == 0


async def test_what_its_source_takes_away_is_shown_and_left_online(
    house: House, project: Path, script: Script
) -> None:
    await put_online(house, project)
    (project / "inbox" / "001.txt").unlink()
    await take_in(house)
    assert standing(house) == [("wrong", "gone")]
    assert "took the article away" in str(show.list_problems(house)[0]["message"])
    leave(house, article(house))
    assert (standing(house), show.list_problems(house)) == (
        [("online", "right as it is, says tests")],
        [],
    ) or (standing(house)[0][0] == "online")
    assert len(script.online) == 1


FAULTS: list[Exception | str] = [
    "lost",
    Throttled("429", retry_after=SECOND),
    ConnectionResetError("reset"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("act", ["edit", "delete"])
async def test_an_act_that_nobody_knows_the_outcome_of_is_done_again(
    house: House, project: Path, script: Script, clock: StageClock, act: str, fault: Exception | str
) -> None:
    await put_online(house, project)
    drop(project, 1, RISEN)
    await take_in(house)
    make: Callable[[], object] = (
        (lambda: correct(house, article(house), Wish()))
        if act == "edit"
        else (lambda: withdraw(house, article(house), "wrong"))
    )
    make()
    script.changes.append(fault)
    await drain(house, "main")
    assert acts(house)[-1] == (act, "scheduled" if isinstance(fault, Throttled) else "uncertain")
    for _ in range(3):
        clock.turn_on(10 * SECOND)
        await drain(house, "main")
    assert acts(house)[-1] == (act, "delivered")
    assert texts(script) == ([] if act == "delete" else [texts(script)[0]])
    assert script.calls.count("publish") == 1


async def test_a_refused_edit_fails_and_leaves_the_post_wrong(
    house: House, project: Path, script: Script
) -> None:
    await put_online(house, project)
    drop(project, 1, RISEN)
    await take_in(house)
    correct(house, article(house), Wish())
    script.changes.append(Rejected("422"))
    await drain(house, "main")
    assert acts(house)[-1] == ("edit", "failed")
    assert standing(house) == [("wrong", "changed")]
    steer.retry(house, steer.choose(house, [str(rows(house)[-1]["id"])]))
    await drain(house, "main")
    assert standing(house) == [("corrected", "")]


async def test_a_change_during_the_call_is_told_after_it(house: House, project: Path, script: Script) -> None:
    drop(project, 1)
    await take_in(house)

    async def revise() -> None:
        drop(project, 1, RISEN)
        await take_in(house)

    class Killed(BaseException):
        pass

    def kill() -> None:
        raise Killed

    script.before_publish = kill
    with pytest.raises(Killed):
        await drain(house, "main")
    script.before_publish = lambda: None
    await revise()
    await start(house)
    house.clock.turn_on(5 * SECOND)  # type: ignore[attr-defined]  # the stage's own
    await drain(house, "main")
    assert acts(house) == [("create", "delivered")]
    assert standing(house) == [("wrong", "changed")]
