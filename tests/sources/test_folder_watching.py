"""The folder tells at once, from the real file system, and ends cleanly."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from pace import PATIENCE, PATIENT

from bot.clock import SystemClock
from bot.errors import SourceError
from bot.http import Client
from bot.model import Entry
from bot.plugin import Known, Watchable
from bot.sources.folder import Folder, FolderOptions, source, watching

CLOCK = SystemClock()


class Worker:
    """The least that a worker does: fetch on each change, and when a fetch asked for another.

    Nobody else looks at the folder: what it sees it was told of.
    """

    def __init__(self, folder: Folder, shelf: Any) -> None:
        self.folder = folder
        self.shelf = shelf
        self.seen: list[Entry] = []
        self._arrived = asyncio.Event()
        self._wake = asyncio.Event()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._work())

    async def _listen(self) -> None:
        async for _ in self.folder.changes():
            self._wake.set()

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            wait = None
            with suppress(SourceError):
                batch = self.shelf.take(await self.folder.fetch({}, self.shelf))
                self.seen += batch.entries
                self._arrived.set()
                if batch.again_at:
                    wait = max((batch.again_at - CLOCK.now()).total_seconds(), 0)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.seen) < count:
                self._arrived.clear()
                await self._arrived.wait()


def options(tmp_path: Path) -> FolderOptions:
    return FolderOptions.model_validate({"source": "folder", "path": "inbox"}, context={"project": tmp_path})


@asynccontextmanager
async def working(tmp_path: Path, client: Client, shelf: Known) -> AsyncIterator[Worker]:
    worker = Worker(Folder(options(tmp_path), client), shelf)
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0.2)
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def put(path: Path, text: str) -> None:
    """Under its name it is never half there, whatever holds the machine up meanwhile."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text)
    part.rename(path)


@pytest.mark.parametrize("how", ["written", "renamed"])
async def test_a_complete_file_is_seen_at_once(inbox: Path, client: Client, shelf: Known, how: str) -> None:
    async with working(inbox.parent, client, shelf) as worker:
        if how == "renamed":
            put(inbox / "a.txt", "A")
        else:
            (inbox / "a.txt").write_text("A")
        await worker.wait_for(1)


async def test_a_half_written_file_is_offered_once_and_whole(
    inbox: Path, client: Client, shelf: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = source.QUIET
    monkeypatch.setattr(source, "QUIET", 2 * PATIENT)  # the machine may hold the writer up
    async with working(inbox.parent, client, shelf) as worker:
        with (inbox / "a.txt").open("w") as being_written:
            for step in range(7):
                being_written.write(f"line {step}\n")
                being_written.flush()
                await asyncio.sleep(0.1)
        assert worker.seen == []
        monkeypatch.setattr(source, "QUIET", quiet)
        (inbox / "b.part").touch()
        await worker.wait_for(1)
        await asyncio.sleep(0.4)
        (entry,) = worker.seen
        assert entry.raw == "".join(f"line {step}\n" for step in range(7))


async def test_a_folder_that_comes_goes_and_comes_again(tmp_path: Path, client: Client, shelf: Known) -> None:
    async with working(tmp_path, client, shelf) as worker:
        for count, text in enumerate(("first", "second"), start=1):
            (tmp_path / "inbox").mkdir()
            put(tmp_path / "inbox" / f"{text}.txt", text)
            await worker.wait_for(count)
            await asyncio.sleep(0.1)
            (tmp_path / "inbox" / f"{text}.txt").unlink()
            (tmp_path / "inbox").rmdir()
        assert [entry.raw for entry in worker.seen] == ["first", "second"]


def swap(folder: Path) -> None:
    folder.rename(folder.parent / "old")
    folder.mkdir()


async def test_a_folder_that_is_swapped_is_still_watched(inbox: Path, client: Client, shelf: Known) -> None:
    async with working(inbox.parent, client, shelf) as worker:
        swap(inbox)
        await asyncio.sleep(0.7)
        put(inbox / "a.txt", "A")
        await worker.wait_for(1)
        assert worker.seen[0].raw == "A"


async def test_a_change_below_wakes_a_recursive_source(inbox: Path, client: Client) -> None:
    (inbox / "sub").mkdir()
    written = {"source": "folder", "path": "inbox", "recursive": True}
    folder = Folder(FolderOptions.model_validate(written, context={"project": inbox.parent}), client)
    woken = asyncio.Event()

    async def listen() -> None:
        async for _ in folder.changes():
            woken.set()

    task = asyncio.create_task(listen())
    await asyncio.sleep(0.8)
    woken.clear()
    async with asyncio.timeout(PATIENCE):
        while not woken.is_set():  # it may take the machine a moment to watch
            (inbox / "sub" / "a.txt").write_text("A")
            await asyncio.sleep(0.1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def test_watching_ends_when_cancelled_and_leaves_no_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_LOOK", 10_000 * int(PATIENCE))  # no look of its own ends it
    before = set(threading.enumerate())

    async def run() -> float:
        async with Client() as client:
            folder = Folder(options(tmp_path), client)
            assert isinstance(folder, Watchable)

            async def listen() -> None:
                async for _ in folder.changes():
                    pass

            task = asyncio.create_task(listen())
            await asyncio.sleep(0.2)
            start = time.monotonic()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            return time.monotonic() - start

    (tmp_path / "inbox").mkdir()
    assert asyncio.run(run()) < PATIENCE
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(PATIENCE)  # it was told to end as the loop closed, and may be a moment behind
    assert not [thread for thread in left if thread.is_alive()]


@pytest.mark.parametrize("error", [OSError(28, "OS file watch limit reached"), RuntimeError("no inotify")])
async def test_where_nothing_can_be_watched_it_says_so_and_ends(
    inbox: Path,
    make_folder: Callable[..., Folder],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    async def fail(*_given: object, **_options: object) -> AsyncIterator[object]:
        raise error
        yield

    said: list[str] = []
    listener = logging.Handler()
    monkeypatch.setattr(listener, "emit", lambda record: said.append(record.getMessage()))
    monkeypatch.setattr(logging.getLogger("bot.sources.folder.watching"), "handlers", [listener])
    monkeypatch.setattr(watchfiles, "awatch", fail)
    assert [change async for change in make_folder().changes()] == []
    assert any(f"{inbox} cannot be watched" in line for line in said)
