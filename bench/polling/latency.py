"""From a complete file to the creating call: the real worker, and a server that knows when it was called."""

import asyncio
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_REPOSITORY / "tests"))  # whose fake server it is

from servers.mastodon import CREATE, TOKEN, FakeMastodon  # noqa: E402
from servers.wire import Reply, Request  # noqa: E402

from polling.documents import write_article  # noqa: E402

QUIET = 0.3
"""Seconds after its last change at which a file counts as complete."""

_ARRIVES_WITHIN = 20.0
_APART = (0.45, 0.75)


class _Clocked(FakeMastodon):
    """Notes when each creating call came, and for which article."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
        self.limit_per_window = 1_000_000

    async def answer(self, request: Request) -> Reply:
        if request.method == "POST" and request.path == CREATE:
            address = str(request.fields["status"]).partition("https://courier.example.org/")[2]
            self.heard.put_nowait((address.split("?")[0].split()[0], time.perf_counter()))
        return await super().answer(request)


async def measure_latency(drops: int) -> list[float]:
    """Seconds from each rename into the folder to the call, ascending."""
    chance = random.Random(1)
    taken = []
    with tempfile.TemporaryDirectory(dir=".", prefix="bench-") as folder:
        project = Path.cwd() / folder
        async with _Clocked() as server, _run_worker(project, server.url):
            await _drop(project, server, 0)  # the channel is verified before its first post
            for number in range(1, drops + 1):
                await asyncio.sleep(chance.uniform(*_APART))
                taken.append(await _drop(project, server, number))
    return sorted(taken)


async def _drop(project: Path, server: _Clocked, number: int) -> float:
    part = project / f"{number}.txt.part"
    part.write_text(write_article(number), encoding="utf-8")
    renamed = time.perf_counter()
    part.rename(project / "inbox" / f"{number}.txt")
    async with asyncio.timeout(_ARRIVES_WITHIN):
        name, heard = await server.heard.get()
    assert name == str(number)
    return heard - renamed


@asynccontextmanager
async def _run_worker(project: Path, server: str) -> AsyncIterator[None]:
    _lay_project(project, server)
    with (project / "worker.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "newscrier"),
            "run",
            cwd=project,
            env={"PATH": os.defpath, "BENCH_TOKEN": TOKEN},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield
        except TimeoutError:
            sys.stderr.write((project / "worker.log").read_text())
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


def _lay_project(project: Path, server: str) -> None:
    config = {
        "newscrier": {
            "newsroom": {
                "name": "The Courier",
                "timezone": "Europe/Warsaw",
                "language": "en",
                "site": "https://courier.example.org",
            },
            "defaults": {"settle": "0s", "spacing": "0s", "per_hour": 0, "flood": 0},
        },
        "sources": {"wire": {"source": "folder", "path": "inbox/"}},
        "channels": {
            "main": {
                "platform": "mastodon",
                "server": server,
                "token": {"env": "BENCH_TOKEN"},
                "approval": "never",
            }
        },
    }
    for name in ("config", "data", "inbox"):
        (project / name).mkdir()
    shutil.copytree(_REPOSITORY / "templates", project / "templates")
    for name, value in config.items():
        # JSON is YAML too.
        (project / "config" / f"{name}.yaml").write_text(json.dumps(value), encoding="utf-8")
