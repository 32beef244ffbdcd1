"""A worker whose writer hangs falls silent; one whose writer answers does not."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pace import PATIENCE
from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.errors import StoreError
from bot.flow.house import House
from bot.flow.watching.signs import give_signs
from bot.watch.supervisor import Supervisor


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.setblocking(False)
        yield channel


def drain(heard: socket.socket) -> list[str]:
    told = []
    while True:
        try:
            told.append(heard.recv(4096).decode())
        except BlockingIOError:
            return told


async def hear(heard: socket.socket, most: int) -> list[str]:
    """So many signs, however long they take."""
    told: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while len(told) < most:
            await asyncio.sleep(0.01)
            told += drain(heard)
    return told


async def test_a_writer_that_hangs_ends_the_signs_of_life(
    house: House, tmp_path: Path, heard: socket.socket
) -> None:
    house.clock = SystemClock()
    task = asyncio.create_task(give_signs(house, Supervisor(str(tmp_path / "notify"), 0.06)))
    first, *signs = await hear(heard, 4)
    assert first == "READY=1\nSTATUS=working; posts: nothing waits"
    assert all(sign.startswith("WATCHDOG=1\n") for sign in signs)
    freed, begun = threading.Event(), threading.Event()

    def hang(_conn: Connection) -> None:
        begun.set()
        freed.wait(PATIENCE)

    hanging = asyncio.create_task(house.store.write(hang))
    await asyncio.to_thread(begun.wait, PATIENCE)
    await asyncio.sleep(0.3)  # what is under way comes through
    drain(heard)
    await asyncio.sleep(0.3)
    assert drain(heard) == []
    freed.set()
    await hanging
    assert await hear(heard, 1)
    task.cancel()


async def test_a_writer_that_says_why_it_cannot_write_is_alive(
    house: House, tmp_path: Path, heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_fn: object) -> None:
        raise StoreError("the disk is full", "make room")

    monkeypatch.setattr(house.store, "write", refuse)
    await give_signs(house, Supervisor(str(tmp_path / "notify")))
    [told] = drain(heard)
    assert told.startswith("READY=1\nSTATUS=the store takes no changes: the disk is full")
