"""A newsroom for the end-to-end proofs: a project on disk, the real worker, and a fake server beside it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from launched import Launched, run

from bot.settings.starters import KEY_FILE
from bot.store.vault import Vault

REPOSITORY = Path(__file__).resolve().parents[2]
NEWSCRIER = Path(sys.executable).parent / "newscrier"
SERVERS = REPOSITORY / "tests" / "servers"
TOKEN_NAME, TOKEN = "E2E_TOKEN", "fake-token"
PASSWORD_NAME, PASSWORD = "E2E_APP_PASSWORD", "abcd-efgh-ijkl-mnop"
HOOK_NAME, HOOK_SECRET = "E2E_HOOK_SECRET", "whsec_YSBzZWNyZXQgb2YgdGVzdHMgb25seSwgMzIgYnl0ZXM="
SECRETS = {TOKEN_NAME: TOKEN, PASSWORD_NAME: PASSWORD, HOOK_NAME: HOOK_SECRET}
_SCRIPTS = {"bluesky": "bluesky", "webhook": "receiver"}
REAL = (str(NEWSCRIER),)
"""The command as it is installed, for what is about processes: starts, signals, ends."""
PATIENCE = 240.0
"""Seconds after which something is taken for hanging, on a busy machine too. Only a failure takes so long."""
LONG = 4 * PATIENCE
"""Seconds that nobody waits for: what comes before them did not come by time."""
PATIENT = {"bot.flow.lines.REQUEST_TIMEOUT": LONG, "bot.engines.embedded.STOP_WITHIN": LONG}
"""Constants of a worker that gives up no attempt by itself, so that a test says when it ends."""
ROOMY = {
    "bot.flow.working.once._READING_AT_MOST": PATIENCE,
    "bot.flow.working.once._DRAINING_AT_MOST": PATIENCE,
}
"""Constants for a machine on which everything takes its time."""
FIGURE, REVISED = "€4.5 million", "€4.6 million"
THREAD = """\
{{ headline }}
{% part "link" %}
{{ link }}
{% endpart %}
{% next %}
{% part "figure" %}
{{ figure.sentence }}
{% endpart %}
{% next %}
{% part "quote" %}
{{ quote.text | quoted(language) }}
— {{ quote.attribution }}
{% endpart %}
"""
PARTS = ("sails again", "paid €", "We waited for this morning")
"""What tells the posts of such a thread from each other."""


@dataclass(frozen=True)
class Story:
    """An article that nobody else has; its address tells its posts from all others."""

    tag: str
    urgency: str = ""

    @property
    def title(self) -> str:
        return f"The ferry to {self.tag.capitalize()} sails again"

    @property
    def url(self) -> str:
        return f"https://courier.example.org/ferry/{self.tag}"

    @property
    def revised(self) -> str:
        """The same with another figure."""
        return self.text.replace("€4.5 million", REVISED)

    @property
    def text(self) -> str:
        head = f"---\ntitle: {self.title}\nurl: {self.url}\nlanguage: en\n"
        head += f"urgency: {self.urgency}\n" if self.urgency else ""
        return (
            f"{head}---\n"
            f"The island of {self.tag.capitalize()} has its ferry back after a hard winter.\n\n"
            f"The harbour of {self.tag.capitalize()} paid €4.5 million for the repair.\n\n"
            f'"We waited for this morning in {self.tag.capitalize()} all winter," '
            "said Maren Holloway.\n"
        )


def make_stories(count: int, word: str = "s") -> list[Story]:
    """Tags of letters alone: a number would be a figure."""
    return [Story(f"{word}{_spell(n)}") for n in range(count)]


def _spell(number: int) -> str:
    letters = ""
    for _ in range(3):
        number, rest = divmod(number, 20)
        letters = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + letters
    return letters


def ask(url: str, method: str = "GET", body: Any = None, seconds: float = PATIENCE) -> Any:
    """One request to loopback, without the proxies that the environment may name."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=seconds)) as connection:
        content = None if body is None else json.dumps(body)
        connection.request(
            method, parts.path, content, {"Connection": "close", "Content-Type": "application/json"}
        )
        answer = connection.getresponse().read()
    return json.loads(answer)


class Server:
    """The fake server as a process of its own, so that neither side's end touches the other."""

    def __init__(self, flavour: str = "mastodon", port: int = 0) -> None:
        script = SERVERS / f"{_SCRIPTS.get(flavour.partition('-')[0], 'mastodon')}.py"
        command = [sys.executable, str(script), "--flavour", flavour, "--port", str(port)]
        environment = {**os.environ, HOOK_NAME: HOOK_SECRET}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout
        told = json.loads(self.process.stdout.readline())
        self.url, self.control = told["url"], told["control"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def become(self, flavour: str) -> None:
        ask(f"{self.control}/flavour", "POST", {"flavour": flavour})

    def misbehave(self, *script: Mapping[str, Any]) -> None:
        ask(f"{self.control}/faults", "POST", {"script": list(script)})

    def misbehave_by_chance(self, rates: Mapping[str, float], seed: int, seconds: float = 0.3) -> None:
        ask(
            f"{self.control}/faults",
            "POST",
            {"random": {"seed": seed, "rates": dict(rates), "seconds": seconds}},
        )

    def commits(self, story: Story) -> list[dict[str, Any]]:
        """Everything that was ever posted of a story, deleted or not, in the order of the commits."""
        return [row for row in ask(f"{self.control}/statuses") if story.tag.capitalize() in row["text"]]

    def behave(self) -> None:
        ask(f"{self.control}/faults", "DELETE")

    def release(self) -> None:
        """What hangs or waits goes on now."""
        ask(f"{self.control}/release", "POST", {})

    def end_sessions(self) -> None:
        """Of a server that has such: every access token is too old from now on."""
        ask(f"{self.control}/account", "POST", {"expire": True})

    def kill(self, pid: int | None, at: int) -> None:
        ask(f"{self.control}/kill", "POST", {"pid": pid, "at": at})

    def events(self) -> list[str]:
        return list(ask(f"{self.control}/events")["events"])

    def killed_at(self) -> str:
        return str(ask(f"{self.control}/events")["killed_at"])

    def creates(self) -> int:
        return sum(one["method"] == "POST" for one in ask(f"{self.control}/requests"))

    def statuses(self) -> list[dict[str, Any]]:
        return [row for row in ask(f"{self.control}/statuses") if not row["deleted_at"]]

    def tags(self, stories: Iterable[Story]) -> list[str]:
        """Which of these stories were posted, in the order of the commits."""
        known = {story.url: story.tag for story in stories}
        return [
            tag
            for row in self.statuses()
            for url, tag in known.items()
            if f"{url}?" in row["text"] or row["text"].endswith(url)
        ]


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


def mastodon_channel(server: str, **more: Any) -> dict[str, Any]:
    return {
        "platform": "mastodon",
        "server": server,
        "token": {"env": TOKEN_NAME},
        "approval": "never",
        "lookup_after": "1s",
        **more,
    }


def bluesky_channel(server: str, **more: Any) -> dict[str, Any]:
    return {
        "platform": "bluesky",
        "handle": "courier.test",
        "app_password": {"env": PASSWORD_NAME},
        "server": server,
        "approval": "never",
        "lookup_after": "1s",
        **more,
    }


def channel_for(flavour: str, server: str) -> dict[str, Any]:
    """A channel on a fake server of that kind."""
    if flavour.startswith("webhook"):
        repeat = "for ever" if flavour == "webhook" else "none"
        return {
            "platform": "webhook",
            "url": server,
            "secret": {"env": HOOK_NAME},
            "approval": "never",
            "repeat": repeat,
        }
    return bluesky_channel(server) if flavour.startswith("bluesky") else mastodon_channel(server)


def file_channel() -> dict[str, Any]:
    return {"platform": "file", "path": "out/", "approval": "never", "timezone": "Europe/Warsaw"}


def find_faults(commits: Sequence[Mapping[str, Any]], *, become: str = "") -> list[str]:
    """What is wrong with a thread as the server has it: `become` is "", edited or deleted."""
    faults = []
    told = [next((n for n, part in enumerate(PARTS) if part in row["text"]), -1) for row in commits]
    faults += ["doubled"] * (len(told) > len({*told}))
    faults += ["disorder"] * (told != sorted(told))
    visible = [row for row in commits if not row["deleted_at"]]
    if become == "deleted":
        return faults + ["left online"] * bool(visible)
    faults += ["lost"] * ({*range(len(PARTS))} != {*told} or len(visible) < len(commits))
    ids = [row["id"] for row in commits]
    faults += ["torn"] * ([_parent_of(row) for row in commits] != [None, *ids[:-1]])
    wanted = REVISED if become == "edited" else FIGURE
    return faults + ["wrong"] * (not any(wanted in row["text"] for row in visible))


def _parent_of(row: Mapping[str, Any]) -> str | None:
    if "record" in row:
        reply = row["record"].get("reply")
        return str(reply["parent"]["uri"]) if reply else None
    return row["reply_to"] or None
