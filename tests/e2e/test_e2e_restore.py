"""`backup restore` dies at every instant: the old newsroom is left, the new one, or one that cannot post."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from accounts import mastodon_channel
from fake_server import Server
from launching import KILLED, Point, run
from newsroom import Newsroom
from stories import make_stories

from bot.settings.starters import KEY_FILE
from bot.store.vault import Vault

STORE, CHANNELS, TEMPLATE = "data/newscrier.db", "config/channels.yaml", "templates/posts/default.j2"
NEW, RESTORED = {"delivered": 3}, {"delivered": 1, "held": 2}
"""The posts after a run: the restored store knows one as waiting and one not at all, and holds both."""


@dataclass(frozen=True)
class Loss:
    """A newsroom and a backup of it; store, config, templates and key have changed since."""

    folder: Path
    backup: Path
    key: bytes

    def run(self, folder: Path, *args: str) -> int:
        return run(folder, Point(0, "file"), None, *args)

    def restore(self, folder: Path, at: int = 0) -> int:
        return run(folder, Point(at, "file"), None, "backup", "restore", str(self.backup))

    def copy(self) -> Path:
        """The newsroom as it was before the restore."""
        folder = self.folder.with_name("copy")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder

    def look(self, folder: Path) -> set[str]:
        """From which time store, config, templates and key are, after a run."""
        posts = count_posts(folder / STORE)
        assert posts in (NEW, RESTORED), posts
        signs = (
            posts == NEW,
            "per_hour" in (folder / CHANNELS).read_text(),
            "later" in (folder / TEMPLATE).read_text(),
            (folder / KEY_FILE).read_bytes() != self.key,
        )
        return {"old" if sign else "restored" for sign in signs}


def count_posts(store: Path) -> Counter[str]:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        return Counter(dict(connection.execute("select state, count(*) from delivery group by state")))


@pytest.fixture
def loss(tmp_path: Path, server: Server) -> Loss:
    """Of three posts the backup knows one as posted and one as waiting; all three were posted since."""
    first, second, third = make_stories(3)
    newsroom = Newsroom(tmp_path / "newsroom", {"main": mastodon_channel(server.url)})
    folder = newsroom.folder
    key = (folder / KEY_FILE).read_bytes()
    found = Loss(folder, tmp_path / "b.tar.gz", key)
    newsroom.drop(first)
    assert found.run(folder) == 0
    assert found.run(folder, "channel", "hold", "main", "--reason", "a moment") == 0
    newsroom.drop(second)
    assert found.run(folder) == 0
    assert found.run(folder, "channel", "release", "main") == 0
    assert count_posts(folder / STORE) == {"delivered": 1, "scheduled": 1}
    assert found.run(folder, "backup", "make", str(found.backup), "--with-key") == 0
    newsroom.channels = {"main": mastodon_channel(server.url, per_hour=1000)}
    newsroom.write_config()
    (folder / TEMPLATE).write_text("{# a later one #}" + (folder / TEMPLATE).read_text())
    (folder / KEY_FILE).unlink()
    Vault.make_key(folder / KEY_FILE)
    newsroom.drop(third)
    assert found.run(folder) == 0
    assert found.look(folder) == {"old"}, newsroom.log
    return found


def die(loss: Loss, at: int) -> str:
    """What a death there leaves: the old newsroom, the restored one, or one that does not run."""
    folder = loss.copy()
    log = folder / "logs" / "launched.log"
    log.write_text("")
    assert loss.restore(folder, at) == KILLED, at
    if loss.run(folder) == 0:
        (left,) = loss.look(folder)
    else:
        left = "refused"
        assert f"newscrier backup restore {loss.backup}" in log.read_text(), (at, log.read_text())
    assert loss.restore(folder) == 0, (at, log.read_text())
    assert loss.run(folder) == 0, (at, log.read_text())
    assert loss.look(folder) == {"restored"}, at
    assert any(count_posts(one) == NEW for one in folder.glob("data/before-restore-*/store/*.db")), at
    return left


def measure(loss: Loss) -> list[str]:
    """What a restore does to files, in its order."""
    folder = loss.copy()
    assert loss.restore(folder) == 0, (folder / "logs" / "launched.log").read_text()
    return [line for line in (folder / "trace").read_text().splitlines() if "/" in line]


def prove(loss: Loss, server: Server, touches: list[str], numbers: list[int]) -> Counter[str]:
    before = server.creates()
    ends = {number: die(loss, number) for number in numbers}
    assert server.creates() == before, "something left before anybody looked"
    sys.stdout.write(f"\n{len(ends)} of {len(touches)} instants: {Counter(ends.values())}\n")
    assert list(ends.values()) == sorted(ends.values(), key=["old", "refused", "restored"].index)
    return Counter(ends.values())


def test_a_killed_restore_leaves_no_half_newsroom(loss: Loss, server: Server) -> None:
    touches = measure(loss)
    swaps = [n for n, touch in enumerate(touches, 1) if touch.startswith("os.rename")]
    assert prove(loss, server, touches, [swaps[1]]) == {"refused": 1}


@pytest.mark.proof
def test_a_restore_that_is_killed_at_every_instant(loss: Loss, server: Server) -> None:
    touches = measure(loss)
    found = prove(loss, server, touches, [*range(1, len(touches) + 1)])
    assert min(found["old"], found["refused"], found["restored"]) >= 1
