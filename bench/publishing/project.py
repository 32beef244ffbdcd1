"""A project on the disk of the working directory, and the fake server beside it, in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
NEWSCRIER = Path(sys.executable).parent / "newscrier"
TOKEN_NAME, TOKEN = "BENCH_TOKEN", "fake-token"
ENVIRONMENT = {"PATH": os.defpath, TOKEN_NAME: TOKEN}
FOLDER = {"source": "folder", "path": "inbox/"}

Named = Mapping[str, Mapping[str, Any]]


@contextmanager
def lay_project(channels: Named, sources: Named) -> Iterator[Path]:
    """A project folder; on a memory disk a COMMIT would cost nothing."""
    newsroom = {
        "name": "The Courier",
        "timezone": "Europe/Warsaw",
        "language": "en",
        "site": "https://courier.example.org",
    }
    defaults = {"settle": "0s", "spacing": "0s", "per_hour": 0, "flood": 0}
    network = {"allow_private": ["127.0.0.0/8"]}
    config = {
        "newscrier": {"newsroom": newsroom, "defaults": defaults, "network": network},
        "sources": sources,
        "channels": channels,
    }
    with tempfile.TemporaryDirectory(dir=".", prefix="bench-") as name:
        folder = Path(name).resolve()
        for part in ("config", "data", "inbox"):
            (folder / part).mkdir()
        shutil.copytree(REPOSITORY / "templates", folder / "templates")
        for part, value in config.items():
            # JSON is YAML too.
            (folder / "config" / f"{part}.yaml").write_text(json.dumps(value), encoding="utf-8")
        yield folder


def write_channels(server: str, many: int) -> dict[str, dict[str, Any]]:
    """Channels that post by themselves."""
    channel = {
        "platform": "mastodon",
        "server": server,
        "token": {"env": TOKEN_NAME},
        "approval": "never",
        "posted_by_hand": "ignore",  # all of them are one account, where each finds the posts of the others
    }
    return {f"desk-{number:03}": channel for number in range(many)}


@contextmanager
def serve_posts() -> Iterator[str]:
    """The address of the tests' fake server."""
    command = [sys.executable, str(REPOSITORY / "tests" / "servers" / "mastodon.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield str(json.loads(process.stdout.readline())["url"])
        finally:
            process.kill()


@contextmanager
def run_worker(project: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`newscrier run`, until it is enough."""
    with (project / "worker.log").open("w") as log:
        command = [str(NEWSCRIER), "run"]
        process = subprocess.Popen(
            command, cwd=project, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield process
        assert process.poll() is None, (project / "worker.log").read_text()[-2000:]
    finally:
        process.terminate()
        process.wait(40)
