"""The real worker under a supervisor: ready, signs of life, silence when frozen, stopping."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from pathlib import Path

from newsroom import Newsroom, file_channel


def count_until_silence(heard: socket.socket) -> int:
    for many in range(10):
        try:
            heard.recv(4096)
        except TimeoutError:
            return many
    return 10


def test_the_supervisor_hears_how_the_worker_fares(
    open_newsroom: Callable[..., Newsroom], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        address = str(tmp_path / "notify")
        heard.bind(address)
        heard.settimeout(20)
        newsroom = open_newsroom(
            {"timeline": file_channel()},
            environment={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "600000"},
        )
        worker = newsroom.start()
        assert heard.recv(4096) == b"READY=1\nSTATUS=working; posts: nothing waits"
        for _ in range(2):
            assert heard.recv(4096).startswith(b"WATCHDOG=1\nSTATUS=working")
        worker.send_signal(signal.SIGSTOP)
        heard.settimeout(1)
        assert count_until_silence(heard) <= 1  # which was under way already
        worker.send_signal(signal.SIGCONT)
        heard.settimeout(5)
        assert heard.recv(4096).startswith(b"WATCHDOG=1\n")
        worker.send_signal(signal.SIGTERM)
        told = [heard.recv(4096)]
        while not told[-1].startswith(b"STOPPING=1"):
            told.append(heard.recv(4096))
        assert len(told) < 4
        assert newsroom.wait_for_end() == 0
