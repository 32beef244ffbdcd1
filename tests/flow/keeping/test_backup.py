"""Backups: whole or none; a restored one lets nothing leave that may be online already."""

import asyncio
import gzip
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import ARTICLE, Blind, Script, Stage, StageClock, drop, open_stage, take_in

from bot.errors import OutcomeUnknown, WorkerRunning
from bot.flow import show
from bot.flow.editing import settle, steer
from bot.flow.editing.revive import revive
from bot.flow.house import House
from bot.flow.keeping import restore as restoring_flow
from bot.flow.keeping.archive import BackupError, unpack
from bot.flow.keeping.backup import Backup, back_up
from bot.flow.keeping.restore import Restored, restore
from bot.flow.sending.deliver import drain
from bot.flow.working.once import work_once
from bot.model import DeliveryState
from bot.settings.loading import load_settings
from bot.sources.folder import Folder
from bot.store.channels import get_credentials, put_credentials
from bot.store.database import Store
from bot.store.lock import WorkerLock


@pytest.fixture
def stage(project: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stage's platform is one that every reading of the config knows."""

    def load(folder: Path) -> Any:
        return load_settings(folder, platforms={"stage": Stage, "blind": Blind}, sources={"folder": Folder})

    monkeypatch.setattr("bot.flow.keeping.backup.load_settings", load)
    monkeypatch.setattr(restoring_flow, "load_settings", load)
    return project


def states(house: House) -> dict[str, str]:
    return {post["title"][15:17].strip(): post["state"] for post in show.list_posts(house)}


def make(project: Path, clock: StageClock, **more: Any) -> Backup:
    return back_up(project, project / "b.tar.gz", clock=clock, **more)


def put_back(project: Path, clock: StageClock, **more: Any) -> Restored:
    return restore(project, project / "b.tar.gz", actor="ada", clock=clock, **more)


async def test_nothing_leaves_by_itself_that_left_after_the_backup(
    stage: Path, script: Script, clock: StageClock
) -> None:
    with open_stage(stage, clock) as house:
        drop(stage, 1)
        await take_in(house)
        await drain(house, "main")
        script.publishes.append(OutcomeUnknown("no answer"))
        drop(stage, 2)
        await take_in(house)
        await drain(house, "main")
        drop(stage, 3, ARTICLE.replace("url:", "embargo: 2027-03-01T13:00:00Z\nurl:"))
        await take_in(house)
        assert states(house) == {"1": "delivered", "2": "uncertain", "3": "scheduled"}
        backup = make(stage, clock)
        assert backup.file.stat().st_mode & 0o777 == 0o600
        # After the backup: 2 is settled and sent anew, 3 leaves, 4 comes and leaves.
        settle.settle_again(house, show.list_posts(house, states=[DeliveryState.UNCERTAIN])[0]["id"])
        clock.turn_on(timedelta(hours=1))
        drop(stage, 4)
        await take_in(house)
        await drain(house, "main")
        assert set(states(house).values()) == {"delivered"}
        before = len(script.online)
    done = put_back(stage, clock)
    assert (done.held, done.made_at) == (2, backup.made_at)
    with open_stage(stage, clock) as house:
        clock.turn_on(timedelta(minutes=1))
        drop(stage, 5)
        for _ in range(2):
            await take_in(house)
            await work_once(house)
            clock.turn_on(timedelta(minutes=10))
        held = states(house)
        assert held == {"1": "delivered", "2": "uncertain", "3": "held", "4": "held", "5": "held"}
        assert len(script.online) == before
        # What comes at a later look is new, unless it says that it was published before.
        drop(stage, 6)
        drop(stage, 7, ARTICLE.replace("url:", "published: 2027-03-01T12:30:00Z\nurl:"))
        await take_in(house)
        await work_once(house)
        assert (states(house)["6"], states(house)["7"]) == ("delivered", "held")
        _settle(house)
        await drain(house, "main")
        assert set(states(house).values()) == {"delivered", "cancelled"}
        assert len(script.online) == before + 2


def _settle(house: House) -> None:
    """A person has looked: 2, 3 and 4 are online, 5 is not; 7 shall not leave."""
    by_title = {post["title"][15:17].strip(): post for post in show.list_posts(house)}
    assert "the backup is of 2027-03-01 12:" in by_title["4"]["reason"]
    for n in "234":
        settle.settle_online(house, by_title[n]["id"], f"https://stage.example/{n}")
    settle.settle_again(house, by_title["5"]["id"])
    steer.cancel(house, steer.choose(house, [by_title["7"]["id"]]))


async def test_what_was_restored_expires_with_its_reason(
    stage: Path, script: Script, clock: StageClock
) -> None:
    with open_stage(stage, clock) as house:
        drop(stage, 1)
        await take_in(house)
        make(stage, clock)
    put_back(stage, clock)
    clock.turn_on(timedelta(hours=13))
    with open_stage(stage, clock) as house:
        await work_once(house)
        (post,) = show.list_posts(house)
        assert post["state"] == "expired"
        assert "may be online already" in post["reason"]
        revive(house, steer.choose(house, [post["id"]]))


def test_the_old_project_is_kept_and_a_new_one_is_made(
    stage: Path, clock: StageClock, tmp_path: Path
) -> None:
    with open_stage(stage, clock) as house:
        steer.hold(house, ["main"], "marked")
        make(stage, clock, with_key=True)
        steer.release(house, ["main"])
    (stage / "config" / "channels.yaml").write_text("main: {platform: stage, approval: always}\n")
    (stage / "data" / "secret.key").write_text("another")
    done = put_back(stage, clock, only_store=True)
    assert "always" in (stage / "config" / "channels.yaml").read_text()
    done = put_back(stage, clock)
    assert done.aside is not None
    assert "always" in (done.aside / "config" / "channels.yaml").read_text()
    assert (done.aside / "data" / "secret.key").read_text() == "another"
    assert "never" in (stage / "config" / "channels.yaml").read_text()
    with Store.open(done.aside / "store" / "newscrier.db") as old:
        assert old.read_now(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM event").scalar())
    elsewhere = tmp_path / "new machine"
    elsewhere.mkdir()
    fresh = restore(elsewhere, stage / "b.tar.gz", actor="ada", clock=clock)
    assert (fresh.aside, fresh.project, fresh.locked_out) == (None, elsewhere, False)
    assert (elsewhere / "data" / "secret.key").stat().st_mode & 0o777 == 0o600
    with open_stage(elsewhere, clock) as house:
        assert show.list_channels(house)[0]["hold_reason"] == "marked"


def test_without_a_key_the_sessions_are_forgotten(stage: Path, clock: StageClock, tmp_path: Path) -> None:
    with open_stage(stage, clock) as house:
        house.store.write_now(lambda conn: put_credentials(conn, "main", b"sealed", clock.now()))
        make(stage, clock)
    elsewhere = tmp_path / "new machine"
    assert restore(elsewhere, stage / "b.tar.gz", actor="ada", clock=clock).locked_out
    with open_stage(elsewhere, clock) as house:
        assert house.store.read_now(lambda conn: get_credentials(conn, "main")) is None
        assert house.lines.platform("main").name == "stage"
    assert (elsewhere / "data" / "secret.key").is_file()
    assert not put_back(stage, clock).locked_out


def test_a_restore_waits_for_the_worker_to_end_and_a_backup_does_not(stage: Path, clock: StageClock) -> None:
    with open_stage(stage, clock) as house, WorkerLock(house.settings.store.path):
        make(stage, clock)
        with pytest.raises(WorkerRunning):
            put_back(stage, clock)
    assert not list((stage / "data").glob("before-restore-*"))
    with pytest.raises(BackupError, match="there already"):
        make(stage, clock)


async def test_a_backup_is_one_moment_while_others_write(stage: Path, clock: StageClock) -> None:
    with open_stage(stage, clock) as house:

        def fill(many: int) -> None:
            for n in range(many):
                steer.hold(house, ["main"], f"reason {n} " * 2000)

        fill(300)
        busy = asyncio.create_task(asyncio.to_thread(fill, 200))
        told: list[tuple[int, int]] = []
        backup = await asyncio.to_thread(
            back_up, stage, stage / "b.tar.gz", tell=lambda a, b: told.append((a, b))
        )
        await busy
    unpack(backup.file, stage / "unpacked")
    with closing(sqlite3.connect(stage / "unpacked" / "store.db")) as copy:
        (held,) = copy.execute("SELECT hold_reason FROM channel").fetchone()
        many = copy.execute("SELECT count(*) FROM event WHERE action = 'held'").fetchone()[0]
    assert held.split()[1] == str((many - 1) % 300 if many <= 300 else many - 301)
    assert told[-1][0] == told[-1][1] > 0


def test_secrets_of_the_config_are_left_out(stage: Path, clock: StageClock) -> None:
    (stage / "config" / "secrets").mkdir()
    for name in ("token", "address", "secrets/left.token"):  # the last is of a channel that is gone
        (stage / "config" / name).write_text("hush")
    with (stage / "config" / "newscrier.yaml").open("a") as file:
        file.write("alerts: {to: [{file: config/address}]}\n")
    (stage / "config" / "channels.yaml").write_text(
        "main: {platform: mastodon, server: https://m.example, token: {file: config/token}}\n"
    )
    Store.open(stage / "data" / "newscrier.db").close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.flow.keeping.backup.load_settings", load_settings)
        left_out = make(stage, clock).left_out
    assert left_out == ("config/address", "config/token", "config/secrets/left.token")
    with tarfile.open(stage / "b.tar.gz") as tar:
        assert not {*left_out, "secret.key"} & set(tar.getnames())


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def _garble(path: Path) -> None:
    with gzip.open(path) as packed:
        content = bytearray(packed.read())
    content[5000] ^= 1
    path.write_bytes(gzip.compress(bytes(content)))


def _without_list(path: Path) -> None:
    with tarfile.open(path) as tar, tarfile.open(path.with_suffix(".new"), "w:gz") as other:
        for head in tar.getmembers()[:-1]:
            other.addfile(head, tar.extractfile(head))
    path.with_suffix(".new").replace(path)


def _with_a_trap(path: Path) -> None:
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("config/../../outside"))


@pytest.mark.parametrize(
    "spoil", [_shorten, _garble, _without_list, _with_a_trap, lambda p: p.write_bytes(b"")]
)
def test_what_is_no_whole_backup_changes_nothing(stage: Path, clock: StageClock, spoil: Any) -> None:
    with open_stage(stage, clock):
        make(stage, clock)
    spoil(stage / "b.tar.gz")
    before = (stage / "data" / "newscrier.db").read_bytes()
    with pytest.raises(BackupError, match=r"backup|damaged"):
        put_back(stage, clock)
    assert (stage / "data" / "newscrier.db").read_bytes() == before
    assert not list(stage.rglob("*.part"))
