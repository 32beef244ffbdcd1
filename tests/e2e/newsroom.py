"""A newsroom for the end-to-end proofs: a project on disk, the real worker, and a fake server beside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from accounts import SECRETS
from bounds import PATIENCE, REPOSITORY, ROOMY
from fake_server import Server
from launched import Launched, run
from stories import Story

from bot.settings.starters import KEY_FILE
from bot.store.vault import Vault


@dataclass(frozen=True)
class Finding:
    """What a run left behind: tags of stories that are not as they should be."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    out_of_order: tuple[str, ...]
    not_delivered: tuple[str, ...]
    wrong_receipts: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not any((self.lost, self.doubled, self.out_of_order, self.not_delivered, self.wrong_receipts))


@dataclass
class Newsroom:
    """A project folder and its worker; `channels` maps names to what stands in channels.yaml.

    Its commands run in forked children of the launcher where no `command` is given; `constants` sets
    others for these, by their full names.
    """

    folder: Path
    channels: Mapping[str, Mapping[str, Any]]
    flood: int = 0
    command: Sequence[str] = ()
    environment: dict[str, str] = field(default_factory=lambda: dict(SECRETS))
    constants: dict[str, float] = field(default_factory=dict)
    worker: subprocess.Popen[str] | Launched | None = None
    dropped: int = 0

    def __post_init__(self) -> None:
        for name in ("config", "data", "inbox", "logs"):
            (self.folder / name).mkdir(parents=True)
        shutil.copytree(REPOSITORY / "templates", self.folder / "templates")
        Vault.make_key(self.folder / KEY_FILE)
        self.write_config()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def write_config(self) -> None:
        newsroom = {
            "name": "The Courier",
            "timezone": "Europe/Warsaw",
            "language": "en",
            "site": "https://courier.example.org",
        }
        defaults = {"settle": "0s", "spacing": "0s", "per_hour": 0, "flood": self.flood}
        self._write("newscrier", {"newsroom": newsroom, "defaults": defaults})
        self._write("sources", {"wire-folder": {"source": "folder", "path": "inbox/"}})
        self._write("channels", self.channels)

    def _write(self, name: str, value: Any) -> None:
        # JSON is YAML too.
        (self.folder / "config" / f"{name}.yaml").write_text(json.dumps(value, indent=1), encoding="utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "data" / "newscrier.db"

    @property
    def whole_log(self) -> str:
        """Everything that its commands have written."""
        paths = sorted((self.folder / "logs").iterdir(), key=lambda path: path.stat().st_mtime)
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)

    @property
    def log(self) -> str:
        """The last of it, for people."""
        return "\n".join(
            f"== {path.name}\n{path.read_text(encoding='utf-8', errors='replace')[-4000:]}"
            for path in sorted((self.folder / "logs").iterdir(), key=lambda path: path.stat().st_mtime)[-2:]
        )

    def drop(self, *stories: Story) -> None:
        for story in stories:
            self.drop_file(f"{self.dropped:04}-{story.tag}.txt", story.text.encode())
            self.dropped += 1

    def drop_file(self, name: str, content: bytes) -> None:
        """As careful programs do it: written elsewhere, renamed into the folder."""
        outside = self.folder / f"{name}.part"
        outside.write_bytes(content)
        outside.rename(self.folder / "inbox" / name)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name]
            for name in ("PATH", "PYTHONPATH", "HOME", "LANG", "TMPDIR")
            if name in os.environ
        }
        return {**kept, **self.environment}

    def start(self, *more: str, wait: bool = False) -> subprocess.Popen[str] | Launched:
        assert self.worker is None
        path = self.folder / "logs" / f"worker-{time.time_ns()}.log"
        self.worker = self.launch("run", *more, out=path)
        if wait:
            self.wait_until(lambda: "the worker has started" in path.read_text(), "a start")
        return self.worker

    def launch(self, *args: str, out: Path) -> subprocess.Popen[str] | Launched:
        """A command that goes on beside the test; both its outputs go to the file `out`."""
        out.touch()
        if not self.command:
            constants = {**ROOMY, **self.constants}
            return Launched(list(args), self.folder, self._environment(), out=out, constants=constants)
        with out.open("a") as log:
            return subprocess.Popen(
                [*self.command, *args],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        assert self.worker
        try:
            return self.worker.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the worker did not end within {seconds} s\n{self.log}") from None
        finally:
            self.worker = None

    def stop(self, one: signal.Signals = signal.SIGTERM, seconds: float = PATIENCE) -> int:
        assert self.worker
        self.worker.send_signal(one)
        return self.wait_for_end(seconds)

    def kill(self) -> bool:
        """SIGKILL; whether it was still running."""
        worker, self.worker = self.worker, None
        if worker is None:
            return False
        alive = worker.poll() is None
        worker.kill()
        worker.wait(PATIENCE)
        return alive

    def once(self) -> int:
        self.start("--once")
        return self.wait_for_end()

    def cli(self, *args: str, seconds: float = PATIENCE) -> subprocess.CompletedProcess[str]:
        """One command beside the worker; never raises for its exit code."""
        if not self.command:
            return run(list(args), self.folder, self._environment(), seconds)
        return subprocess.run(
            [*self.command, *args],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def look_up_now(self) -> None:
        """What waits for a look at the server is due, however late it is by `lookup_after`."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection, connection:
            connection.execute("update delivery set not_before = 0 where state = 'uncertain'")

    def posts(self) -> list[dict[str, Any]]:
        """As `post list --json` tells them, oldest first."""
        done = self.cli("post", "list", "--json", "--limit", "10000")
        assert done.returncode == 0, done.stderr
        return list(reversed(json.loads(done.stdout)))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the store says, read beside the worker."""
        if not self.database.exists():
            return []
        try:
            with closing(
                sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=PATIENCE)
            ) as connection:
                return connection.execute(sql).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # the worker has only just begun
                return []
            raise

    def states(self, channel: str = "") -> Counter[str]:
        where = f"where channel = '{channel}'" if channel else ""
        return Counter(dict(self.rows(f"select state, count(*) from delivery {where} group by state")))

    def all_taken_in(self) -> bool:
        """Whether every story that was dropped has come into the outbox; two files may be seen one by one."""
        return sum(self.states().values()) >= self.dropped

    def all_delivered(self, many: int, channel: str = "") -> bool:
        return self.states(channel) == {"delivered": many}

    def wait_until(self, what: Callable[[], bool], told: str, *, within: float = PATIENCE) -> float:
        """Seconds that it took; fails with the worker's log."""
        began_at = time.monotonic()
        while not what():
            taken = time.monotonic() - began_at
            ended = self.worker is not None and self.worker.poll() is not None
            if taken > within or ended:
                why = f"the worker ended with {self.worker.returncode}" if ended and self.worker else "late"
                raise AssertionError(
                    f"waited {taken:.1f} s for {told}: {why}; states {self.states()}\n{self.log}"
                )
            time.sleep(0.02)
        return time.monotonic() - began_at

    def examine(self, server: Server, stories: Sequence[Story], channel: str = "main") -> Finding:
        """Compare what the store says with what is on the server."""
        on_server = server.tags(stories)
        counts = Counter(on_server)
        first = list(dict.fromkeys(on_server))
        rows = self.rows(
            "select rendered, state, receipt from delivery "
            f"where channel = '{channel}' order by urgency, due_at, id"
        )
        by_url = {story.url: story.tag for story in stories}
        order = [(_tag_in(row[0], by_url), row[1], row[2]) for row in rows]
        due = [tag for tag, _, _ in order if tag in counts]
        ids = {row["id"] for row in server.statuses()}
        return Finding(
            lost=tuple(story.tag for story in stories if not counts[story.tag]),
            doubled=tuple(tag for tag, many in counts.items() if many > 1),
            out_of_order=tuple(a for a, b in zip(first, due, strict=False) if a != b),
            not_delivered=tuple(
                {story.tag for story in stories} - {tag for tag, state, _ in order if state == "delivered"}
            ),
            wrong_receipts=tuple(
                tag for tag, _, receipt in order if not receipt or json.loads(receipt)["id"] not in ids
            ),
        )


def _tag_in(rendered: str, by_url: Mapping[str, str]) -> str:
    return next((tag for url, tag in by_url.items() if f"{url}?" in rendered or f'{url}"' in rendered), "")
