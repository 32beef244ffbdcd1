"""The real worker under a supervisor: ready, signs of life, silence when frozen, stopping."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from accounts import file_channel
from bounds import PATIENCE, REAL
from newsroom import Newsroom


def drain(heard: socket.socket) -> None:
    heard.setblocking(False)
    with suppress(BlockingIOError):
        while heard.recv(4096):
            pass


def test_the_supervisor_hears_how_the_worker_fares(
    open_newsroom: Callable[..., Newsroom], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        address = str(tmp_path / "notify")
        heard.bind(address)
        heard.settimeout(PATIENCE)
        newsroom = open_newsroom(
            {"timeline": file_channel()},
            environment={"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "600000"},
            command=REAL,
        )
        worker = newsroom.start()
        assert isinstance(worker, subprocess.Popen)
        assert heard.recv(4096) == b"READY=1\nSTATUS=working; posts: nothing waits"
        for _ in range(2):
            assert heard.recv(4096).startswith(b"WATCHDOG=1\nSTATUS=working")
        worker.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, worker.pid, os.WSTOPPED | os.WNOWAIT)
        drain(heard)  # what was under way already
        heard.settimeout(1)
        with pytest.raises(TimeoutError):
            heard.recv(4096)
        worker.send_signal(signal.SIGCONT)
        heard.settimeout(PATIENCE)
        assert heard.recv(4096).startswith(b"WATCHDOG=1\n")
        worker.send_signal(signal.SIGTERM)
        while (told := heard.recv(4096)).startswith(b"WATCHDOG=1\n"):
            pass
        assert told.startswith(b"STOPPING=1")
        assert newsroom.wait_for_end() == 0
