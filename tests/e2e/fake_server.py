"""A fake server as a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from accounts import HOOK_NAME, HOOK_SECRET
from bounds import PATIENCE, REPOSITORY
from stories import Story

_FOLDER = REPOSITORY / "tests" / "servers"
_SCRIPTS = {"bluesky": "bluesky", "webhook": "receiver"}


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
        script = _FOLDER / f"{_SCRIPTS.get(flavour.partition('-')[0], 'mastodon')}.py"
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
